// Sends generated pairs of policies through the decision procedure and through the SMT solver Z3, and stops at the
// first disagreement. Every counterexample is judged again by the engine and by the reference.
import { parseArgs } from 'node:util'
import { type Comparison, comparePair, comparisonLines } from '../test/property/policy/prove/compare.ts'
import { openSolver } from '../test/property/policy/prove/z3.ts'

const usage = `usage: prove-equivalence [--count N] [--seed S] [--first I] [--timeout MS]
       N pairs (default 10000) of seed S (default 1) from number I on (default 0); the solver has MS for each (default 3000)`

/** Answers of ours that may stay open, as a share. */
const unknownMax = 0.05
const reportEveryMs = 10_000

interface Tally {
  readonly answers: Map<string, number>
  readonly reasons: Map<string, number>
  pairs: number
  oursMs: number
  oursMsMax: number
  theirsMs: number
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function add(tally: Tally, { ours, theirs, oursMs, theirsMs }: Comparison): void {
  tally.pairs += 1
  tally.oursMs += oursMs
  tally.oursMsMax = Math.max(tally.oursMsMax, oursMs)
  tally.theirsMs += theirsMs
  count(tally.answers, `${ours.answer}, solver ${theirs}`)
  if (ours.answer === 'unknown') count(tally.reasons, ours.why)
}

function lines({ answers, reasons, pairs, oursMs, oursMsMax, theirsMs }: Tally): readonly string[] {
  const share = (number: number): string => `${((100 * number) / pairs).toFixed(2)} %`
  return [
    `${pairs} pairs`,
    ...[...answers].sort().map(([answer, number]) => `  ${answer}: ${number} (${share(number)})`),
    ...[...reasons].map(([reason, number]) => `  unknown because ${reason}: ${number}`),
    `  ours ${(oursMs / pairs).toFixed(2)} ms a pair (longest ${oursMsMax.toFixed(0)} ms), solver ${(theirsMs / pairs).toFixed(2)} ms`,
  ]
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
      count: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      first: { type: 'string', default: '0' },
      timeout: { type: 'string', default: '3000' },
    },
  })
  const seed = whole(values.seed, 'seed', 0)
  const first = whole(values.first, 'first', 0)
  const end = first + whole(values.count, 'count', 1)
  const solver = await openSolver(whole(values.timeout, 'timeout', 1))
  try {
    return await prove((index) => comparePair(solver, seed, index), first, end, seed)
  } finally {
    solver.close()
  }
}

async function prove(
  compare: (index: number) => Promise<Comparison>,
  first: number,
  end: number,
  seed: number,
): Promise<number> {
  const tally: Tally = { answers: new Map(), reasons: new Map(), pairs: 0, oursMs: 0, oursMsMax: 0, theirsMs: 0 }
  let printed = performance.now()
  for (let index = first; index < end; index += 1) {
    const compared = await compare(index)
    add(tally, compared)
    if (compared.faults.length > 0) {
      for (const line of [`seed ${seed}, pair ${index}`, ...comparisonLines(compared)]) console.log(line)
      return 1
    }
    if (performance.now() - printed < reportEveryMs) continue
    printed = performance.now()
    console.log(lines(tally).join('\n'))
  }
  console.log(lines(tally).join('\n'))
  const unknown = [...tally.answers].reduce((sum, [key, number]) => sum + (key.startsWith('unknown') ? number : 0), 0)
  if (unknown > tally.pairs * unknownMax) {
    console.log(`more than ${unknownMax * 100} % of the answers are unknown`)
    return 1
  }
  console.log(`no disagreement in ${tally.pairs} pairs of seed ${seed}`)
  return 0
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(usage)
  process.exitCode = 2
}
