// Custom second-factor tokens as the store keeps them. Types only.
import type { Account, Uin } from './terms.ts'

export interface MfaTokenReads {
  /** `undefined`: unknown, used or past its time. */
  uinOf(account: Account, token: string, nowMs: number): Promise<Uin | undefined>
}
export interface MfaTokenWrites {
  insert(
    account: Account,
    token: { readonly token: string; readonly uin: Uin; readonly expiresMs: number },
  ): Promise<void>
  /** Takes the token out of use. `false`: unknown, used or past its time. */
  consume(account: Account, token: string, nowMs: number): Promise<boolean>
  /** Forgets what expired before the moment, at most so many rows of all accounts. Answers how many went. */
  deleteExpired(beforeMs: number, max: number): Promise<number>
}
