// What servers tell each other and may forget: requests that came once, counts of calls, who lives. Types only.
import type { Account } from './terms.ts'

/** `again`: it came before. `unknown`: it was made before the memory begins, so nobody can say. */
export type FirstUse = 'first' | 'again' | 'unknown'

export interface RateAsk {
  /** 0 for what belongs to no account. */
  readonly account: Account
  readonly subject: string
  /** Seconds since 1970. */
  readonly second: number
  readonly want: number
}

export interface ServerBeat {
  readonly server: string
  readonly beat: number
}

/**
 * Each method is one statement of its own, seen by every server at once and never waiting for a disk. A server that is killed
 * and started again finds everything; when the database's machine goes down all of it is gone together, and that is noticed.
 */
export interface Fleeting {
  /**
   * Uses a request up, wherever it came. The digest must be of all that makes the request what it is. `stampMs` is when it
   * says that it was made; after `expiresMs` it is refused for its age anyway, and what was noted may go.
   */
  use(account: Account, digest: string, at: { readonly stampMs: number; readonly expiresMs: number }): Promise<FirstUse>
  /** Where the memory was lost, it begins now. */
  remember(nowMs: number): Promise<void>
  /** Adds what is wanted to each count; no two may be of one count. Answers the counts after that, in the order asked. */
  count(asks: readonly RateAsk[]): Promise<readonly number[]>
  /** Shows that the server lives, and answers who else showed it last, this one among them, by name. */
  beat(beat: ServerBeat): Promise<readonly ServerBeat[]>
  /** Takes a server off the list. */
  endBeat(server: string): Promise<void>
  /** Forgets requests that expired and counts of seconds that ended before the moment. Answers how many went. */
  sweep(beforeMs: number): Promise<number>
}
