// The bearer tokens of the account without their secret parts. Those past their time are not among them.
import { list } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { DecisionToken, tokenView } from './types.ts'

export const ListDecisionTokens = action({
  name: 'ListDecisionTokens',
  product: 'cam',
  group: 'Decision',
  summary: 'Lists the bearer tokens of services that ask for decisions.',
  newer: true,
  access: 'read',
  perSecond: 20,
  params: {},
  returns: { Tokens: list(DecisionToken, { about: 'Tokens in force, oldest first.' }) },
  errors: [],
  resource: { level: 'operation' },
  async handle({ caller, nowMs, store }) {
    const rows = await store.decisionTokens.list(caller.account)
    return { Tokens: rows.filter(({ expiresMs }) => expiresMs > nowMs).map(tokenView) }
  },
})
