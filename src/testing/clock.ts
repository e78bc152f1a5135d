// The bench's clock. It stands still, or runs along with real time; either way it goes on when it is told.
import type { Clock } from '../kernel/clock.ts'
import type { SignatureClock } from '../signing/index.ts'

export interface BenchClock {
  readonly now: Clock
  move(ms: number): void
  /** Goes to a moment, also back: for states that come back. */
  set(ms: number): void
}

export function benchClock(startMs: number, runs: boolean, real: Clock): BenchClock {
  let base = startMs
  let began = real()
  return {
    now: () => (runs ? base + (real() - began) : base),
    move(ms) {
      base += ms
    },
    set(ms) {
      base = ms
      began = real()
    },
  }
}

/**
 * Clients sign by the real time, or by one that a test has moved for them. A signature is as old as the nearer of the two
 * clocks says: a test that moves the server by a day must not have to move its SDK, and one that moves both may.
 */
export const nearerClock =
  (clock: Clock, real: Clock): SignatureClock =>
  (stampMs) => {
    const [ours, theirs] = [clock(), real()]
    return Math.abs(stampMs - ours) <= Math.abs(stampMs - theirs) ? ours : theirs
  }
