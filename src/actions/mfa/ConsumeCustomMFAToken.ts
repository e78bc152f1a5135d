// Uses a custom token up: it stood for one check, and that check is done.
import { action } from '../define.ts'
import { MFAToken } from './custom-token.ts'

export const ConsumeCustomMFAToken = action({
  name: 'ConsumeCustomMFAToken',
  product: 'cam',
  group: 'User',
  summary: 'Uses up a custom second-factor token.',
  access: 'write',
  perSecond: 20,
  params: { MFAToken },
  returns: {},
  errors: ['InvalidParameter.MFATokenError'],
  resource: { level: 'operation' },
  async handle({ params, caller, nowMs, store, fail }) {
    if (!(await store.mfaTokens.consume(caller.account, params.MFAToken, nowMs))) {
      return fail('InvalidParameter.MFATokenError', { problem: 'it is unknown, used or too old' })
    }
    return {}
  },
})
