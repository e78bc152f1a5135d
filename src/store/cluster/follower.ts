// Follows what other servers change, account by account, so that what is kept in memory can be used without asking for it.
// The truth is each account's revision, read again and again for all accounts that are in use, in one statement; the log of
// changes says what moved it. Nothing is missed, in whatever order changes of different accounts commit, because nobody
// waits for the next number of a sequence: docs/decisions/0017-following-changes.md has the argument.
import type { Line } from '../driver.ts'
import { type AccountRevision, changesSince, readRevisions } from '../sql/changes.ts'
import type { Account } from '../store.ts'
import { beginning, type Followed, take } from './followed.ts'
import type { Kept } from './parts.ts'

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

/** Accounts that are followed at most; of the others everything is asked. The ones longest unused go first. */
const accountsMax = 2_000
/**
 * An account that nobody uses for so long is not asked about: what is known of it serves while the database is out of reach,
 * and is asked for anew when it is used.
 */
const idleMs = 10_000
/** How many times within the bound the database is asked. */
const asksPerBound = 4
/** Notices that come one after another share a question. */
const noticeGapMs = 5
const retryMs = 250
/** Failures in a row, over so long, before calls are no longer sent to try for themselves. */
const lostAfterMs = 500

export class Follower {
  readonly moment: () => number
  readonly #options: FollowerOptions
  readonly #everyMs: number
  readonly #followed = new Map<Account, Followed>()
  readonly #line: Line
  #timer: NodeJS.Timeout | undefined
  #asking: Promise<void> | undefined
  #askedAt = Number.NEGATIVE_INFINITY
  #again = false
  #closed = false
  #connections = 0
  #epoch = 0
  #failingSince: number | undefined
  #failures = 0

  constructor(openLine: (heard: (text: string) => void) => Line, options: FollowerOptions) {
    this.moment = options.moment
    this.#options = options
    this.#everyMs = Math.max(1, options.boundMs / asksPerBound)
    this.#line = openLine((text) => this.#heard(text))
    // Connected before anything is read: what is known must not be forgotten at the first question.
    this.#askSoon(0)
  }

  /**
   * The revision up to which something kept is right, if it may be used now: nothing it rests on was touched since it was
   * read, as of a moment within the bound. `undefined`: ask the database.
   */
  current(kept: Kept, bases: readonly Basis[]): number | undefined {
    const now = this.moment()
    if (this.#timer === undefined && this.#asking === undefined) this.#askSoon(this.#waitFor(this.#everyMs))
    let right: number | undefined
    for (const { account, revision } of bases) {
      const known = this.#followed.get(account)
      if (known === undefined) return undefined
      known.usedAt = now
      if (revision < known.changed[kept]) return undefined
      const upTo = Math.max(known.revision, revision)
      if (upTo < known.needed || !this.#isFresh(known, now)) return undefined
      right ??= upTo
    }
    return right
  }

  /** That an account had a revision when the database was asked at a moment. From then on it is followed. */
  saw(account: Account, revision: number, at: number): void {
    const known = this.#followed.get(account)
    if (known === undefined) {
      this.#begin(account, revision, at)
      this.#askSoon(this.#everyMs)
    } else if (revision === known.revision) {
      known.confirmedAt = Math.max(known.confirmedAt, at)
    } else if (revision > known.revision) {
      known.needed = Math.max(known.needed, revision)
      this.#askSoon(0)
    }
  }

  /** What a transaction of this server has committed: from now on nothing older is used here. */
  wrote(account: Account, revision: number, parts: Iterable<string>): void {
    const known = this.#followed.get(account) ?? this.#begin(account, revision, Number.NEGATIVE_INFINITY)
    if (known.revision === revision - 1) take(known, revision, [{ revision, parts: [...parts] }])
    known.needed = Math.max(known.needed, revision)
    this.#line.tell(`${account} ${revision}`)
    this.#askSoon(known.revision < revision ? 0 : this.#everyMs)
  }

  /** Whether all changes of an account up to a revision are known here, however long ago that was confirmed. */
  knows(account: Account, revision: number): boolean {
    return (this.#followed.get(account)?.revision ?? -1) >= revision
  }

  /**
   * A name for the state of the account's policies at a revision: two revisions between which none was touched have the
   * same one.
   */
  policiesAt(account: Account, revision: number): number {
    const known = this.#followed.get(account)
    if (known === undefined || revision > known.revision || revision < known.changed.programs) return revision
    return known.changed.programs
  }

  /** Another number whenever all that was known had to be forgotten. */
  epoch(): number {
    return this.#epoch
  }

  /** Whether the database has been out of reach for long enough to say so. */
  isLost(now: number = this.moment()): boolean {
    return this.#failingSince !== undefined && this.#failures > 1 && now - this.#failingSince >= lostAfterMs
  }

  lostForMs(): number {
    return this.#failingSince === undefined ? 0 : this.moment() - this.#failingSince
  }

  close(): void {
    this.#closed = true
    if (this.#timer !== undefined) clearTimeout(this.#timer)
    this.#line.close()
  }

  #begin(account: Account, revision: number, confirmedAt: number): Followed {
    const begun = beginning(revision, confirmedAt, this.moment())
    this.#followed.set(account, begun)
    if (this.#followed.size > accountsMax) this.#followed.delete(longestUnused(this.#followed))
    return begun
  }

  #isFresh({ confirmedAt }: Followed, now: number): boolean {
    const { boundMs, staleMs } = this.#options
    const age = now - confirmedAt
    return age <= boundMs || (age <= staleMs && this.isLost(now))
  }

  // ---- asking ------------------------------------------------------------------------------------------------------

  #heard(text: string): void {
    const [account, revision] = text.split(' ').map(Number)
    const known = this.#followed.get(account ?? Number.NaN)
    if (known === undefined || revision === undefined || known.revision >= revision) return
    this.#askSoon(this.#waitFor(noticeGapMs))
  }

  /** Until so long after the last question. */
  #waitFor(afterMs: number): number {
    return Math.max(0, this.#askedAt + afterMs - this.moment())
  }

  #askSoon(inMs: number): void {
    if (this.#closed) return
    const soon = inMs < this.#everyMs / 2
    if (this.#asking !== undefined) {
      this.#again ||= soon
      return
    }
    if (this.#timer !== undefined) {
      if (!soon) return
      clearTimeout(this.#timer)
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#asking = this.#ask().finally(() => {
        this.#asking = undefined
        this.#goOn()
      })
    }, inMs)
    this.#timer.unref()
  }

  /** While somebody uses what is followed, or the database is out of reach, it is asked again. */
  #goOn(): void {
    const again = this.#again
    this.#again = false
    if (this.#failingSince !== undefined) this.#askSoon(retryMs)
    else if (again) this.#askSoon(this.#waitFor(noticeGapMs))
    else if ([...this.#followed.values()].some(({ usedAt }) => usedAt >= this.#askedAt)) {
      this.#askSoon(this.#waitFor(this.#everyMs))
    }
  }

  async #ask(): Promise<void> {
    const at = this.moment()
    this.#askedAt = at
    this.#again = false
    const before = new Map<Account, number>()
    for (const [account, { usedAt, revision }] of this.#followed)
      if (at - usedAt <= idleMs) before.set(account, revision)
    try {
      const rows = await readRevisions(this.#line.session, [...before.keys()])
      if (this.#line.connections() !== this.#connections) {
        // Another connection may lead to another server, where the same numbers mean other changes.
        this.#connections = this.#line.connections()
        this.#forget()
      } else {
        const seen = new Set(rows.map(({ account }) => account))
        for (const account of before.keys()) if (!seen.has(account)) this.#followed.delete(account)
        for (const row of rows) await this.#confirm(row, before.get(row.account) ?? 0, at)
      }
      this.#reached()
    } catch (fault) {
      this.#failed(at, fault)
    }
  }

  async #confirm({ account, revision }: AccountRevision, before: number, at: number): Promise<void> {
    const known = this.#followed.get(account)
    if (known === undefined) return
    if (revision < before) {
      // What was acknowledged is gone: somebody put an older state in its place.
      this.#forget()
      return
    }
    if (revision > known.revision) {
      const changes = await changesSince(this.#line.session, account, known.revision)
      if (this.#line.connections() !== this.#connections) throw new Error('the connection was lost amid a question')
      take(known, revision, changes)
    }
    known.confirmedAt = Math.max(known.confirmedAt, at)
  }

  #failed(at: number, fault: unknown): void {
    this.#failures += 1
    this.#failingSince ??= at
    if (this.#failures === 2) this.#options.onReach?.({ reached: false, forMs: this.lostForMs(), fault })
  }

  #reached(): void {
    if (this.#failures > 1) this.#options.onReach?.({ reached: true, forMs: this.lostForMs() })
    this.#failingSince = undefined
    this.#failures = 0
  }

  #forget(): void {
    this.#epoch += 1
    this.#followed.clear()
  }
}

function longestUnused(followed: ReadonlyMap<Account, Followed>): Account {
  let [oldest, since] = [0, Number.POSITIVE_INFINITY]
  for (const [account, { usedAt }] of followed) if (usedAt < since) [oldest, since] = [account, usedAt]
  return oldest
}
