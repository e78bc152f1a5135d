// Durable writes: this machine's own rate of single-row commits, then the store's transactions, alone and by many
// writers at once. All in one run on the same disk, so the ratios mean something.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openStore } from '../src/store/open.ts'
import type { Store, Writes } from '../src/store/store.ts'

const roundSeconds = 2
const rounds = 3
const writersAtOnce = 64
const account = 100_000_000_001

/** Commits of one row each, in a table of its own, with the settings the store uses. */
function rawRate(folder: string): { rate(): number; close(): void } {
  const db = new DatabaseSync(join(folder, 'raw.db'))
  db.exec('pragma journal_mode = wal; pragma synchronous = full')
  db.exec('create table rows (id integer primary key, name text not null)')
  const insert = db.prepare('insert into rows (name) values (?)')
  return {
    rate() {
      const begin = performance.now()
      let count = 0
      while (performance.now() - begin < roundSeconds * 1000) {
        insert.run(`row ${count}`)
        count++
      }
      return (count * 1000) / (performance.now() - begin)
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
    sourceIp: '127.0.0.1',
    outcome: 'ok',
    parameters: '{"GroupName":"group"}',
  })
}

async function storeRate(store: Store, writers: number): Promise<number> {
  const begin = performance.now()
  const cpu = process.cpuUsage()
  let count = 0
  const write = async (): Promise<void> => {
    while (performance.now() - begin < roundSeconds * 1000) {
      await store.transaction(makeGroup)
      count++
    }
  }
  await Promise.all(Array.from({ length: writers }, write))
  const { user, system } = process.cpuUsage(cpu)
  console.log(`  ${writers} writers: ${((user + system) / count).toFixed(0)} µs of CPU per transaction`)
  return (count * 1000) / (performance.now() - begin)
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'opencam-bench-'))
const raw = rawRate(folder)
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
const rates: { raw: number; alone: number; many: number }[] = []
for (let round = 0; round < rounds; round++) {
  rates.push({ raw: raw.rate(), alone: await storeRate(store, 1), many: await storeRate(store, writersAtOnce) })
}
await store.close()
raw.close()
rmSync(folder, { recursive: true, force: true })

const ratios = rates.map((rate) => ({ alone: rate.alone / rate.raw, many: rate.many / rate.raw }))
console.log(`single-row durable commits          ${middle(rates.map((rate) => rate.raw)).toFixed(0)} /s   (1.00)`)
console.log(`store transaction, one writer       ${middle(ratios.map((r) => r.alone)).toFixed(2)} of that`)
console.log(`store transactions, ${writersAtOnce} writers      ${middle(ratios.map((r) => r.many)).toFixed(2)} of that`)
