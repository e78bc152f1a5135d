// Decisions per CPU second, beside a plain loop over the same statements in the same run. What counts is the ratio;
// the rates themselves depend on the machine. Usage: node bench/decide.ts [milliseconds per measurement]

import { type AccessRequest, assemble, compileCache, decide, type Program } from '../src/policy/index.ts'
import { type Naive, naive, naivePolicy } from './decide-naive.ts'
import { pick, policies, random, request, subject } from './decide-workload.ts'

const SEED = 20261121
const REQUESTS = 4096
/** Statements in the pool, and of one policy. */
const POOL = 10_000
const STATEMENTS_PER_POLICY = 5
const budgetMs = Number(process.argv[2] ?? 700)

interface Question {
  readonly request: AccessRequest
  readonly program: Program
  readonly peer: Naive
}

interface Size {
  readonly name: string
  readonly principals: number
  readonly statements: number
}

const SIZES: readonly Size[] = [
  { name: 'small', principals: 1, statements: 10 },
  { name: 'medium', principals: 1, statements: 250 },
  { name: 'large', principals: 1, statements: 1000 },
  { name: 'wide', principals: 10_000, statements: 10 },
]

/** Every principal takes its policies from one pool, so that some of them are shared and most are not in force. */
function prepare(size: Size): readonly Question[] {
  const next = random(SEED)
  const lookup = compileCache(100_000)
  const pool = policies(next, POOL / STATEMENTS_PER_POLICY, STATEMENTS_PER_POLICY)
  const peers = new Map(pool.map((policy) => [policy, naivePolicy(policy.statements)]))
  const principals = Array.from({ length: size.principals }, () => {
    const own = Array.from({ length: size.statements / STATEMENTS_PER_POLICY }, () => pick(next, pool))
    const program = assemble(subject(own.map(({ source }) => source)), lookup)
    return { own, program, peer: naive(own.flatMap((policy) => peers.get(policy) ?? [])) }
  })
  return Array.from({ length: REQUESTS }, () => {
    const { own, program, peer } = pick(next, principals)
    return { request: request(next, pick(next, own).statements), program, peer }
  })
}

function fail(message: string): never {
  throw new Error(message)
}

/** Runs whole rounds of questions until the time is used up. Decisions per second of CPU time of this process. */
function rate(questions: readonly Question[], ask: (question: Question) => unknown): number {
  let rounds = 0
  const chunk = Math.min(questions.length, 512)
  const started = process.cpuUsage()
  let usedMs = 0
  while (usedMs < budgetMs) {
    const from = (rounds * chunk) % questions.length
    for (let at = 0; at < chunk; at += 1) ask(questions[from + at] ?? fail('no question'))
    rounds += 1
    const { user, system } = process.cpuUsage(started)
    usedMs = (user + system) / 1000
  }
  return (rounds * chunk * 1000) / usedMs
}

/** Nanoseconds of single decisions, sorted. */
function latencies(questions: readonly Question[]): readonly bigint[] {
  const times = questions.map(({ program, request }) => {
    const started = process.hrtime.bigint()
    decide(program, request)
    return process.hrtime.bigint() - started
  })
  return times.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function microseconds(times: readonly bigint[], part: number): string {
  return (Number(times[Math.floor(times.length * part)] ?? 0n) / 1000).toFixed(1)
}

console.log('size     allowed     decide/s      naive/s    ratio   p50 µs   p99 µs')
for (const size of SIZES) {
  const questions = prepare(size)
  const answers = questions.map(({ program, request }) => decide(program, request).effect)
  const differing = questions.filter(({ peer, request }, index) => peer(request) !== answers[index]).length
  if (differing > 0) fail(`${size.name}: ${differing} answers differ from the plain loop's`)
  const allowed = answers.filter((effect) => effect === 'allow').length / answers.length
  rate(questions, ({ program, request }) => decide(program, request))
  const fast = rate(questions, ({ program, request }) => decide(program, request))
  const slow = rate(questions, ({ peer, request }) => peer(request))
  const times = latencies(questions)
  const columns = [
    size.name.padEnd(8),
    `${Math.round(allowed * 100)} %`.padStart(7),
    Math.round(fast).toLocaleString('en').padStart(12),
    Math.round(slow).toLocaleString('en').padStart(12),
    (fast / slow).toFixed(1).padStart(8),
    microseconds(times, 0.5).padStart(8),
    microseconds(times, 0.99).padStart(8),
  ]
  console.log(columns.join(' '))
}
