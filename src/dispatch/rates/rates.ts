// Counts calls against limits, in whole seconds of the clock. Alone a server counts exactly. Beside others it spends a small
// part unasked and takes the rest in leases from a count that all of them share, many subjects in one question; where that
// count cannot be reached, each server has its part of the limit.
import type { RateAsk } from '../../store/store.ts'
import { aheadOf, shareAlone, shareUnasked } from './portion.ts'
import type { Limit, Neighbours, Sharing } from './sharing.ts'

/** Calls counted so far: what one server knows of the running second and the one before. */
export interface RateCounts {
  entries: Map<string, Entry>
}

export const noCounts = (): RateCounts => ({ entries: new Map() })

/** Counts of their own that begin where these are; only of a server that has no others beside it. */
export const copyOfCounts = ({ entries }: RateCounts): RateCounts => ({
  entries: new Map([...entries].map(([key, entry]) => [key, { ...entry }])),
})

export interface Rates {
  /** 0: the call may go on. Otherwise it may not, and this is how many there were in the second. */
  take(limit: Limit, second: number): number | Promise<number>
}

/** Calls that wait for one answer about one second of one subject. */
interface Pending {
  readonly entry: Entry
  readonly limit: Limit
  readonly second: number
  /** Let through before and not in the shared count yet. */
  unreported: number
  ahead: number
  readonly waiting: ((over: number) => void)[]
}

interface Entry {
  second: number
  /** Calls of the second, let through or not, and of the second before. */
  calls: number
  before: number
  admitted: number
  unasked: number
  unreported: number
  leased: number
  /** The shared count has nothing left in this second. */
  over: boolean
  pending: Pending | undefined
  /** Questions under way. */
  asked: number
}

const alone: Neighbours = { count: 1, place: 0 }
/** Subjects in one question. */
const askedMax = 500
/** A clock that goes back by more than this was set. */
const backSecondsMax = 2

const freshEntry = (second: number): Entry => ({
  second,
  calls: 0,
  before: 0,
  admitted: 0,
  unasked: 0,
  unreported: 0,
  leased: 0,
  over: false,
  pending: undefined,
  asked: 0,
})

export function createRates(sharing?: Sharing, trackedMax = 100_000, counts = noCounts()): Rates {
  const lines = createLines(sharing)

  function entryOf(limit: Limit, second: number): Entry {
    const key = `${limit.account} ${limit.subject}`
    let entry = counts.entries.get(key)
    if (entry === undefined) {
      if (counts.entries.size >= trackedMax) counts.entries = stillCounting(counts.entries, second)
      entry = freshEntry(second)
      counts.entries.set(key, entry)
    }
    const back = entry.second - second
    if (back < 0 || back > backSecondsMax) {
      const before = back === -1 ? entry.calls : 0
      Object.assign(entry, freshEntry(second), { before })
    }
    return entry
  }

  return {
    take(limit, second) {
      const entry = entryOf(limit, second)
      entry.calls += 1
      const neighbours = sharing?.neighbours() ?? alone
      if (neighbours.count === 1) return admitUpTo(entry, limit.perSecond, limit)
      if (lines.lostAt(entry.second)) return admitUpTo(entry, shareAlone(limit, neighbours), limit)
      if (entry.leased > 0) {
        entry.leased -= 1
        entry.admitted += 1
        return 0
      }
      if (entry.unasked < shareUnasked(limit, neighbours)) {
        entry.unasked += 1
        entry.admitted += 1
        entry.unreported += 1
        return 0
      }
      return entry.over ? overOf(entry, limit) : lines.ask(entry, limit, neighbours)
    },
  }
}

/** Without asking anybody. What is let through is told once somebody is asked. */
function admitUpTo(entry: Entry, share: number, limit: Limit): number {
  if (entry.admitted >= share) return overOf(entry, limit)
  entry.admitted += 1
  entry.unreported += 1
  return 0
}

const overOf = ({ calls }: Entry, { perSecond }: Limit): number => Math.max(calls, perSecond + 1)

/** Only entries of the running second and the one before still matter; all others start from nothing anyway. */
function stillCounting(entries: ReadonlyMap<string, Entry>, second: number): Map<string, Entry> {
  const young = [...entries].filter(([, entry]) => entry.second >= second - 1)
  return new Map(young.length < entries.size ? young : young.filter(([, entry]) => entry.second >= second))
}

/** Questions to the shared count: one is under way at a time, and whatever comes meanwhile goes with the next. */
function createLines(sharing: Sharing | undefined) {
  let queue: Pending[] = []
  let asking = false
  /** The second of the last question that was not answered: nobody is asked again in it. */
  let lost = Number.NaN

  async function askAll(shared: Sharing): Promise<void> {
    asking = true
    while (queue.length > 0) {
      const batch = queue.slice(0, askedMax)
      queue = queue.slice(askedMax)
      for (const { entry } of batch) {
        entry.pending = undefined
        entry.asked += 1
      }
      await shared.count(batch.map(questionOf)).then(
        (counts) => settleAll(batch, counts),
        () => {
          for (const pending of batch) {
            lost = Math.max(pending.second, Number.isNaN(lost) ? pending.second : lost)
            settleAlone(pending, shared.neighbours())
          }
        },
      )
      for (const { entry, second } of batch) if (entry.second === second) entry.asked -= 1
    }
    asking = false
  }

  return {
    lostAt: (second: number): boolean => second <= lost && second >= lost - backSecondsMax,
    ask(entry: Entry, limit: Limit, neighbours: Neighbours): Promise<number> {
      return new Promise((resolve) => {
        entry.pending ??= newPending(entry, limit)
        const { pending } = entry
        if (pending.waiting.length === 0) queue.push(pending)
        pending.waiting.push(resolve)
        pending.unreported += entry.unreported
        entry.unreported = 0
        // A question under way brings some ahead already.
        pending.ahead = entry.asked > 0 ? 0 : aheadOf(limit, neighbours, entry.before - entry.calls)
        if (!asking && sharing !== undefined) void askAll(sharing)
      })
    },
  }
}

const newPending = (entry: Entry, limit: Limit): Pending => ({
  entry,
  limit,
  second: entry.second,
  unreported: 0,
  ahead: 0,
  waiting: [],
})

function questionOf({ limit: { account, subject }, second, unreported, ahead, waiting }: Pending): RateAsk {
  return { account, subject, second, want: unreported + waiting.length + ahead }
}

function settleAll(batch: readonly Pending[], counts: readonly number[]): void {
  for (const [index, pending] of batch.entries()) settle(pending, counts[index] ?? Number.MAX_SAFE_INTEGER)
}

/** The count after the question says how much of it there was left for. */
function settle(pending: Pending, count: number): void {
  const { entry, limit, second, unreported, ahead, waiting } = pending
  const want = waiting.length + ahead
  const left = limit.perSecond - (count - want - unreported) - unreported
  const granted = Math.min(want, Math.max(0, left))
  const current = entry.second === second
  for (const [index, resolve] of waiting.entries()) {
    const passes = index < granted
    if (passes && current) entry.admitted += 1
    resolve(passes ? 0 : overOf(entry, limit))
  }
  if (!current) return
  entry.leased += Math.max(0, granted - waiting.length)
  if (granted < want) entry.over = true
}

function settleAlone({ entry, limit, second, waiting }: Pending, neighbours: Neighbours): void {
  const share = shareAlone(limit, neighbours)
  // Of a second that is over, nobody counts any more: what waited is let through up to the share.
  const counted = entry.second === second ? entry : freshEntry(second)
  for (const resolve of waiting) resolve(admitUpTo(counted, share, limit))
}
