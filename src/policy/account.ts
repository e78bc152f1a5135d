// Account segments. An account is one number: a uin is positive, an AppId negative, so that both kinds are compared
// without building texts. The AppId of the caller's own account and its uin name the same owner.

import type { AccountForm } from './document.ts'
import type { AccountUin } from './types.ts'

export type AccountKey = number

/** In a policy: the account of whoever is evaluated, not known before. No uin and no AppId is zero. */
export const OWN_ACCOUNT: AccountKey = 0

export function uinKey(uin: AccountUin): AccountKey {
  return uin
}

export function appIdKey(appId: number): AccountKey {
  return -appId
}

/** Positive decimal number without leading zeros, below 2^53; `undefined` for any other text. */
export function readAccountNumber(text: string): number | undefined {
  const number = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}

/** The account segment of a policy resource; `undefined` when no account is written like that. */
export function readAccountForm(text: string): AccountForm | undefined {
  // A bare `*` is a habit from other clouds. It means no more than an empty segment: never every account.
  if (text === '' || text === 'uin/' || text === '*') return { kind: 'creator' }
  if (text === 'uin/-1') return { kind: 'evaluated' }
  const number = readAccountNumber(text.slice('uin/'.length))
  if (number === undefined) return undefined
  if (text.startsWith('uin/')) return { kind: 'uin', uin: number }
  return text.startsWith('uid/') ? { kind: 'uid', appId: number } : undefined
}

/** Where the accounts that a document leaves open come from. */
export interface PolicyHome {
  readonly preset: boolean
  readonly creator: AccountUin
}

export function accountKey(form: AccountForm, home: PolicyHome): AccountKey {
  switch (form.kind) {
    case 'uin':
      return uinKey(form.uin)
    case 'uid':
      return appIdKey(form.appId)
    case 'evaluated':
      return OWN_ACCOUNT
    case 'creator':
      // Presets have no creator inside the account; what they leave open is the account of whoever is evaluated.
      return home.preset ? OWN_ACCOUNT : uinKey(home.creator)
  }
}
