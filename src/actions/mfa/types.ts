// The switches of the second factor, as stored and as the wire shows them. What a sign-in makes of them is not known
// here.
import { int, optional, sometimes, struct } from '../../protocol/shape.ts'
import type { MfaFlags } from '../../store/store.ts'

/** Recorded of a user that nobody has set anything for. */
export const freshFlags: MfaFlags = {
  login: { Phone: 0, Token: 0, Stoken: 0, Wechat: 0, Custom: 0 },
  action: { Phone: 0, Token: 0, Stoken: 0, Wechat: 0, Custom: 0 },
  offsite: { VerifyFlag: 0, NotifyPhone: 1, NotifyEmail: 1, NotifyWechat: 1, Tips: 0 },
}

const flag = (what: string) => ({ about: `${what}: 1 on, 0 off.` })

/** Both checks, at sign-in and at sensitive operations, have the same switches. */
export const LoginActionFlag = struct(
  'LoginActionFlag',
  {
    Phone: int(flag('Code by text message')),
    Token: int(flag('Hardware token')),
    Stoken: int(flag('Software token')),
    Wechat: int(flag('WeChat')),
    Custom: int(flag('Check on a page of the account itself')),
    Mail: sometimes(int(flag('Code by mail, left out unless ever set'))),
    U2FToken: sometimes(int(flag('U2F token, left out unless ever set'))),
    Passkey: sometimes(int({ ...flag('Passkey, left out unless ever set'), newer: true })),
  },
  { about: 'Switches of a check.' },
)

export const OffsiteFlag = struct(
  'OffsiteFlag',
  {
    VerifyFlag: int(flag('Second factor at an unusual sign-in')),
    NotifyPhone: int(flag('Notice of it by text message')),
    NotifyEmail: int(flag('Notice of it by mail')),
    NotifyWechat: int(flag('Notice of it by WeChat')),
    Tips: int(flag('Alert')),
  },
  { about: 'Switches for unusual sign-ins.' },
)

const settable = (what: string) => optional(int({ ...flag(what), oneOf: [0, 1] }), 0)

/** The switches that a call may set; one that is left out is turned off. */
export const LoginActionMfaFlag = struct(
  'LoginActionMfaFlag',
  {
    Phone: settable('Code by text message'),
    Stoken: settable('Software token'),
    Wechat: settable('WeChat'),
  },
  { about: 'Switches to set.' },
)

export function loginActionFlag(flags: Readonly<Record<string, number>>) {
  return {
    Phone: flags['Phone'] ?? 0,
    Token: flags['Token'] ?? 0,
    Stoken: flags['Stoken'] ?? 0,
    Wechat: flags['Wechat'] ?? 0,
    Custom: flags['Custom'] ?? 0,
    Mail: flags['Mail'],
    U2FToken: flags['U2FToken'],
    Passkey: flags['Passkey'],
  }
}

export function offsiteFlag(flags: Readonly<Record<string, number>>) {
  return {
    VerifyFlag: flags['VerifyFlag'] ?? 0,
    NotifyPhone: flags['NotifyPhone'] ?? 0,
    NotifyEmail: flags['NotifyEmail'] ?? 0,
    NotifyWechat: flags['NotifyWechat'] ?? 0,
    Tips: flags['Tips'] ?? 0,
  }
}
