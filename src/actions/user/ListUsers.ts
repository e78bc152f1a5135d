// Lists every sub-user, newest first. The call has no pages; an answer that grows too large is refused as a whole.
import { list } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { SubAccountInfo, subAccountInfo, subUserTypes } from './types.ts'

export const ListUsers = action({
  name: 'ListUsers',
  product: 'cam',
  group: 'User',
  summary: 'Lists all sub-users.',
  access: 'read',
  perSecond: 20,
  params: {},
  returns: { Data: list(SubAccountInfo, { about: 'The sub-users, newest first.' }) },
  errors: ['FailedOperation'],
  resource: { level: 'operation' },
  async handle({ caller, store }) {
    const { rows } = await store.users.list(caller.account, subUserTypes)
    return { Data: rows.map(subAccountInfo) }
  },
})
