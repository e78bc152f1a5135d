// Takes a policy away from a role, also from its sessions under way. One that it does not have is no fault.
import { optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { plainPolicyId } from '../policy/types.ts'
import { pairOf, pairSegments } from './attachment.ts'
import { policyName, roleId, roleName } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.RoleNotExist',
] as const

export const DetachRolePolicy = action({
  name: 'DetachRolePolicy',
  product: 'cam',
  group: 'Role',
  summary: 'Takes a policy away from a role.',
  access: 'write',
  perSecond: 3,
  params: {
    PolicyId: optional(plainPolicyId),
    DetachRoleId: roleId,
    DetachRoleName: roleName,
    PolicyName: optional(text(policyName)),
  },
  returns: {},
  errors,
  resource: {
    level: 'operation',
    fine: (input) => pairSegments(input, { RoleId: input.params.DetachRoleId, RoleName: input.params.DetachRoleName }),
  },
  async handle({ params, caller, store, world }) {
    const { account } = caller
    const { DetachRoleId: RoleId, DetachRoleName: RoleName } = params
    const { policy, role } = await pairOf({ listed: errors, world, store, account }, params, { RoleId, RoleName })
    await store.policies.detach(account, policy.policyId, 'role', role.roleId)
    return {}
  },
})
