// Everything whose last output stands in docs/operating/results.md, one row each. The command is a script of package.json.

/** A figure of the output, found by how its line begins. Goals that a line tells itself are read there. */
export interface Hold {
  readonly line: string
  readonly atMost: number
}

export interface ResultRow {
  /** Title of its section, and what `npm run results` is told. */
  readonly name: string
  readonly script: string
  readonly args?: readonly string[]
  readonly goal: string
  readonly holds?: readonly Hold[]
  /** Where the suite holds a short version of it. */
  readonly short?: string
  /** The short version itself, where one test runs them all: what is given instead of `args`, and around it. */
  readonly shortly?: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> }
  /** About how long it takes on two quiet processors. */
  readonly minutes: number
  /** Lines of the end of its output that are kept. */
  readonly lines?: number
}

const seed = '20261127'
const nothingWrong = 'nothing wrong'
const told = 'the figures are told; there is no goal'
/** The test that runs each bench for as short a time as it can. */
const short = 'test/bench/short.test.ts'
const once = { env: { BENCH_ROUNDS: '1', BENCH_REQUESTS: '200', BENCH_WRITES: '200', BENCH_SECONDS: '0.2' } }

const benches: readonly ResultRow[] = [
  { name: 'bench:verify', script: 'bench:verify', goal: told, short, shortly: { args: ['5'] }, minutes: 1 },
  {
    name: 'bench:signed-read',
    script: 'bench:signed-read',
    goal: 'rate ≥ 0.85 and CPU ≤ 1.50 of a bare server that only verifies',
    short,
    shortly: once,
    minutes: 2,
  },
  {
    name: 'bench:processes',
    script: 'bench:processes',
    goal: 'two processes: CPU per request ≤ 1.10 of one, gain ≥ 0.90 of a bare server’s',
    short,
    shortly: once,
    minutes: 4,
  },
  {
    name: 'bench:decisions',
    script: 'bench:decisions',
    goal: '100 questions in a request at ≥ 20 times the rate of single ones',
    short,
    shortly: once,
    minutes: 2,
  },
  {
    name: 'bench:durable-write',
    script: 'bench:durable-write',
    goal: 'one caller ≥ 0.60 of bare commits, 64 callers ≥ 5 times one',
    short,
    shortly: once,
    minutes: 2,
  },
  {
    name: 'bench:signed-write',
    script: 'bench:signed-write',
    goal: 'a durable CreateGroup at ≥ 0.60 of the rate of a GetUser',
    short,
    shortly: once,
    minutes: 3,
  },
  {
    name: 'bench:store-write',
    script: 'bench:store-write',
    goal: 'one writer ≥ 0.60 of single-row commits, 64 writers ≥ 5 times them and ≥ 0.80 of their bare statements',
    short,
    shortly: once,
    minutes: 3,
  },
  { name: 'bench:store-sessions', script: 'bench:store-sessions', goal: told, short, shortly: once, minutes: 1 },
  {
    name: 'bench:sessions',
    script: 'bench:sessions',
    goal: 'AssumeRole ≥ 0.50 of CreateGroup; a temporary key’s call ≤ 1.20 of a permanent one’s',
    short,
    shortly: once,
    minutes: 3,
  },
  {
    name: 'bench:gateway',
    script: 'bench:gateway',
    goal: '≤ 1 ms added to the p99 of a read',
    short,
    shortly: { env: { ...once.env, BENCH_BODIES: '4' } },
    minutes: 4,
  },
  { name: 'bench:noisy', script: 'bench:noisy', goal: told, short, shortly: once, minutes: 2 },
  { name: 'bench:cluster', script: 'bench:cluster', goal: told, short, shortly: once, minutes: 2 },
  {
    name: 'bench:start',
    script: 'bench:start',
    args: ['1000000'],
    goal: 'the package with a million principals is ready in ≤ 400 ms and holds ≤ 90 MB when nobody calls',
    short,
    shortly: { args: ['1000'], env: { ...once.env, BENCH_IDLE_MS: '50' } },
    minutes: 4,
  },
  {
    name: 'bench:testing',
    script: 'bench:testing',
    goal: 'a fork and a reset ≤ 5 ms, at the median and the 95th percentile; a thousand isolated tests ≤ 10 s',
    short,
    shortly: { env: { BENCH_ROUNDS: '1', BENCH_TESTS: '20' } },
    minutes: 1,
    lines: 45,
  },
  {
    name: 'bench:who-can',
    script: 'bench:who-can',
    goal: 'everybody among 10,000 principals who may do something, in under a second',
    short,
    shortly: { env: { ...once.env, BENCH_PRINCIPALS: '200' } },
    minutes: 1,
  },
  {
    name: 'bench:policy',
    script: 'bench:policy',
    goal: 'as each line tells',
    holds: [{ line: 'kept by 300,000 further decisions', atMost: 0 }],
    short,
    shortly: { args: ['2'], env: { BENCH_ROUNDS: '1', BENCH_QUESTIONS: '160' } },
    minutes: 5,
    lines: 60,
  },
]

const figures: readonly ResultRow[] = [
  {
    name: 'figures:console',
    script: 'figures:console',
    goal: 'script ≤ 250 KB, first content ≤ 1,000 ms, no time between frames above 50 ms',
    holds: [
      { line: 'script of the first load', atMost: 250 },
      { line: 'first content is painted after', atMost: 1_000 },
      { line: 'scrolling: longest', atMost: 50 },
      { line: 'searching: longest', atMost: 50 },
    ],
    short: 'test/console',
    minutes: 3,
  },
  { name: 'size', script: 'size', args: ['--accounts', '1,10'], goal: told, minutes: 6 },
  {
    name: 'bundle',
    script: 'bundle',
    goal: told,
    short: 'test/browser',
    minutes: 1,
  },
  {
    name: 'stress',
    script: 'stress',
    args: ['--connections', '9000'],
    goal: 'no connection lost',
    short: 'test/gateway',
    minutes: 1,
  },
]

const faults: readonly ResultRow[] = [
  {
    name: 'faults:kill',
    script: 'faults:kill',
    args: ['--every', '--seed', seed],
    goal: nothingWrong,
    short: 'test/faults/kill.test.ts',
    minutes: 15,
  },
  {
    name: 'faults:kill on PostgreSQL',
    script: 'faults:kill',
    args: ['--every', '--seed', seed, '--database', 'postgres'],
    goal: nothingWrong,
    short: 'test/faults/kill.test.ts',
    minutes: 20,
  },
  {
    name: 'faults:store',
    script: 'faults:store',
    args: ['--count', '10', '--seed', seed],
    goal: nothingWrong,
    short: 'test/faults/store-faults.test.ts',
    minutes: 8,
    lines: 20,
  },
  {
    name: 'faults:day',
    script: 'faults:day',
    args: ['--hours', '24', '--seed', seed],
    goal: `${nothingWrong}; tables and heap as full in the evening as in the morning`,
    short: 'test/faults/day.test.ts',
    minutes: 8,
  },
  {
    name: 'faults:day on PostgreSQL',
    script: 'faults:day',
    args: ['--hours', '24', '--seed', seed, '--database', 'postgres'],
    goal: `${nothingWrong}; tables and heap as full in the evening as in the morning`,
    short: 'test/faults/day.test.ts',
    minutes: 12,
  },
  {
    name: 'faults:connections',
    script: 'faults:connections',
    args: ['--count', '100000', '--seed', seed],
    goal: `${nothingWrong}; memory and descriptors as before`,
    short: 'test/faults/connections.test.ts',
    minutes: 6,
  },
  {
    name: 'faults:connections with a limit told',
    script: 'faults:connections',
    args: ['--count', '100000', '--seed', seed, '--told'],
    goal: `${nothingWrong}; memory and descriptors as before`,
    short: 'test/faults/connections.test.ts',
    minutes: 6,
  },
  {
    name: 'faults:clients',
    script: 'faults:clients',
    args: ['--clients', '1000', '--minutes', '10', '--seed', seed],
    goal: `${nothingWrong}; memory flat`,
    short: 'test/faults/clients.test.ts',
    minutes: 12,
  },
  {
    name: 'faults:new-enemy',
    script: 'faults:new-enemy',
    args: ['--rounds', '10000', '--seed', seed],
    goal: nothingWrong,
    short: 'test/cluster/new-enemy.test.ts',
    minutes: 60,
  },
]

const proofs: readonly ResultRow[] = [
  {
    name: 'model',
    script: 'model',
    args: ['--count', '20000', '--seed', seed],
    goal: 'server and model agree',
    short: 'test/property/model.test.ts',
    minutes: 10,
  },
  {
    name: 'prove:policy',
    script: 'prove:policy',
    args: ['--count', '10000000', '--seed', seed],
    goal: 'no disagreement',
    short: 'test/property/policy/agree.test.ts',
    minutes: 10,
  },
  {
    name: 'prove:equivalence',
    script: 'prove:equivalence',
    args: ['--count', '10000', '--seed', seed],
    goal: 'no disagreement',
    short: 'test/property/policy/prove-smt.test.ts',
    minutes: 20,
    lines: 12,
  },
  {
    name: 'prove:reach',
    script: 'prove:reach',
    args: ['--count', '200', '--seed', seed],
    goal: 'no disagreement',
    short: 'test/reach/small-worlds.test.ts',
    minutes: 3,
    lines: 12,
  },
]

export const resultRows: readonly ResultRow[] = [...benches, ...figures, ...faults, ...proofs]

/** What somebody types, and where it is run from. */
export function commandOf({ script, args = [] }: ResultRow): readonly string[] {
  return ['npm', 'run', script, ...(args.length === 0 ? [] : ['--', ...args])]
}
