// One generated pair of documents, compared by the decision procedure and by the SMT solver. Every request that is
// found is judged again by the engine, by the reference and by the solver's formula.
import { decide } from '../../../../src/policy/decide.ts'
import { assemble } from '../../../../src/policy/program.ts'
import { type Equivalence, equivalent, type ProofSubject } from '../../../../src/policy/prove/prove.ts'
import { referenceDecide } from '../../../../src/policy/reference.ts'
import type { ListedRequest, Subject } from '../../../../src/policy/types.ts'
import { dice } from '../dice.ts'
import { drawPair } from './changes.ts'
import { numbers, type Pair, textOf } from './forms.ts'
import { differenceFormula } from './smt.ts'
import { wideWords } from './wide-words.ts'
import type { SmtAnswer, Solver } from './z3.ts'

export interface Comparison {
  readonly pair: Pair
  readonly subject: ProofSubject
  readonly ours: Equivalence
  /** Of a formula for any request; of one for the counterexample where there is one. */
  readonly theirs: SmtAnswer | 'not asked'
  /** What is wrong; empty where both agree. */
  readonly faults: readonly string[]
  readonly oursMs: number
  readonly theirsMs: number
}

export async function comparePair(solver: Solver, seed: number, index: number): Promise<Comparison> {
  const draw = dice(seed, index)
  const pair = drawPair(draw, wideWords)
  const { account, appId } = numbers
  const subject = { account, appId, uin: draw.chance(0.8) ? numbers.uin : undefined }
  const started = performance.now()
  const ours = equivalent(textOf(pair.first), textOf(pair.second), { subject })
  const proved = performance.now()
  const example = ours.answer === 'no' ? ours.counterexample : undefined
  const formula = differenceFormula(pair.first, pair.second, subject, example)
  const theirs = ours.answer === 'unknown' ? 'not asked' : await solver.check(formula)
  const faults = [
    ...(example === undefined ? [] : replayFaults(pair, subject, example)),
    ...(ours.answer === 'yes' && theirs === 'sat' ? ['the solver knows a difference'] : []),
    ...(ours.answer === 'no' && theirs === 'unsat' ? ['for the solver the counterexample is none'] : []),
  ]
  return { pair, subject, ours, theirs, faults, oursMs: proved - started, theirsMs: performance.now() - proved }
}

function replayFaults(pair: Pair, subject: ProofSubject, example: ListedRequest): readonly string[] {
  const [one, two] = [pair.first, pair.second].map((document): Subject => {
    const source = { policyId: 1, policyName: 'p', versionId: 1, preset: false, creator: subject.account }
    const identity = [{ ...source, document: textOf(document), via: { kind: 'direct' as const } }]
    const kind = subject.uin === undefined ? 'role' : 'user'
    return { ...subject, kind, identity, boundary: undefined, session: undefined }
  })
  if (one === undefined || two === undefined) return []
  const engine = decide(assemble(one), example).effect !== decide(assemble(two), example).effect
  const reference = referenceDecide(one, example).effect !== referenceDecide(two, example).effect
  return [
    ...(engine ? [] : ['the engine does not confirm the counterexample']),
    ...(reference ? [] : ['the reference does not confirm the counterexample']),
  ]
}

/** Everything that is needed to see a comparison again. */
export function comparisonLines({ pair, subject, ours, theirs, faults }: Comparison): readonly string[] {
  const shown = JSON.stringify(ours, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value))
  return [
    ...faults,
    `changed: ${pair.change}; uin ${subject.uin ?? 'unknown'}`,
    textOf(pair.first),
    textOf(pair.second),
    `ours: ${shown}; theirs: ${theirs}`,
  ]
}
