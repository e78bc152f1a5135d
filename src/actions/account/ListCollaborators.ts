// Lists collaborators: users that are root accounts elsewhere. Newest first.
import { int, list, optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { SubAccountInfo, subAccountInfo } from '../user/types.ts'

export const ListCollaborators = action({
  name: 'ListCollaborators',
  product: 'cam',
  group: 'User',
  summary: 'Lists collaborators.',
  access: 'read',
  perSecond: 20,
  params: {
    Limit: optional(int({ about: 'Entries at most.', min: 1, max: 1000 }), 20),
    Offset: optional(int({ about: 'How many entries to pass over.', min: 0 }), 0),
  },
  returns: {
    TotalNum: int({ about: 'How many collaborators there are in all.' }),
    Data: list(SubAccountInfo, { about: 'The collaborators of the page.' }),
  },
  errors: ['FailedOperation'],
  resource: { level: 'operation' },
  async handle({ params, caller, store }) {
    const page = { offset: params.Offset, limit: params.Limit }
    const { total, rows } = await store.users.list(caller.account, [4], page)
    return { TotalNum: total, Data: rows.map(subAccountInfo) }
  },
})
