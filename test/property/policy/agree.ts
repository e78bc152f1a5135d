// One world through both evaluators: the engine as callers use it, and the reference. They must say the same effect,
// layer and cause of every request.
import { type Explanation, reasonOf } from '../../../src/policy/index.ts'
import type { Witness } from '../../../src/policy/reference/condition.ts'
import { type Reference, referenceFor } from '../../../src/policy/reference.ts'
import type { Decision, Effect, ListedRequest, PolicySource, Subject } from '../../../src/policy/types.ts'
import type { Engine, PreparedSubject } from './engine.ts'
import { generateWorld } from './generate.ts'
import { type Case, shrink } from './shrink.ts'
import { count, type Tally, witnessOf } from './tally.ts'

export interface Disagreement extends Case {
  readonly seed: number
  readonly world: number
  /** Index of the request within its world. */
  readonly index: number
  readonly engine: string
  readonly reference: string
}

/** One request in so many is also explained, and every statement of the subject compared. */
const explainedEvery = 16

/** Sends `requests` requests of one world through both; the first disagreement, or `undefined`. Adds to `tally`. */
export function checkWorld(
  engine: Engine,
  seed: number,
  world: number,
  requests: number,
  tally: Tally,
): Disagreement | undefined {
  const generated = generateWorld(seed, world, requests)
  const refused = refusedDocuments(engine, generated.subject, tally)
  const both = [generated.subject, generated.twin].map((subject) => evaluators(engine, readable(subject, refused)))
  const witness = witnessOf(tally)
  tally.worlds += 1
  for (const [index, request] of generated.requests.entries()) {
    const who = both[index % 4 === 3 ? 1 : 0]
    if (who === undefined) continue
    tally.requests += 1
    const { expected, found } = compare(who, request, index % explainedEvery === 0, witness)
    count(tally.outcomes, expected)
    if (found !== undefined)
      return { seed, world, index, subject: who.subject, request, engine: found, reference: expected }
  }
  return undefined
}

/** The engine and the reference, made ready for one subject. */
interface Evaluators {
  readonly subject: Subject
  readonly prepared: PreparedSubject
  readonly reference: Reference
}

function evaluators(engine: Engine, subject: Subject): Evaluators {
  return { subject, prepared: engine.prepare(subject), reference: referenceFor(subject) }
}

/** What the reference says, and what the engine says or does wrong where it differs. */
function compare(
  { subject, prepared, reference }: Evaluators,
  request: ListedRequest,
  explained: boolean,
  witness: Witness | undefined,
): { readonly expected: string; readonly found: string | undefined } {
  const decision = prepared.decide(request)
  const expected = verdict(reference.decide(request, witness))
  const answered = verdict(decision)
  if (answered !== expected) return { expected, found: answered }
  const matches = (policyId: number, resource: string) => {
    const source = sourcesOf(subject).find((one) => one.policyId === policyId)
    return source === undefined ? [] : reference.matches(source, request, resource)
  }
  const wrong = wrongReason(decision, matches)
  if (wrong !== undefined || !explained) return { expected, found: wrong }
  return { expected, found: wrongExplanation(prepared, request, matches) ?? wrongFilter(prepared, reference, request) }
}

/** The policies of the subject that the reader refuses. */
function refusedDocuments(engine: Engine, subject: Subject, tally: Tally): ReadonlySet<PolicySource> {
  const refused = new Set<PolicySource>()
  for (const source of sourcesOf(subject)) {
    tally.documents += 1
    const problem = engine.problem(source)
    if (problem === undefined) continue
    tally.refused += 1
    count(tally.problems, problem)
    refused.add(source)
  }
  return refused
}

function sourcesOf({ identity, boundary, session }: Subject): PolicySource[] {
  return [...identity, boundary, session].filter((source) => source !== undefined)
}

function readable(subject: Subject, refused: ReadonlySet<PolicySource>): Subject {
  const kept = (source: PolicySource | undefined) => (source !== undefined && refused.has(source) ? undefined : source)
  const { identity, boundary, session } = subject
  return {
    ...subject,
    identity: identity.filter((source) => !refused.has(source)),
    boundary: kept(boundary),
    session: kept(session),
  }
}

function verdict(decision: { effect: string; layer: string; cause: string }): string {
  return `${decision.effect} ${decision.layer} ${decision.cause}`
}

/** For each statement of a policy: its effect if it matches. */
type Matches = (policyId: number, resource: string) => readonly (Effect | undefined)[]

/** A decision by a statement must name one that matches and has that effect. */
function wrongReason(decision: Decision, matches: Matches): string | undefined {
  const { by, cause, layer, resource } = decision
  if (layer === 'general') return undefined
  if (by === undefined)
    return cause === 'allow' || cause === 'explicit-deny' ? `${verdict(decision)} by nothing` : undefined
  if (matches(by.policyId, resource)[by.statement] === (cause === 'explicit-deny' ? 'deny' : 'allow')) return undefined
  return `${verdict(decision)} by statement ${by.statement} of policy ${by.policyId}, which does not match ${resource}`
}

/** An explanation must come to the same decision and find the same of every statement. */
function wrongExplanation(prepared: PreparedSubject, request: ListedRequest, matches: Matches): string | undefined {
  const explanation = prepared.explain(request)
  const { decision, resources } = explanation
  if (JSON.stringify(decision) !== JSON.stringify(prepared.decide(request))) return 'explained another decision'
  const unreasonable = wrongSettling(explanation)
  if (unreasonable !== undefined) return unreasonable
  for (const { resource, layers } of resources) {
    const known = new Map<number, readonly (Effect | undefined)[]>()
    for (const { by, effect, matched } of layers.flatMap(({ layer, statements }) =>
      layer === 'general' ? [] : statements,
    )) {
      const found = known.get(by.policyId) ?? matches(by.policyId, resource)
      known.set(by.policyId, found)
      if (found[by.statement] === (matched ? effect : undefined)) continue
      return `explained that statement ${by.statement} of policy ${by.policyId} ${matched ? 'matches' : 'does not match'} ${resource}`
    }
  }
  return undefined
}

/** A filter made with every other key must say of each resource what the reference says with all of them. */
function wrongFilter(prepared: PreparedSubject, reference: Reference, request: ListedRequest): string | undefined {
  const { action, granularity, context } = request
  const known = new Map([...context].filter((_, index) => index % 2 === 0))
  for (const resource of request.resources) {
    const { effect } = reference.decide({ ...request, resources: [resource] })
    const passes = prepared.passes({ action, granularity, context: known, open: 'rest' }, resource, context)
    if (passes !== (effect === 'allow')) return `a filter ${passes ? 'lets' : 'does not let'} ${resource} pass`
  }
  return undefined
}

/** The one reason must name the deciding statement, or one that allows and does not match. */
function wrongSettling(explanation: Explanation): string | undefined {
  const { layer, statement } = reasonOf(explanation)
  const { by, layer: settled, effect } = explanation.decision
  const word = settled === 'identity' && by?.via.kind === 'group' ? 'group' : settled
  if (layer !== word) return `${settled} was called ${layer}`
  if (by === undefined) {
    return statement?.matched || statement?.effect === 'deny'
      ? 'the nearest statement is not one that lacks anything'
      : undefined
  }
  const same = JSON.stringify(statement?.by) === JSON.stringify(by)
  return same && statement?.matched && statement.effect === effect ? undefined : 'the reason is another statement'
}

/** The same disagreement with as little in it as possible. */
export function smallest(engine: Engine, found: Disagreement): Disagreement {
  const differ = ({ subject, request }: Case) => compare(evaluators(engine, subject), request, true, undefined)
  const fails = (smaller: Case): boolean => {
    if (sourcesOf(smaller.subject).some((source) => engine.problem(source) !== undefined)) return false
    return differ(smaller).found !== undefined
  }
  const small = shrink(found, fails)
  const { expected, found: wrong = found.engine } = differ(small)
  return { ...found, ...small, engine: wrong, reference: expected }
}

/** Everything needed to understand a disagreement, as text. */
export function disagreementLines(found: Disagreement): string[] {
  return [
    `disagreement at seed ${found.seed}, world ${found.world}, request ${found.index}`,
    `  engine:    ${found.engine}`,
    `  reference: ${found.reference}`,
    `  subject:   ${JSON.stringify(found.subject)}`,
    `  request:   ${requestText(found.request)}`,
  ]
}

function requestText({ context, ...request }: ListedRequest): string {
  return JSON.stringify({ ...request, context: Object.fromEntries(context) })
}
