// Lists the tokens of SCIM clients, expired ones among them. Never their secrets, which nobody has.
import { list } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { ScimToken, scimToken } from './types.ts'

export const ListScimTokens = action({
  name: 'ListScimTokens',
  product: 'cam',
  group: 'User',
  summary: 'Lists the tokens of SCIM clients.',
  newer: true,
  access: 'read',
  perSecond: 20,
  params: {},
  returns: { ScimTokens: list(ScimToken, { about: 'The tokens, oldest first.' }) },
  errors: ['FailedOperation'],
  resource: { level: 'operation' },
  async handle({ caller, store }) {
    return { ScimTokens: (await store.scimTokens.list(caller.account)).map(scimToken) }
  },
})
