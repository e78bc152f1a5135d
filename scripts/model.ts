// Plays random sequences of calls on a small account and holds the server against a naive model after each step. Prints
// the shortest failing sequence that it finds. `--mutants` shows instead that bugs put into a copy of the server are found.
import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { huntMutant, mutants } from '../test/property/model/mutants.ts'
import { addCount, type Count, countLines, emptyCount, type Failure } from '../test/property/model/play.ts'
import { failureLines, runShare, type Share } from '../test/property/model/run.ts'

interface Report {
  readonly played: number
  /** With the last report. */
  readonly end?: { readonly count: Count; readonly failure: Failure | undefined }
}

const usage = `usage: model [--count N] [--seed S] [--steps K] [--workers W] [--database sqlite|postgres|URL]
                 N sequences (default 2000) of K steps (default 20) after the ground is laid, shared by W threads (as many
                 as there are processors)
       model --sequence I [--seed S] [--steps K]   only the sequence with that number
       model --mutants [--count N] [--seed S]      bugs in copies of the server must be found, each in N sequences`

async function work(share: Share): Promise<void> {
  // Refusals are the daily bread here; where each of them was made interests nobody.
  Error.stackTraceLimit = 0
  const count = emptyCount()
  const failure = await runShare(share, count, (played) => parentPort?.postMessage({ played } satisfies Report))
  parentPort?.postMessage({ played: 0, end: { count, failure } } satisfies Report)
}

/** Runs all workers; answers the sum and the first failure that any of them met. */
async function playAll(shares: readonly Share[]): Promise<{ count: Count; failure: Failure | undefined }> {
  const sum = emptyCount()
  const started = performance.now()
  let printed = started
  let sequences = 0
  const threads: Worker[] = []
  const runs = shares.map((share) => {
    const thread = new Worker(fileURLToPath(import.meta.url), { workerData: share })
    threads.push(thread)
    return new Promise<Failure | undefined>((resolve, reject) => {
      thread.on('error', reject)
      thread.on('message', ({ played, end }: Report) => {
        sequences += played
        if (performance.now() - printed > 10_000) {
          printed = performance.now()
          console.log(`${sequences} sequences, ${rate(sequences, started)}`)
        }
        if (end === undefined) return
        addCount(sum, end.count)
        resolve(end.failure)
      })
    })
  })
  const first = new Promise<Failure>((resolve, reject) => {
    for (const run of runs) run.then((failure) => failure !== undefined && resolve(failure), reject)
  })
  const failure = await Promise.race([first, Promise.all(runs).then((all) => all.find((one) => one !== undefined))])
  await Promise.all(threads.map((thread) => thread.terminate()))
  console.log(`${sequences} sequences, ${rate(sequences, started)}, ${shares.length} workers`)
  return { count: sum, failure }
}

function rate(sequences: number, startedMs: number): string {
  const seconds = (performance.now() - startedMs) / 1000
  return `${seconds.toFixed(1)} s, ${Math.round(sequences / seconds)} sequences/s`
}

/** A server for this run, as a process of its own that ends with it. */
async function startPostgres(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const keeper = fileURLToPath(new URL('../test/store/postgres-server.ts', import.meta.url))
  const child = fork(keeper, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] })
  const { url, error } = await new Promise<{ url?: string; error?: string }>((resolve) => {
    child.once('message', (message) => resolve(message as { url?: string; error?: string }))
    child.once('exit', (code) => resolve({ error: `PostgreSQL's keeper ended with ${code}` }))
  })
  if (url === undefined) throw new Error(error ?? 'PostgreSQL did not start')
  return { url, child }
}

/** A whole number of at least `least`, or a usage error. */
function whole(text: string, name: string, least: number): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= least) return number
  throw new Error(`--${name} wants a whole number of at least ${least}, not ${text}`)
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      steps: { type: 'string', default: '20' },
      workers: { type: 'string', default: String(availableParallelism()) },
      database: { type: 'string', default: 'sqlite' },
      sequence: { type: 'string' },
      mutants: { type: 'boolean', default: false },
    },
  })
  const seed = whole(values.seed, 'seed', 0)
  const count = whole(values.count, 'count', 1)
  if (values.mutants) return hunt(seed, count)
  const length = whole(values.steps, 'steps', 1)
  const only = values.sequence === undefined ? undefined : whole(values.sequence, 'sequence', 0)
  const workers = only === undefined ? whole(values.workers, 'workers', 1) : 1
  const postgres = values.database === 'postgres' ? await startPostgres() : undefined
  const databaseUrl = values.database === 'sqlite' ? undefined : (postgres?.url ?? values.database)
  const end = only === undefined ? count : only + 1
  const shares = Array.from({ length: workers }, (_, first) => {
    return { seed, first: only ?? first, step: workers, end, length, databaseUrl }
  })
  console.log(`seed ${seed}, ${length} steps, ${databaseUrl === undefined ? 'SQLite' : 'PostgreSQL'}`)
  try {
    return report(await playAll(shares))
  } finally {
    postgres?.child.disconnect()
  }
}

function report({ count, failure }: { readonly count: Count; readonly failure: Failure | undefined }): number {
  for (const line of countLines(count)) console.log(line)
  for (const line of failure === undefined ? ['server and model agree'] : failureLines(failure)) console.log(line)
  return failure === undefined ? 0 : 1
}

async function hunt(seed: number, count: number): Promise<number> {
  let missed = 0
  for (const mutant of mutants) {
    const { name, found } = await huntMutant(mutant, seed, count)
    if (found === undefined) missed += 1
    console.log(`${found === undefined ? 'MISSED' : 'found '}  ${name}`)
    for (const line of found?.split('\n').slice(-12) ?? []) console.log(`  ${line}`)
  }
  console.log(`${mutants.length - missed} of ${mutants.length} bugs were found`)
  return missed === 0 ? 0 : 1
}

if (isMainThread) {
  try {
    process.exitCode = await main()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error(usage)
    process.exitCode = 2
  }
} else {
  await work(workerData)
}
