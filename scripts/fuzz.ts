// Sends generated and damaged input through a reader until the time is over, or to the first finding, which it prints with what is needed
// to see it again. Also finds single cases that take too long.
import { parseArgs } from 'node:util'
import { policyTarget } from '../test/property/fuzz/policy.ts'
import { protocolTarget } from '../test/property/fuzz/protocol.ts'
import { type FuzzTarget, tryCase } from '../test/property/fuzz/target.ts'

const targets: ReadonlyMap<string, FuzzTarget> = new Map(
  [protocolTarget, policyTarget].map((target) => [target.name, target]),
)

/** A case that takes longer, three times in a row, is a finding. */
const caseMsMax = 400

const usage = `usage: fuzz --target protocol|policy [--seconds N] [--seed S]   for N seconds (default 60) from seed S (default: by the clock)
       fuzz --target protocol|policy --seed S --case I          only case I`

function elapsedMs(run: () => unknown): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

function tooSlow(target: FuzzTarget, seed: number, index: number, firstMs: number): boolean {
  if (firstMs <= caseMsMax) return false
  return [0, 1].every(() => elapsedMs(() => tryCase(target, seed, index)) > caseMsMax)
}

/** Tries one case; true when it is in order. */
function passes(target: FuzzTarget, seed: number, index: number): boolean {
  let finding: ReturnType<typeof tryCase>
  const ms = elapsedMs(() => {
    finding = tryCase(target, seed, index)
  })
  const fault = finding?.fault ?? (tooSlow(target, seed, index, ms) ? `it takes ${Math.round(ms)} ms` : undefined)
  if (fault === undefined) return true
  console.error(`${target.name}: ${fault}`)
  console.error(`again: npm run fuzz -- --target ${target.name} --seed ${seed} --case ${index}`)
  if (finding !== undefined) console.error(finding.reproducer)
  return false
}

function run(target: FuzzTarget, seed: number, seconds: number): boolean {
  const start = performance.now()
  let count = 0
  let reported = start
  for (; performance.now() - start < seconds * 1000; count++) {
    if (!passes(target, seed, count)) return false
    if (performance.now() - reported > 30_000) {
      reported = performance.now()
      console.log(`${target.name}: ${count} cases`)
    }
  }
  const took = (performance.now() - start) / 1000
  console.log(
    `${target.name}: ${count} cases in ${took.toFixed(0)} s (${Math.round(count / took)} a second), seed ${seed}, nothing found`,
  )
  return true
}

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    case: { type: 'string' },
  },
})
const target = targets.get(values.target ?? '')
const seed = values.seed === undefined ? Date.now() % 2 ** 32 : Number(values.seed)
const seconds = Number(values.seconds)
if (target === undefined || !Number.isSafeInteger(seed) || !(seconds > 0)) {
  console.error(usage)
  process.exitCode = 2
} else {
  const good = values.case === undefined ? run(target, seed, seconds) : passes(target, seed, Number(values.case))
  process.exitCode = good ? 0 : 1
}
