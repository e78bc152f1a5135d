// The new-enemy test at length: rights are taken away on one server and used on others, while connections, processes and the
// database fail. `npm run faults:new-enemy -- --rounds N --seed S`. Ends with 1 where a server was wrong
// even once, or the run ended before its last round.
import { parseArgs } from 'node:util'
import { runNewEnemy } from '../test/cluster/new-enemy/run.ts'
import { findDebianPrograms } from '../test/store/debian-programs.ts'

/** A whole number of at least `least`, or a usage error. */
function whole(text: string, name: string, least: number): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= least) return number
  throw new Error(`--${name} wants a whole number of at least ${least}, not ${text}`)
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    nodes: { type: 'string', default: '3' },
    lanes: { type: 'string', default: '48' },
    failovers: { type: 'string' },
    bound: { type: 'string', default: '100' },
    calm: { type: 'boolean', default: false },
  },
})
const rounds = whole(values.rounds, 'rounds', 1)
const canFailOver = findDebianPrograms() !== undefined
const failOvers = values.calm ? 0 : whole(values.failovers ?? (canFailOver ? '10' : '0'), 'failovers', 0)
if (failOvers === 0 && !values.calm) {
  const why = canFailOver ? 'as asked' : 'there is no PostgreSQL in /usr/lib/postgresql (apt-get install postgresql)'
  console.error(`LEFT OUT: fail-over to a promoted standby: ${why}`)
}
const began = performance.now()
// Whoever stops it wants to know what came of it so far.
const stop = new AbortController()
// More than once means no more: a run that is cut off would leave servers behind, paused ones for good. The library that
// starts PostgreSQL listens too, and would end the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.removeAllListeners(signal)
  process.on(signal, () => stop.abort())
}
const report = await runNewEnemy({
  rounds,
  seed: whole(values.seed, 'seed', 0),
  nodes: whole(values.nodes, 'nodes', 2),
  lanes: whole(values.lanes, 'lanes', 1),
  boundMs: whole(values.bound, 'bound', 1),
  faults: !values.calm,
  failOvers,
  signal: stop.signal,
  onProgress(done) {
    if (done % 100 !== 0) return
    const perSecond = done / ((performance.now() - began) / 1000)
    console.error(`${done} of ${rounds} rounds, ${perSecond.toFixed(1)}/s`)
  },
})
const listed = (counts: Iterable<readonly [string, number]>): string =>
  [...counts].map(([name, count]) => `${name} ${count}`).join(', ')
const perRound = ([part, ms]: readonly [string, number]): readonly [string, number] => [
  part,
  Math.round(ms / Math.max(1, report.rounds)),
]
console.log(
  [
    `${report.rounds} rounds with seed ${values.seed} in ${report.seconds.toFixed(0)} s (${(report.rounds / report.seconds).toFixed(1)}/s)`,
    `milliseconds of a round: ${listed(Object.entries(report.spent).map(perRound))}`,
    `ways: ${listed(Object.entries(report.byKind))}`,
    `faults: ${listed(report.faults) || 'none'}`,
    ...(report.failedStarts === 0 ? [] : [`starts of killed servers that came to nothing: ${report.failedStarts}`]),
    `rights in force, used: ${listed(Object.entries(report.before))}`,
    `taken away, within the bound and without the revision: ${listed(Object.entries(report.within))}`,
    `taken away, with the revision or after the bound: accepted 0 wanted; ${listed(Object.entries(report.afterwards))}`,
    `histories: ${report.histories} with ${report.operations} operations, each judged`,
    ...report.wrong.map((what) => `WRONG: ${what}`),
    `wrong: ${report.wrong.length}`,
  ].join('\n'),
)
const short = report.rounds < rounds
if (short) console.error(`ended early: ${report.rounds} of ${rounds} rounds`)
process.exit(report.wrong.length === 0 && !short ? 0 : 1)
