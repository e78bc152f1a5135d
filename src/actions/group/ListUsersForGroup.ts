// Lists the members of a group, page by page.
import { int, list } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { optionalPage, optionalRp, storePage } from '../paging.ts'
import { GroupMemberInfo, groupId, groupMemberInfo } from './types.ts'

export const ListUsersForGroup = action({
  name: 'ListUsersForGroup',
  product: 'cam',
  group: 'User',
  summary: 'Lists the members of a user group.',
  access: 'read',
  perSecond: 20,
  params: { GroupId: groupId, Page: optionalPage, Rp: optionalRp },
  returns: {
    TotalNum: int({ about: 'How many members there are, on all pages.' }),
    UserInfo: list(GroupMemberInfo, { about: 'The members of the page.' }),
  },
  errors: ['FailedOperation', 'ResourceNotFound.GroupNotExist'],
  resource: { level: 'operation', fine: ({ params }) => [`groupid/${params.GroupId}`] },
  async handle({ params, caller, store, fail }) {
    const group = await store.groups.byId(caller.account, params.GroupId)
    if (group === undefined) return fail('ResourceNotFound.GroupNotExist', { group: String(params.GroupId) })
    const { total, rows } = await store.groups.members(caller.account, group.groupId, storePage(params))
    return { TotalNum: total, UserInfo: rows.map(groupMemberInfo) }
  },
})
