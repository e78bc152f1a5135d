// A durable CreateGroup, signed and authorised, beside the machine's own rate of single-row durable SQLite commits on
// the same disk, in turn and then with 64 writers at once; ratios of one run.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { buildCall } from '../src/client/call.ts'
import { median } from './child.ts'
import { plainRequest } from './request.ts'
import { type BenchWorld, openWorld } from './world.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const perRound = Number(process.env['BENCH_WRITES'] ?? 2_000)
const writers = 64
/** A round is cut into slices, taken in turn: a disk that grows slower or faster meanwhile does so for everybody. */
const slices = 20

/** Single-row commits, synchronous as the store's. Answers the seconds that so many take. */
function openBare(folder: string): (count: number) => number {
  const database = new DatabaseSync(join(folder, 'bare.db'))
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)')
  const insert = database.prepare('INSERT INTO t (name) VALUES (?)')
  return (count) => {
    const began = performance.now()
    for (let index = 0; index < count; index++) insert.run(`row-${index}`)
    return (performance.now() - began) / 1000
  }
}

/** Groups of one account; the documents allow 300. */
const groupsPerAccount = 250

let serial = 0
/** Seconds that so many groups take, made by so many callers at once. Signing is the client's work and done before the clock starts. */
async function groups({ dispatcher, account }: BenchWorld, count: number, parallel: number): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1000)
  const target = { host: 'cam.tencentcloudapi.com', product: 'cam', version: '2019-01-16', action: 'CreateGroup' }
  const accounts = await Promise.all(Array.from({ length: Math.ceil(count / groupsPerAccount) }, account))
  const requests = Array.from({ length: count }, (_, index) => {
    const credential = accounts[index % accounts.length] ?? { secretId: '', secretKey: '' }
    serial += 1
    return plainRequest(buildCall(target, { GroupName: `group-${serial}` }, credential, { timestamp, nonce: serial }))
  })
  let next = 0
  const began = performance.now()
  const one = async (): Promise<void> => {
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      const { code } = await dispatcher.respond(request)
      if (code !== undefined) throw new Error(code)
    }
  }
  await Promise.all(Array.from({ length: parallel }, one))
  return (performance.now() - began) / 1000
}

const world = await openWorld()
try {
  const bare = openBare(world.folder)
  const slice = Math.ceil(perRound / slices)
  const results: { readonly bare: number; readonly single: number; readonly many: number }[] = []
  bare(500)
  await groups(world, 500, writers)
  for (let round = 0; round < rounds; round++) {
    const seconds = { bare: 0, single: 0, many: 0 }
    for (let turn = 0; turn < slices; turn++) {
      seconds.bare += bare(slice)
      seconds.single += await groups(world, slice, 1)
      seconds.many += await groups(world, slice * 8, writers)
    }
    const made = slice * slices
    results.push({ bare: made / seconds.bare, single: made / seconds.single, many: (made * 8) / seconds.many })
  }
  const show = (name: string, pick: (result: (typeof results)[number]) => number, unit = ''): void =>
    console.log(`${name.padEnd(60)} ${median(results.map(pick)).toFixed(2).padStart(10)} ${unit}`)
  show('single-row durable commits, bare SQLite', (result) => result.bare, 'per second')
  show('CreateGroup, one caller', (result) => result.single, 'per second')
  show(`CreateGroup, ${writers} callers`, (result) => result.many, 'per second')
  show('one caller ÷ bare commits (goal ≥ 0.60)', (result) => result.single / result.bare)
  show(`${writers} callers ÷ bare commits`, (result) => result.many / result.bare)
  show(`${writers} callers ÷ one caller (goal ≥ 5)`, (result) => result.many / result.single)
} finally {
  await world.close()
}
