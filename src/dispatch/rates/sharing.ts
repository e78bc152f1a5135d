// What a server needs of others to keep rates together with them. Types only.
import type { RateAsk } from '../../store/store.ts'

/** The servers that live: how many, and which of them this one is, from 0. */
export interface Neighbours {
  readonly count: number
  readonly place: number
}

export interface Sharing {
  neighbours(): Neighbours
  /**
   * Adds what is wanted to each count; answers the counts after that, in order. Rejects, within a bounded time, where the place
   * that all servers count in cannot be reached.
   */
  count(asks: readonly RateAsk[]): Promise<readonly number[]>
}

/** So many calls of one kind in a second. */
export interface Limit {
  /** 0 for what belongs to no account. */
  readonly account: number
  readonly subject: string
  readonly perSecond: number
}
