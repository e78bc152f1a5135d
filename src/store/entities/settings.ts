// What an account sets for all its users (password rules, sign-in addresses), and bound second-factor devices, as the store
// keeps them. Types only.
import type { Account, Uin } from './terms.ts'

/** `undefined` members were never set. */
export interface PasswordRules {
  readonly minimumLength: number | undefined
  /** Characters out of `A`, `a`, `1`, `!`: the kinds that a password must have. */
  readonly mustContain: string | undefined
  readonly forcePasswordChangeDays: number | undefined
  readonly reusePasswordLimit: number | undefined
  readonly retryPasswordLimit: number | undefined
  /** 1 an administrator must reset an expired password, 2 the user may change it. */
  readonly passwordExpirationInvalidation: number | undefined
  readonly updatedMs: number
  readonly modifier: string
}
export interface LoginIpPolicy {
  /** 1 addresses, 2 unusual sign-in. */
  readonly policyType: number
  readonly disabled: boolean
  readonly approverType: string
  readonly approverUins: readonly Uin[]
  readonly addresses: readonly { readonly ip: string; readonly effect: string }[]
  readonly updatedMs: number
}
export interface TotpDevice {
  readonly uin: Uin
  /** Sealed like a secret key, in the context of account and `totp/<uin>`. */
  readonly sealedSecret: string
  /** Last step of time that was accepted; no earlier or equal one is again. */
  readonly lastStep: number
  readonly boundMs: number
  /** Codes tried since the last right one, and when the last of them was. */
  readonly failures: number
  readonly failedMs: number
}
/** So many wrong codes lock a device for so long after the last of them. */
export interface CodeLimit {
  readonly failuresMax: number
  readonly lockMs: number
}
export interface SettingReads {
  passwordRules(account: Account): Promise<PasswordRules | undefined>
  loginIpPolicies(account: Account): Promise<readonly LoginIpPolicy[]>
  totpDevice(account: Account, uin: Uin): Promise<TotpDevice | undefined>
}
export interface SettingWrites {
  setPasswordRules(account: Account, rules: PasswordRules): Promise<void>
  setLoginIpPolicy(account: Account, policy: LoginIpPolicy): Promise<void>
  /** Replaces a device that is there; its wrong codes are forgotten with it. */
  bindTotp(account: Account, device: Omit<TotpDevice, 'failures' | 'failedMs'>): Promise<void>
  unbindTotp(account: Account, uin: Uin): Promise<boolean>
  /**
   * Counts a code as wrong before it is looked at, so that of codes tried at once none escapes the count; those before a
   * pause as long as a lock no longer count. `false`: the device is locked, or there is none.
   */
  countTotpTry(account: Account, uin: Uin, nowMs: number, limit: CodeLimit): Promise<boolean>
  /** Takes the step as used, and back what was counted. `false`: this step or a later one was used already, or there is no device. */
  useTotpStep(account: Account, uin: Uin, step: number): Promise<boolean>
}
