// The documented number of calls per second, counted per account and action in whole seconds of the clock, and the limits that
// the operator sets: for an address, for an account, and for all calls together. Calls that nobody signs are counted per
// address and action too: they are the ones that anybody can make.
import type { ActionRow, Caller } from '../actions/define.ts'
import { readAddress } from '../policy/operators/ip.ts'
import { type ApiError, apiError } from '../protocol/api-error.ts'
import type { Call } from '../protocol/call.ts'
import { createRates, type RateCounts } from './rates/rates.ts'
import type { Limit, Sharing } from './rates/sharing.ts'

/** A signed call of any product. */
export interface Counted {
  readonly call: Call
  readonly caller: Pick<Caller, 'kind' | 'account'>
  readonly row: Pick<ActionRow, 'name' | 'perSecond'> & {
    readonly product: string
    readonly unsigned?: Pick<NonNullable<ActionRow['unsigned']>, 'perSecondAndAddress'>
  }
}

/** Calls per second that the operator allows; 0: as many as there are. */
export interface OperatorLimits {
  readonly address: number
  readonly account: number
  readonly all: number
}

export interface ThrottleParts {
  readonly limits?: OperatorLimits | undefined
  /** Left out: no other server has the store. */
  readonly sharing?: Sharing | undefined
  readonly trackedMax?: number | undefined
  /** What was counted before; nothing unless told. It goes on in this very object. */
  readonly counts?: RateCounts | undefined
}

export interface Throttle {
  /** Before anybody looks at the signature. RequestLimitExceeded.IPLimitExceeded when the address has used its second up. */
  arrive(call: Pick<Call, 'from' | 'receivedMs'>): void | Promise<void>
  /** RequestLimitExceeded when the second's calls are used up. Waits only where other servers must be asked. */
  check(signed: Counted): void | Promise<void>
}

interface Step extends Limit {
  refuse(times: number): ApiError
}

/** `off` lets everything through; tests and benches run so. */
export function createThrottle(mode: 'documented' | 'off', parts: ThrottleParts = {}): Throttle {
  if (mode === 'off') return { arrive() {}, check() {} }
  const { limits = { address: 0, account: 0, all: 0 }, sharing, trackedMax, counts } = parts
  const rates = createRates(sharing, trackedMax, counts)

  function pass(steps: readonly Step[], receivedMs: number, from = 0): void | Promise<void> {
    const second = Math.floor(receivedMs / 1000)
    for (let at = from; at < steps.length; at++) {
      const step = steps[at]
      if (step === undefined) return
      const over = rates.take(step, second)
      if (typeof over !== 'number') return finish(steps, receivedMs, at, over)
      if (over > 0) throw step.refuse(over)
    }
  }
  async function finish(steps: readonly Step[], receivedMs: number, at: number, asked: Promise<number>): Promise<void> {
    const over = await asked
    if (over > 0) throw steps[at]?.refuse(over) ?? apiError('InternalError')
    await pass(steps, receivedMs, at + 1)
  }

  return {
    arrive({ from, receivedMs }) {
      if (limits.address === 0) return
      return pass([addressStep(networkOf(from.address), limits.address)], receivedMs)
    },
    check: (signed) => pass(stepsOf(signed, limits), signed.call.receivedMs),
  }
}

const addressStep = (network: string, perSecond: number): Step => ({
  account: 0,
  subject: `from ${network}`,
  perSecond,
  refuse: () => apiError('RequestLimitExceeded.IPLimitExceeded', { limit: String(perSecond) }),
})

const documented = (account: number, subject: string, perSecond: number): Step => ({
  account,
  subject,
  perSecond,
  refuse: (times) => apiError('RequestLimitExceeded', { times: String(times), limit: String(perSecond) }),
})

/** In this order: a call that its action's rate refuses takes nothing from what all calls have. */
function stepsOf({ call, row, caller }: Counted, limits: OperatorLimits): readonly Step[] {
  const steps: Step[] = []
  const action = `${row.product} ${row.name}`
  if (row.unsigned !== undefined) {
    steps.push(documented(0, `from ${networkOf(call.from.address)} ${action}`, row.unsigned.perSecondAndAddress))
  }
  // A call that names no account is held to its address alone.
  if (caller.kind !== 'stranger' || caller.account !== 0) {
    steps.push(documented(caller.account, action, row.perSecond))
    if (limits.account > 0) steps.push(accountStep(caller.account, limits.account))
  }
  if (limits.all > 0) steps.push(documented(0, 'all', limits.all))
  return steps
}

const accountStep = (account: number, perSecond: number): Step => ({
  account,
  subject: 'all',
  perSecond,
  refuse: () => apiError('RequestLimitExceeded.UinLimitExceeded', { limit: String(perSecond) }),
})

/** What one sender has: an address, or of IPv6 the 64 bits that networks are given out by. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const read = readAddress(address)
  return read?.family === 6 ? `${read.words[0]}:${read.words[1]}` : address
}
