// Whether the console offers a role to whoever it trusts.
import { optional, wideInt } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { notLinked, roleOf, roleSegment } from './find.ts'
import { consoleLogin, roleName } from './types.ts'

const errors = ['InternalError.SystemError', 'InvalidParameter.ParamError', 'InvalidParameter.RoleNotExist'] as const

export const UpdateRoleConsoleLogin = action({
  name: 'UpdateRoleConsoleLogin',
  product: 'cam',
  group: 'Role',
  summary: 'Sets whether the console offers a role to whoever it trusts.',
  access: 'write',
  perSecond: 20,
  params: {
    ConsoleLogin: consoleLogin,
    RoleId: optional(wideInt({ about: 'Id of the role.' })),
    RoleName: roleName,
  },
  returns: {},
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, nowMs, store }) {
    const role = await roleOf(store, errors, caller.account, params)
    notLinked(errors, role, 'only its products use it')
    await store.roles.update(caller.account, role.roleId, {
      consoleLogin: params.ConsoleLogin === 1,
      updatedMs: nowMs,
    })
    return {}
  },
})
