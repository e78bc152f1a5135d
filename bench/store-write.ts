// Durable writes: this machine's own rate of single-row commits, then the store's transactions, alone and by many writers at
// once, and the very statements of those transactions bare, as many to a commit. All in one run on the same disk.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openStore } from '../src/store/open.ts'
import { storeOver } from '../src/store/sql-store.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import type { Store, Writes } from '../src/store/store.ts'
import { show } from './figures.ts'
import { recording, replayer, type Work } from './replay.ts'

// Short turns, one after the other: what else the machine does meanwhile then weighs on all alike.
const turnMs = 250
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 12)
const writersAtOnce = 64
const account = 100_000_000_001

interface Rate {
  /** Per second. */
  readonly rate: number
  /** Microseconds of CPU for each. */
  readonly cpuUs: number
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/** Commits of one row each, in a table of its own, with the settings the store uses. */
function rawCommits(folder: string): { rate(): Rate; close(): void } {
  const db = new DatabaseSync(join(folder, 'raw.db'))
  db.exec('pragma journal_mode = wal; pragma synchronous = full')
  db.exec('create table rows (id integer primary key, name text not null)')
  const insert = db.prepare('insert into rows (name) values (?)')
  return {
    rate() {
      const begin = performance.now()
      const cpu = process.cpuUsage()
      let count = 0
      while (performance.now() - begin < turnMs) {
        insert.run(`row ${count}`)
        count++
      }
      return { rate: (count * 1000) / (performance.now() - begin), cpuUs: cpuSince(cpu) / count }
    },
    close: () => db.close(),
  }
}

let made = 0

/** What an action that makes a group does: revision, name check, number, row, audit event. */
async function makeGroup(writes: Writes): Promise<void> {
  const revision = await writes.accounts.advance(account)
  const groupId = await writes.ids.next('group')
  made++
  await writes.groups.insert(account, { groupId, name: `group-${groupId}`, remark: '', createdMs: made })
  await writes.audit.append({
    account,
    revision,
    requestId: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    timeMs: made,
    uin: account,
    product: 'cam',
    action: 'CreateGroup',
    resources: [`qcs::cam::uin/${account}:groupid/${groupId}`],
    secretId: 'AKIDbench',
    access: 'write',
    decision: 'allow',
    outcome: 'ok',
    sourceIp: '127.0.0.1',
    userAgent: 'bench',
    parameters: '{"GroupName":"group"}',
  })
}

async function storeRate(store: Store, writers: number): Promise<Rate> {
  const begin = performance.now()
  const cpu = process.cpuUsage()
  let count = 0
  const write = async (): Promise<void> => {
    while (performance.now() - begin < turnMs) {
      await store.transaction(makeGroup)
      count++
    }
  }
  await Promise.all(Array.from({ length: writers }, write))
  return { rate: (count * 1000) / (performance.now() - begin), cpuUs: cpuSince(cpu) / count }
}

const insertAccount = (store: Store): Promise<unknown> =>
  store.transaction((writes) =>
    writes.accounts.insert({
      account,
      appId: 1_300_000_001,
      name: 'bench',
      verified: true,
      site: 'default',
      passwordHash: undefined,
      createdMs: 0,
      phone: '',
      countryCode: '',
      email: '',
    }),
  )

/** Works as the store makes them, to be run bare on a file that is like the one they were made on. */
async function recordWorks(count: number): Promise<readonly Work[]> {
  const { driver, works } = recording(await openSqlite(join(folder, 'recorded.db'), 'recorded'))
  const store = storeOver(driver)
  await insertAccount(store)
  await Promise.all(Array.from({ length: count }, () => store.transaction(makeGroup)))
  await store.close()
  return works.slice(1)
}

async function bareGroups(works: readonly Work[]): Promise<(round: number) => Rate> {
  const file = join(folder, 'replayed.db')
  const store = storeOver(await openSqlite(file, 'replayed'))
  await insertAccount(store)
  await store.close()
  const bare = replayer(file)
  const perRound = Math.floor(works.length / (rounds + 1))
  return (round) => {
    const part = works.slice(round * perRound, (round + 1) * perRound)
    const begin = performance.now()
    const cpu = process.cpuUsage()
    bare.run(part, writersAtOnce)
    return { rate: (part.length * 1000) / (performance.now() - begin), cpuUs: cpuSince(cpu) / part.length }
  }
}

const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'opencam-bench-'))
const raw = rawCommits(folder)
const store = await openStore({ dataDir: join(folder, 'data') })
await insertAccount(store)
const bare = await bareGroups(await recordWorks(Number(process.env['BENCH_WRITES'] ?? 64_000)))
// A first turn each warms up what compiles and caches.
raw.rate()
await storeRate(store, 1)
await storeRate(store, writersAtOnce)
bare(0)
const turns: { readonly raw: Rate; readonly alone: Rate; readonly many: Rate; readonly bare: Rate }[] = []
for (let round = 1; round <= rounds; round++) {
  turns.push({
    raw: raw.rate(),
    alone: await storeRate(store, 1),
    many: await storeRate(store, writersAtOnce),
    bare: bare(round),
  })
}
await store.close()
raw.close()
rmSync(folder, { recursive: true, force: true })

type Turn = (typeof turns)[number]
const of = (pick: (turn: Turn) => number): readonly number[] => turns.map(pick)
const labels = {
  raw: 'single-row durable commits',
  alone: 'store transactions, one writer',
  many: `store transactions, ${writersAtOnce} writers`,
  bare: `their statements bare, ${writersAtOnce} to a commit`,
}
const kinds = Object.keys(labels) as (keyof typeof labels)[]
for (const kind of kinds)
  show(
    labels[kind],
    of((turn) => turn[kind].rate),
    'per second',
  )
for (const kind of kinds)
  show(
    labels[kind],
    of((turn) => turn[kind].cpuUs),
    'µs CPU each',
  )
show(
  'one writer ÷ single-row commits',
  of(({ alone, raw }) => alone.rate / raw.rate),
  '',
  { atLeast: 0.6 },
)
show(
  `${writersAtOnce} writers ÷ single-row commits`,
  of(({ many, raw }) => many.rate / raw.rate),
  '',
  { atLeast: 5 },
)
show(
  `${writersAtOnce} writers ÷ their statements bare`,
  of((turn) => turn.many.rate / turn.bare.rate),
  '',
  { atLeast: 0.8 },
)
