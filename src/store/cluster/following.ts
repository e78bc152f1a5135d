// The store's side of several servers over one database: what a server knows of the others' changes, and waiting for one.
import type { Driver } from '../driver.ts'
import { readRevision } from '../sql/accounts.ts'
import { logChange } from '../sql/changes.ts'
import { writesOver } from '../sql/index.ts'
import type { Account, Following, Store } from '../store.ts'
import type { Follower } from './follower.ts'
import { concernsKept, recordingWrites, type Touched } from './parts.ts'

/** How often a database is asked for a revision that somebody waits for. */
const waitStepMs = 10

/** Transactions that leave their line in the log of changes; what they did is known here before anybody hears of it. */
export function loggedTransaction(driver: Driver, follower: Follower | undefined): Store['transaction'] {
  return async (work) => {
    const { value, touched } = await driver.transaction(async (session) => {
      const touched = new Map<Account, Touched>()
      const writes = recordingWrites(writesOver(session), touched)
      const value = await work(writes)
      for (const [account, entry] of touched) {
        if (entry.revision === undefined && concernsKept(entry)) await writes.accounts.advance(account)
        const { revision, parts } = entry
        if (revision !== undefined) await logChange(session, { account, revision }, parts)
      }
      return { value, touched }
    })
    for (const [account, { revision, parts }] of touched) {
      if (revision !== undefined) follower?.wrote(account, revision, parts)
    }
    return value
  }
}

/** `pause` waits: a timer, outside of tests. */
export function followingOver(
  { reader }: Driver,
  follower: Follower | undefined,
  pause: (ms: number) => Promise<void>,
): Following {
  return {
    policiesAt: (account, revision) => follower?.policiesAt(account, revision) ?? revision,
    epoch: () => follower?.epoch() ?? 0,
    lostForMs: () => follower?.lostForMs() ?? 0,
    async reach(account, revision, waitMs) {
      if (follower?.knows(account, revision) === true) return true
      for (let waitedMs = 0; ; waitedMs += waitStepMs) {
        const at = follower?.moment() ?? 0
        const now = await readRevision(reader, account)
        if (now !== undefined) follower?.saw(account, now, at)
        if (now !== undefined && now >= revision) return true
        if (waitedMs >= waitMs) return false
        await pause(waitStepMs)
      }
    },
  }
}
