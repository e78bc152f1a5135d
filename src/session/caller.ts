// Who a browser's session speaks for, as the stages of a call know callers.
import type { Caller } from '../actions/define.ts'
import type { Live } from './browser.ts'
import type { Place } from './route.ts'

export async function callerOf({ world }: Place, { row, who }: Live): Promise<Caller> {
  const { account, key, uin, verifiedMs } = row
  const revision = (await world.store.revision(account)) ?? 0
  return {
    kind: who.kind === 'root' ? 'root' : 'user',
    account,
    appId: who.account.appId,
    uin,
    revision,
    secretId: key,
    session: {
      sessionId: key,
      kind: 'console',
      name: String(uin),
      policy: undefined,
      mfa: verifiedMs !== undefined,
      role: undefined,
      callerUin: uin,
      callerAccount: account,
      sourceIdentity: undefined,
      tags: [],
      issuingSecretId: key,
      issuingGeneration: 0,
      through: [],
      console: { verifiedMs },
    },
  }
}
