// Sets the permissions boundary of a sub-account, in place of the one it had.
import { int } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { checkTarget } from './target.ts'

export const PutUserPermissionsBoundary = action({
  name: 'PutUserPermissionsBoundary',
  product: 'cam',
  group: 'User',
  summary: 'Sets the permissions boundary of a sub-account.',
  access: 'write',
  perSecond: 20,
  params: {
    TargetUin: int({ about: 'Account number of the sub-account.', min: 1 }),
    PolicyId: int({ about: 'Number of the preset or custom policy.', min: 1 }),
  },
  returns: {},
  errors: [
    'InternalError.SystemError',
    'InvalidParameter.OperateEntitiesOverLimit',
    'InvalidParameter.ParamError',
    'InvalidParameter.PolicyIdNotExist',
    'InvalidParameter.RoleNotExist',
    'InvalidParameter.ServiceLinkedPolicyCantInPermissionBoundary',
    'InvalidParameter.UserNotExist',
    'UnauthorizedOperation',
  ],
  resource: { level: 'operation', fine: ({ params }) => [`uin/${params.TargetUin}`] },
  async handle({ params, caller, store, world, fail }) {
    await checkTarget(store, caller, params.TargetUin, fail)
    const policy = world.presets.byId(params.PolicyId) ?? (await store.policies.byId(caller.account, params.PolicyId))
    if (policy === undefined) return fail('InvalidParameter.PolicyIdNotExist', { policy: String(params.PolicyId) })
    if (policy.serviceLinked) {
      return fail('InvalidParameter.ServiceLinkedPolicyCantInPermissionBoundary', { policy: policy.name })
    }
    await store.users.setBoundary(caller.account, params.TargetUin, policy.policyId)
    return {}
  },
})
