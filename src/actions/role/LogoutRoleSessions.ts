// Ends sessions of a role before their time: all that there are, or one. What was asked for with them ends too, in whatever
// account. Whoever the trust policy lets in may ask anew. Our own call, under the name that audit events know.
import { int, optional, text } from '../../protocol/shape.ts'
import { isConsoleKey } from '../../store/console-key.ts'
import { action } from '../define.ts'
import { roleOf, roleSegment } from './find.ts'
import { roleId, roleName, sessionSecondsMax } from './types.ts'

const newer = true

const errors = [
  'InvalidParameter.OperateEntitiesOverLimit',
  'InvalidParameter.ParamError',
  'InvalidParameter.RoleNotExist',
  'ResourceNotFound.NotFound',
] as const

export const LogoutRoleSessions = action({
  name: 'LogoutRoleSessions',
  product: 'cam',
  group: 'Role',
  summary: 'Ends all sessions of a role, or one, with everything that was asked for with them.',
  newer,
  access: 'write',
  perSecond: 10,
  params: {
    RoleId: roleId,
    RoleName: roleName,
    SessionId: optional(
      text({ about: 'The only session to end; left out: all of them.', newer, min: 1, max: 64, pattern: /^[\w-]+$/ }),
    ),
  },
  returns: { EndedCount: int({ about: 'How many sessions of the role were ended.', newer }) },
  errors,
  resource: { level: 'resource', of: roleSegment },
  async handle({ params, caller, nowMs, store, fail }) {
    const { account } = caller
    const role = await roleOf(store, errors, account, params)
    const { SessionId } = params
    if (SessionId === undefined) {
      const { total } = await store.sessions.ofRole(account, role.roleId, nowMs, { offset: 0, limit: 1 })
      await store.roles.endSessions(account, role.roleId)
      return { EndedCount: total }
    }
    const session = await store.sessions.get(account, SessionId)
    const known = session?.roleId === role.roleId && session.roleGeneration === role.sessionGeneration
    // What it asked for last may have been asked for now, for as long as there can be.
    const at = { nowMs, keptMs: nowMs + sessionSecondsMax * 1000 }
    if (!known || !(await store.sessions.end(account, SessionId, at))) {
      return fail('ResourceNotFound.NotFound', { resource: SessionId })
    }
    // A browser would ask for another key a moment later. One of another account is that account's: there the trust policy decides.
    const { callerAccount, issuingSecretId } = session
    if (callerAccount === account && isConsoleKey(issuingSecretId)) {
      await store.consoleSessions.end(account, issuingSecretId)
    }
    return { EndedCount: 1 }
  },
})
