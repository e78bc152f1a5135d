// The new enemy: somebody's right is taken away on one server, and he goes to another. With the revision he is never let in;
// without it never once the bound has passed. What fails meanwhile may make a server unable to answer, never wrong.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../../src/kernel/random.ts'
import { type Embedded, startEmbedded } from '../../store/embedded-postgres.ts'
import type { Told } from '../nodes.ts'
import { type NodeProcess, startNodeProcess } from '../processes.ts'
import { type Operation, unlinearizable } from '../register.ts'
import { type Chance, chanceOf, type Fault, startNemesis } from './nemesis.ts'
import { makeSubject, type Subject, type SubjectKind, subjectKinds } from './subjects.ts'

export interface RunOptions {
  readonly rounds: number
  readonly seed: number
  readonly nodes: number
  /** Rounds under way at once. */
  readonly lanes: number
  readonly boundMs: number
  readonly faults: boolean
  /** Ends it early, with a report of what was done. */
  readonly signal?: AbortSignal
  /** Hears how far it is. */
  readonly onProgress?: (rounds: number) => void
}

export interface RunReport {
  readonly rounds: number
  readonly seconds: number
  readonly byKind: Readonly<Record<string, number>>
  readonly faults: ReadonlyMap<Fault, number>
  /** Uses of a right after it was taken away, and how they ended. */
  readonly afterwards: { refused: number; unavailable: number }
  /** Uses of a right that was there: proof that refusals are not all that these servers can do. */
  readonly before: { accepted: number; unavailable: number }
  /** Uses in the bound after the revocation, without the revision: either answer is right. */
  readonly within: { accepted: number; refused: number; unavailable: number }
  readonly histories: number
  readonly operations: number
  readonly wrong: readonly string[]
}

/** Histories longer than this are judged, and begun anew with another subject. */
const historyMax = 150
const skews = [0, 40_000, -40_000, 120_000, -120_000]
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

interface Run {
  readonly options: RunOptions
  readonly nodes: readonly NodeProcess[]
  readonly chance: Chance
  readonly report: { -readonly [K in keyof RunReport]: RunReport[K] } & {
    wrong: string[]
    byKind: Record<string, number>
  }
  next: number
}

export async function runNewEnemy(options: RunOptions): Promise<RunReport> {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-new-enemy-'))
  const database = await startEmbedded()
  const nodes: NodeProcess[] = []
  try {
    // The first makes the tables; the others have nothing to wait for but each other.
    nodes.push(await nodeOf(options, database, folder, 0))
    const others = Array.from({ length: options.nodes - 1 }, (_, at) => nodeOf(options, database, folder, at + 1))
    nodes.push(...(await Promise.all(others)))
    return await fight({ options, nodes, database })
  } finally {
    for (const node of nodes) await node.stop()
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const nodeOf = ({ boundMs }: RunOptions, { url }: Embedded, folder: string, index: number): Promise<NodeProcess> =>
  startNodeProcess({
    name: `node ${index}`,
    databaseUrl: url,
    dataDir: join(folder, String(index)),
    flags: ['--decision-bound-ms', String(boundMs), '--revision-wait-ms', '500'],
    skewMs: skews[index % skews.length] ?? 0,
  })

interface Field {
  readonly options: RunOptions
  readonly nodes: readonly NodeProcess[]
  readonly database: Embedded
}

async function fight({ options, nodes, database }: Field): Promise<RunReport> {
  const { seed, rounds, lanes } = options
  const run: Run = {
    options,
    nodes,
    chance: chanceOf(seededRandom(seed)),
    next: 0,
    report: {
      rounds: 0,
      seconds: 0,
      byKind: {},
      faults: new Map(),
      afterwards: { refused: 0, unavailable: 0 },
      before: { accepted: 0, unavailable: 0 },
      within: { accepted: 0, refused: 0, unavailable: 0 },
      histories: 0,
      operations: 0,
      wrong: [],
    },
  }
  const began = performance.now()
  const nemesis = options.faults ? startNemesis({ nodes, database }, chanceOf(seededRandom(seed + 1))) : undefined
  try {
    await Promise.all(Array.from({ length: Math.min(lanes, rounds) }, (_, index) => lane(run, index)))
  } finally {
    await nemesis?.stop()
  }
  const seconds = (performance.now() - began) / 1000
  for (const { name, died } of nodes) if (died()) run.report.wrong.push(`${name} ended by itself`)
  return { ...run.report, seconds, faults: nemesis?.made ?? new Map() }
}

const anyNode = ({ nodes, chance }: Run): NodeProcess => nodes[chance.below(nodes.length)] as NodeProcess
/** A caller's clock is right by the server that it asks. */
const nowOf = ({ skewMs }: NodeProcess): number => Date.now() + skewMs

const goesOn = ({ next, options: { rounds, signal } }: Run): boolean => next < rounds && signal?.aborted !== true

/** One subject after another, each for as many rounds as its history may hold. */
async function lane(run: Run, index: number): Promise<void> {
  for (let made = 0; goesOn(run) && run.report.wrong.length === 0; made += 1) {
    const kind = subjectKinds[(index + made) % subjectKinds.length] as SubjectKind
    const subject = await newSubject(run, kind, `s${run.options.seed}-${index}-${made}`)
    if (subject === undefined) continue
    const history: Operation[] = []
    for (let going = true; going && goesOn(run); ) {
      run.next += 1
      going = await round(run, subject, history)
      run.report.rounds += 1
      run.report.byKind[kind] = (run.report.byKind[kind] ?? 0) + 1
      run.options.onProgress?.(run.report.rounds)
      if (history.length > historyMax || run.report.wrong.length > 0) going = false
    }
    judge(run, subject, history)
  }
}

/** Made by whatever server can; half-made ones are left behind. */
async function newSubject(run: Run, kind: SubjectKind, name: string): Promise<Subject | undefined> {
  let last: unknown
  const dead = run.nodes.find(({ died }) => died())
  if (dead !== undefined) run.report.wrong.push(`${dead.name} ended by itself`)
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const node = anyNode(run)
    try {
      return await makeSubject(node.url(), kind, `${name}-${attempt}`, nowOf(node))
    } catch (error) {
      last = error
      await pause(100)
    }
  }
  throw new Error(`no server could make ${name}`, { cause: last })
}

function judge({ report }: Run, { kind, name }: Subject, history: readonly Operation[]): void {
  report.histories += 1
  report.operations += history.length
  const culprit = unlinearizable('on', history)
  if (culprit === undefined) return
  report.wrong.push(`${kind} ${name}: no order explains ${JSON.stringify(culprit)} in ${JSON.stringify(history)}`)
}

/** Takes the right away and gives it back. `false`: the subject is used up. */
async function round(run: Run, subject: Subject, history: Operation[]): Promise<boolean> {
  await useBefore(run, subject, history)
  const revoked = await change(run, subject.revoke, 'off', history)
  if (revoked === undefined) return false
  await useAfter(run, subject, history, revoked)
  if (subject.restore === undefined) return false
  const restored = await change(run, subject.restore, 'on', history)
  if (restored === undefined) return false
  const node = anyNode(run)
  const outcome = await used(run, subject, node, history, { atLeast: restored.revision, since: restored.at })
  if (outcome === 'refused')
    run.report.wrong.push(`${subject.kind} ${subject.name}: refused on ${node.name} after it was given back`)
  return true
}

interface Changed {
  readonly revision: string
  /** When its answer was here. */
  readonly at: number
}

/**
 * Asks servers until one has done it. `undefined`: one of them may have done it without an answer, so that it may yet be done
 * at any time: the subject is of no more use.
 */
async function change(
  run: Run,
  work: (url: string, nowMs: number) => Promise<Told>,
  value: string,
  history: Operation[],
): Promise<Changed | undefined> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const node = anyNode(run)
    const from = performance.now()
    const told = await work(node.url(), nowOf(node)).catch(() => undefined)
    const at = performance.now()
    if (told?.revision !== undefined && told.code === undefined) {
      history.push({ kind: 'write', value, from, to: at })
      return { revision: told.revision, at }
    }
    // Only this code says that nothing was done.
    if (told?.code !== 'ServiceUnavailable') {
      history.push({ kind: 'write', value, from, to: Number.POSITIVE_INFINITY })
      return undefined
    }
    await pause(20)
  }
  throw new Error('no server could change anything')
}

/** On every server, so that each has it in memory; and the register itself on one of them. */
async function useBefore(run: Run, subject: Subject, history: Operation[]): Promise<void> {
  const { before } = run.report
  const uses = run.nodes.map(async (node) => {
    const outcome = await used(run, subject, node, history, {})
    if (outcome === 'accepted') before.accepted += 1
    else before.unavailable += 1
  })
  await Promise.all([...uses, readRegister(run, subject, history)])
}

async function readRegister(run: Run, { read }: Subject, history: Operation[]): Promise<void> {
  if (read === undefined) return
  const node = anyNode(run)
  const from = performance.now()
  const value = await read(node.url(), nowOf(node)).catch(() => undefined)
  if (value !== undefined) history.push({ kind: 'read', value, from, to: performance.now() })
}

/** With the revision at once, without it at once and after the bound, on every server. */
async function useAfter(run: Run, subject: Subject, history: Operation[], { revision, at }: Changed): Promise<void> {
  const { boundMs } = run.options
  const { afterwards, within } = run.report
  const must = async (node: NodeProcess, atLeast: string | undefined): Promise<void> => {
    const outcome = await used(run, subject, node, history, { atLeast, since: atLeast === undefined ? undefined : at })
    if (outcome !== 'accepted') afterwards[outcome] += 1
    else {
      const how = atLeast === undefined ? `more than ${boundMs} ms later` : 'with the revision'
      run.report.wrong.push(`${subject.kind} ${subject.name}: accepted on ${node.name} ${how}`)
    }
  }
  const each = run.nodes.map(async (node) => {
    await Promise.all([
      must(node, revision),
      used(run, subject, node, history, {}).then((outcome) => {
        within[outcome] += 1
      }),
    ])
    await pause(Math.max(0, Math.ceil(at + boundMs - performance.now()) + 1))
    await must(node, undefined)
    await pause(run.chance.below(100))
    await must(node, undefined)
  })
  await Promise.all([...each, readRegister(run, subject, history)])
}

interface Use {
  readonly atLeast?: string | undefined
  /** When the revision was told. */
  readonly since?: number | undefined
}

/** Uses the right; what came of it is a read of the register, as of some moment within the bound before it. */
async function used(run: Run, subject: Subject, node: NodeProcess, history: Operation[], { atLeast, since }: Use) {
  const began = performance.now()
  const outcome = await subject.use(node.url(), { nowMs: nowOf(node), atLeast })
  if (outcome !== 'unavailable') {
    const from = Math.max(began - run.options.boundMs, since ?? Number.NEGATIVE_INFINITY)
    history.push({ kind: 'read', value: outcome === 'accepted' ? 'on' : 'off', from, to: performance.now() })
  }
  return outcome
}
