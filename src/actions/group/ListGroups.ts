// Lists the groups of the account, newest first.
import { int, list, optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { optionalPage, optionalRp, storePage } from '../paging.ts'
import { GroupInfo, groupInfo } from './types.ts'

export const ListGroups = action({
  name: 'ListGroups',
  product: 'cam',
  group: 'User',
  summary: 'Lists user groups.',
  access: 'read',
  perSecond: 20,
  params: {
    Page: optionalPage,
    Rp: optionalRp,
    Keyword: optional(text({ about: 'Part of the group name, without regard to case.' })),
  },
  returns: {
    TotalNum: int({ about: 'How many groups match, on all pages.' }),
    GroupInfo: list(GroupInfo, { about: 'The groups of the page, newest first.' }),
  },
  errors: ['FailedOperation'],
  resource: { level: 'operation' },
  async handle({ params, caller, store }) {
    const { total, rows } = await store.groups.list(caller.account, { keyword: params.Keyword }, storePage(params))
    return { TotalNum: total, GroupInfo: rows.map(groupInfo) }
  },
})
