// Asks of generated accounts who could get to a right, and tries every sequence of calls there as well; stops at the first
// account about which the two differ.
import { parseArgs } from 'node:util'
import { type Judged, judge, lockedAccount, smallAccount } from '../test/reach/small.ts'

const usage = `usage: prove-reach [--count N] [--seed S] [--first I]
       N accounts (default 1000) of seed S (default 1) from number I on (default 0), each with and without quarantines`

const reportEveryMs = 10_000

/** A whole number of at least `least`, or a usage error. */
function whole(text: string, name: string, least: number): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= least) return number
  throw new Error(`--${name} wants a whole number of at least ${least}, not ${text}`)
}

const kinds = [
  ['', smallAccount],
  [' with quarantines', lockedAccount],
] as const

function lines(tally: ReadonlyMap<string, number>, accounts: number): readonly string[] {
  return [`${accounts} accounts`, ...[...tally].sort().map(([told, number]) => `  ${told}: ${number}`)]
}

function prove(seed: number, first: number, count: number): number {
  const tally = new Map<string, number>()
  const add = ({ told, frees }: Judged): void => {
    for (const one of frees ? [...told, 'a quarantine is lifted'] : told) tally.set(one, (tally.get(one) ?? 0) + 1)
  }
  let printed = performance.now()
  for (let index = first; index < first + count; index += 1) {
    for (const [kind, make] of kinds) {
      const judged = judge(make(seed, index))
      add(judged)
      if (judged.faults.length === 0) continue
      console.log([`seed ${seed}, account ${index}${kind}`, ...judged.faults].join('\n'))
      return 1
    }
    if (performance.now() - printed < reportEveryMs) continue
    printed = performance.now()
    console.log(lines(tally, index + 1 - first).join('\n'))
  }
  console.log(
    [...lines(tally, count), `no disagreement in ${count} accounts of seed ${seed}, said and tried`].join('\n'),
  )
  return 0
}

try {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      first: { type: 'string', default: '0' },
    },
  })
  const [seed, first] = [whole(values.seed, 'seed', 0), whole(values.first, 'first', 0)]
  process.exitCode = prove(seed, first, whole(values.count, 'count', 1))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(usage)
  process.exitCode = 2
}
