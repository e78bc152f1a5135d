// Changes what is said about a role, nothing that it may do.
import { action } from '../define.ts'
import { roleOf, roleSegment } from './find.ts'
import { description, roleId, roleName } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.DescriptionLengthOverlimit',
  'InvalidParameter.ParamError',
  'InvalidParameter.RoleNotExist',
] as const

export const UpdateRoleDescription = action({
  name: 'UpdateRoleDescription',
  product: 'cam',
  group: 'Role',
  summary: 'Changes the description of a role.',
  access: 'write',
  perSecond: 3,
  params: { Description: description, RoleId: roleId, RoleName: roleName },
  returns: {},
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, nowMs, store }) {
    const role = await roleOf(store, errors, caller.account, params)
    await store.roles.update(caller.account, role.roleId, { description: params.Description, updatedMs: nowMs })
    return {}
  },
})
