// One role, by id or by name.
import { action } from '../define.ts'
import { roleOf, roleSegment } from './find.ts'
import { tagsOfRole } from './tags.ts'
import { RoleInfo, roleId, roleInfo, roleName } from './types.ts'

const errors = ['InternalError.SystemError', 'InvalidParameter.ParamError', 'InvalidParameter.RoleNotExist'] as const

export const GetRole = action({
  name: 'GetRole',
  product: 'cam',
  group: 'Role',
  summary: 'Reads a role.',
  access: 'read',
  perSecond: 20,
  params: { RoleId: roleId, RoleName: roleName },
  returns: { RoleInfo },
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, store }) {
    const role = await roleOf(store, errors, caller.account, params)
    return { RoleInfo: roleInfo(role, await tagsOfRole(store, caller.account, role.roleId)) }
  },
})
