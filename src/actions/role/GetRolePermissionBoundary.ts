// The policy that is the permissions boundary of a role; every member is null where it has none.
import { int, nullable, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { anyPolicy } from '../policy/find.ts'
import { roleOf, roleSegment } from './find.ts'

const errors = ['InternalError.SystemError', 'InvalidParameter.ParamError', 'InvalidParameter.RoleNotExist'] as const

export const GetRolePermissionBoundary = action({
  name: 'GetRolePermissionBoundary',
  product: 'cam',
  group: 'Role',
  summary: 'Reads the permissions boundary of a role.',
  newer: true,
  access: 'read',
  perSecond: 20,
  params: { RoleId: text({ about: 'Id of the role.', max: 32 }) },
  returns: {
    PolicyId: nullable(int({ about: 'Number of the policy.' })),
    PolicyName: nullable(text({ about: 'Name of the policy.' })),
    PolicyDocument: nullable(text({ about: 'The policy: JSON text.' })),
    PolicyType: nullable(int({ about: '1 custom, 2 preset.', oneOf: [1, 2] })),
    CreateMode: nullable(int({ about: 'How the policy was made; 2 from policy text.' })),
  },
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, store, world }) {
    const { account } = caller
    const { policies } = store
    const { boundaryPolicyId } = await roleOf(store, errors, account, params)
    if (boundaryPolicyId === undefined) {
      return { PolicyId: null, PolicyName: null, PolicyDocument: null, PolicyType: null, CreateMode: null }
    }
    const place = { listed: errors, account, policies, presets: world.presets }
    const found = await anyPolicy(place, boundaryPolicyId)
    if (found.kind === 'preset') {
      const { policyId, name, document, createMode } = found.preset
      return { PolicyId: policyId, PolicyName: name, PolicyDocument: document, PolicyType: 2, CreateMode: createMode }
    }
    const { policyId, name, createMode, defaultVersion } = found.custom
    const version = await policies.version(account, policyId, defaultVersion)
    return {
      PolicyId: policyId,
      PolicyName: name,
      PolicyDocument: version?.document ?? null,
      PolicyType: 1,
      CreateMode: createMode,
    }
  },
})
