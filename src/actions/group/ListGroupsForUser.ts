// Lists the groups that a user is in, newest first. The user is named by Uid, SubUin or both.
import { apiError } from '../../protocol/api-error.ts'
import { int, list, optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { optionalPage, optionalRp, storePage } from '../paging.ts'
import { isUnnamed, type Named, nameOf, userOf } from './membership.ts'
import { GroupInfo, groupInfo } from './types.ts'

type Asked = { readonly Uid: number | undefined; readonly SubUin: number | undefined }
const namedBy = ({ Uid, SubUin }: Asked): Named => ({ Uid, Uin: SubUin })

export const ListGroupsForUser = action({
  name: 'ListGroupsForUser',
  product: 'cam',
  group: 'User',
  summary: 'Lists the groups of a user.',
  access: 'read',
  perSecond: 20,
  params: {
    Uid: optional(int({ about: 'Number of the user among the sub-accounts.' })),
    Rp: optionalRp,
    Page: optionalPage,
    SubUin: optional(int({ about: 'Account number of the user.' })),
  },
  returns: {
    TotalNum: int({ about: 'How many groups the user has, on all pages.' }),
    GroupInfo: list(GroupInfo, { about: 'The groups of the page, newest first.' }),
  },
  errors: ['AuthFailure.UnauthorizedOperation', 'FailedOperation', 'ResourceNotFound.UserNotExist'],
  resource: {
    level: 'operation',
    fine: async ({ params, caller, read }) => [
      `uin/${(await userOf(read, caller.account, namedBy(params)))?.uin ?? '*'}`,
    ],
  },
  async handle({ params, caller, store, fail }) {
    const named = namedBy(params)
    // Both are optional in the documents, but one of them has to say whose groups are meant.
    if (isUnnamed(named)) throw apiError('MissingParameter', { name: 'SubUin' })
    const user = await userOf(store, caller.account, named)
    if (user === undefined) return fail('ResourceNotFound.UserNotExist', { user: nameOf(named) })
    const { total, rows } = await store.groups.ofUser(caller.account, user.uin, storePage(params))
    return { TotalNum: total, GroupInfo: rows.map(groupInfo) }
  },
})
