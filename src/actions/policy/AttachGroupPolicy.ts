// Attaches a policy, custom or preset, to a user group. Attaching again changes nothing.
import { action } from '../define.ts'
import { attachTo, notOverfull, withRoom } from './attach.ts'
import { anyPolicy, holderGroup } from './find.ts'
import { groupId, policyId } from './types.ts'

const errors = [
  'FailedOperation.PolicyFull',
  'InternalError.SystemError',
  'InvalidParameter.AttachmentFull',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.UserNotExist',
  'ResourceNotFound.GroupNotExist',
  'ResourceNotFound.PolicyIdNotFound',
  'ResourceNotFound.UserNotExist',
] as const

export const AttachGroupPolicy = action({
  name: 'AttachGroupPolicy',
  product: 'cam',
  group: 'Policy',
  summary: 'Attaches a policy to a user group.',
  access: 'write',
  perSecond: 10,
  params: { PolicyId: policyId, AttachGroupId: groupId },
  returns: {},
  errors,
  resource: {
    level: 'operation',
    fine: ({ params }) => [`policyid/${params.PolicyId}`, `groupid/${params.AttachGroupId}`],
  },
  async handle({ params, caller, nowMs, store, world }) {
    const { account } = caller
    const place = { listed: errors, world, caller }
    const { policies } = store
    const found = await anyPolicy({ listed: errors, account, policies, presets: world.presets }, params.PolicyId)
    await holderGroup(store, errors, account, params.AttachGroupId)
    const to = await withRoom(place, store, params.PolicyId, [{ kind: 'group', id: params.AttachGroupId }])
    if (to.length > 0 && found.kind === 'custom') await notOverfull(place, store)
    await attachTo(place, store, params.PolicyId, to, nowMs)
    return {}
  },
})
