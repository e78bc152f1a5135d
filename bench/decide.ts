// Decisions per CPU second, beside a plain loop over the same statements in the same run. What counts is the ratio;
// the rates themselves depend on the machine. Usage: node bench/decide.ts [milliseconds per measurement]

import { type AccessRequest, assemble, compileCache, decide, type Program } from '../src/policy/index.ts'
import { type Naive, naive } from './decide-naive.ts'
import { type PlainStatement, random, requests, sources, statements, subject } from './decide-workload.ts'

const SEED = 20261121
const REQUESTS = 4096
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

/** Large programs are cut from a pool ten times their size, so that policies are shared and mostly not in force. */
function prepare(size: Size): readonly Question[] {
  const next = random(SEED)
  const lookup = compileCache(100_000)
  const pool = statements(next, size.statements * 10)
  const principals = Array.from({ length: size.principals }, (_, index) => {
    const own = cut(pool, index * size.statements, size.statements)
    return { own, program: assemble(subject(sources(own, 5)), lookup), peer: naive(own) }
  })
  return Array.from({ length: size.principals === 1 ? 1 : REQUESTS }, (_, index) => {
    return principals[(index * 7919) % principals.length] ?? fail('no principal')
  }).flatMap(({ own, program, peer }) => {
    return requests(next, own, size.principals === 1 ? REQUESTS : 1).map((request) => ({ request, program, peer }))
  })
}

function cut(pool: readonly PlainStatement[], from: number, count: number): readonly PlainStatement[] {
  const start = from % pool.length
  return [...pool, ...pool].slice(start, start + count)
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
