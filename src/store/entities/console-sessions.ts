// Sign-ins at the console as the store keeps them: sessions of browsers and what is asked of them on the way. The id that
// the browser has is kept nowhere, only its hash. Types only.
import type { RoleId } from './roles.ts'
import type { Account, Uin } from './terms.ts'

/** What a session is still waiting for; only `open` may do anything else. */
export type ConsoleStage = 'factor' | 'password' | 'open'

export interface ConsoleSessionRow {
  readonly account: Account
  /** `console/` and the hash of the browser's id: it also names, in temporary keys, the session that asked for them. */
  readonly key: string
  /** Who signed in; 0 for a role that somebody came to through an identity provider. */
  readonly uin: Uin
  readonly stage: ConsoleStage
  /** How it began: `password`, `saml`, `oidc`. */
  readonly way: string
  /** Second factors that may be shown, while one is waited for. */
  readonly factors: readonly string[]
  /** Whether a new password is waited for once the factor was shown. */
  readonly mustChange: boolean
  /** When a second factor was last shown in it. */
  readonly verifiedMs: number | undefined
  /** The role that it acts as now. */
  readonly role: ConsoleRole | undefined
  /** The identity provider that brought somebody to a role, as `saml-provider/name`: the session ends with it. */
  readonly provider: string | undefined
  /** Name of the session, where an identity provider gave one. */
  readonly name: string
  /** Where to go once it is open: a path of this server. */
  readonly next: string
  readonly address: string
  readonly createdMs: number
  readonly seenMs: number
  readonly expiresMs: number
}
export interface ConsoleRole {
  readonly account: Account
  readonly roleId: RoleId
  readonly name: string
  /** How often the role's sessions had been ended by then; acting as the role is over when they are again. */
  readonly generation: number
}
export type ConsoleSessionPatch = Partial<Pick<ConsoleSessionRow, 'verifiedMs' | 'role' | 'seenMs'>>

export interface ConsoleSessionReads {
  get(account: Account, key: string): Promise<ConsoleSessionRow | undefined>
  /** Newest first, whatever their stage. */
  ofUser(account: Account, uin: Uin): Promise<readonly ConsoleSessionRow[]>
}
export interface ConsoleSessionWrites {
  insert(session: ConsoleSessionRow): Promise<void>
  /** `false`: no such session. */
  update(account: Account, key: string, patch: ConsoleSessionPatch): Promise<boolean>
  /** Ends a session, and with it its challenges. `false`: no such session. */
  end(account: Account, key: string): Promise<boolean>
  /** Ends every session of somebody. Answers how many. */
  endOfUser(account: Account, uin: Uin): Promise<number>
  /** Forgets what expired before the moment, at most so many rows of all accounts. Answers how many went. */
  deleteExpired(beforeMs: number, max: number): Promise<number>
}

/** Failed tries of one thing: a password, a code. */
export interface Tries {
  readonly tries: number
  /** When the first of them was. */
  readonly sinceMs: number
  /** No try counts before; 0: not locked. */
  readonly lockedMs: number
}
/** Something sent or asked in one session that is answered once: a code by mail, the nonce of a passkey. */
export interface Challenge {
  /** Sealed, in the context of account and `challenge/<session>/<kind>`. */
  readonly sealed: string
  readonly tries: number
  readonly expiresMs: number
}
export interface SignInReads {
  /** `undefined`: none since the last success. */
  tries(account: Account, subject: string): Promise<Tries | undefined>
  challenge(account: Account, session: string, kind: string): Promise<Challenge | undefined>
  /** When somebody last signed in from a place; `undefined`: never. */
  placeSeen(account: Account, uin: Uin, place: string): Promise<number | undefined>
  /** Whether somebody ever signed in from anywhere. */
  anyPlace(account: Account, uin: Uin): Promise<boolean>
}
export interface SignInWrites {
  /**
   * Counts a try before it is made, so that tries made at once are all counted; a count that began longer than `windowMs`
   * ago begins anew. Holds the count until the transaction ends.
   */
  countTry(account: Account, subject: string, at: { readonly nowMs: number; readonly windowMs: number }): Promise<Tries>
  lockTries(account: Account, subject: string, untilMs: number): Promise<void>
  clearTries(account: Account, subject: string): Promise<void>
  /** In place of one that is there. */
  putChallenge(account: Account, session: string, kind: string, challenge: Challenge): Promise<void>
  /** Counts a try of a challenge; `undefined`: there is none. */
  tryChallenge(account: Account, session: string, kind: string): Promise<Challenge | undefined>
  /** `false`: it was answered already, or never was. */
  takeChallenge(account: Account, session: string, kind: string): Promise<boolean>
  /** Remembers where somebody signed in from. */
  seePlace(account: Account, uin: Uin, place: string, nowMs: number): Promise<void>
  /** Forgets counts that began, and challenges that ended, before the moment. Answers how many went. */
  deleteStale(beforeMs: number, max: number): Promise<number>
}
