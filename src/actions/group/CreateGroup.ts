// Makes a user group. Names are unique in the account without regard to case.
import { int, optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import { groupName, groupRemark } from './types.ts'

export const CreateGroup = action({
  name: 'CreateGroup',
  product: 'cam',
  group: 'User',
  summary: 'Makes a user group.',
  access: 'write',
  perSecond: 20,
  params: { GroupName: groupName, Remark: optional(groupRemark, '') },
  returns: { GroupId: int({ about: 'Number of the new group.' }) },
  errors: ['InvalidParameter.GroupFull', 'InvalidParameter.GroupNameInUse', 'InvalidParameter.ParamError'],
  resource: { level: 'operation', fine: () => ['groupid/*'] },
  async handle({ params, caller, nowMs, store, world, fail }) {
    const limit = await quotaOf(world.quotas, store.accounts, caller.account, 'groups')
    if (await world.room.isFull(caller, 'groups', limit, () => store.groups.count(caller.account)))
      fail('InvalidParameter.GroupFull', { limit: String(limit) })
    const groupId = await store.ids.next('group')
    const group = { groupId, name: params.GroupName, remark: params.Remark, createdMs: nowMs }
    if ((await store.groups.insert(caller.account, group)) === 'taken') {
      fail('InvalidParameter.GroupNameInUse', { name: params.GroupName })
    }
    return { GroupId: groupId }
  },
})
