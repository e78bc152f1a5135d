// The second-factor switches of the caller, as the international site shows them: with mail, without the newer factors.
import { int, struct } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { OffsiteFlag, offsiteFlag } from '../mfa/types.ts'
import { ownFlagCodes, ownFlags } from './own-flags.ts'

const flag = (what: string) => int({ about: `${what}: 1 on, 0 off.` })

const LoginActionFlagIntl = struct(
  'LoginActionFlagIntl',
  {
    Phone: flag('Code by text message'),
    Token: flag('Hardware token'),
    Stoken: flag('Software token'),
    Wechat: flag('WeChat'),
    Custom: flag('Check on a page of the account itself'),
    Mail: flag('Code by mail'),
  },
  { about: 'Switches of a check.' },
)

function intlFlag(flags: Readonly<Record<string, number>>) {
  return {
    Phone: flags['Phone'] ?? 0,
    Token: flags['Token'] ?? 0,
    Stoken: flags['Stoken'] ?? 0,
    Wechat: flags['Wechat'] ?? 0,
    Custom: flags['Custom'] ?? 0,
    Mail: flags['Mail'] ?? 0,
  }
}

export const DescribeSafeAuthFlagIntl = action({
  name: 'DescribeSafeAuthFlagIntl',
  product: 'cam',
  group: 'Role',
  summary: 'Reads the second-factor switches of the caller, as the international site shows them.',
  access: 'read',
  perSecond: 20,
  params: {},
  returns: { LoginFlag: LoginActionFlagIntl, ActionFlag: LoginActionFlagIntl, OffsiteFlag },
  errors: ownFlagCodes,
  resource: { level: 'operation' },
  async handle({ caller, store }) {
    const { login, action, offsite } = await ownFlags(store, caller)
    return { LoginFlag: intlFlag(login), ActionFlag: intlFlag(action), OffsiteFlag: offsiteFlag(offsite) }
  },
})
