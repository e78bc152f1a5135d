// The documented number of calls per second, counted per account and action in whole seconds of the clock. Calls that
// nobody signs are counted per address too: they are the ones that anybody can make.
import type { ActionRow, Caller } from '../actions/define.ts'
import { readAddress } from '../policy/operators/ip.ts'
import { apiError } from '../protocol/api-error.ts'
import type { Call } from '../protocol/call.ts'

/** A signed call of any product. */
export interface Counted {
  readonly call: Call
  readonly caller: Pick<Caller, 'kind' | 'account'>
  readonly row: Pick<ActionRow, 'name' | 'perSecond'> & {
    readonly product: string
    readonly unsigned?: Pick<NonNullable<ActionRow['unsigned']>, 'perSecondAndAddress'>
  }
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
  function countUp(key: string, second: number, limit: number): void {
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
    if (count.calls > limit) {
      throw apiError('RequestLimitExceeded', { times: String(count.calls), limit: String(limit) })
    }
  }
  return {
    check({ call, row, caller }) {
      const second = Math.floor(call.receivedMs / 1000)
      const action = `${row.product} ${row.name}`
      if (row.unsigned !== undefined) {
        countUp(`from ${networkOf(call.from.address)} ${action}`, second, row.unsigned.perSecondAndAddress)
      }
      // A call that names no account is held to its address alone.
      if (caller.kind !== 'stranger' || caller.account !== 0) {
        countUp(`${caller.account} ${action}`, second, row.perSecond)
      }
    },
  }
}

/** What one sender has: an address, or of IPv6 the 64 bits that networks are given out by. */
function networkOf(address: string): string {
  const read = readAddress(address)
  return read?.family === 6 ? `${read.words[0]}:${read.words[1]}` : address
}

/** Only entries of the running second still matter; all others start from nothing anyway. */
function stillCounting(counts: ReadonlyMap<string, Count>, second: number): Map<string, Count> {
  return new Map([...counts].filter(([, count]) => count.second >= second))
}
