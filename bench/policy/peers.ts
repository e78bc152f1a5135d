// Decisions per CPU second beside other engines, on one generated workload in one run. What counts are the ratios; rates
// depend on the machine. Usage: node bench/policy/peers.ts [milliseconds per measurement]

import { type AccessRequest, assemble, compileCache, decide } from '../../src/policy/index.ts'
import { referenceFor } from '../../src/policy/reference.ts'
import { casbin } from './casbin.ts'
import { casl } from './casl.ts'
import { cedar } from './cedar.ts'
import { median, rate } from './measure.ts'
import { naive } from './naive.ts'
import type { Ask, Peer } from './peer.ts'
import { type BenchPolicy, pick, policies, random, request, subject } from './workload.ts'

const SEED = 20261121
const QUESTIONS = 4096
/** Statements in the pool, and of one policy. */
const POOL = 10_000
const STATEMENTS_PER_POLICY = 5
const ROUNDS = 7
const budgetMs = Number(process.argv[2] ?? 250)

interface Size {
  readonly name: string
  readonly principals: number
  readonly statements: number
  /** Share of questions aimed at a statement, so that about 40 % are allowed. */
  readonly aimed: number
  /** Decisions per CPU second beside a peer's, at least. */
  readonly goals: Readonly<Record<string, number>>
}

const SIZES: readonly Size[] = [
  { name: 'small', principals: 1, statements: 10, aimed: 0.78, goals: { CASL: 3.5 } },
  { name: 'medium', principals: 1, statements: 250, aimed: 0.6, goals: { CASL: 7 } },
  { name: 'large', principals: 1, statements: 1000, aimed: 0.55, goals: { CASL: 10, 'cedar-wasm': 1000, casbin: 1000 } },
  { name: 'wide', principals: 10_000, statements: 10, aimed: 0.62, goals: { CASL: 4 } },
]

const engine = compileCache(POOL)
const OURS: Peer = {
  name: 'OpenCAM',
  prepare: () => fail('is made from documents'),
}
const LOOP: Peer = { name: 'plain loop', prepare: naive }
const PEERS: readonly Peer[] = [casl, LOOP]

interface Principal {
  readonly policies: readonly BenchPolicy[]
  readonly ours: Ask
}

interface Question {
  readonly request: AccessRequest
  readonly principal: Principal
}

function fail(message: string): never {
  throw new Error(message)
}

/** Every principal takes its policies from one pool, so that some of them are shared and most are not in force. */
function questionsOf(size: Size): readonly Question[] {
  const next = random(SEED)
  const pool = policies(next, POOL / STATEMENTS_PER_POLICY, STATEMENTS_PER_POLICY)
  const principals = Array.from({ length: size.principals }, () => {
    const own = Array.from({ length: size.statements / STATEMENTS_PER_POLICY }, () => pick(next, pool))
    const program = assemble(subject(own.map(({ source }) => source)), engine)
    return { policies: own, ours: (request: AccessRequest) => decide(program, request).effect }
  })
  return Array.from({ length: QUESTIONS }, () => {
    const principal = pick(next, principals)
    return { principal, request: request(next, pick(next, principal.policies).statements, size.aimed) }
  })
}

function expectedOf(questions: readonly Question[]): readonly string[] {
  const known = new Map<Principal, ReturnType<typeof referenceFor>>()
  return questions.map(({ principal, request }) => {
    const sources = principal.policies.map(({ source }) => source)
    const reference = known.get(principal) ?? referenceFor(subject(sources))
    known.set(principal, reference)
    return reference.decide(request).effect
  })
}

interface Asked {
  readonly request: AccessRequest
  readonly ask: Ask
}

async function askedOf(questions: readonly Question[], { prepare }: Peer): Promise<readonly Asked[]> {
  const ready = new Map<Principal, Ask>()
  const asked: Asked[] = []
  for (const { principal, request } of questions) {
    const ask = ready.get(principal) ?? (await prepare(principal.policies.flatMap(({ statements }) => statements)))
    ready.set(principal, ask)
    asked.push({ request, ask })
  }
  return asked
}

const put = ({ request, ask }: Asked) => ask(request)

/** Answers that differ from the expected ones. All are asked once, which also warms the engine up. */
function differences(asked: readonly Asked[], expected: readonly string[]): number {
  return asked.filter((one, index) => put(one) !== expected[index]).length
}

console.log('size     engine        decisions/s  differ    ours is   goal   (median of rounds)')
for (const size of SIZES) {
  const questions = questionsOf(size)
  const expected = expectedOf(questions)
  const allowed = expected.filter((effect) => effect === 'allow').length / expected.length
  const ours = questions.map(({ request, principal }) => ({ request, ask: principal.ours }))
  const wrong = differences(ours, expected)
  rate(ours, put, budgetMs)
  const own = median(Array.from({ length: ROUNDS }, () => rate(ours, put, budgetMs)))
  console.log(`${size.name}: ${Math.round(allowed * 100)} % of ${QUESTIONS} questions allowed`)
  line('', OURS.name, own, wrong, '', '')
  for (const peer of PEERS) {
    const asked = await askedOf(questions, peer)
    // The slow ones are asked fewer questions.
    const few = asked.slice(0, peer === cedar || peer === casbin ? 256 : asked.length)
    const differing = differences(few, expected)
    const ratios: number[] = []
    const rates: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const theirs = rate(few, put, budgetMs)
      rates.push(theirs)
      ratios.push(rate(ours, put, budgetMs) / theirs)
    }
    const goal = size.goals[peer.name]
    const text = goal === undefined ? '' : `≥ ${goal}`
    line('', peer.name, median(rates), differing, `${median(ratios).toFixed(1)} ×`, text)
  }
  if (wrong > 0) fail(`${size.name}: ${wrong} answers differ from the reference's`)
}

function line(size: string, name: string, perSecond: number, differ: number, ratio: string, goal: string): void {
  const figure = Math.round(perSecond).toLocaleString('en')
  console.log(
    `${size.padEnd(8)} ${name.padEnd(12)} ${figure.padStart(12)} ${String(differ).padStart(7)} ${ratio.padStart(10)} ${goal.padStart(7)}`,
  )
}
