// Access keys as the store keeps them; a secret key comes here sealed only. Types only.
import type { Account, Uin } from './terms.ts'
import type { UserType } from './users.ts'

export type KeyStatus = 'Active' | 'Inactive'
export interface KeyRow {
  readonly account: Account
  readonly uin: Uin
  readonly secretId: string
  readonly status: KeyStatus
  readonly description: string
  readonly createdMs: number
  /** `undefined`: never used. */
  readonly lastUsedMs: number | undefined
}
export interface KeyReads {
  /** Oldest first. */
  list(account: Account, uin: Uin): Promise<readonly KeyRow[]>
  get(account: Account, secretId: string): Promise<KeyRow | undefined>
  /** The users that have an active key, the root account among them. */
  activeHolders(account: Account): Promise<readonly Uin[]>
}
export interface KeyWrites {
  /** `sealedSecret` is what `seal.ts` made: the store never sees a secret key in the clear. `taken`: the id exists. */
  insert(
    account: Account,
    key: Omit<KeyRow, 'account' | 'lastUsedMs'> & { readonly sealedSecret: string },
  ): Promise<'inserted' | 'taken'>
  /** Turned off, it ends for good whatever was asked for with it: turned on again it begins anew. `false`: no such key. */
  setStatus(account: Account, secretId: string, status: KeyStatus): Promise<boolean>
  /** Ends for good whatever was asked for with it. `false`: no such key. */
  delete(account: Account, secretId: string): Promise<boolean>
}

/** What the signed path needs to know of a key, read in one go. */
export interface KeyHolder {
  readonly account: Account
  readonly appId: number
  readonly uin: Uin
  readonly secretId: string
  readonly sealedSecret: string
  readonly status: KeyStatus
  /** How often it was turned off; sessions remember which it was when they were asked for. */
  readonly generation: number
  /** `undefined` for the root account's own key. */
  readonly userType: UserType | undefined
  /** Whose key it is may do nothing. */
  readonly quarantined: boolean
  /** The account's revision at this read. */
  readonly revision: number
}
