// The new enemy: somebody's right is taken away on one server, and he goes to another. With the revision he is never let in;
// without it never once the bound has passed. What fails meanwhile may make a server unable to answer, never wrong.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../../src/kernel/random.ts'
import { rowsOf } from '../../store/debian-programs.ts'
import { startEmbedded } from '../../store/embedded-postgres.ts'
import { type NodeProcess, startNodeProcess, targetOf } from '../processes.ts'
import { type Operation, unlinearizable } from '../register.ts'
import { type Battlefield, chanceOf, type Fault, startNemesis } from './nemesis.ts'
import { makeOwners, type Owner } from './owners.ts'
import { type Primary, startWithStandby, withoutStandby } from './primary.ts'
import { type Arena, anyNode, type Counts, noCounts, nowOf, playRound } from './round.ts'
import { makeSubject, type Subject, type SubjectKind, subjectKinds } from './subjects.ts'

export interface RunOptions {
  readonly rounds: number
  readonly seed: number
  readonly nodes: number
  /** Rounds under way at once. */
  readonly lanes: number
  readonly boundMs: number
  readonly faults: boolean
  /** How often the standby takes the primary's place, spread over the run; above 0 the system's PostgreSQL is needed. */
  readonly failOvers: number
  /** Ends it early, with a report of what was done. */
  readonly signal?: AbortSignal
  /** Hears how far it is. */
  readonly onProgress?: (rounds: number) => void
}

export interface RunReport extends Counts {
  readonly rounds: number
  readonly seconds: number
  readonly byKind: Readonly<Record<string, number>>
  readonly faults: ReadonlyMap<Fault, number>
  readonly histories: number
  readonly operations: number
  /** Of servers that were killed. */
  readonly failedStarts: number
}

/** Histories longer than this are judged, and begun anew with another subject. */
const historyMax = 150
/** Of a kind whose right cannot be given back, so many subjects follow each other. */
const inTurn = 4
const lanesPerAccount = 2
const skews = [0, 40_000, -40_000, 120_000, -120_000]
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export async function runNewEnemy(options: RunOptions): Promise<RunReport> {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-new-enemy-'))
  const database = options.failOvers > 0 ? await startWithStandby() : withoutStandby(await startEmbedded())
  const nodes: NodeProcess[] = []
  try {
    // The first makes the tables; the others have nothing to wait for but each other.
    nodes.push(await nodeOf(options, database, folder, 0))
    const others = Array.from({ length: options.nodes - 1 }, (_, at) => nodeOf(options, database, folder, at + 1))
    nodes.push(...(await Promise.all(others)))
    const given = { databaseUrl: database.url(), dataDir: join(folder, 'owners') }
    const count = Math.ceil(Math.min(options.lanes, options.rounds) / lanesPerAccount)
    const owners = await makeOwners(nodes[0]?.url() ?? '', given, count, seededRandom(options.seed + 2))
    return await fight({ options, nodes, database, owners })
  } finally {
    for (const node of nodes) await node.stop()
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const nodeOf = ({ boundMs }: RunOptions, { url }: Primary, folder: string, index: number): Promise<NodeProcess> =>
  startNodeProcess({
    name: `node ${index}`,
    databaseUrl: url(),
    dataDir: join(folder, String(index)),
    flags: ['--decision-bound-ms', String(boundMs), '--revision-wait-ms', '500'],
    skewMs: skews[index % skews.length] ?? 0,
  })

interface Field {
  readonly options: RunOptions
  readonly nodes: readonly NodeProcess[]
  readonly database: Primary
  readonly owners: readonly Owner[]
}

interface Run extends Arena, Pick<Field, 'options' | 'owners'> {
  readonly report: { -readonly [K in keyof Omit<RunReport, 'byKind'>]: RunReport[K] } & {
    readonly byKind: Record<string, number>
  }
  next: number
}

async function fight({ options, nodes, database, owners }: Field): Promise<RunReport> {
  const { seed, rounds, lanes, boundMs } = options
  const counts = noCounts()
  const report: Run['report'] = {
    ...counts,
    rounds: 0,
    seconds: 0,
    byKind: {},
    faults: new Map(),
    histories: 0,
    operations: 0,
    failedStarts: 0,
  }
  const chance = chanceOf(seededRandom(seed))
  const run: Run = { options, owners, nodes, chance, boundMs, counts, acknowledged: new Map(), report, next: 0 }
  const began = performance.now()
  const nemesis = options.faults
    ? startNemesis(battlefield(run, database), chanceOf(seededRandom(seed + 1)))
    : undefined
  try {
    await Promise.all(Array.from({ length: Math.min(lanes, rounds) }, (_, index) => lane(run, index)))
  } finally {
    await nemesis?.stop()
  }
  report.seconds = (performance.now() - began) / 1000
  report.faults = nemesis?.made ?? new Map()
  report.failedStarts = nodes.reduce((sum, { failedStarts }) => sum + failedStarts(), 0)
  for (const { name, died } of nodes) if (died()) report.wrong.push(`${name} ended by itself`)
  return report
}

function battlefield({ nodes, options, report, acknowledged, counts }: Run, database: Primary): Battlefield {
  const { failOver } = database
  return {
    nodes,
    database,
    failed: (error) => void counts.wrong.push(`a fault has not been put right: ${String(error)}\n${database.said()}`),
    async failOverDue(made) {
      // The first once a part of the rounds is done, the last before the end.
      const due = Math.floor((report.rounds / options.rounds) * (options.failOvers + 1))
      return failOver !== undefined && made < Math.min(due, options.failOvers) && (await failOver.ready())
    },
    async failOver() {
      await failOver?.run()
      // Nobody has reached the new primary yet: what was acknowledged until now, the old one acknowledged.
      const found = new Map(await revisionsAt(database.url()))
      for (const [account, revision] of acknowledged) {
        const now = found.get(account) ?? 0
        if (now < revision) counts.wrong.push(`account ${account} went from revision ${revision} back to ${now}`)
      }
      for (const { proxy } of nodes) proxy.lead(targetOf(database.url()))
    },
  }
}

const revisionsAt = async (url: string): Promise<readonly (readonly [number, number])[]> =>
  (await rowsOf(url, 'select account, revision from accounts')).map(([account, revision]) => [
    Number(account),
    Number(revision),
  ])

const goesOn = ({ next, counts, options: { rounds, signal } }: Run): boolean =>
  next < rounds && counts.wrong.length === 0 && signal?.aborted !== true

/** One subject after another, each for as many rounds as its history may hold. */
async function lane(run: Run, index: number): Promise<void> {
  try {
    for (let made = 0; goesOn(run); made += 1) {
      const kind = subjectKinds[(index + made) % subjectKinds.length] as SubjectKind
      for (let turn = 0; turn < inTurn && goesOn(run); turn += 1) {
        const subject = await newSubject(run, kind, {
          lane: index,
          name: `s${run.options.seed}-${index}-${made}-${turn}`,
        })
        await playSubject(run, subject)
        if (subject.restore !== undefined) break
      }
    }
  } catch (error) {
    // What stopped the run from a terminal stopped the database under it too.
    if (run.options.signal?.aborted !== true) run.counts.wrong.push(`lane ${index}: ${String(error)}`)
  }
}

async function playSubject(run: Run, subject: Subject): Promise<void> {
  const { report, options } = run
  const history: Operation[] = []
  for (let going = true; going && goesOn(run); ) {
    run.next += 1
    going = (await playRound(run, subject, history)) && history.length <= historyMax
    report.rounds += 1
    report.byKind[subject.kind] = (report.byKind[subject.kind] ?? 0) + 1
    options.onProgress?.(report.rounds)
  }
  judge(run, subject, history)
}

/** Made by whatever server can; half-made ones are left behind. */
async function newSubject(
  run: Run,
  kind: SubjectKind,
  { lane, name }: { lane: number; name: string },
): Promise<Subject> {
  let last: unknown
  const owner = run.owners[lane % run.owners.length] as Owner
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const dead = run.nodes.find(({ died }) => died())
    if (dead !== undefined) throw new Error(`${dead.name} ended by itself`)
    const node = anyNode(run)
    try {
      return await makeSubject(node.url(), { kind, name: `${name}-${attempt}`, owner }, nowOf(node))
    } catch (error) {
      last = error
      await pause(100)
    }
  }
  throw new Error(`no server could make ${name}: ${String(last)}`)
}

function judge({ report, counts }: Run, { kind, name }: Subject, history: readonly Operation[]): void {
  report.histories += 1
  report.operations += history.length
  const culprit = unlinearizable('on', history)
  if (culprit === undefined) return
  counts.wrong.push(`${kind} ${name}: no order explains ${JSON.stringify(culprit)} in ${JSON.stringify(history)}`)
}
