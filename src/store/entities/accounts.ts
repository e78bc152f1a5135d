// Root accounts as the store keeps them: who owns everything else. Types only.
import type { Account } from './terms.ts'

export interface AccountRow {
  readonly account: Account
  readonly appId: number
  readonly name: string
  /** Unverified accounts may make only a few users a day. */
  readonly verified: boolean
  /** Which site the account belongs to, for trust between accounts. */
  readonly site: string
  readonly passwordHash: string | undefined
  readonly createdMs: number
  /** Advances by one with every committed change in the account. */
  readonly revision: number
  /** Counts as verified: only the operator sets it. */
  readonly phone: string
  readonly countryCode: string
  readonly email: string
  readonly wechatBound: boolean
  readonly lastLoginIp: string | undefined
  readonly lastLoginMs: number | undefined
}

export interface AccountReads {
  get(account: Account): Promise<AccountRow | undefined>
  /** All accounts by number. For operators only; no API call reaches it. */
  list(): Promise<readonly AccountRow[]>
  count(): Promise<number>
  /** Accounts of whatever number with this mail address, at most two: one that several have means none of them. */
  byEmail(email: string): Promise<readonly AccountRow[]>
  /** Quotas raised for this account, by quota name. */
  quotas(account: Account): Promise<ReadonlyMap<string, number>>
  /** Numbers of everything the account has; collaborators and recipients are not users. */
  summary(account: Account): Promise<AccountSummary>
}
export interface AccountSummary {
  readonly policies: number
  readonly users: number
  readonly groups: number
  /** Users that are in at least one group. */
  readonly members: number
  readonly roles: number
  /** Identity providers of roles. */
  readonly providers: number
}
export interface AccountWrites {
  /** `taken`: the number is in use as an account or a user somewhere. */
  insert(
    row: Omit<AccountRow, 'revision' | 'wechatBound' | 'lastLoginIp' | 'lastLoginMs'>,
  ): Promise<'inserted' | 'taken'>
  /** What the owner signs in with; another password ends the owner's console sessions. `false`: no such account. */
  bind(
    account: Account,
    patch: Partial<Pick<AccountRow, 'phone' | 'countryCode' | 'wechatBound' | 'email' | 'passwordHash'>>,
  ): Promise<boolean>
  /** Remembers the owner's last sign-in. */
  signedIn(account: Account, from: { readonly ip: string; readonly ms: number }): Promise<void>
  setQuota(account: Account, name: string, value: number): Promise<void>
  /** Locks the account until the transaction ends and answers its new revision. */
  advance(account: Account): Promise<number>
}
