// Whether a decision feels how much policy there is: CPU per decision as more statements apply to one principal, the tail
// of single decisions, what reading and compiling costs, and what programs weigh. Usage: node bench/policy/flat.ts
// [milliseconds per measurement]

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  type AccessRequest,
  assemble,
  compileCache,
  compilePolicy,
  decide,
  explain,
  type Program,
  readPolicy,
} from '../../src/policy/index.ts'
import { cpuMs, latencies, median, quantile, rate } from './measure.ts'
import { type BenchPolicy, pick, policies, random, request, subject } from './workload.ts'

const SEED = 20261121
const QUESTIONS = Number(process.env['BENCH_QUESTIONS'] ?? 4096)
const POOL = 10_000
const STATEMENTS_PER_POLICY = 5
const PRINCIPALS = 10_000
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5)
const budgetMs = Number(process.argv[2] ?? 150)
const anyName = { service: () => undefined }

const next = random(SEED)
const pool = policies(next, POOL / STATEMENTS_PER_POLICY, STATEMENTS_PER_POLICY)

function row(what: string, figure: string, limit: string): void {
  console.log(`${what.padEnd(64)} ${figure.padStart(12)}  ${limit}`)
}

/** So many statements of the pool, and questions to the principal to whom they apply. */
function principal(statements: number): { readonly program: Program; readonly requests: readonly AccessRequest[] } {
  const own = pool.slice(0, statements / STATEMENTS_PER_POLICY)
  const program = assemble(subject(own.map(({ source }) => source)), lookup)
  const draw = random(SEED + 1)
  const requests = Array.from({ length: QUESTIONS }, () => request(draw, pick(draw, own).statements, 0.6))
  return { program, requests }
}

const lookup = compileCache(POOL)
const applying = [10, 250, 1000, 10_000] as const
const asked = applying.map(principal)
const nanoseconds = applying.map((): number[] => [])
for (const [at, { program, requests }] of asked.entries()) {
  const usedMs = cpuMs(() => {
    for (const one of requests) decide(program, one)
  })
  row(`${applying[at]} statements apply: the first ${QUESTIONS} decisions, CPU`, `${usedMs.toFixed(0)} ms`, '')
}
// In turn, so that a slow moment of the machine meets all of them.
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [at, { program, requests }] of asked.entries()) {
    nanoseconds[at]?.push(1e9 / rate(requests, (one) => decide(program, one), budgetMs))
  }
}
const costs = nanoseconds.map(median)
const limits = ['', '', '≤ 3', '≤ 5']
for (const [at, statements] of applying.entries()) {
  const ratio = (costs[at] ?? Number.NaN) / (costs[0] ?? Number.NaN)
  row(`${statements} statements apply: CPU of a decision beside 10`, `${ratio.toFixed(2)} ×`, limits[at] ?? '')
}
for (const [at, { program, requests }] of asked.entries()) {
  const times = Array.from({ length: ROUNDS }, () => latencies(requests, (one) => decide(program, one)))
  const [p50, p99] = [0.5, 0.99].map((part) => median(times.map((sorted) => quantile(sorted, part))))
  const limit = ['≤ 10 µs', '≤ 10 µs', '≤ 20 µs', ''][at] ?? ''
  row(
    `${applying[at]} statements apply: p50 / p99 of single decisions`,
    `${p50?.toFixed(1)} / ${p99?.toFixed(1)} µs`,
    limit,
  )
}

// A decision carries its reason (layer, cause, policy, statement); explaining judges every statement besides.
for (const [at, { program, requests }] of asked.slice(0, 2).entries()) {
  const ratios = Array.from({ length: ROUNDS }, () => {
    const explained = rate(requests, (one) => explain(program, one), budgetMs)
    return rate(requests, (one) => decide(program, one), budgetMs) / explained
  })
  row(`${applying[at]} statements apply: explaining beside deciding`, `${median(ratios).toFixed(1)} ×`, '')
}

const documents = pool.map(({ source }) => source.document)
const readMs = Array.from({ length: 2 * ROUNDS }, () => {
  return cpuMs(() => {
    for (const document of documents) readPolicy(document, { purpose: 'identity', vocabulary: anyName })
  })
})
const compileMs = Array.from({ length: 2 * ROUNDS }, () => {
  return cpuMs(() => {
    for (const { source } of pool) compilePolicy(source)
  })
})
row('10,000 statements validated, CPU', `${median(readMs).toFixed(0)} ms`, '')
row('10,000 statements validated and compiled, CPU', `${median(compileMs).toFixed(0)} ms`, '≤ 150 ms')

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function heapMb(): number {
  collect()
  return process.memoryUsage().heapUsed / 1_000_000
}

const before = heapMb()
const shared = compileCache(POOL)
for (const { source } of pool) shared(source)
const compiled = heapMb()
const draw = random(SEED + 2)
const programs = Array.from({ length: PRINCIPALS }, () => {
  const own = Array.from({ length: 2 }, (): BenchPolicy => pick(draw, pool))
  return { own, program: assemble(subject(own.map(({ source }) => source)), shared) }
})
const assembled = heapMb()
const questions = Array.from({ length: 3 * PRINCIPALS }, () => {
  const { own, program } = pick(draw, programs)
  return { program, request: request(draw, pick(draw, own).statements, 0.6) }
})
row('10,000 statements compiled', `${(compiled - before).toFixed(1)} MB`, '')
row('programs of 10,000 principals with 10 statements each', `${(assembled - compiled).toFixed(1)} MB`, '≤ 60 MB')
for (const { program, request } of questions) decide(program, request)
const settled = heapMb()
for (let round = 0; round < 10; round += 1) for (const { program, request } of questions) decide(program, request)
const kept = (heapMb() - settled) * 1_000_000
row('kept by 300,000 further decisions', `${Math.max(0, kept / 10 / questions.length).toFixed(2)} B each`, '0')
