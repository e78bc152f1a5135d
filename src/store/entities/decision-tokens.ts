// Bearer tokens of services that ask for decisions, as the store keeps them: never the token, only its hash. Types only.
import type { Account } from './terms.ts'

export interface DecisionTokenRow {
  readonly account: Account
  /** Part of the token that is no secret. */
  readonly tokenId: string
  /** SHA-256 of the secret part, lower-case hex. */
  readonly hash: string
  /** The one product that it may ask about. */
  readonly service: string
  readonly description: string
  readonly createdMs: number
  readonly expiresMs: number
}
export interface DecisionTokenReads {
  /** `undefined`: unknown, deleted or past its time. */
  get(account: Account, tokenId: string, nowMs: number): Promise<DecisionTokenRow | undefined>
  /** Oldest first, those past their time among them until another token is made. */
  list(account: Account): Promise<readonly DecisionTokenRow[]>
}
export interface DecisionTokenWrites {
  /** Drops the account's tokens that were past their time when this one was made. */
  insert(row: DecisionTokenRow): Promise<void>
  /** `false`: no such token. */
  delete(account: Account, tokenId: string): Promise<boolean>
}
