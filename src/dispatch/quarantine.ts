// Whoever is in quarantine is refused whatever the call: after his signature proved right, so that nobody else learns of it.
import type { Caller } from '../actions/define.ts'
import { ApiError } from '../protocol/api-error.ts'
import type { QuarantinePrincipal, Reads } from '../store/store.ts'

/** Whose it is has been proved: the caller's account reads of it among its audit events. */
export class InQuarantine extends ApiError {
  readonly caller: Caller
  constructor(caller: Caller) {
    super('UnauthorizedOperation', { problem: 'you are in quarantine, and only somebody else can release you.' })
    this.caller = caller
  }
}

/**
 * For callers that are no key's or session's holder, and again inside of a write: who was put in quarantine since the
 * signature was checked changes nothing any more, least of all that.
 */
export async function refuseQuarantined(read: Pick<Reads, 'quarantine' | 'sessions'>, caller: Caller): Promise<void> {
  const { account, session, kind } = caller
  if (kind === 'stranger') return
  if (session !== undefined && session.kind !== 'console') {
    if ((await read.sessions.holder(account, session.sessionId))?.quarantined === true) throw new InQuarantine(caller)
    return
  }
  const { callerAccount = account, callerUin = caller.uin } = session ?? {}
  // Somebody that a provider sent to a role has no number; the role's own calls come by its sessions.
  if (callerUin === 0) return
  const principal: QuarantinePrincipal =
    callerUin === callerAccount ? { kind: 'root' } : { kind: 'user', uin: callerUin }
  if ((await read.quarantine.since(callerAccount, principal)) !== undefined) throw new InQuarantine(caller)
}
