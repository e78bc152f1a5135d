// Whose check a custom token is for. Reading does not use it up.
import { int } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { MFAToken } from './custom-token.ts'

export const GetCustomMFATokenInfo = action({
  name: 'GetCustomMFATokenInfo',
  product: 'cam',
  group: 'User',
  summary: 'Tells whom a custom second-factor token was made for.',
  access: 'read',
  perSecond: 20,
  params: { MFAToken },
  returns: { Uin: int({ about: 'Account number of the user.' }) },
  errors: ['InvalidParameter.MFATokenError'],
  resource: { level: 'operation' },
  async handle({ params, caller, nowMs, store, fail }) {
    const uin = await store.mfaTokens.uinOf(caller.account, params.MFAToken, nowMs)
    if (uin === undefined) return fail('InvalidParameter.MFATokenError', { problem: 'it is unknown, used or too old' })
    return { Uin: uin }
  },
})
