// Tokens of SCIM clients as the store keeps them: never the secret, only its hash. Types only.
import type { Account, Uin } from './terms.ts'

export interface ScimTokenRow {
  readonly account: Account
  readonly tokenId: string
  /** The user that it acts as. */
  readonly uin: Uin
  /** Lower-case hex SHA-256 of the secret, which is random and long enough that no slower hash is needed. */
  readonly secretHash: string
  readonly description: string
  readonly createdMs: number
  readonly expiresMs: number
}
export interface ScimTokenReads {
  /** Oldest first. */
  list(account: Account): Promise<readonly ScimTokenRow[]>
  get(account: Account, tokenId: string): Promise<ScimTokenRow | undefined>
}
export interface ScimTokenWrites {
  insert(token: ScimTokenRow): Promise<void>
  /** Another secret and end; the old secret is no good from then on. `false`: no such token. */
  renew(
    account: Account,
    tokenId: string,
    to: { readonly secretHash: string; readonly expiresMs: number },
  ): Promise<boolean>
  /** `false`: no such token. */
  delete(account: Account, tokenId: string): Promise<boolean>
  /** Deletes those that act as the user. */
  deleteOfUser(account: Account, uin: Uin): Promise<void>
}

/** What a call with a token needs to know, read in one go; always current. */
export interface ScimTokenHolder {
  readonly account: Account
  readonly appId: number
  readonly uin: Uin
  readonly tokenId: string
  readonly secretHash: string
  readonly expiresMs: number
  /** The account's revision at this read. */
  readonly revision: number
}
