// Attaches a policy, custom or preset, to a role. Sessions under way have its rights with their next call.
import { optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { attachTo, withRoom } from '../policy/attach.ts'
import { readStoredDocument } from '../policy/document.ts'
import { plainPolicyId, policyNamePattern } from '../policy/types.ts'
import { pairOf, pairSegments } from './attachment.ts'
import { policyName, roleId, roleName } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.AttachmentFull',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.PolicyNameError',
  'InvalidParameter.RoleNotExist',
  'InvalidParameter.VersionError',
] as const

const name = text({ ...policyName, pattern: policyNamePattern, fault: 'InvalidParameter.PolicyNameError' })

export const AttachRolePolicy = action({
  name: 'AttachRolePolicy',
  product: 'cam',
  group: 'Role',
  summary: 'Attaches a policy to a role.',
  access: 'write',
  perSecond: 3,
  params: {
    PolicyId: optional(plainPolicyId),
    AttachRoleId: roleId,
    AttachRoleName: roleName,
    PolicyName: optional(name),
  },
  returns: {},
  errors,
  resource: {
    level: 'operation',
    fine: (input) => pairSegments(input, { RoleId: input.params.AttachRoleId, RoleName: input.params.AttachRoleName }),
  },
  async handle({ params, caller, nowMs, store, world }) {
    const { account } = caller
    const place = { listed: errors, world, store, account, caller }
    const { AttachRoleId: RoleId, AttachRoleName: RoleName } = params
    const { policy, role } = await pairOf(place, params, { RoleId, RoleName })
    // A text that today's rules cannot read would deny the role everything.
    if (policy.kind === 'custom') {
      const { policyId, defaultVersion } = policy.custom
      const version = await store.policies.version(account, policyId, defaultVersion)
      if (version !== undefined) await readStoredDocument(place, version.document)
    }
    const to = await withRoom(place, store, policy.policyId, [{ kind: 'role', id: role.roleId } as const])
    await attachTo(place, store, policy.policyId, to, nowMs)
    return {}
  },
})
