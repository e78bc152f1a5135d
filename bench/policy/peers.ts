// Decisions per CPU second beside other engines, on one generated workload in one run. What counts are the ratios; rates
// depend on the machine. Usage: node bench/policy/peers.ts [milliseconds per measurement]

import { type AccessRequest, assemble, compileCache, decide, type Program } from '../../src/policy/index.ts'
import { referenceFor } from '../../src/policy/reference.ts'
import { casbin } from './casbin.ts'
import { casl } from './casl.ts'
import { cedar } from './cedar.ts'
import { median, rate } from './measure.ts'
import { naive } from './naive.ts'
import type { Peer } from './peer.ts'
import { type BenchPolicy, pick, policies, random, request, subject } from './workload.ts'

const SEED = 20261121
const QUESTIONS = Number(process.env['BENCH_QUESTIONS'] ?? 4096)
/** Questions to the engines that need milliseconds for one. */
const QUESTIONS_OF_SLOW = QUESTIONS / 16
/** Statements in the pool, and of one policy. */
const POOL = 10_000
const STATEMENTS_PER_POLICY = 5
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5)
const budgetMs = Number(process.argv[2] ?? 150)

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
  {
    name: 'large',
    principals: 1,
    statements: 1000,
    aimed: 0.46,
    goals: { CASL: 10, 'cedar-wasm': 1000, casbin: 1000 },
  },
  { name: 'wide', principals: 10_000, statements: 10, aimed: 0.62, goals: { CASL: 4 } },
]

type Policies = readonly BenchPolicy[]

interface Question {
  readonly request: AccessRequest
  /** Those of the principal that asks. */
  readonly policies: Policies
}

const compiled = compileCache(POOL)
const ours: Peer<Program> = {
  name: 'OpenCAM',
  prepare: (own) => assemble(subject(own.map(({ source }) => source)), compiled),
  ask: (program, request) => decide(program, request).effect,
}

/** Every principal takes its policies from one pool, so that some of them are shared and most are not in force. */
function questionsOf(size: Size): readonly Question[] {
  const next = random(SEED)
  const pool = policies(next, POOL / STATEMENTS_PER_POLICY, STATEMENTS_PER_POLICY)
  const principals = Array.from({ length: size.principals }, () => {
    return Array.from({ length: size.statements / STATEMENTS_PER_POLICY }, () => pick(next, pool))
  })
  return Array.from({ length: QUESTIONS }, () => {
    const own = pick(next, principals)
    return { policies: own, request: request(next, pick(next, own).statements, size.aimed) }
  })
}

/** Something made once for each principal. */
async function perPrincipal<Made>(
  questions: readonly Question[],
  make: (policies: Policies) => Made | Promise<Made>,
): Promise<readonly { readonly request: AccessRequest; readonly made: Made }[]> {
  const known = new Map<Policies, Made>()
  const result: { request: AccessRequest; made: Made }[] = []
  for (const { policies, request } of questions) {
    const made = known.get(policies) ?? (await make(policies))
    known.set(policies, made)
    result.push({ request, made })
  }
  return result
}

async function expectedOf(questions: readonly Question[]): Promise<readonly string[]> {
  const asked = await perPrincipal(questions, (own) => referenceFor(subject(own.map(({ source }) => source))))
  return asked.map(({ made, request }) => made.decide(request).effect)
}

/** An engine with its questions: how fast it answers, and how many answers are not the reference's. */
interface Contender {
  readonly name: string
  readonly differing: number
  measure(): number
}

async function contender<State>(
  peer: Peer<State>,
  questions: readonly Question[],
  expected: readonly string[],
): Promise<Contender> {
  const asked = await perPrincipal(questions, peer.prepare)
  const differing = asked.filter(({ made, request }, index) => peer.ask(made, request) !== expected[index]).length
  const measure = () => rate(asked, ({ made, request }) => peer.ask(made, request), budgetMs)
  measure()
  return { name: peer.name, differing, measure }
}

function line(...[name, perSecond, differing, ratio, goal]: readonly [string, number, number, string, string]): void {
  const figure = Math.round(perSecond).toLocaleString('en')
  console.log(
    `  ${name.padEnd(12)} ${figure.padStart(12)} ${String(differing).padStart(8)} ${ratio.padStart(10)} ${goal.padStart(8)}`,
  )
}

/** Ours before and after each round of a peer, so that a slow moment of the machine meets both. */
function compare(own: Contender, peer: Contender, goal: number | undefined): void {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const [before, theirs, after] = [own.measure(), peer.measure(), own.measure()]
    return { theirs, ratio: (before + after) / 2 / theirs }
  })
  const ratio = median(rounds.map((round) => round.ratio))
  const text = goal === undefined ? '' : `≥ ${goal}`
  line(peer.name, median(rounds.map(({ theirs }) => theirs)), peer.differing, `${ratio.toFixed(1)} ×`, text)
}

console.log('engine         decisions/s   differ    ours is     goal   (per CPU second; medians of rounds)')
for (const size of SIZES) {
  const questions = questionsOf(size)
  const expected = await expectedOf(questions)
  const allowed = expected.filter((effect) => effect === 'allow').length / expected.length
  const own = await contender(ours, questions, expected)
  console.log(`${size.name}: ${Math.round(allowed * 100)} % of ${QUESTIONS} questions allowed`)
  line(own.name, median(Array.from({ length: ROUNDS }, own.measure)), own.differing, '', '')
  if (own.differing > 0) throw new Error(`${own.differing} answers differ from the reference's`)
  const few = questions.slice(0, QUESTIONS_OF_SLOW)
  compare(own, await contender(casl, questions, expected), size.goals['CASL'])
  compare(own, await contender(naive, questions, expected), undefined)
  compare(own, await contender(cedar, few, expected), size.goals['cedar-wasm'])
  compare(own, await contender(casbin, few, expected), size.goals['casbin'])
}
