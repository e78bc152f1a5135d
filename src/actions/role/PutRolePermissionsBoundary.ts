// Sets the permissions boundary of a role, in place of the one it had; sessions under way are bounded with their next call.
import { action } from '../define.ts'
import { plainPolicyId } from '../policy/types.ts'
import { boundedRole } from './boundary.ts'
import { roleSegment } from './find.ts'
import { roleId, roleName } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.OperateEntitiesOverLimit',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.RoleNotExist',
  'InvalidParameter.ServiceLinkedPolicyCantInPermissionBoundary',
  'InvalidParameter.ServiceLinkedRoleCantUsePermissionBoundary',
  'InvalidParameter.UserNotExist',
  'UnauthorizedOperation',
] as const

export const PutRolePermissionsBoundary = action({
  name: 'PutRolePermissionsBoundary',
  product: 'cam',
  group: 'Role',
  summary: 'Sets the permissions boundary of a role.',
  access: 'write',
  perSecond: 20,
  params: { PolicyId: plainPolicyId, RoleId: roleId, RoleName: roleName },
  returns: {},
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, store, world, fail }) {
    const { account } = caller
    const role = await boundedRole(store, errors, caller, params)
    const policy = world.presets.byId(params.PolicyId) ?? (await store.policies.byId(account, params.PolicyId))
    if (policy === undefined) return fail('InvalidParameter.PolicyIdNotExist', { policy: String(params.PolicyId) })
    if (policy.serviceLinked) {
      return fail('InvalidParameter.ServiceLinkedPolicyCantInPermissionBoundary', { policy: policy.name })
    }
    await store.roles.setBoundary(account, role.roleId, policy.policyId)
    return {}
  },
})
