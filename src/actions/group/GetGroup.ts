// Reads one group with all its members.
import { wireTime } from '../../kernel/time.ts'
import { int, list, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { GroupMemberInfo, groupId, groupMemberInfo } from './types.ts'

export const GetGroup = action({
  name: 'GetGroup',
  product: 'cam',
  group: 'User',
  summary: 'Reads a user group with its members.',
  access: 'read',
  perSecond: 20,
  params: { GroupId: groupId },
  returns: {
    GroupId: int({ about: 'Number of the group.' }),
    GroupName: text({ about: 'Name of the group.' }),
    GroupNum: int({ about: 'How many members it has.' }),
    Remark: text({ about: 'Free text about the group.' }),
    CreateTime: text({ about: 'When the group was made, UTC+8.' }),
    UserInfo: list(GroupMemberInfo, { about: 'The members.' }),
  },
  errors: ['FailedOperation', 'ResourceNotFound.UserNotExist'],
  resource: { level: 'operation', fine: ({ params }) => [`groupid/${params.GroupId}`] },
  async handle({ params, caller, store, fail }) {
    const group = await store.groups.byId(caller.account, params.GroupId)
    // The action's table names no group code: this one is what clients know a missing group by.
    if (group === undefined) return fail('ResourceNotFound.UserNotExist', { user: `groupid/${params.GroupId}` })
    const members = await store.groups.members(caller.account, group.groupId)
    return {
      GroupId: group.groupId,
      GroupName: group.name,
      GroupNum: members.total,
      Remark: group.remark,
      CreateTime: wireTime(group.createdMs),
      UserInfo: members.rows.map(groupMemberInfo),
    }
  },
})
