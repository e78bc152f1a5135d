// Time as an argument: nothing below the entry points calls Date.now() itself.

/** Milliseconds since 1970, UTC. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()

/** Milliseconds since some moment, on a clock that nobody sets and that only goes forward. */
export type Moment = () => number

export const systemMoment: Moment = () => performance.now()

/** A clock that stands still until it is moved. For tests and models. */
export function virtualClock(startMs: number): Clock & { advance(ms: number): void; set(ms: number): void } {
  let now = startMs
  const clock = () => now
  return Object.assign(clock, {
    advance(ms: number) {
      now += ms
    },
    set(ms: number) {
      now = ms
    },
  })
}
