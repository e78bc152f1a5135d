// Takes a bearer token out of force, at once and for good.
import { action } from '../define.ts'
import { TokenId } from './types.ts'

export const DeleteDecisionToken = action({
  name: 'DeleteDecisionToken',
  product: 'cam',
  group: 'Decision',
  summary: 'Deletes a bearer token of a service that asks for decisions.',
  newer: true,
  access: 'write',
  perSecond: 20,
  params: { TokenId },
  returns: {},
  errors: ['InvalidParameter.ParamError', 'ResourceNotFound.NotFound'],
  resource: { level: 'operation' },
  async handle({ params, caller, store, fail }) {
    if (await store.decisionTokens.delete(caller.account, params.TokenId)) return {}
    return fail('ResourceNotFound.NotFound', { resource: params.TokenId })
  },
})
