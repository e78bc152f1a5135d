// Durable writes: this machine's own rate of single-row commits, then the store's transactions, alone and by many
// writers at once. All in one run on the same disk, so the ratios mean something.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openStore } from '../src/store/open.ts'
import type { Store, Writes } from '../src/store/store.ts'

// Short turns, one after the other: what else the machine does meanwhile then weighs on all alike.
const turnMs = 250
const rounds = 12
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

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'opencam-bench-'))
const raw = rawCommits(folder)
const store = await openStore({ dataDir: join(folder, 'data') })
await store.transaction((writes) =>
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
// A first turn each warms up what compiles and caches.
raw.rate()
await storeRate(store, 1)
await storeRate(store, writersAtOnce)
const turns: { raw: Rate; alone: Rate; many: Rate }[] = []
for (let round = 0; round < rounds; round++) {
  turns.push({ raw: raw.rate(), alone: await storeRate(store, 1), many: await storeRate(store, writersAtOnce) })
}
await store.close()
raw.close()
rmSync(folder, { recursive: true, force: true })

const line = (label: string, of: (turn: (typeof turns)[number]) => Rate): void => {
  const ratio = middle(turns.map((turn) => of(turn).rate / turn.raw.rate))
  const rate = middle(turns.map((turn) => of(turn).rate))
  const cpu = middle(turns.map((turn) => of(turn).cpuUs))
  console.log(
    `${label.padEnd(36)} ${ratio.toFixed(2).padStart(6)}   ${rate.toFixed(0).padStart(6)} /s  ${cpu.toFixed(0)} µs of CPU`,
  )
}
line('single-row durable commits', (turn) => turn.raw)
line('store transaction, one writer', (turn) => turn.alone)
line(`store transactions, ${writersAtOnce} writers`, (turn) => turn.many)
