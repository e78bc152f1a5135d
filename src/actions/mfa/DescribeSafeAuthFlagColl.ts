// The second-factor switches of a sub-account.
import { int } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { isSubAccount } from '../user/types.ts'
import { freshFlags, LoginActionFlag, loginActionFlag, OffsiteFlag, offsiteFlag } from './types.ts'

export const DescribeSafeAuthFlagColl = action({
  name: 'DescribeSafeAuthFlagColl',
  product: 'cam',
  group: 'User',
  summary: 'Reads the second-factor switches of a sub-account.',
  access: 'read',
  perSecond: 20,
  params: { SubUin: int({ about: 'Account number of the sub-account.', min: 1 }) },
  returns: {
    LoginFlag: LoginActionFlag,
    ActionFlag: LoginActionFlag,
    OffsiteFlag,
    PromptTrust: int({ about: 'Whether a device may be trusted: 1 yes, 0 no.', newer: true }),
  },
  errors: ['FailedOperation', 'InvalidParameter.ParamError', 'ResourceNotFound.UserNotExist'],
  resource: { level: 'operation', fine: ({ params }) => [`uin/${params.SubUin}`] },
  async handle({ params, caller, store, fail }) {
    const user = await store.users.byUin(caller.account, params.SubUin)
    if (user === undefined || !isSubAccount(user)) {
      return fail('ResourceNotFound.UserNotExist', { user: String(params.SubUin) })
    }
    const flags = (await store.users.mfaFlags(caller.account, user.uin)) ?? freshFlags
    return {
      LoginFlag: loginActionFlag(flags.login),
      ActionFlag: loginActionFlag(flags.action),
      OffsiteFlag: offsiteFlag(flags.offsite),
      // No call can allow it: every sign-in is asked.
      PromptTrust: 0,
    }
  },
})
