// Takes a policy away from a sub-account. One that it does not have itself is no fault.
import { action } from '../define.ts'
import { anyPolicy, holder } from './find.ts'
import { policyId, subUin } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.AttachmentFull',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.UserNotExist',
  'ResourceNotFound.PolicyIdNotFound',
  'ResourceNotFound.UserNotExist',
] as const

export const DetachUserPolicy = action({
  name: 'DetachUserPolicy',
  product: 'cam',
  group: 'Policy',
  summary: 'Takes a policy away from a sub-account.',
  access: 'write',
  perSecond: 10,
  params: { PolicyId: policyId, DetachUin: subUin },
  returns: {},
  errors,
  resource: {
    level: 'operation',
    fine: ({ params }) => [`policyid/${params.PolicyId}`, `uin/${params.DetachUin}`],
  },
  async handle({ params, caller, store, world }) {
    const { account } = caller
    const { policies } = store
    await anyPolicy({ listed: errors, account, policies, presets: world.presets }, params.PolicyId)
    await holder(store, errors, account, params.DetachUin)
    await policies.detach(account, params.PolicyId, 'user', String(params.DetachUin))
    return {}
  },
})
