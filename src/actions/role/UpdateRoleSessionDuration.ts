// How long a session of a role may be. Sessions that have begun keep their end.
import { optional, wideInt } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { notLinked, roleOf, roleSegment } from './find.ts'
import { roleName, sessionDuration } from './types.ts'

const errors = ['InternalError.SystemError', 'InvalidParameter.ParamError', 'InvalidParameter.RoleNotExist'] as const

export const UpdateRoleSessionDuration = action({
  name: 'UpdateRoleSessionDuration',
  product: 'cam',
  group: 'Role',
  summary: 'Sets how long a session of a role may be.',
  newer: true,
  access: 'write',
  perSecond: 20,
  params: {
    SessionDuration: sessionDuration,
    RoleName: roleName,
    RoleId: optional(wideInt({ about: 'Id of the role.' })),
  },
  returns: {},
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, nowMs, store }) {
    const role = await roleOf(store, errors, caller.account, params)
    notLinked(errors, role, 'only its products use it')
    const { SessionDuration: sessionDuration } = params
    await store.roles.update(caller.account, role.roleId, { sessionDuration, updatedMs: nowMs })
    return {}
  },
})
