// Attaches a policy, custom or preset, to a sub-account. Attaching again changes nothing.
import { action } from '../define.ts'
import { attachTo, notOverfull, withRoom } from './attach.ts'
import { anyPolicy, holder } from './find.ts'
import { policyId, subUin } from './types.ts'

const errors = [
  'FailedOperation.PolicyFull',
  'InternalError.SystemError',
  'InvalidParameter.AttachmentFull',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.UserNotExist',
  'ResourceNotFound.PolicyIdNotFound',
  'ResourceNotFound.UserNotExist',
] as const

export const AttachUserPolicy = action({
  name: 'AttachUserPolicy',
  product: 'cam',
  group: 'Policy',
  summary: 'Attaches a policy to a sub-account.',
  access: 'write',
  perSecond: 10,
  params: { PolicyId: policyId, AttachUin: subUin },
  returns: {},
  errors,
  resource: {
    level: 'operation',
    fine: ({ params }) => [`policyid/${params.PolicyId}`, `uin/${params.AttachUin}`],
  },
  async handle({ params, caller, nowMs, store, world }) {
    const { account } = caller
    const place = { listed: errors, world, caller }
    const { policies } = store
    const found = await anyPolicy({ listed: errors, account, policies, presets: world.presets }, params.PolicyId)
    await holder(store, errors, account, params.AttachUin)
    const to = await withRoom(place, store, params.PolicyId, [{ kind: 'user', id: params.AttachUin }])
    if (to.length > 0 && found.kind === 'custom') await notOverfull(place, store)
    await attachTo(place, store, params.PolicyId, to, nowMs)
    return {}
  },
})
