// Each fault beneath the store, made for real while it is written to: the error is the one that docs/operating/faults.md tells,
// nothing acknowledged is lost, nothing that failed is there, and it goes on by itself where the document says so.
import {
  chmodSync,
  closeSync,
  cpSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { restoreBackup, takeBackup } from '../../src/store/backup/backup.ts'
import { openStore } from '../../src/store/open.ts'
import { insertAccount } from '../store/contract/context.ts'
import { slowProxy } from './slow-proxy.ts'
import {
  inspect,
  type Ledger,
  newLedger,
  type Place,
  smallDisk,
  startStore,
  unlimitFileSize,
  writeMany,
} from './store-process.ts'

export interface FaultGround {
  /** An empty folder of the scenario's own. */
  readonly folder: string
  /** An empty database; only asked for by scenarios of PostgreSQL. */
  database(): Promise<string>
  /** Even numbers in [0, 1). */
  next(): number
}
export interface FaultOutcome {
  /** How the fault was made. */
  readonly by: string
  readonly ledger: Ledger
  readonly wrong: readonly string[]
}
export interface Scenario {
  readonly name: string
  /** What must be heard, as the rows of src/store/faults.ts call it; none: everything goes on. */
  readonly faults: readonly string[]
  run(ground: FaultGround): Promise<FaultOutcome>
}

async function ledgerOn(place: Place): Promise<Ledger> {
  const store = await openStore(place)
  const account = await insertAccount(store)
  await store.close()
  return newLedger(account)
}

const kilobyte = 'k'.repeat(1_000)

/** Full, by a file that takes the rest of a small disk; a limit of file size where no disk can be mounted. */
async function diskFull({ folder, next }: FaultGround): Promise<FaultOutcome> {
  const disk = smallDisk(join(folder, 'disk'), 12)
  const place = { dataDir: join(folder, 'disk', 'data'), databaseUrl: undefined }
  try {
    const ledger = await ledgerOn(place)
    // A soft limit, which can be raised again from outside; in blocks of 1024 bytes.
    const store = await startStore(place, disk === undefined ? `-S -f ${900 + Math.floor(next() * 200)}` : undefined)
    await writeMany(store, ledger, 'before', 8, kilobyte)
    const ballast = join(folder, 'disk', 'ballast')
    if (disk !== undefined) fill(ballast, Math.floor(next() * 100) * 4096)
    let failed = 0
    for (let turn = 0; failed === 0 && turn < 200; turn++)
      failed = await writeMany(store, ledger, `a${turn}`, 8, kilobyte)
    await writeMany(store, ledger, 'b', 8, kilobyte)
    const readable = await store.tell({ do: 'list', account: ledger.account })
    if (disk === undefined) unlimitFileSize(store.pid)
    else rmSync(ballast)
    const still = await writeMany(store, ledger, 'c', 8, kilobyte)
    await store.kill()
    const wrong = [
      ...(failed === 0 ? ['no write failed'] : []),
      ...(still === 0 ? [] : ['writes do not go on when there is room again']),
      ...(readable.length >= ledger.acknowledged.size - 8 ? [] : [`reads did not go on: ${readable.slice(0, 3)}`]),
      ...(await inspect(place, ledger)),
    ]
    return { by: disk === undefined ? 'RLIMIT_FSIZE' : 'a tmpfs of 12 MB', ledger, wrong }
  } finally {
    disk?.drop()
  }
}

/** Takes the whole rest of the disk but so many bytes. */
function fill(path: string, leave: number): void {
  const handle = openSync(path, 'w')
  const block = Buffer.alloc(4096)
  try {
    for (;;) writeSync(handle, block)
  } catch {
    // It is full.
  } finally {
    ftruncateSync(handle, Math.max(0, fstatSync(handle).size - leave))
    closeSync(handle)
  }
}

async function fileTooLarge({ folder, next }: FaultGround): Promise<FaultOutcome> {
  const place = { dataDir: join(folder, 'data'), databaseUrl: undefined }
  const ledger = await ledgerOn(place)
  const store = await startStore(place, `-S -f ${900 + Math.floor(next() * 400)}`)
  let failed = 0
  for (let turn = 0; failed === 0 && turn < 300; turn++)
    failed = await writeMany(store, ledger, `a${turn}`, 8, kilobyte)
  unlimitFileSize(store.pid)
  const still = await writeMany(store, ledger, 'b', 8)
  await store.kill()
  const wrong = [
    ...(failed === 0 ? ['no write failed'] : []),
    ...(still === 0 ? [] : ['writes do not go on']),
    ...(await inspect(place, ledger)),
  ]
  return { by: 'RLIMIT_FSIZE', ledger, wrong }
}

/** A store on a disk that may not be written to does not open; made writable, all of it is there. */
async function readOnlyDisk({ folder }: FaultGround): Promise<FaultOutcome> {
  const disk = smallDisk(join(folder, 'disk'), 12)
  const place = { dataDir: join(folder, 'disk', 'data'), databaseUrl: undefined }
  try {
    const ledger = await ledgerOn(place)
    const before = await startStore(place)
    await writeMany(before, ledger, 'a', 8)
    await before.kill()
    // A process that writes through descriptors it has keeps a disk from being made read-only: it is made so between two.
    const open = disk === undefined ? closedFiles(place.dataDir) : undefined
    disk?.remount('ro')
    const refused = await startStore(place, undefined, open?.user)
    ledger.faults.add(refused.first[0] ?? '')
    disk?.remount('rw')
    open?.again()
    const after = await startStore(place)
    const failed = await writeMany(after, ledger, 'b', 8)
    await after.kill()
    const said = /cannot be opened: /.test(refused.first[1] ?? '')
    const wrong = [...(said && failed === 0 ? [] : [`it said ${refused.first}`]), ...(await inspect(place, ledger))]
    return { by: disk === undefined ? 'modes of the files' : 'a tmpfs mounted read-only', ledger, wrong }
  } finally {
    disk?.drop()
  }
}

/** Where nothing can be mounted: files that may only be read, for root too by way of a user who owns nothing. */
function closedFiles(dataDir: string): { readonly user: number | undefined; again(): void } {
  const modes = (folder: number, file: number): void => {
    chmodSync(dirname(dirname(dataDir)), folder)
    chmodSync(dirname(dataDir), folder)
    chmodSync(dataDir, folder)
    for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), file)
  }
  modes(0o555, 0o444)
  return { user: process.getuid?.() === 0 ? 65_534 : undefined, again: () => modes(0o700, 0o600) }
}

/** The last page overwritten: no answer is wrong, a backup refuses to be made of it, and the backup before has everything. */
async function damagedPage({ folder, next }: FaultGround): Promise<FaultOutcome> {
  const place = { dataDir: join(folder, 'data'), databaseUrl: undefined, masterKey: undefined }
  const ledger = await ledgerOn(place)
  const store = await startStore(place)
  for (let turn = 0; turn < 12; turn++) await writeMany(store, ledger, `a${turn}`, 20, kilobyte)
  await store.kill()
  const db = new DatabaseSync(join(place.dataDir, 'opencam.db'))
  // Without free pages the last one holds something.
  db.exec('vacuum; pragma wal_checkpoint(truncate)')
  db.close()
  await takeBackup(place, join(folder, 'backup'), { nowMs: 1, withMasterKey: false })
  cpSync(place.dataDir, join(folder, 'damaged'), { recursive: true })
  const damaged = { ...place, dataDir: join(folder, 'damaged') }
  overwriteLastPage(join(damaged.dataDir, 'opencam.db'), next)

  const wrong: string[] = []
  const reader = await startStore(damaged)
  if (reader.first[0] === 'ready') {
    const listed = await reader.tell({ do: 'list', account: ledger.account })
    const odd = listed.filter((name) => !ledger.acknowledged.has(name) && name !== 'damaged')
    if (odd.length > 0) wrong.push(`an answer is wrong: ${odd.slice(0, 3)}`)
    if (listed.length === 1) ledger.faults.add(listed[0] ?? '')
    else if (listed.length !== ledger.acknowledged.size)
      wrong.push(`an answer lacks ${ledger.acknowledged.size - listed.length}`)
    await reader.kill()
  } else {
    ledger.faults.add(reader.first[0] ?? '')
  }
  const refused = await takeBackup(damaged, join(folder, 'b'), { nowMs: 1, withMasterKey: false }).then(
    () => 'a backup was made of it',
    (error: unknown) => String(error),
  )
  if (/damaged|malformed/.test(refused)) ledger.faults.add('damaged')
  else wrong.push(refused)
  const again = { ...place, dataDir: join(folder, 'again') }
  await restoreBackup(join(folder, 'backup'), again)
  return { by: 'noise over the last page of the file', ledger, wrong: [...wrong, ...(await inspect(again, ledger))] }
}

function overwriteLastPage(file: string, next: () => number): void {
  const { size } = statSync(file)
  const handle = openSync(file, 'r+')
  const noise = Buffer.from(Array.from({ length: 4096 }, () => Math.floor(next() * 256)))
  writeSync(handle, noise, 0, noise.length, size - 4096)
  closeSync(handle)
}

async function noDescriptors(place: Place, ledger: Ledger): Promise<FaultOutcome> {
  const store = await startStore(place, '-S -n 64')
  await writeMany(store, ledger, 'a', 1)
  const [named, taken] = await store.tell({ do: 'take descriptors' })
  const wrong = [
    ...(named === 'no descriptors' && Number(taken) > 10 ? [] : [`descriptors were not used up: ${named}`]),
  ]
  await writeMany(store, ledger, 'b', 12)
  await store.tell({ do: 'free descriptors' })
  if ((await writeMany(store, ledger, 'c', 12)) > 0) wrong.push('writes do not go on when descriptors are free again')
  await store.kill()
  return { by: 'RLIMIT_NOFILE of 64, all taken', ledger, wrong: [...wrong, ...(await inspect(place, ledger))] }
}

async function descriptorsSqlite({ folder }: FaultGround): Promise<FaultOutcome> {
  const place = { dataDir: join(folder, 'data'), databaseUrl: undefined }
  return noDescriptors(place, await ledgerOn(place))
}

async function descriptorsPostgres({ folder, database }: FaultGround): Promise<FaultOutcome> {
  const place = { dataDir: folder, databaseUrl: await database() }
  return noDescriptors(place, await ledgerOn(place))
}

async function slowDatabase({ folder, database, next }: FaultGround): Promise<FaultOutcome> {
  const place = { dataDir: folder, databaseUrl: await database() }
  const ledger = await ledgerOn(place)
  const proxy = await slowProxy(place.databaseUrl)
  try {
    const store = await startStore({ ...place, databaseUrl: proxy.url })
    proxy.delay(5 + Math.floor(next() * 20))
    // No more than there are connections: one account's writes follow each other, and who has none waits ten seconds only.
    await writeMany(store, ledger, 'a', 16)
    proxy.delay(0)
    await writeMany(store, ledger, 'b', 40)
    await store.kill()
    return { by: 'a proxy that passes everything on later', ledger, wrong: await inspect(place, ledger) }
  } finally {
    await proxy.close()
  }
}

/** All sixteen connections wait for a database that says nothing; who finds none free is told, the others end well. */
async function poolExhausted({ folder, database }: FaultGround): Promise<FaultOutcome> {
  const place = { dataDir: folder, databaseUrl: await database() }
  const ledger = await ledgerOn(place)
  const proxy = await slowProxy(place.databaseUrl)
  try {
    const store = await startStore({ ...place, databaseUrl: proxy.url })
    await writeMany(store, ledger, 'a', 40)
    proxy.hold()
    const waiting = writeMany(store, ledger, 'b', 24)
    // Those without a connection are refused after ten seconds; only then does the database speak again.
    await new Promise((resolve) => setTimeout(resolve, 11_000))
    proxy.go()
    const failed = await waiting
    const still = await writeMany(store, ledger, 'c', 40)
    await store.kill()
    const wrong = [
      ...(failed === 8 ? [] : [`${failed} writes were refused, not the eight beyond sixteen`]),
      ...(still === 0 ? [] : ['writes do not go on']),
      ...(await inspect(place, ledger)),
    ]
    return { by: 'a proxy that passes nothing on', ledger, wrong }
  } finally {
    await proxy.close()
  }
}

export const scenarios: readonly Scenario[] = [
  { name: 'SQLite: disk full', faults: ['disk full', 'disk fails'], run: diskFull },
  { name: 'SQLite: file too large', faults: ['disk fails'], run: fileTooLarge },
  { name: 'SQLite: read-only disk', faults: ['read only'], run: readOnlyDisk },
  { name: 'SQLite: damaged last page', faults: ['damaged'], run: damagedPage },
  { name: 'SQLite: out of descriptors', faults: [], run: descriptorsSqlite },
  { name: 'PostgreSQL: out of descriptors', faults: ['no descriptors'], run: descriptorsPostgres },
  { name: 'PostgreSQL: slow', faults: [], run: slowDatabase },
  { name: 'PostgreSQL: connections exhausted', faults: ['no connection free'], run: poolExhausted },
]

/** Runs one and answers everything that was not as it should be. */
export async function runScenario(scenario: Scenario, ground: FaultGround): Promise<FaultOutcome> {
  const outcome = await scenario.run(ground)
  const heard = [...outcome.ledger.faults]
  const unknown = heard.filter((name) => !scenario.faults.includes(name)).map((name) => `heard ${name}`)
  const silent = scenario.faults.length > 0 && heard.length === 0 ? ['no fault was heard'] : []
  return { ...outcome, wrong: [...outcome.wrong, ...unknown, ...silent] }
}
