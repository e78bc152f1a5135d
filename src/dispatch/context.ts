// Condition keys of a call to our own API. Holds no policy, and gives nothing about a resource.
import type { Caller } from '../actions/define.ts'
import type { CallerSession } from '../actions/world.ts'
import type { ContextValue, RequestContext } from '../policy/types.ts'
import type { Call } from '../protocol/call.ts'

const sessionTag = 'sts:session_tag/'

/**
 * Most verdicts look at no condition, so each value is made when it is asked for. What a session says of itself is under
 * `sts:` only: it must never pass for a fact that the server knows, such as a tag of a resource.
 */
export class CallContext implements RequestContext {
  readonly #call: Pick<Call, 'from' | 'receivedMs'>
  readonly #caller: Caller
  constructor(call: Pick<Call, 'from' | 'receivedMs'>, caller: Caller) {
    this.#call = call
    this.#caller = caller
  }
  get(key: string): ContextValue | undefined {
    const { kind, account, uin, session } = this.#caller
    switch (key) {
      case 'qcs:ip':
        return this.#call.from.address
      case 'qcs:current_time':
        return new Date(this.#call.receivedMs).toISOString()
      case 'qcs:uin':
        return uin === 0 ? undefined : String(uin)
      case 'qcs:owner_uin':
        return kind === 'stranger' ? undefined : String(account)
      case 'qcs:mfa':
        return session?.mfa === true ? 'true' : 'false'
      case 'mfa':
        return session?.mfa === true ? '1' : '0'
      default:
        return session === undefined ? undefined : sessionValue(session, key)
    }
  }
}

function sessionValue(session: CallerSession, key: string): string | undefined {
  switch (key) {
    case 'sts:session_name':
      return session.name
    case 'sts:source_identity':
      return session.sourceIdentity
    case 'sts:role_id':
      return session.role?.roleId
    case 'sts:role_name':
      return session.role?.name
    default:
      // Keys of tags may be anything but are compared as they are; the rest of the name has no case.
      if (!key.startsWith(sessionTag)) return undefined
      return session.tags.find((tag) => tag.key === key.slice(sessionTag.length))?.value
  }
}
