// Requests of sub-users to be let in from an address that their account does not allow, as the store keeps them. Types only.
import type { Account, Uin } from './terms.ts'

export interface AccessRequestRow {
  readonly account: Account
  readonly uin: Uin
  readonly address: string
  readonly createdMs: number
  /** Nobody may approve it any more. */
  readonly expiresMs: number
  readonly approvedBy: Uin | undefined
  /** Until when its user may sign in from there. */
  readonly approvedUntilMs: number | undefined
}
export interface AccessRequestReads {
  /** Those that can be approved now, the newest first. */
  waiting(account: Account, nowMs: number): Promise<readonly AccessRequestRow[]>
  /** Whether somebody was let in from there, and it still holds. */
  granted(account: Account, uin: Uin, address: string, nowMs: number): Promise<boolean>
}
export interface AccessRequestWrites {
  /** In place of an earlier one of the same user and address. */
  ask(request: Omit<AccessRequestRow, 'approvedBy' | 'approvedUntilMs'>): Promise<void>
  /** `false`: nobody asked, it is too late, or it was approved already. */
  approve(
    account: Account,
    uin: Uin,
    address: string,
    by: { readonly uin: Uin; readonly nowMs: number; readonly untilMs: number },
  ): Promise<boolean>
  /** Forgets what could be approved, and was in force, before the moment only; at most so many rows. Answers how many. */
  deleteExpired(beforeMs: number, max: number): Promise<number>
}
