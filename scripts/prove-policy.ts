// Sends generated requests through the policy engine and through the naive reference and stops at the first
// difference. `--mutants` shows instead that bugs put into a copy of the engine are found.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { engine } from '../test/property/policy/engine.ts'
import {
  accessCheck,
  checkTrust,
  type Find,
  type Hunt,
  huntMutants,
  requestsPerWorld,
  trustMutants,
} from '../test/property/policy/mutants.ts'
import { addTally, emptyTally, type Tally, tallyLines } from '../test/property/policy/tally.ts'

/** Requests to one subject (enough to pay for making it, few enough that a run meets many), or questions about one role. */
const perWorld = { access: 128, trust: requestsPerWorld }
/** What can be asked: requests for access, or questions about trust policies of roles. */
const checks = { access: accessCheck(perWorld.access), trust: checkTrust }
type Kind = keyof typeof checks
const words = { access: ['requests', 'subjects'], trust: ['questions', 'roles'] } as const

/** Worlds between two reports of a worker. */
const worldsPerReport = 500
/** Nearly everything that a world makes dies with it: with room for a few worlds little is ever copied. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 }

interface Share {
  readonly kind: Kind
  readonly seed: number
  /** The worker takes every `step`th world from `first` on, below `end`. */
  readonly first: number
  readonly step: number
  readonly end: number
}

interface Report {
  readonly tally: Tally
  readonly found: Find | undefined
  readonly done: boolean
}

const usage = `usage: prove-policy [--count N] [--seed S] [--workers W]   N requests (default 1000000) from seed S (default 1)
       prove-policy [--trust N] …                         and N questions about trust policies (default: as many)
       prove-policy --world I [--seed S]                  only the subject with that number
       prove-policy --mutants [--count N] [--seed S]      bugs in copies of the engine must be found`

function work(share: Share): void {
  let tally = emptyTally()
  let sinceReport = 0
  for (let world = share.first; world < share.end; world += share.step) {
    const found = checks[share.kind](engine, share.seed, world, tally)
    sinceReport += 1
    if (found !== undefined) {
      parentPort?.postMessage({ tally, found, done: true } satisfies Report)
      return
    }
    if (sinceReport < worldsPerReport) continue
    parentPort?.postMessage({ tally, found: undefined, done: false } satisfies Report)
    tally = emptyTally()
    sinceReport = 0
  }
  parentPort?.postMessage({ tally, found: undefined, done: true } satisfies Report)
}

/** Runs all workers; answers the sum and the first disagreement that any of them met. */
async function prove(
  kind: Kind,
  seed: number,
  count: number,
  workers: number,
): Promise<{ tally: Tally; found: Find | undefined }> {
  const sum = emptyTally()
  const end = Math.ceil(count / perWorld[kind])
  const started = performance.now()
  let printed = started
  const threads: Worker[] = []
  const runs = Array.from({ length: workers }, (_, first) => {
    const share: Share = { kind, seed, first, step: workers, end }
    const thread = new Worker(fileURLToPath(import.meta.url), { workerData: share, resourceLimits })
    threads.push(thread)
    return new Promise<Find | undefined>((resolve, reject) => {
      thread.on('error', reject)
      thread.on('message', ({ tally, found, done }: Report) => {
        addTally(sum, tally)
        if (performance.now() - printed > 10_000) {
          printed = performance.now()
          console.log(`${sum.requests} ${words[kind][0]}, ${rate(sum.requests, started)}`)
        }
        if (done) resolve(found)
      })
    })
  })
  const first = new Promise<Find>((resolve, reject) => {
    for (const run of runs) run.then((found) => found !== undefined && resolve(found), reject)
  })
  const found = await Promise.race([first, Promise.all(runs).then((all) => all.find((one) => one !== undefined))])
  await Promise.all(threads.map((thread) => thread.terminate()))
  console.log(`${sum.requests} ${words[kind][0]}, ${rate(sum.requests, started)}, ${workers} workers`)
  return { tally: sum, found }
}

function rate(requests: number, startedMs: number): string {
  const seconds = (performance.now() - startedMs) / 1000
  return `${seconds.toFixed(1)} s, ${Math.round(requests / seconds)}/s`
}

function report(kind: Kind, tally: Tally, found: Find | undefined): number {
  for (const line of tallyLines(tally, words[kind])) console.log(line)
  if (found === undefined) {
    console.log(`no disagreement between engine and reference in ${tally.requests} ${words[kind][0]}`)
    return 0
  }
  for (const line of found.lines) console.log(line)
  return 1
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
      count: { type: 'string', default: '1000000' },
      trust: { type: 'string' },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: '2' },
      world: { type: 'string' },
      mutants: { type: 'boolean', default: false },
    },
  })
  const seed = whole(values.seed, 'seed', 0)
  if (values.mutants) return hunt(seed, whole(values.count, 'count', 1))
  if (values.world !== undefined) {
    const tally = emptyTally()
    const found = checks.access(engine, seed, whole(values.world, 'world', 0), tally)
    return report('access', tally, found)
  }
  console.log(`seed ${seed}`)
  const workers = whole(values.workers, 'workers', 1)
  const access = await prove('access', seed, whole(values.count, 'count', 1), workers)
  if (report('access', access.tally, access.found) !== 0) return 1
  const trust = await prove('trust', seed, whole(values.trust ?? values.count, 'trust', 0), workers)
  return report('trust', trust.tally, trust.found)
}

async function hunt(seed: number, count: number): Promise<number> {
  const worlds = Math.ceil(count / requestsPerWorld)
  const hunted: Hunt[] = [
    ...(await huntMutants(seed, worlds)),
    ...(await huntMutants(seed, worlds, trustMutants, checkTrust)),
  ]
  for (const { name, found, requests } of hunted) {
    console.log(`${found === undefined ? 'MISSED' : 'found '}  ${name} (${requests} requests)`)
    if (found !== undefined) for (const line of found.lines.slice(1)) console.log(`  ${line}`)
  }
  return hunted.every(({ found }) => found !== undefined) ? 0 : 1
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
  work(workerData)
}
