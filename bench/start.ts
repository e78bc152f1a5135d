// How soon the server is there and what it holds when nobody calls: the emitted package and the source, with an empty store
// and with one of so many principals (users with a key each, in 100 root accounts): `node bench/start.ts 1000000`.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { emitPackage } from '../scripts/package.ts'
import { median } from './child.ts'
import { show } from './figures.ts'

const principals = Number(process.argv[2] ?? process.env['BENCH_PRINCIPALS'] ?? 100_000)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const idleMs = Number(process.env['BENCH_IDLE_MS'] ?? 3_000)
const accounts = 100

const root = fileURLToPath(new URL('..', import.meta.url))

interface Start {
  /** From the call of the program to its banner, when it listens. */
  readonly ms: number
  readonly cpuMs: number
  /** Resident megabytes after a while without a call. */
  readonly idleMb: number
  /** Of them, those that no other process can share: not the program's own file. */
  readonly ownMb: number
}

async function startOnce(program: string, dataDir: string): Promise<Start> {
  const began = performance.now()
  // The launcher keeps what was compiled of the source; the package brings its own.
  const kept = program.endsWith('.ts') ? { NODE_COMPILE_CACHE: join(dataDir, '..', 'compiled') } : {}
  const env = { PATH: process.env['PATH'], ...kept }
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  try {
    await banner(child)
    const ms = performance.now() - began
    const cpuMs = cpuOf(child)
    await wait(idleMs)
    return { ms, cpuMs, idleMb: memoryOf(child, 'VmRSS'), ownMb: memoryOf(child, 'RssAnon') }
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
}

function banner(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk) => {
      text += String(chunk)
      if (text.includes('Endpoint')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
}

/** Linux only: ticks of user and system in /proc are hundredths of a second. */
function cpuOf(child: ChildProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function memoryOf(child: ChildProcess, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))
  return Number(found?.[1]) / 1024
}

/** Writes users and keys straight into the tables: loaded by calls, a million would take the better part of an hour. */
function loadPrincipals(file: string, count: number): void {
  const db = new DatabaseSync(file)
  db.exec('pragma synchronous = off; pragma foreign_keys = off; begin')
  const moment = Date.UTC(2026, 0, 1)
  const insert = (table: string, row: Record<string, string | number | null>) => {
    const names = Object.keys(row)
    const statement = db.prepare(
      `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    )
    return (values: typeof row) => statement.run(...names.map((name) => values[name] ?? null))
  }
  const accountOf = (index: number) => ({
    account: 200_000_000_000 + index,
    app_id: 1_400_000_000 + index,
    name: `account-${index}`,
    verified: 1,
    site: 'intl',
    created_ms: moment,
    revision: 1,
    phone: '',
    country_code: '',
    email: '',
    wechat_bound: 0,
  })
  const userOf = (index: number) => ({
    account: 200_000_000_000 + (index % accounts),
    uin: 300_000_000_000 + index,
    uid: 10_000_000 + index,
    type: 0,
    name: `user-${index}`,
    name_key: `user-${index}`,
    remark: '',
    nick_name: '',
    console_login: 0,
    need_reset_password: 0,
    phone: '',
    country_code: '',
    email: '',
    phone_verified: 0,
    email_verified: 0,
    wechat_bound: 0,
    receiver_owner: 0,
    created_ms: moment,
  })
  const keyOf = (index: number) => ({
    account: 200_000_000_000 + (index % accounts),
    secret_id: `AKID${String(index).padStart(32, '0')}`,
    uin: 300_000_000_000 + index,
    status: 'Active',
    description: '',
    sealed_secret: 'x'.repeat(96),
    created_ms: moment,
    generation: 0,
  })
  const [account, user, key] = [
    insert('accounts', accountOf(0)),
    insert('users', userOf(0)),
    insert('access_keys', keyOf(0)),
  ]
  for (let index = 0; index < accounts; index++) account(accountOf(index))
  for (let index = 0; index < count; index++) {
    user(userOf(index))
    key(keyOf(index))
  }
  db.exec('commit; pragma wal_checkpoint(truncate)')
  db.close()
}

const packaged = 'package'
/** Of the package with all principals. */
let filled: readonly Start[] = []
const folder = mkdtempSync(join(tmpdir(), 'opencam-bench-'))
try {
  const { bytes } = await emitPackage(join(folder, 'opencam'))
  const programs = [
    [packaged, join(folder, 'opencam/bin/opencam.mjs')],
    ['source', join(root, 'src/cli/main.ts')],
  ] as const
  const bare = join(folder, 'empty')
  const full = join(folder, 'full')
  await startOnce(programs[0][1], bare)
  await startOnce(programs[0][1], full)
  const began = performance.now()
  loadPrincipals(join(full, 'opencam.db'), principals)
  console.log(`${principals} principals loaded in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  console.log(`the package: ${(bytes / 1024).toFixed(0)} KB of JavaScript; medians of ${rounds} starts`)
  console.log('what'.padEnd(40), 'ready'.padStart(10), 'CPU'.padStart(10), 'idle'.padStart(10), 'its own'.padStart(10))
  for (const [name, program] of programs) {
    for (const [store, dataDir] of [
      ['an empty store', bare],
      [`${principals} principals`, full],
    ] as const) {
      const starts: Start[] = []
      await startOnce(program, dataDir)
      for (let round = 0; round < rounds; round++) starts.push(await startOnce(program, dataDir))
      const of = (pick: (start: Start) => number): string => median(starts.map(pick)).toFixed(0)
      console.log(
        `${name}, ${store}`.padEnd(40),
        `${of((one) => one.ms)} ms`.padStart(10),
        `${of((one) => one.cpuMs)} ms`.padStart(10),
        `${of((one) => one.idleMb)} MB`.padStart(10),
        `${of((one) => one.ownMb)} MB`.padStart(10),
      )
      if (name === packaged && dataDir === full) filled = starts
    }
  }
  const of = (pick: (start: Start) => number): readonly number[] => filled.map(pick)
  show(
    `the package is ready, ${principals} principals`,
    of((one) => one.ms),
    'ms',
    { atMost: 400 },
  )
  show(
    'its idle memory',
    of((one) => one.idleMb),
    'MB',
    { atMost: 90 },
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
