// Mutation testing of the policy engine: every small change that Stryker knows is made to its code, one at a time, and
// the tests must notice it. Prints the share that they noticed, and with --survivors every change that they did not.
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { instrument, type Mutant } from '../test/mutation/instrument.ts'
import type { JudgeData, Task, TaskFile, Verdict } from '../test/mutation/judge.ts'

const usage = `usage: mutate-policy [--files PART,PART…] [--every N] [--workers W] [--survivors FILE] [--record FILE]
                 judges the mutants of all files of src/policy (of those whose path contains one of the parts; only each
                 Nth mutant) and writes those that no test noticed to the survivors' FILE. The record's FILE gets a line
                 for each verdict at once, and mutants that it says were noticed are not judged again: so a run that was
                 stopped goes on, and after new tests only those are judged that no test noticed before.`

const root = fileURLToPath(new URL('../', import.meta.url))
/** A mutant that is still being judged then runs in circles. */
const patienceMs = 240_000
/** The tests of the unchanged code, all of them, on a machine that does other things too. */
const firstPatienceMs = 1_800_000
/** Threads grow with each mutant, as modules are never unloaded. */
const mutantsPerThread = 40

/** Tests, and the prose of the linter's page, which a generator's test holds word for word. */
const noCode = /\.test\.ts$|lint\/reasons\.ts$/
/** Of the properties a share that takes a second stands for all. */
const judging = [
  /^src\/policy\/.*\.test\.ts$/,
  /^test\/vectors\/(policy|trust|lint|words|regions|prove)\.test\.ts$/,
  /^test\/mutation\/(agreement|proofs)\.ts$/,
]

/**
 * Code that stands apart with the tests that are about it: what they alone would notice of other code is not worth their
 * time, so such a mutant counts as survived.
 */
const apart = [
  { code: 'src/policy/prove/', tests: /prove\/|proofs\.ts$|vectors\/prove/ },
  { code: 'src/policy/lint/', tests: /lint\/|vectors\/lint/ },
]

interface Judged {
  readonly mutant: Mutant
  readonly outcome: 'killed' | 'timeout' | 'survived' | 'unreached'
  readonly by: string | undefined
}

/** How a mutant can be judged. */
interface Reach {
  readonly files: readonly TaskFile[]
  /** How often the tests come by it when all is well. */
  readonly hits: number
}

interface Recorded {
  readonly what: string
  readonly outcome: Judged['outcome']
}

/** The same for the same change of the same text, wherever the lines around it went. */
function whatOf(mutant: Mutant, among: readonly Mutant[]): string {
  const { file, kind, original, replacement } = mutant
  const text = JSON.stringify([file, kind, original, replacement])
  const alike = among.filter((other) => {
    return JSON.stringify([other.file, other.kind, other.original, other.replacement]) === text
  })
  return JSON.stringify([file, kind, original, replacement, alike.indexOf(mutant)])
}

function noticedBefore(record: string | undefined): ReadonlyMap<string, Judged['outcome']> {
  if (record === undefined || !existsSync(record)) return new Map()
  const lines = readFileSync(record, 'utf8').split('\n').filter(Boolean)
  const recorded = lines.map((line): Recorded => JSON.parse(line))
  return new Map(
    recorded
      .filter(({ outcome }) => outcome === 'killed' || outcome === 'timeout')
      .map(({ what, outcome }) => [what, outcome]),
  )
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .sort()
}

/** A thread that judges, replaced when it has grown or no longer answers. */
function bench(data: JudgeData) {
  let thread: Worker | undefined
  let judged = 0
  const end = async () => {
    await thread?.terminate()
    thread = undefined
    judged = 0
  }
  const start = () =>
    new Promise<Worker>((resolve, reject) => {
      const fresh = new Worker(new URL('../test/mutation/judge.ts', import.meta.url), {
        workerData: data,
        stdout: true,
        stderr: true,
      })
      fresh.once('error', reject)
      fresh.once('message', () => {
        fresh.off('error', reject)
        resolve(fresh)
      })
    })
  const ask = async (task: Task, waitMs = patienceMs): Promise<Verdict | 'timeout'> => {
    if (judged >= mutantsPerThread) await end()
    thread ??= await start()
    judged += 1
    const asked = thread
    const answer = await new Promise<Verdict | 'timeout' | Error>((resolve) => {
      const timer = setTimeout(() => resolve('timeout'), waitMs)
      const exited = (code: number) => done(new Error(`the thread ended with ${code}`))
      const done = (value: Verdict | Error) => {
        clearTimeout(timer)
        asked.off('message', done).off('error', done).off('exit', exited)
        resolve(value)
      }
      asked.on('message', done).on('error', done).on('exit', exited)
      asked.postMessage(task)
    })
    if (answer === 'timeout' || answer instanceof Error) await end()
    if (answer instanceof Error) return { mutant: task.mutant, killedBy: String(answer), reached: [] }
    return answer
  }
  return { ask, end }
}

/** Which tests reach a mutant, those of the quickest files first; an error where the unchanged code fails. */
async function reachOf(data: JudgeData, judges: readonly string[]): Promise<ReadonlyMap<string, Reach>> {
  const { ask, end } = bench(data)
  const files = judges.map((file) => ({ address: pathToFileURL(root + file).href, tests: undefined }))
  const verdict = await ask({ mutant: '', file: '', files, hitsMax: 0 }, firstPatienceMs)
  await end()
  if (verdict === 'timeout') throw new Error('the tests of the unchanged code do not end')
  if (verdict.killedBy !== undefined) throw new Error(`the unchanged code fails: ${verdict.killedBy}`)
  const byFile = [...Map.groupBy(verdict.reached, ({ address }) => address)]
    .map(([address, list]) => ({ address, list, ms: list.reduce((sum, { ms }) => sum + ms, 0) }))
    .sort((a, b) => a.ms - b.ms)
  const reach = new Map<string, { files: Map<string, Set<number> | undefined>; hits: number }>()
  for (const { address, list, ms } of byFile) {
    console.log(`${ms.toFixed(0).padStart(7)} ms  ${address.slice(data.root.length)}`)
    for (const { test, hits } of list) for (const [id, count] of Object.entries(hits)) add(id, address, test, count)
  }
  function add(id: string, address: string, test: number | undefined, count: number): void {
    const known = reach.get(id) ?? { files: new Map(), hits: 0 }
    reach.set(id, known)
    known.hits += count
    // What runs at loading can show in any test of the file.
    if (test === undefined) known.files.set(address, undefined)
    else if (!known.files.has(address)) known.files.set(address, new Set([test]))
    else known.files.get(address)?.add(test)
  }
  return new Map(
    [...reach].map(([id, { files, hits }]) => {
      return [id, { files: [...files].map(([address, tests]) => ({ address, tests })), hits }]
    }),
  )
}

function judges(test: string, file: string): boolean {
  return apart.every(({ code, tests }) => file.startsWith(code) || !tests.test(test))
}

/** The test beside the code notices most of its mutants, so it is asked before all others. */
function besideFirst(files: readonly TaskFile[], file: string): readonly TaskFile[] {
  const beside = file.replace(/\.ts$/, '.test.ts')
  const [first = [], others = []] = [true, false].map((wanted) => {
    return files.filter(({ address }) => address.endsWith(`/${beside}`) === wanted)
  })
  return [...first, ...others]
}

async function judgeAll(
  data: JudgeData,
  mutants: readonly Mutant[],
  reach: ReadonlyMap<string, Reach>,
  workers: number,
  said: (judged: Judged) => void,
): Promise<readonly Judged[]> {
  const judged: Judged[] = []
  const keep = (one: Judged) => {
    judged.push(one)
    said(one)
  }
  const queue = [...mutants]
  let printed = performance.now()
  const work = async () => {
    const { ask, end } = bench(data)
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const reaching = reach.get(mutant.id)
      if (reaching === undefined) {
        keep({ mutant, outcome: 'unreached', by: undefined })
        continue
      }
      const files = besideFirst(reaching.files, mutant.file).filter(({ address }) => judges(address, mutant.file))
      const { hits } = reaching
      const file = data.root + mutant.file
      const verdict = await ask({ mutant: mutant.id, file, files, hitsMax: hits * 5 + 10_000 })
      const by = verdict === 'timeout' ? undefined : verdict.killedBy
      const outcome = verdict === 'timeout' ? 'timeout' : by === undefined ? 'survived' : 'killed'
      keep({ mutant, outcome, by })
      if (performance.now() - printed < 10_000) continue
      printed = performance.now()
      console.log(`${judged.length} of ${mutants.length} judged`)
    }
    await end()
  }
  await Promise.all(Array.from({ length: workers }, work))
  return judged
}

function print(judged: readonly Judged[]): void {
  const rows = [...Map.groupBy(judged, ({ mutant }) => mutant.file)].map(([file, list]) => row(file, list))
  for (const line of [...rows, row('all', judged)]) console.log(line)
}

function row(name: string, list: readonly Judged[]): string {
  const count = (wanted: Judged['outcome']) => list.filter(({ outcome }) => outcome === wanted).length
  const noticed = count('killed') + count('timeout')
  const share = `${((100 * noticed) / list.length).toFixed(1)} %`
  return `${share.padStart(8)}  ${noticed} of ${list.length} noticed, ${count('survived')} survived, ${count('unreached')} unreached  ${name}`
}

function survivorText({ mutant, outcome }: Judged): string {
  const { file, line, column, kind, original, replacement } = mutant
  return `${file}:${line}:${column} ${outcome} ${kind}\n- ${original.replaceAll('\n', '\n  ')}\n+ ${replacement.replaceAll('\n', '\n  ')}\n`
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      files: { type: 'string', default: '' },
      every: { type: 'string', default: '1' },
      workers: { type: 'string', default: String(availableParallelism()) },
      survivors: { type: 'string' },
      record: { type: 'string' },
    },
  })
  const all = filesUnder('src/policy').filter((file) => file.endsWith('.ts') && !noCode.test(file))
  const judges = ['src/policy', 'test/vectors', 'test/mutation']
    .flatMap(filesUnder)
    .filter((file) => judging.some((pattern) => pattern.test(file)))
  const { sources, mutants } = await instrument(
    root.slice(0, -1),
    all.filter((file) => values.files.split(',').some((part) => file.includes(part))),
  )
  const data: JudgeData = { root: pathToFileURL(root).href, sources }
  const chosen = mutants.filter((_, index) => index % Number(values.every) === 0)
  const { record } = values
  const byFile = Map.groupBy(mutants, ({ file }) => file)
  const what = new Map(chosen.map((mutant) => [mutant, whatOf(mutant, byFile.get(mutant.file) ?? [])]))
  const before = noticedBefore(record)
  const outcomeBefore = (mutant: Mutant) => before.get(what.get(mutant) ?? '')
  const known = chosen.flatMap((mutant): Judged[] => {
    const outcome = outcomeBefore(mutant)
    return outcome === undefined ? [] : [{ mutant, outcome, by: undefined }]
  })
  const left = chosen.filter((mutant) => outcomeBefore(mutant) === undefined)
  console.log(`${chosen.length} mutants, ${known.length} of them noticed before, ${judges.length} test files`)
  const reach = await reachOf(data, judges)
  const started = performance.now()
  const fresh = await judgeAll(data, left, reach, Number(values.workers), ({ mutant, outcome }) => {
    const line: Recorded = { what: what.get(mutant) ?? '', outcome }
    if (record !== undefined) appendFileSync(record, `${JSON.stringify(line)}\n`)
  })
  const judged = [...known, ...fresh]
  print(judged)
  console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`)
  const survivors = judged.filter(({ outcome }) => outcome === 'survived' || outcome === 'unreached')
  if (values.survivors !== undefined) writeFileSync(values.survivors, survivors.map(survivorText).join('\n'))
  return 0
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(usage)
  process.exitCode = 2
}
