// Runs in a thread: judges one mutant after the other by test files. Everything of `src` and `test` is loaded anew for
// each mutant, so that nothing which one of them left behind is seen by the next.

import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { configureGlobal } from 'fast-check'
import type { SmallTest } from './small-vitest.ts'

export interface JudgeData {
  /** Address of the repository's root, with a slash at its end. */
  readonly root: string
  readonly sources: ReadonlyMap<string, string>
}

/** `mutant` empty: the code as it is, and which mutants each test reaches is noted. */
export interface Task {
  readonly mutant: string
  /** Address of the file that the mutant is in; the others are loaded as they are. Empty: all of them are instrumented. */
  readonly file: string
  /** The quickest first. */
  readonly files: readonly TaskFile[]
  /** How often the code may come by the mutant before it counts as running in circles; zero: as often as it likes. */
  readonly hitsMax: number
}

export interface TaskFile {
  readonly address: string
  /** Numbers of the tests to run; `undefined`: all. */
  readonly tests: ReadonlySet<number> | undefined
}

export interface Verdict {
  readonly mutant: string
  /** What went wrong first; `undefined`: nothing did. */
  readonly killedBy: string | undefined
  /** Of the code as it is only. */
  readonly reached: readonly Reached[]
}

/** What one test reached, or the loading of a file. */
export interface Reached {
  readonly address: string
  /** `undefined`: loading. */
  readonly test: number | undefined
  /** How often, by mutant. */
  readonly hits: Readonly<Record<string, number>>
  readonly ms: number
}

interface Switch {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  hitCount?: number | undefined
  hitLimit?: number | undefined
  mutantCoverage?: { static: object; perTest: Record<string, Record<string, number>> }
}

const { root, sources } = workerData as JudgeData
const own = [`${root}src/`, `${root}test/`]
const smallVitest = new URL('./small-vitest.ts', import.meta.url).href
const stripped = new Map<string, string>()
const state: Switch = {}
let instrumentedFile = ''
Object.assign(globalThis, { __stryker__: state })

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'vitest') return { url: smallVitest, shortCircuit: true }
    const found = next(specifier, context)
    const round = context.parentURL === undefined ? undefined : new URL(context.parentURL).searchParams.get('round')
    if (round === undefined || round === null || !own.some((folder) => found.url.startsWith(folder))) return found
    return { ...found, url: `${found.url}?round=${round}` }
  },
  load(url, context, next) {
    const [address = ''] = url.split('?round=')
    if (address === url || !address.endsWith('.ts')) return next(url, context)
    const instrumented = instrumentedFile === '' || instrumentedFile === address
    const source = (instrumented ? sources.get(address) : undefined) ?? strip(address)
    return { format: 'module', source, shortCircuit: true }
  },
})

function strip(address: string): string {
  const known = stripped.get(address)
  if (known !== undefined) return known
  const source = stripTypeScriptTypes(readFileSync(fileURLToPath(address), 'utf8'))
  stripped.set(address, source)
  return source
}

// One failure is enough, the smallest one is not asked for; and many mutants are judged, so each by fewer examples.
configureGlobal({ endOnFailure: true })
process.env['OPENCAM_TEST_RUNS'] = '200'

const { takeTests } = (await import(smallVitest)) as { takeTests: () => readonly SmallTest[] }
let round = 0

async function judge({ mutant, file: its, files, hitsMax }: Task): Promise<Verdict> {
  round += 1
  instrumentedFile = its
  const plain = mutant === ''
  const reached: Reached[] = []
  state.activeMutant = plain ? undefined : mutant
  state.hitCount = hitsMax === 0 ? undefined : 0
  state.hitLimit = hitsMax
  for (const file of files) {
    // Each file begins with modules of its own while it is noted what it reaches: loading them belongs to each of them.
    if (plain) round += 1
    const killedBy = await firstFailure(file, plain ? reached : undefined)
    if (killedBy !== undefined) return { mutant, killedBy, reached }
  }
  return { mutant, killedBy: undefined, reached }
}

async function firstFailure({ address, tests }: TaskFile, reached: Reached[] | undefined): Promise<string | undefined> {
  takeTests()
  let name = 'loading'
  try {
    await noted(reached, address, undefined, () => import(`${address}?round=${round}`))
    for (const [index, test] of takeTests().entries()) {
      if (tests !== undefined && !tests.has(index)) continue
      name = test.name
      await noted(reached, address, index, test.run)
    }
    return undefined
  } catch (error) {
    return `${address.slice(root.length)}: ${name}: ${error instanceof Error ? error.message : String(error)}`
  }
}

async function noted(reached: Reached[] | undefined, address: string, test: number | undefined, run: () => unknown) {
  // A module of instrumented code takes this object once, when it first comes by a mutant, so it stays the same one.
  state.mutantCoverage ??= { static: {}, perTest: {} }
  const id = `${round} ${test ?? 'loading'}`
  state.currentTestId = reached === undefined ? undefined : id
  const started = performance.now()
  await run()
  reached?.push({ address, test, hits: state.mutantCoverage.perTest[id] ?? {}, ms: performance.now() - started })
}

parentPort?.on('message', async (task: Task) => parentPort?.postMessage(await judge(task)))
parentPort?.postMessage('ready')
