// The follower against a database of the test's own that does as it is told: what is used from memory, for how long, and what
// makes it ask. Time is the test's own.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { beginning, take } from '../../src/store/cluster/followed.ts'
import { Follower } from '../../src/store/cluster/follower.ts'
import type { Line } from '../../src/store/driver.ts'
import type { Parameters } from '../../src/store/sql/statement.ts'

interface Logged {
  readonly revision: number
  readonly parts: string
}

/** A database with accounts, their logs, and faults; `tell` is another server's. */
function database() {
  const revisions = new Map<number, number>()
  const log = new Map<number, Logged[]>()
  const state = { down: false, connections: 0, asked: 0, hears: true, told: [] as string[] }
  let hear: (text: string) => void = () => {}
  const all = async (_: unknown, parameters: Parameters): Promise<unknown> => {
    if (state.down) throw new Error('down')
    if (state.connections === 0) state.connections = 1
    const { accounts, account, revision } = parameters
    if (Array.isArray(accounts)) {
      state.asked += 1
      return accounts.filter((one) => revisions.has(one)).map((one) => ({ account: one, revision: revisions.get(one) }))
    }
    return (log.get(Number(account)) ?? []).filter((row) => row.revision > Number(revision))
  }
  const line: Line = {
    session: { all, first: all, run: all, change: all } as never,
    tell: (text) => void state.told.push(text),
    hears: () => state.hears,
    connections: () => state.connections,
    close() {},
  }
  return {
    state,
    revisions,
    open: (heard: (text: string) => void) => {
      hear = heard
      return line
    },
    /** Another server commits a change. */
    commit(account: number, parts: string, { notice = false, logged = true } = {}): number {
      const revision = (revisions.get(account) ?? 0) + 1
      revisions.set(account, revision)
      if (logged) log.set(account, [...(log.get(account) ?? []), { revision, parts }])
      if (notice) hear(`${account} ${revision}`)
      return revision
    },
  }
}

let now = 0
const pass = async (ms: number): Promise<void> => {
  for (let left = ms; left > 0; left -= 1) {
    now += 1
    await vi.advanceTimersByTimeAsync(1)
  }
}
let follower: Follower | undefined
type Given = { readonly staleMs?: number; readonly onReach?: (reach: { readonly reached: boolean }) => void }
function start(options: Given = {}) {
  const db = database()
  follower = new Follower(db.open, { moment: () => now, boundMs: 100, staleMs: 0, ...options })
  return { db, follower }
}
/** Follows an account at its present revision, past the first question on a new connection. */
async function following(account: number, options: Given = {}) {
  const started = start(options)
  started.db.revisions.set(account, 5)
  started.follower.saw(account, 5, now)
  await pass(60)
  started.follower.saw(account, 5, now)
  return started
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  now = 1_000
})
afterEach(() => {
  follower?.close()
  vi.useRealTimers()
})

const basis = (revision: number) => [{ account: 7, revision }]

test('what was just seen may be used, and nothing of an account that was never seen', async () => {
  const { follower } = await following(7)
  expect(follower.current('keys', basis(5))).toBe(5)
  expect(follower.current('keys', [{ account: 8, revision: 1 }])).toBeUndefined()
})

test('the first question is asked before anything is known: what is read next is not forgotten by it', async () => {
  const { db, follower } = start({ staleMs: 60_000 })
  await pass(1)
  db.revisions.set(7, 5)
  follower.saw(7, 5, now)
  await pass(60)
  expect(follower.current('keys', basis(5))).toBe(5)
  expect(follower.epoch()).toBe(1)
})

test('what nobody has used for long still serves when the database is lost, and is asked for anew when it is not', async () => {
  const { db, follower } = await following(7, { staleMs: 60_000 })
  await pass(20_000)
  const asked = db.state.asked
  expect(follower.current('keys', basis(5))).toBeUndefined()
  db.state.down = true
  await pass(2_000)
  expect(follower.current('keys', basis(5))).toBe(5)
  await pass(20_000)
  expect(follower.current('keys', basis(5))).toBe(5)
  db.state.down = false
  await pass(1_000)
  expect(follower.current('keys', basis(5))).toBeUndefined()
  await pass(1)
  expect(db.state.asked).toBeGreaterThan(asked)
  expect(follower.current('keys', basis(5))).toBe(5)
})

test('nothing is used once the database has not confirmed it for longer than the bound', async () => {
  const { follower } = await following(7)
  now += 100
  expect(follower.current('keys', basis(5))).toBe(5)
  now += 1
  expect(follower.current('keys', basis(5))).toBeUndefined()
})

test('while it is used it is confirmed again and again; when nobody uses it the database is left alone', async () => {
  const { db, follower } = await following(7)
  for (let ms = 0; ms < 500; ms += 1) {
    await pass(1)
    expect(follower.current('keys', basis(5))).toBe(5)
  }
  const asked = db.state.asked
  expect(asked).toBeGreaterThan(15)
  expect(asked).toBeLessThan(30)
  await pass(1_000)
  expect(db.state.asked).toBeLessThanOrEqual(asked + 2)
})

test('a change is known within the bound without any notice, and at once with one', async () => {
  for (const notice of [false, true]) {
    const { db, follower } = await following(7)
    expect(follower.current('keys', basis(5))).toBe(5)
    db.commit(7, 'keys', { notice })
    await pass(notice ? 10 : 100)
    expect(follower.current('keys', basis(5))).toBeUndefined()
    expect(follower.current('keys', basis(6))).toBe(6)
    follower.close()
  }
})

test('only what rests on what was touched is forgotten; the rest is right up to the new revision', async () => {
  const { db, follower } = await following(7)
  follower.current('keys', basis(5))
  db.commit(7, 'groups', { notice: true })
  db.commit(7, 'tags,settings', { notice: true })
  await pass(10)
  expect(follower.current('keys', basis(5))).toBe(7)
  expect(follower.current('sessions', basis(5))).toBe(7)
  expect(follower.policiesAt(7, 5)).toBe(5)
  expect(follower.policiesAt(7, 6)).toBe(6)
  expect(follower.policiesAt(7, 7)).toBe(6)
  expect(follower.policiesAt(7, 8)).toBe(8)
})

test('a part that is not known here counts as touching everything', async () => {
  const { db, follower } = await following(7)
  db.commit(7, 'something-of-a-newer-version', { notice: true })
  await pass(10)
  expect(follower.current('keys', basis(5))).toBeUndefined()
  expect(follower.policiesAt(7, 6)).toBe(6)
})

test('a gap in the log counts as touching everything', async () => {
  const { db, follower } = await following(7)
  db.commit(7, 'tags', { logged: false })
  db.commit(7, 'tags', { notice: true })
  await pass(10)
  expect(follower.current('keys', basis(5))).toBeUndefined()
  expect(follower.current('keys', basis(7))).toBe(7)
})

test('what this server wrote is never unseen by it, whatever the database is asked meanwhile', async () => {
  const { db, follower } = await following(7)
  follower.wrote(7, db.commit(7, 'keys'), ['keys'])
  expect(follower.current('keys', basis(5))).toBeUndefined()
  expect(follower.current('keys', basis(6))).toBe(6)
  // Somebody else's change came between: what it was is not known yet.
  db.commit(7, 'keys')
  follower.wrote(7, db.commit(7, 'tags'), ['tags'])
  expect(follower.current('keys', basis(6))).toBeUndefined()
  await pass(10)
  expect(follower.current('keys', basis(8))).toBe(8)
  expect(db.state.told).toEqual(['7 6', '7 8'])
})

test('a write in an account that was not followed is not overtaken by an older reading', async () => {
  const { follower } = await following(7)
  const at = now
  follower.wrote(9, 10, ['keys'])
  follower.saw(9, 9, at)
  expect(follower.current('keys', [{ account: 9, revision: 9 }])).toBeUndefined()
})

test('a newer revision that a reading shows makes what is older useless until the change is known', async () => {
  const { db, follower } = await following(7)
  db.commit(7, 'tags')
  follower.saw(7, 6, now)
  expect(follower.current('keys', basis(5))).toBeUndefined()
  await pass(10)
  expect(follower.current('keys', basis(5))).toBe(6)
})

test('an account that has gone is no longer followed', async () => {
  const { db, follower } = await following(7)
  follower.current('keys', basis(5))
  db.revisions.delete(7)
  await pass(60)
  follower.saw(8, 1, now)
  await pass(60)
  expect(follower.current('keys', basis(5))).toBeUndefined()
})

test('a new connection, or a revision that went back, makes everything be forgotten: it may be another database', async () => {
  for (const happen of [
    (db: ReturnType<typeof database>) => {
      db.state.connections += 1
    },
    (db: ReturnType<typeof database>) => {
      db.revisions.set(7, 4)
    },
  ]) {
    const { db, follower } = await following(7)
    const epoch = follower.epoch()
    expect(follower.current('keys', basis(5))).toBe(5)
    happen(db)
    await pass(60)
    expect(follower.current('keys', basis(5))).toBeUndefined()
    expect(follower.epoch()).toBe(epoch + 1)
    follower.close()
  }
})

test('a database that is lost is said to be so once, refused at once, and found again', async () => {
  const said: boolean[] = []
  const { db, follower } = await following(7, { onReach: ({ reached }: { reached: boolean }) => said.push(reached) })
  db.state.down = true
  follower.current('keys', basis(5))
  await pass(1_000)
  expect(follower.isLost()).toBe(true)
  expect(follower.lostForMs()).toBeGreaterThan(900)
  expect(follower.current('keys', basis(5))).toBeUndefined()
  db.state.down = false
  await pass(300)
  expect(follower.isLost()).toBe(false)
  expect(said).toEqual([false, true])
})

test('a single failure is no loss', async () => {
  const { db, follower } = await following(7)
  db.state.down = true
  follower.current('keys', basis(5))
  await pass(100)
  db.state.down = false
  await pass(500)
  expect(follower.isLost()).toBe(false)
})

test('with an age allowed, what is in memory is used while the database is lost, until that age, and a needed revision never', async () => {
  const { db, follower } = await following(7, { staleMs: 5_000 })
  db.state.down = true
  follower.current('keys', basis(5))
  await pass(300)
  expect(follower.current('keys', basis(5))).toBeUndefined()
  await pass(700)
  expect(follower.current('keys', basis(5))).toBe(5)
  await pass(3_900)
  expect(follower.current('keys', basis(5))).toBe(5)
  await pass(300)
  expect(follower.current('keys', basis(5))).toBeUndefined()
})

test('more accounts than are followed: the ones longest unused are asked about each time', async () => {
  const { follower } = start()
  for (let account = 1; account <= 2_001; account += 1) {
    follower.saw(account, 1, now)
    now += 0.001
  }
  expect(follower.current('keys', [{ account: 1, revision: 1 }])).toBeUndefined()
  expect(follower.current('keys', [{ account: 2, revision: 1 }])).toBe(1)
})

test('what this server wrote while an answer was on its way is not forgotten by that answer', () => {
  const known = beginning(5, 0, 0)
  take(known, 7, [
    { revision: 6, parts: ['tags'] },
    { revision: 7, parts: ['keys'] },
  ])
  take(known, 6, [{ revision: 6, parts: ['tags'] }])
  expect(known).toMatchObject({ revision: 7, changed: { programs: 5, keys: 7, sessions: 7 } })
})
