// The store's interface over any driver.
import { Follower, type FollowerOptions } from './cluster/follower.ts'
import { followingOver, loggedTransaction } from './cluster/following.ts'
import { keptKeys, keptSessions } from './cluster/kept.ts'
import type { Driver } from './driver.ts'
import { readRevision } from './sql/accounts.ts'
import { insertAuditKey, readAuditKeys, readChains, wakeChains } from './sql/audit-chains.ts'
import { fleetingOver } from './sql/fleeting.ts'
import { readsOver, writesOver } from './sql/index.ts'
import { readKeyHolder, touchKeys } from './sql/keys.ts'
import { countRefusals, dropOldestRefusals, insertRefusals, readRefusal } from './sql/refusals.ts'
import { readScimTokenHolder } from './sql/scim-tokens.ts'
import { countAlive, countByKey, countOthers, nextSealed, replaceSealed } from './sql/sealed.ts'
import { readSessionHolder } from './sql/session-holder.ts'
import type { KeyHolder, Reads, RoleRow, SessionHolder, Store, UserRow } from './store.ts'
import { StoreUnreachable } from './unreachable.ts'

// Batches are cut so that none holds the writer, or on SQLite the event loop, for more than a few milliseconds.
const batchMax = 200

/** `follow`: how changes of other servers are followed, where there may be some; left out, everything is asked each time. */
export function storeOver(driver: Driver, follow?: FollowerOptions): Store {
  const { reader, line } = driver
  const follower =
    line === undefined || follow === undefined ? undefined : new Follower(line, abandoning(driver, follow))
  return {
    read: keptRows(driver),
    ...(follower === undefined ? alone(driver) : followed(driver, follower)),
    following: followingOver(driver, follower, pause),
    scimToken: (tokenId) => readScimTokenHolder(reader, tokenId),
    revision: (account) => readRevision(reader, account),
    async touchKeys(used) {
      // In one order everywhere: two nodes that touch the same keys must not wait for each other in a circle.
      const ordered = used.toSorted((a, b) => a.account - b.account || (a.secretId < b.secretId ? -1 : 1))
      for (const batch of batches(ordered)) await driver.transaction((session) => touchKeys(session, batch))
    },
    async recordRefusals(refusals) {
      for (const batch of batches(refusals)) await driver.transaction((session) => insertRefusals(session, batch))
    },
    refusal: (requestId) => readRefusal(reader, requestId),
    pruneRefusals: (olderThanMs, keepMax) => pruneRefusals(driver, olderThanMs, keepMax),
    auditChains: (which, after, limit) => readChains(reader, which === 'due', after, limit),
    wakeDeliveries: () => driver.transaction(wakeChains),
    auditKeys: () => readAuditKeys(reader),
    insertAuditKey: (key) => driver.transaction((session) => insertAuditKey(session, key)),
    fleeting: fleetingOver(() => driver.fleeting()),
    sealed: sealedRows(driver),
    ready: () => readyOf(driver, follower, follow?.staleMs ?? 0),
    async close() {
      follower?.close()
      await driver.close()
    },
    ...(driver.pool === undefined ? {} : { pool: driver.pool }),
    description: driver.description,
  }
}

/** Calls that wait on connections to a database that is lost would wait for as long as a statement may take. */
const abandoning = (driver: Driver, follow: FollowerOptions): FollowerOptions => ({
  ...follow,
  onReach(reach) {
    if (!reach.reached) driver.abandon?.()
    follow.onReach?.(reach)
  },
})

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

type Signed = Pick<Store, 'transaction' | 'keyHolder' | 'session'>

/** A command beside the servers leaves its line in the log too; where there are no others, nobody reads it. */
const alone = (driver: Driver): Signed => ({
  transaction:
    driver.line === undefined
      ? (work) => driver.transaction((session) => work(writesOver(session)))
      : loggedTransaction(driver, undefined),
  keyHolder: keyHolders(driver),
  session: sessionHolders(driver),
})

const followed = (driver: Driver, follower: Follower): Signed => ({
  transaction: loggedTransaction(driver, follower),
  keyHolder: keptKeys(driver, follower),
  session: keptSessions(driver, follower),
})

async function readyOf(driver: Driver, follower: Follower | undefined, staleMs: number): Promise<number | undefined> {
  const lostForMs = follower?.isLost() === true ? follower.lostForMs() : undefined
  if (lostForMs !== undefined && lostForMs < staleMs) return lostForMs
  if (lostForMs !== undefined) throw new StoreUnreachable()
  await driver.ready()
  return undefined
}

function sealedRows(driver: Driver): Store['sealed'] {
  const { reader } = driver
  return {
    countByKey: () => countByKey(reader),
    countOthers: (keyId) => countOthers(reader, keyId),
    next: (column, from) => nextSealed(reader, column, from),
    replace: (column, rows) => driver.transaction((session) => replaceSealed(session, column, rows)),
    temporaryKeys: (alive) => countAlive(reader, alive),
  }
}

/** Holders kept in memory, at most, of each kind. */
const holdersMax = 10_000

function keyHolders(driver: Driver): Store['keyHolder'] {
  const kept = keptWhileUnchanged<KeyHolder>(driver)
  return (secretId) => kept(secretId, () => readKeyHolder(driver.reader, secretId))
}

function sessionHolders(driver: Driver): Store['session'] {
  const kept = keptWhileUnchanged<SessionHolder>(driver)
  return (account, sessionId) =>
    kept(`${account}/${sessionId}`, () => readSessionHolder(driver.reader, account, sessionId))
}

/** Single rows that calls look up one after the other: the role that sessions are asked of, the user that a program reads. */
function keptRows(driver: Driver): Reads {
  const reads = readsOver(driver.reader)
  const { roles, users } = reads
  const keptRole = keptWhileUnchanged<RoleRow>(driver)
  const keptUser = keptWhileUnchanged<UserRow>(driver)
  return {
    ...reads,
    roles: replacing(roles, {
      byId: (account, roleId) => keptRole(`${account}/id/${roleId}`, () => roles.byId(account, roleId)),
      byName: (account, name) => keptRole(`${account}/name/${name}`, () => roles.byName(account, name)),
    }),
    users: replacing(users, {
      byName: (account, name) => keptUser(`${account}/name/${name}`, () => users.byName(account, name)),
      byUin: (account, uin) => keptUser(`${account}/uin/${uin}`, () => users.byUin(account, uin)),
    }),
  }
}

/** The same methods, but for some. */
function replacing<T extends object>(all: T, some: Partial<T>): T {
  const properties = Object.entries(some).map(([name, value]) => [name, { value }] as const)
  return Object.create(all, Object.fromEntries(properties))
}

/**
 * Looks up what signed calls need, always as of now: what was read is given again only while the database says that
 * nothing at all was committed since, which costs a tenth of reading it.
 */
function keptWhileUnchanged<T>(driver: Driver) {
  let kept = new Map<string, Promise<T | undefined>>()
  let version: number | undefined
  return (key: string, read: () => Promise<T | undefined>): Promise<T | undefined> => {
    const now = driver.version()
    if (now === undefined) return read()
    if (now !== version || kept.size >= holdersMax) kept = new Map()
    version = now
    const known = kept.get(key)
    if (known !== undefined) return known
    const reading = read()
    const into = kept.set(key, reading)
    // A fault of the moment is not what everybody is told until the next commit.
    reading.catch(() => into.delete(key))
    return reading
  }
}

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += batchMax) yield all.slice(from, from + batchMax)
}

async function pruneRefusals(driver: Driver, olderThanMs: number, keepMax: number): Promise<number> {
  const old = await dropRefusals(driver, olderThanMs, Number.MAX_SAFE_INTEGER)
  const excess = (await countRefusals(driver.reader)) - keepMax
  return excess > 0 ? old + (await dropRefusals(driver, Number.MAX_SAFE_INTEGER, excess)) : old
}

/** Drops the oldest ones before the moment, at most `max`, in batches of their own transactions. */
async function dropRefusals(driver: Driver, olderThanMs: number, max: number): Promise<number> {
  let dropped = 0
  while (dropped < max) {
    const limit = Math.min(batchMax, max - dropped)
    const count = await driver.transaction((session) => dropOldestRefusals(session, olderThanMs, limit))
    dropped += count
    if (count < limit) break
  }
  return dropped
}
