// Condition keys of a guarded request: what is known of its sender and the moment, under what the service states. A service
// can state nothing of what the server knows.
import type { ContextValue, RequestContext } from '../policy/index.ts'
import type { GuardedCaller, GuardedSession } from './types.ts'

const reserved = /^(?:qcs:(?:current_time|uin|owner_uin|mfa)$|mfa$|sts:)/i
const sessionTag = 'sts:session_tag/'

/** The first key among those stated that no service can know; `undefined`: there is none. */
export function unknowable(stated: ReadonlyMap<string, ContextValue>): string | undefined {
  return stated.keys().find((key) => reserved.test(key))
}

export function contextOf(
  caller: GuardedCaller,
  stated: ReadonlyMap<string, ContextValue>,
  at: { readonly address: string | undefined; readonly nowMs: number },
): RequestContext {
  return {
    get(key) {
      const known = knownValue(caller, key, at)
      return reserved.test(key) ? known : (stated.get(key) ?? known)
    },
  }
}

function knownValue(
  { account, uin, session }: GuardedCaller,
  key: string,
  { address, nowMs }: { readonly address: string | undefined; readonly nowMs: number },
): ContextValue | undefined {
  switch (key) {
    case 'qcs:ip':
      return address
    case 'qcs:current_time':
      return new Date(nowMs).toISOString()
    case 'qcs:uin':
      return uin === 0 ? undefined : String(uin)
    case 'qcs:owner_uin':
      return String(account)
    case 'qcs:mfa':
      return session?.secondFactor === true ? 'true' : 'false'
    case 'mfa':
      return session?.secondFactor === true ? '1' : '0'
    default:
      return session === undefined ? undefined : sessionValue(session, key)
  }
}

function sessionValue({ name, sourceIdentity, role, tags }: GuardedSession, key: string): string | undefined {
  switch (key) {
    case 'sts:session_name':
      return name
    case 'sts:source_identity':
      return sourceIdentity
    case 'sts:role_id':
      return role?.id
    case 'sts:role_name':
      return role?.name
    default:
      if (!key.startsWith(sessionTag)) return undefined
      return tags.find((tag) => tag.key === key.slice(sessionTag.length))?.value
  }
}
