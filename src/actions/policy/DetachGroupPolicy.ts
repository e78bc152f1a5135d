// Takes a policy away from a user group. One that it does not have is no fault.
import { action } from '../define.ts'
import { anyPolicy, holderGroup } from './find.ts'
import { groupId, policyId } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.UserNotExist',
  'ResourceNotFound.GroupNotExist',
  'ResourceNotFound.UserNotExist',
] as const

export const DetachGroupPolicy = action({
  name: 'DetachGroupPolicy',
  product: 'cam',
  group: 'Policy',
  summary: 'Takes a policy away from a user group.',
  access: 'write',
  perSecond: 10,
  params: { PolicyId: policyId, DetachGroupId: groupId },
  returns: {},
  errors,
  resource: {
    level: 'operation',
    fine: ({ params }) => [`policyid/${params.PolicyId}`, `groupid/${params.DetachGroupId}`],
  },
  async handle({ params, caller, store, world }) {
    const { account } = caller
    const { policies } = store
    await anyPolicy({ listed: errors, account, policies, presets: world.presets }, params.PolicyId)
    await holderGroup(store, errors, account, params.DetachGroupId)
    await policies.detach(account, params.PolicyId, 'group', String(params.DetachGroupId))
    return {}
  },
})
