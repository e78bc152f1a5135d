// Custom second-factor tokens as the server itself hands them out.
import { makeCustomToken } from '../../../src/actions/mfa/custom-token.ts'
import type { Harness } from '../harness.ts'

export function customToken(server: Harness, uin: number): Promise<string> {
  const of = { account: server.root.account, uin, nowMs: server.clock() }
  return server.world.store.transaction((writes) => makeCustomToken(writes, server.world.random, of))
}
