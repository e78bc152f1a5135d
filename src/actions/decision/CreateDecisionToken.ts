// Makes a bearer token for a service that asks for decisions and cannot sign. Whoever may make one may ask about everybody
// of the account, for as long as the token lasts.
import { int, optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import { makeDecisionToken, tokenDaysMax, tokenDaysUsual } from './token.ts'
import { DecisionToken, Service, tokenView } from './types.ts'

export const CreateDecisionToken = action({
  name: 'CreateDecisionToken',
  product: 'cam',
  group: 'Decision',
  summary: 'Makes a bearer token for a service that asks for decisions.',
  newer: true,
  access: 'write',
  perSecond: 5,
  params: {
    Service,
    Description: optional(text({ about: 'Free text about the token.', max: 256 }), ''),
    Days: optional(int({ about: 'Days until the token ends.', min: 1, max: tokenDaysMax }), tokenDaysUsual),
  },
  returns: {
    Token: text({ about: 'The token, shown this once.', secret: true }),
    Detail: DecisionToken,
  },
  errors: ['InvalidParameter.ParamError', 'LimitExceeded.DecisionTokens'],
  resource: { level: 'operation' },
  async handle({ params, caller, nowMs, random, store, world, fail }) {
    const { account } = caller
    const limit = await quotaOf(world.quotas, store.accounts, account, 'decision-tokens')
    const inForce = (await store.decisionTokens.list(account)).filter(({ expiresMs }) => expiresMs > nowMs)
    if (inForce.length >= limit) return fail('LimitExceeded.DecisionTokens', { limit: String(limit) })
    const { Service: service, Description: description, Days: days } = params
    const { token, row } = await makeDecisionToken(store, random, { account, service, description, days, nowMs })
    return { Token: token, Detail: tokenView(row) }
  },
})
