// The second-factor switches of the caller. Newer clients ask DescribeSafeAuthFlagColl.
import { action } from '../define.ts'
import { LoginActionFlag, loginActionFlag, OffsiteFlag, offsiteFlag } from '../mfa/types.ts'
import { ownFlagCodes, ownFlags } from './own-flags.ts'

export const DescribeSafeAuthFlag = action({
  name: 'DescribeSafeAuthFlag',
  product: 'cam',
  group: 'Role',
  summary: 'Reads the second-factor switches of the caller.',
  deprecated: 'DescribeSafeAuthFlagIntl tells more; the API reference no longer lists this one.',
  access: 'read',
  perSecond: 20,
  params: {},
  returns: { LoginFlag: LoginActionFlag, ActionFlag: LoginActionFlag, OffsiteFlag },
  errors: ownFlagCodes,
  resource: { level: 'operation' },
  async handle({ caller, store }) {
    const { login, action, offsite } = await ownFlags(store, caller)
    return {
      LoginFlag: loginActionFlag(login),
      ActionFlag: loginActionFlag(action),
      OffsiteFlag: offsiteFlag(offsite),
    }
  },
})
