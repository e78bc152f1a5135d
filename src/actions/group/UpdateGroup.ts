// Changes the name or remark of a group. What is left out stays as it is.
import { optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { groupId, groupName, groupRemark } from './types.ts'

export const UpdateGroup = action({
  name: 'UpdateGroup',
  product: 'cam',
  group: 'User',
  summary: 'Changes a user group.',
  access: 'write',
  perSecond: 20,
  params: { GroupId: groupId, GroupName: optional(groupName), Remark: optional(groupRemark) },
  returns: {},
  errors: [
    'FailedOperation',
    'InvalidParameter.GroupNameInUse',
    'InvalidParameter.GroupNotExist',
    'InvalidParameter.ParamError',
    'ResourceNotFound.GroupNotExist',
  ],
  resource: { level: 'operation', fine: ({ params }) => [`groupid/${params.GroupId}`] },
  async handle({ params, caller, store, fail }) {
    // Two codes for one fault: this one where the number can be no group's, the other where it is nobody's.
    if (params.GroupId < 1) return fail('InvalidParameter.GroupNotExist', { group: String(params.GroupId) })
    const patch = { name: params.GroupName, remark: params.Remark }
    switch (await store.groups.update(caller.account, params.GroupId, patch)) {
      case 'updated':
        return {}
      case 'taken':
        return fail('InvalidParameter.GroupNameInUse', { name: params.GroupName ?? '' })
      case 'absent':
        return fail('ResourceNotFound.GroupNotExist', { group: String(params.GroupId) })
    }
  },
})
