// Takes the permissions boundary of a role away. PolicyIdNotExist for a role that has none.
import { action } from '../define.ts'
import { boundedRole } from './boundary.ts'
import { roleSegment } from './find.ts'
import { roleId, roleName } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.OperateEntitiesOverLimit',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.RoleNotExist',
  'InvalidParameter.ServiceLinkedRoleCantUsePermissionBoundary',
  'InvalidParameter.UserNotExist',
  'UnauthorizedOperation',
] as const

export const DeleteRolePermissionsBoundary = action({
  name: 'DeleteRolePermissionsBoundary',
  product: 'cam',
  group: 'Role',
  summary: 'Takes the permissions boundary of a role away.',
  access: 'write',
  perSecond: 20,
  params: { RoleId: roleId, RoleName: roleName },
  returns: {},
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, store, fail }) {
    const role = await boundedRole(store, errors, caller, params)
    if (role.boundaryPolicyId === undefined) {
      return fail('InvalidParameter.PolicyIdNotExist', { policy: `(boundary of ${role.name})` })
    }
    await store.roles.setBoundary(caller.account, role.roleId, undefined)
    return {}
  },
})
