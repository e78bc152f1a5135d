// Follows what other servers change, account by account, so that what is kept in memory can be used without asking for it.
// The truth is each account's revision, read again and again for all accounts that are in use, in one statement; the log of
// changes says what moved it. Nothing is missed, in whatever order changes of different accounts commit, because nobody
// waits for the next number of a sequence: docs/decisions/0017-following-changes.md has the argument.
import type { Line } from '../driver.ts'
import { type AccountRevision, changesSince, type LoggedChange, readRevisions } from '../sql/changes.ts'
import type { Account } from '../store.ts'
import { everyKept, type Kept, restingOn } from './parts.ts'

export interface FollowerOptions {
  /** Milliseconds of a clock that only goes forward. */
  readonly moment: () => number
  /** What is used from memory was confirmed no longer ago than this. */
  readonly boundMs: number
  /** The same while the database cannot be reached; 0: nothing is used then. */
  readonly staleMs: number
  /** Hears when the database is lost, and when it is found again. */
  readonly onReach?: (reach: Reach) => void
}

export interface Reach {
  readonly reached: boolean
  /** How long it was, or has been, out of reach. */
  readonly forMs: number
  readonly fault?: unknown
}

/** What something kept rests on: an account, as of the revision at which it was read. */
export interface Basis {
  readonly account: Account
  readonly revision: number
}

interface Followed {
  /** All changes up to this one are known. */
  revision: number
  /** When the database was last asked whether there are more. */
  confirmedAt: number
  /** Nothing older than this may be used: somebody has seen it. */
  needed: number
  usedAt: number
  /** The revision that last touched what rests on the account. */
  readonly changed: Record<Kept, number>
}

/** Accounts that are followed at most; of the others everything is asked. The ones longest unused go first. */
const accountsMax = 2_000
/** An account that nobody asks about for so long is no longer followed. */
const idleMs = 10_000
/** How many times within the bound the database is asked. */
const asksPerBound = 4
/** Notices that come one after another share a question. */
const noticeGapMs = 5
const retryMs = 250
/** Failures in a row, over so long, before calls are no longer sent to try for themselves. */
const lostAfterMs = 500

export type Follower = ReturnType<typeof createFollower>

export function createFollower(openLine: (heard: (text: string) => void) => Line, options: FollowerOptions) {
  const { moment, boundMs, staleMs, onReach = () => {} } = options
  const everyMs = Math.max(1, boundMs / asksPerBound)
  const followed = new Map<Account, Followed>()
  const line = openLine(heard)
  let timer: NodeJS.Timeout | undefined
  let asking: Promise<void> | undefined
  let askedAt = Number.NEGATIVE_INFINITY
  let again = false
  let closed = false
  let connections = 0
  let epoch = 0
  let failingSince: number | undefined
  let failures = 0

  // ---- what is known -----------------------------------------------------------------------------------------------

  function begin(account: Account, revision: number, confirmedAt: number): Followed {
    const changed = { programs: revision, keys: revision, sessions: revision }
    const begun = { revision, confirmedAt, needed: revision, usedAt: moment(), changed }
    followed.set(account, begun)
    if (followed.size > accountsMax) followed.delete(longestUnused(followed))
    return begun
  }

  /** Takes the changes after what is known up to `revision`; with a gap among them, everything counts as touched. */
  function apply(known: Followed, revision: number, changes: readonly LoggedChange[]): void {
    const fresh = changes.filter((change) => change.revision > known.revision && change.revision <= revision)
    const whole = fresh.length === revision - known.revision
    for (const change of fresh) {
      for (const part of change.parts) {
        for (const kept of restingOn(part)) known.changed[kept] = change.revision
      }
    }
    if (!whole) for (const kept of everyKept) known.changed[kept] = revision
    known.revision = Math.max(known.revision, revision)
  }

  const isLost = (now: number = moment()): boolean =>
    failingSince !== undefined && failures > 1 && now - failingSince >= lostAfterMs

  function isFresh({ confirmedAt }: Followed, now: number): boolean {
    const age = now - confirmedAt
    return age <= boundMs || (age <= staleMs && isLost(now))
  }

  // ---- asking ------------------------------------------------------------------------------------------------------

  function heard(text: string): void {
    const [account, revision] = text.split(' ').map(Number)
    const known = followed.get(account ?? Number.NaN)
    if (known !== undefined && revision !== undefined && known.revision < revision) askSoon(waitFor(noticeGapMs))
  }

  /** Until so long after the last question. */
  const waitFor = (afterMs: number): number => Math.max(0, askedAt + afterMs - moment())

  function askSoon(inMs: number): void {
    if (closed) return
    if (asking !== undefined) {
      again ||= inMs < everyMs / 2
      return
    }
    if (timer !== undefined) {
      if (inMs >= everyMs / 2) return
      clearTimeout(timer)
    }
    timer = setTimeout(() => {
      timer = undefined
      asking = ask().finally(() => {
        asking = undefined
        goOn()
      })
    }, inMs)
    timer.unref()
  }

  /** While somebody uses what is followed, or the database is out of reach, it is asked again. */
  function goOn(): void {
    if (failingSince !== undefined) askSoon(retryMs)
    else if (again) askSoon(waitFor(noticeGapMs))
    else if ([...followed.values()].some(({ usedAt }) => usedAt >= askedAt)) {
      askSoon(waitFor(everyMs))
    }
    again = false
  }

  async function ask(): Promise<void> {
    askedAt = moment()
    again = false
    for (const [account, { usedAt }] of followed) if (askedAt - usedAt > idleMs) followed.delete(account)
    const before = new Map([...followed].map(([account, { revision }]) => [account, revision]))
    try {
      const rows = await readRevisions(line.session, [...before.keys()])
      if (line.connections() !== connections) {
        // Another connection may lead to another server, where the same numbers mean other changes.
        connections = line.connections()
        forget()
        reached()
        return
      }
      const seen = new Set(rows.map(({ account }) => account))
      for (const account of before.keys()) if (!seen.has(account)) followed.delete(account)
      for (const row of rows) await confirm(row, before.get(row.account) ?? 0, askedAt)
      reached()
    } catch (fault) {
      failures += 1
      failingSince ??= askedAt
      if (failures === 2) onReach({ reached: false, forMs: moment() - failingSince, fault })
    }
  }

  async function confirm({ account, revision }: AccountRevision, before: number, at: number): Promise<void> {
    const known = followed.get(account)
    if (known === undefined) return
    if (revision < before) {
      // What was acknowledged is gone: somebody put an older state in its place.
      forget()
      return
    }
    if (revision > known.revision) {
      const changes = await changesSince(line.session, account, known.revision)
      if (line.connections() !== connections) throw new Error('the connection was lost amid a question')
      apply(known, revision, changes)
    }
    known.confirmedAt = Math.max(known.confirmedAt, at)
  }

  function reached(): void {
    if (failingSince !== undefined && failures > 1) onReach({ reached: true, forMs: moment() - failingSince })
    failingSince = undefined
    failures = 0
  }

  function forget(): void {
    epoch += 1
    followed.clear()
  }

  return {
    /**
     * The revision up to which something kept is right, if it may be used now: nothing it rests on was touched since it was
     * read, as of a moment within the bound. `undefined`: ask the database.
     */
    current(kept: Kept, bases: readonly Basis[]): number | undefined {
      let right: number | undefined
      const now = moment()
      if (timer === undefined && asking === undefined) askSoon(waitFor(everyMs))
      for (const { account, revision } of bases) {
        const known = followed.get(account)
        if (known === undefined) return undefined
        known.usedAt = now
        if (revision < known.changed[kept]) return undefined
        const upTo = Math.max(known.revision, revision)
        if (upTo < known.needed || !isFresh(known, now)) return undefined
        right ??= upTo
      }
      return right
    },
    /** That an account had a revision when the database was asked at a moment. From then on it is followed. */
    saw(account: Account, revision: number, at: number): void {
      const known = followed.get(account)
      if (known === undefined) {
        begin(account, revision, at)
        askSoon(everyMs)
      } else if (revision === known.revision) {
        known.confirmedAt = Math.max(known.confirmedAt, at)
      } else if (revision > known.revision) {
        known.needed = Math.max(known.needed, revision)
        askSoon(0)
      }
    },
    /** What a transaction of this server has committed: from now on nothing older is used here. */
    wrote(account: Account, revision: number, parts: Iterable<string>): void {
      const known = followed.get(account) ?? begin(account, revision, Number.NEGATIVE_INFINITY)
      if (known.revision === revision - 1) apply(known, revision, [{ revision, parts: [...parts] }])
      known.needed = Math.max(known.needed, revision)
      line.tell(`${account} ${revision}`)
      askSoon(known.revision < revision ? 0 : everyMs)
    },
    /** Whether all changes of an account up to a revision are known here, however long ago that was confirmed. */
    knows: (account: Account, revision: number): boolean => (followed.get(account)?.revision ?? -1) >= revision,
    /**
     * A name for the state of the account's policies at a revision: two revisions between which none was touched have the
     * same one.
     */
    policiesAt(account: Account, revision: number): number {
      const known = followed.get(account)
      if (known === undefined || revision > known.revision || revision < known.changed.programs) return revision
      return known.changed.programs
    },
    /** Another number whenever all that was known had to be forgotten. */
    epoch: () => epoch,
    isLost: () => isLost(),
    lostForMs: () => (failingSince === undefined ? 0 : moment() - failingSince),
    moment,
    close() {
      closed = true
      if (timer !== undefined) clearTimeout(timer)
      line.close()
    },
  }
}

function longestUnused(followed: ReadonlyMap<Account, Followed>): Account {
  let [oldest, since] = [0, Number.POSITIVE_INFINITY]
  for (const [account, { usedAt }] of followed) if (usedAt < since) [oldest, since] = [account, usedAt]
  return oldest
}
