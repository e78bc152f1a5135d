// One generated trust policy through both evaluators: they must say the same effect and cause to every asker, and the
// statement that the engine names, or explains, must be one that matches.
import type { TrustDecision } from '../../../src/policy/index.ts'
import { referenceTrustMatches, referenceTrustVerdict } from '../../../src/policy/reference/trust.ts'
import type { Effect } from '../../../src/policy/types.ts'
import type { Engine } from './engine.ts'
import { shrinkBy, smallerContexts, smallerValues } from './shrink.ts'
import { count, type Tally, witnessOf } from './tally.ts'
import { generateTrust, type ListedQuestion } from './trust-worlds.ts'

export interface TrustDisagreement {
  readonly seed: number
  readonly world: number
  readonly index: number
  readonly question: ListedQuestion
  readonly engine: string
  readonly reference: string
}

/** Asks `questions` questions of one world; the first disagreement, or `undefined`. Adds to `tally`. */
export function checkTrustWorld(
  engine: Engine,
  seed: number,
  world: number,
  questions: number,
  tally: Tally,
): TrustDisagreement | undefined {
  const generated = generateTrust(seed, world, questions)
  tally.worlds += 1
  tally.documents += 1
  for (const [index, question] of generated.entries()) {
    const problem = index === 0 ? engine.trust(question).problem : undefined
    if (problem !== undefined) {
      tally.refused += 1
      count(tally.problems, problem)
    }
    const found = compare(engine, question, tally)
    if (found !== undefined) return { seed, world, index, question, ...found }
  }
  return undefined
}

type Answers = Pick<TrustDisagreement, 'engine' | 'reference'>

function compare(engine: Engine, question: ListedQuestion, tally: Tally | undefined): Answers | undefined {
  const { problem, decision, matched } = engine.trust(question)
  const effects = problem === undefined ? matchesOf(question, tally) : ['deny' as const]
  const { effect, cause } = referenceTrustVerdict(effects)
  const expected = `${effect} ${cause}`
  if (tally !== undefined) {
    tally.requests += 1
    count(tally.outcomes, `${expected} ${question.asker.kind}${problem === undefined ? '' : ', unreadable'}`)
  }
  const answered = `${decision.effect} ${decision.cause}`
  if (answered !== expected) return { engine: answered, reference: expected }
  if (problem !== undefined) return undefined
  const reason = wrongReason(decision, matched, effects)
  return reason === undefined ? undefined : { engine: reason, reference: expected }
}

function matchesOf(question: ListedQuestion, tally: Tally | undefined): readonly (Effect | undefined)[] {
  return referenceTrustMatches(question, tally === undefined ? undefined : witnessOf(tally))
}

function wrongReason(
  { statement, cause }: TrustDecision,
  matched: readonly boolean[],
  effects: readonly (Effect | undefined)[],
): string | undefined {
  const wanted = cause === 'no-allow' ? undefined : cause === 'allow' ? 'allow' : 'deny'
  const named = statement === undefined ? undefined : effects[statement]
  if (named !== wanted) return `${cause} by statement ${statement}, which does not do that`
  // A malformed action is explained without statements.
  if (matched.length === 0) return undefined
  const differs = effects.findIndex((effect, index) => (effect !== undefined) !== matched[index])
  if (differs === -1) return undefined
  return `explained that statement ${differs} ${matched[differs] === true ? 'matches' : 'does not match'}`
}

/** The same disagreement with as little in it as possible. */
export function smallestTrust(engine: Engine, found: TrustDisagreement): TrustDisagreement {
  const fails = (question: ListedQuestion): boolean => {
    return engine.trust(question).problem === undefined && compare(engine, question, undefined) !== undefined
  }
  if (!fails(found.question)) return found
  const question = shrinkBy(found.question, smallerQuestions, fails)
  return { ...found, question, ...compare(engine, question, undefined) }
}

function* smallerQuestions(question: ListedQuestion): Generator<ListedQuestion> {
  const parsed: unknown = JSON.parse(question.document)
  for (const smaller of smallerValues(parsed)) yield { ...question, document: JSON.stringify(smaller) }
  for (const context of smallerContexts(question.context)) yield { ...question, context }
}

/** Everything needed to understand a disagreement, as text. */
export function trustLines({ seed, world, index, engine, reference, question }: TrustDisagreement): string[] {
  const { document, context, ...asked } = question
  return [
    `disagreement at seed ${seed}, trust policy ${world}, question ${index}`,
    `  engine:    ${engine}`,
    `  reference: ${reference}`,
    `  document:  ${document}`,
    `  question:  ${JSON.stringify({ ...asked, context: Object.fromEntries(context) })}`,
  ]
}
