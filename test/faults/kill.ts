// Kills a real server at an await of a write and looks at what the database then holds: what was acknowledged is there, of
// what nobody answered all or nothing, and of what was refused no trace.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seededRandom } from '../../src/kernel/random.ts'
import type { Credential } from '../../src/signing/index.ts'
import type { Contents } from '../../src/store/backup/contents.ts'
import { describePostgres } from '../../src/store/backup/postgres.ts'
import { describeSqlite } from '../../src/store/backup/sqlite.ts'
import { type Caller, callerOn } from '../server/load.ts'
import type { Arm, Heard } from './await-points.ts'
import { type WriteKind, writeKinds } from './writes.ts'

const points = fileURLToPath(new URL('await-points.ts', import.meta.url))
const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const roomy = [
  '--rate-limits',
  'off',
  '--quotas',
  'groups=100000,users=100000,policies=100000,attachments=100000,roles=100000',
]

export interface Ground {
  readonly dataDir: string
  /** `undefined`: SQLite in the data folder. */
  readonly databaseUrl: string | undefined
}

export interface KillReport {
  /** Awaits of each kind of write, as counted in a run that nobody killed. */
  readonly points: Readonly<Record<string, number>>
  readonly killed: number
  /** The write had ended before its point came. */
  readonly notReached: number
  readonly acknowledged: number
  readonly there: number
  readonly absent: number
  /** What should not be, a line each. */
  readonly wrong: readonly string[]
}

interface Server {
  readonly child: ChildProcess
  readonly call: Caller
  readonly ended: Promise<unknown>
}

const rootKey: Credential = { secretId: `AKID${'k'.repeat(32)}`, secretKey: 's'.repeat(32) }

async function start({ dataDir, databaseUrl }: Ground): Promise<Server> {
  const place = databaseUrl === undefined ? [] : ['--database-url', databaseUrl]
  const args = ['--import', points, cli, 'serve', '--port', '0', '--data', dataDir, ...place, ...roomy]
  const env = {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: join(tmpdir(), 'opencam-compiled'),
    OPENCAM_ROOT_SECRET_ID: rootKey.secretId,
    OPENCAM_ROOT_SECRET_KEY: rootKey.secretKey,
    OPENCAM_CONSOLE: 'off',
  }
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env })
  const ended = once(child, 'exit')
  let text = ''
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      text += chunk.toString()
      if (text.includes('Stop with Ctrl-C')) resolve()
    }
    child.stdout?.on('data', take)
    child.stderr?.on('data', take)
    ended.then(() => reject(new Error(`the server ended: ${text}`)))
  })
  return { child, call: callerOn(/Endpoint +(\S+)/.exec(text)?.[1] ?? '', rootKey), ended }
}

const hear = async ({ child }: Server): Promise<Heard> => (await once(child, 'message'))[0] as Heard

async function arm(server: Server, killAt: number): Promise<void> {
  const armed = hear(server)
  server.child.send({ killAt } satisfies Arm)
  await armed
}

const describe = ({ dataDir, databaseUrl }: Ground): Promise<Contents> =>
  databaseUrl === undefined ? describeSqlite(join(dataDir, 'opencam.db')) : describePostgres(databaseUrl)

/** Written beside the calls: when keys were used last, and calls that policies refused. */
const beside = new Set(['refusals', 'access_keys'])

/** Written by jobs when it is their time: the index of the audit log, and its checkpoints. */
const byJobs = new Set(['audit_terms', 'audit_checkpoints'])
/** Rows that are used again in turn: touched or not is all there is to see. */
const usedInTurn = new Set(['changes'])
/** A refused call is one event of the audit log too, written about a second after it: rows more that it may leave. */
const byRefusals = new Map([
  ['audit_log', 1],
  ['audit_chains', 0],
])

/** Which tables a write has touched and by how many rows, as one text; empty: none. */
function traceOf(kind: WriteKind, before: Contents, after: Contents): string {
  const touched = Object.keys(after.tables).flatMap((name) => {
    if (byJobs.has(name)) return []
    const [one, two] = [before.tables[name], after.tables[name]]
    const more = (two?.rows ?? 0) - (one?.rows ?? 0)
    const ofRefusal = kind.refused === true ? byRefusals.get(name) : undefined
    if (ofRefusal !== undefined && (more === 0 || more === ofRefusal)) return []
    if (more === 0 && (beside.has(name) || one?.sha256 === two?.sha256)) return []
    return [usedInTurn.has(name) ? name : `${name} ${more}`]
  })
  return touched.toSorted().join(', ')
}

/** The trace and the number of awaits of every kind, undisturbed. */
async function referenceOf(ground: Ground, kinds: readonly WriteKind[]) {
  const server = await start(ground)
  const found = new Map<string, { readonly points: number; readonly trace: string }>()
  for (const [index, kind] of kinds.entries()) {
    const { action, parameters } = await kind.prepare(server.call, `reference-${index}`)
    const before = await describe(ground)
    await arm(server, Number.MAX_SAFE_INTEGER)
    const counted = hear(server)
    const answer = await server.call(action, parameters)
    if ((answer.Error !== undefined) !== (kind.refused === true))
      throw new Error(`${kind.name}: ${JSON.stringify(answer)}`)
    const heard = await counted
    found.set(kind.name, {
      points: 'points' in heard ? heard.points : 0,
      trace: traceOf(kind, before, await describe(ground)),
    })
  }
  server.child.kill('SIGKILL')
  await server.ended
  return found
}

/** `acknowledged`, `refused`, or cut off before anybody heard how it went. */
type End = 'acknowledged' | 'refused' | undefined

async function killedAt(ground: Ground, kind: WriteKind, name: string, killAt: number) {
  const server = await start(ground)
  const { action, parameters } = await kind.prepare(server.call, name)
  const before = await describe(ground)
  await arm(server, killAt)
  const ended = server.ended.then(() => undefined)
  const [answer, reached] = await Promise.all([
    server.call(action, parameters).catch(() => undefined),
    Promise.race([ended.then(() => true), hear(server).then(() => false)]),
  ])
  server.child.kill('SIGKILL')
  await ended
  const end: End = answer === undefined ? undefined : answer.Error === undefined ? 'acknowledged' : 'refused'
  return { reached, end, trace: traceOf(kind, before, await describe(ground)) }
}

export interface KillOptions {
  readonly seed: number
  /** Points drawn at random; `undefined`: every point of every kind. */
  readonly rounds: number | undefined
  say(line: string): void
}

/** Runs the rounds. Prints each thing that is wrong as it is found. */
export async function killRounds(ground: Ground, { seed, rounds, say }: KillOptions): Promise<KillReport> {
  const reference = await referenceOf(ground, writeKinds)
  const counted = Object.fromEntries([...reference].map(([name, { points: count }]) => [name, count]))
  const every = writeKinds.flatMap((kind) =>
    Array.from({ length: counted[kind.name] ?? 0 }, (_, index) => ({ kind, killAt: index + 1 })),
  )
  const random = seededRandom(seed)
  const drawn = () => every[Math.floor(random.next() * every.length)]
  const chosen = rounds === undefined ? every : Array.from({ length: rounds }, drawn)
  const count = { killed: 0, notReached: 0, acknowledged: 0, there: 0, absent: 0 }
  const wrong: string[] = []
  for (const [round, one] of chosen.entries()) {
    if (one === undefined) continue
    const { kind, killAt } = one
    const { reached, end, trace } = await killedAt(ground, kind, `s${seed}-r${round}`, killAt)
    count[reached ? 'killed' : 'notReached'] += 1
    count[trace === '' ? 'absent' : 'there'] += 1
    if (end === 'acknowledged') count.acknowledged += 1
    const problem = problemOf(kind, end, { trace, whole: reference.get(kind.name)?.trace ?? '' })
    if (problem === undefined) continue
    wrong.push(`${kind.name}, killed at ${killAt}: ${problem}`)
    say(`WRONG ${wrong.at(-1)}`)
  }
  return { points: counted, ...count, wrong }
}

function problemOf(kind: WriteKind, end: End, { trace, whole }: { readonly trace: string; readonly whole: string }) {
  if (kind.refused === true) return trace === '' ? undefined : `refused, but it left ${trace}`
  if (trace !== '' && trace !== whole) return `half of it is there: ${trace}, not ${whole}`
  if (end === 'acknowledged' && trace === '') return 'acknowledged, but nothing of it is there'
  return end === 'refused' ? 'refused without a reason' : undefined
}
