// What is good once only and was used: ids of assertions, as digests. Types only.
import type { Account } from './terms.ts'

/** `saml`: the id of an assertion of one of the account's identity providers. `sign-in`: a request to one, or what came of it. */
export type ReplayKind = 'saml' | 'sign-in'

export interface ReplayWrites {
  /**
   * Uses the thing up. `false`: it was used before, on whatever node. The digest must be of all that makes the thing what it
   * is, its provider included; after `expiresMs` the thing is refused for its age, and what was noted may go.
   */
  take(account: Account, kind: ReplayKind, digest: string, expiresMs: number): Promise<boolean>
  /** Forgets what expired before the moment, at most so many rows of all accounts. Answers how many went. */
  deleteExpired(beforeMs: number, max: number): Promise<number>
}
