// The documented number of calls per second, counted per account and action in whole seconds of the clock.
import { apiError } from '../protocol/api-error.ts'
import type { Call } from '../protocol/call.ts'

/** A signed call of any product. */
export interface Counted {
  readonly call: Call
  readonly caller: { readonly account: number }
  readonly row: { readonly product: string; readonly name: string; readonly perSecond: number }
}

interface Count {
  second: number
  calls: number
}

export interface Throttle {
  /** RequestLimitExceeded when the second's calls are used up. */
  check(signed: Counted): void
}

/** `off` lets everything through; tests and benches run so. */
export function createThrottle(mode: 'documented' | 'off', trackedMax = 100_000): Throttle {
  if (mode === 'off') return { check() {} }
  let counts = new Map<string, Count>()
  return {
    check({ call, row, caller }) {
      const second = Math.floor(call.receivedMs / 1000)
      const key = `${caller.account} ${row.product} ${row.name}`
      let count = counts.get(key)
      if (count === undefined) {
        if (counts.size >= trackedMax) counts = stillCounting(counts, second)
        count = { second, calls: 0 }
        counts.set(key, count)
      }
      if (count.second !== second) {
        count.second = second
        count.calls = 0
      }
      count.calls += 1
      if (count.calls > row.perSecond) {
        throw apiError('RequestLimitExceeded', { times: String(count.calls), limit: String(row.perSecond) })
      }
    },
  }
}

/** Only entries of the running second still matter; all others start from nothing anyway. */
function stillCounting(counts: ReadonlyMap<string, Count>, second: number): Map<string, Count> {
  return new Map([...counts].filter(([, count]) => count.second >= second))
}
