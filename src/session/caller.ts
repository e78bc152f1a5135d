// Who a browser's session speaks for, as the stages of a call know callers.
import type { Caller } from '../actions/define.ts'
import { versions } from '../dispatch/find.ts'
import type { Call, RawObject } from '../protocol/call.ts'
import type { Live } from './browser.ts'
import type { Place } from './route.ts'
import type { Visit } from './visit.ts'

export async function callerOf({ world }: Place, { row, who }: Live): Promise<Caller> {
  const { account, key, uin, verifiedMs, expiresMs } = row
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
      roleGeneration: 0,
      expiresMs,
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

export interface Meant {
  readonly product: string
  readonly action: string
  readonly parameters: RawObject
}

/** A call that a page makes for somebody; nobody signed it. */
export function callOf({ world }: Place, visit: Visit, { product, action, parameters }: Meant): Call {
  return {
    requestId: world.random.uuid(),
    product,
    version: versions.get(product) ?? '',
    action,
    region: undefined,
    language: visit.language,
    traceId: undefined,
    parameters,
    claim: { kind: 'skip' },
    signed: { method: 'POST', path: '/', query: '', host: '', header: () => undefined, body: nothing, form: undefined },
    from: { address: visit.address, tls: visit.tls },
    receivedMs: visit.nowMs,
  }
}

const nothing = new Uint8Array()
