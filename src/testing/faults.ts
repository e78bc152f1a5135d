// Faults that a test asked for. Nothing happens to any other call.
import { setTimeout } from 'node:timers/promises'
import type { Catalogs } from '../catalog/load.ts'
import type { Met } from '../dispatch/probe.ts'
import { seededRandom } from '../kernel/random.ts'
import { ApiError, apiError } from '../protocol/api-error.ts'
import type { Call } from '../protocol/call.ts'
import { type ErrorCode, errors, holesOf, isErrorCode } from '../protocol/errors.ts'
import { seedFor } from './draws.ts'
import { checkFault } from './fault-check.ts'
import { callerOf } from './recorder.ts'
import type { Fault, Faults, InjectedFault } from './types.ts'

interface Live {
  readonly fault: Fault
  readonly number: number
  /** Where it meets calls: before they are counted, or once they are allowed. */
  readonly stage: 'rate' | 'work'
  readonly draw: () => number
  left: number
  hits: number
}

export interface FaultBook {
  readonly faults: Faults
  /** What the faults of a stage do to a call: wait, throw, or nothing. */
  meet(stage: Live['stage'], met: Met): Promise<void>
  /** The number of the last fault that met a call. */
  metBy(call: Call): number | undefined
  /** Whether the connection that the call came over is to break in place of the answer. */
  drops(from: object): boolean
  /** Ends delays: their calls break off. */
  hurry(): void
  /** As at the start: no fault, and the next one is the first. */
  begin(): void
}

interface Parts {
  readonly seed: number
  readonly catalogs: Catalogs
  advance(ms: number): Promise<void>
}

export function createFaults({ seed, catalogs, advance }: Parts): FaultBook {
  let live: Live[] = []
  let added = 0
  let hurried = new AbortController()
  const met = new WeakMap<Call, number>()
  const dropped = new WeakSet<object>()

  function add(fault: Fault): InjectedFault {
    checkFault(fault, catalogs)
    added += 1
    const random = seededRandom(seedFor(seed, 100 + added))
    const left = fault.times ?? (fault.share === undefined ? 1 : Number.POSITIVE_INFINITY)
    const one: Live = { fault, number: added, stage: stageOf(fault), draw: random.next, left, hits: 0 }
    live.push(one)
    return {
      number: one.number,
      hits: () => one.hits,
      remove() {
        live = live.filter((other) => other !== one)
      },
    }
  }

  /** The first that fits; a share is drawn for each call that fits. */
  function find(stage: Live['stage'], of: Met): Live | undefined {
    return live.find(
      (one) =>
        one.stage === stage &&
        one.left > 0 &&
        means(one.fault, of) &&
        (one.fault.share === undefined || one.draw() < one.fault.share),
    )
  }

  return {
    faults: {
      add,
      throttle: (fault) => add({ ...fault, code: 'RequestLimitExceeded' }),
      clear() {
        live = []
      },
    },
    async meet(stage, of) {
      if (live.length === 0) return
      const one = find(stage, of)
      if (one === undefined) return
      one.left -= 1
      one.hits += 1
      met.set(of.call, one.number)
      await happen(one.fault, of.call, { advance, dropped, hurried: hurried.signal })
    },
    metBy: (call) => met.get(call),
    drops: (from) => dropped.has(from),
    hurry() {
      hurried.abort()
      hurried = new AbortController()
    },
    begin() {
      live = []
      added = 0
    },
  }
}

interface Ways {
  advance(ms: number): Promise<void>
  /** What connections to break came from. */
  readonly dropped: WeakSet<object>
  /** Ends delays. */
  readonly hurried: AbortSignal
}

/** What a fault does to a call: it throws, or the call goes on. */
async function happen(fault: Fault, call: Call, { advance, dropped, hurried }: Ways): Promise<void> {
  const { delayMs, clockMs, drop, code, detail } = fault
  // The client hears nothing; the audit log has that the call came to nothing.
  const breakOff = (): never => {
    dropped.add(call.from)
    throw apiError('InternalError')
  }
  if (clockMs !== undefined) await advance(clockMs)
  if (delayMs !== undefined) await setTimeout(delayMs, undefined, { signal: hurried }).catch(breakOff)
  if (drop === 'before') breakOff()
  if (drop === 'after') dropped.add(call.from)
  if (code !== undefined && isErrorCode(code)) throw new ApiError(code, { ...fillerOf(code), ...detail })
}

/** Refusals for who calls and how often come before a policy is asked; whatever an action answers comes after. */
const stageOf = ({ code, drop }: Fault): Live['stage'] => {
  if (code !== undefined) return /^(RequestLimitExceeded|AuthFailure)(\.|$)/.test(code) ? 'rate' : 'work'
  return drop === 'after' ? 'work' : 'rate'
}

function means({ product, action, where }: Fault, { call, caller }: Met): boolean {
  if (product !== undefined && call.product !== product) return false
  if (action !== undefined && call.action !== action) return false
  if (where === undefined) return true
  return where({ product: call.product, action: call.action, caller: callerOf(caller), parameters: call.parameters })
}

/** A text for each hole of a code's text, so that messages read whole. */
const fillerOf = (code: ErrorCode): Readonly<Record<string, string>> =>
  Object.fromEntries(holesOf(errors[code].en).map((hole) => [hole, /times|limit/.test(hole) ? '20' : 'injected']))
