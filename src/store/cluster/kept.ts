// What signed calls need of keys and sessions, kept in memory for as long as the follower vouches for it. Only what lets
// somebody in is kept: that a key is not there, or a session has ended, is asked for anew each time.
import type { Driver } from '../driver.ts'
import { type AccountRevision, readRevisions } from '../sql/changes.ts'
import { readKeyHolder } from '../sql/keys.ts'
import { readSessionHolder } from '../sql/session-holder.ts'
import type { KeyHolder, SessionHolder, Store } from '../store.ts'
import { StoreUnreachable } from '../unreachable.ts'
import type { Basis, Follower } from './follower.ts'
import type { Kept } from './parts.ts'

const keptMax = 10_000

interface Entry<T> {
  readonly value: T
  readonly bases: readonly Basis[]
}

/** Entries by name; the ones that came first go first. */
function memory<T extends { readonly revision: number }>(follower: Follower, kept: Kept) {
  const entries = new Map<string, Entry<T>>()
  return {
    /** The value with the revision up to which it is right, if it may be used. */
    get(name: string): T | undefined {
      const entry = entries.get(name)
      if (entry === undefined) return undefined
      const revision = follower.current(kept, entry.bases)
      if (revision === undefined) return undefined
      return entry.value.revision === revision ? entry.value : { ...entry.value, revision }
    },
    put(name: string, value: T, bases: readonly Basis[]): void {
      entries.delete(name)
      entries.set(name, { value, bases })
      if (entries.size > keptMax) entries.delete(entries.keys().next().value ?? '')
    },
    drop: (name: string) => entries.delete(name),
  }
}

export function keptKeys({ reader }: Driver, follower: Follower): Store['keyHolder'] {
  const keys = memory<KeyHolder>(follower, 'keys')
  return async (secretId) => {
    const known = keys.get(secretId)
    if (known !== undefined) return known
    refuseWhileLost(follower)
    const at = follower.moment()
    const holder = await readKeyHolder(reader, secretId)
    if (holder === undefined) {
      keys.drop(secretId)
      return undefined
    }
    const { account, revision } = holder
    follower.saw(account, revision, at)
    if (holder.status === 'Active') keys.put(secretId, holder, [{ account, revision }])
    return holder
  }
}

export function keptSessions({ reader }: Driver, follower: Follower): Store['session'] {
  const sessions = memory<SessionHolder>(follower, 'sessions')
  return async (account, sessionId) => {
    const name = `${account}/${sessionId}`
    const known = sessions.get(name)
    if (known !== undefined) return known
    refuseWhileLost(follower)
    const at = follower.moment()
    const holder = await readSessionHolder(reader, account, sessionId)
    if (holder === undefined) {
      sessions.drop(name)
      return undefined
    }
    follower.saw(account, holder.revision, at)
    const others = othersOf(holder)
    if (others === undefined) return holder
    if (others.length === 0) {
      sessions.put(name, holder, [{ account, revision: holder.revision }])
      return holder
    }
    // What is read before cannot be newer than what is read after it: the second reading rests on the revisions before.
    const bases = await revisionsNow(reader, follower, others)
    const again = await readSessionHolder(reader, account, sessionId)
    if (again !== undefined && bases.length === others.length && othersOf(again) !== undefined) {
      sessions.put(name, again, [{ account, revision: again.revision }, ...bases])
    }
    return again
  }
}

async function revisionsNow(
  reader: Driver['reader'],
  follower: Follower,
  accounts: readonly number[],
): Promise<readonly AccountRevision[]> {
  const at = follower.moment()
  const rows = await readRevisions(reader, accounts)
  for (const { account, revision } of rows) follower.saw(account, revision, at)
  return rows
}

/**
 * The accounts besides its own that a session stands on. `undefined`: it is not kept, because it has ended, or because it came
 * from a browser's session, which ends without its account moving on.
 */
function othersOf(holder: SessionHolder): readonly number[] | undefined {
  const { session, role, console, issuerLives, callerPresent, chainWhole } = holder
  const lasts = issuerLives && callerPresent && chainWhole && (session.kind !== 'role' || role !== undefined)
  if (!lasts || console !== undefined || holder.quarantined) return undefined
  const all = new Set([session.callerAccount, ...session.through.map(({ account }) => account)])
  all.delete(session.account)
  return [...all]
}

/** A call must not wait for what is known to be gone; the follower notices when it is back. */
function refuseWhileLost(follower: Follower): void {
  if (follower.isLost()) throw new StoreUnreachable()
}
