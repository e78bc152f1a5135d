// One world through both evaluators: the engine as callers use it, and the reference. They must say the same effect,
// layer and cause of every request.
import { type Explanation, reasonOf } from '../../../src/policy/index.ts'
import { referenceDecide, referenceMatches } from '../../../src/policy/reference.ts'
import type { Decision, ListedRequest, PolicySource, Subject } from '../../../src/policy/types.ts'
import type { Engine, PreparedSubject } from './engine.ts'
import { generateWorld } from './generate.ts'
import { type Case, shrink } from './shrink.ts'
import { count, type Tally } from './tally.ts'

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
  const subjects = [readable(generated.subject, refused), readable(generated.twin, refused)]
  const prepared = subjects.map((subject) => ({ subject, prepared: engine.prepare(subject) }))
  tally.worlds += 1
  for (const [index, request] of generated.requests.entries()) {
    const who = prepared[index % 4 === 3 ? 1 : 0]
    if (who === undefined) continue
    const found = compare(who.prepared, who.subject, request, index % explainedEvery === 0, tally)
    if (found !== undefined) return { seed, world, index, subject: who.subject, request, ...found }
  }
  return undefined
}

function compare(
  prepared: PreparedSubject,
  subject: Subject,
  request: ListedRequest,
  explained: boolean,
  tally: Tally | undefined,
): { readonly engine: string; readonly reference: string } | undefined {
  const decision = prepared.decide(request)
  const expected = verdict(
    referenceDecide(subject, request, (operator, holds, present) => {
      if (tally !== undefined) count(tally.tests, `${operator},${present ? 'present' : 'missing'},${holds}`)
    }),
  )
  if (tally !== undefined) {
    tally.requests += 1
    count(tally.outcomes, expected)
  }
  const answered = verdict(decision)
  if (answered !== expected) return { engine: answered, reference: expected }
  const reason =
    wrongReason(decision, subject, request) ??
    (explained ? (wrongExplanation(prepared, subject, request) ?? wrongFilter(prepared, subject, request)) : undefined)
  return reason === undefined ? undefined : { engine: reason, reference: expected }
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

/** A decision by a statement must name one that matches and has that effect. */
function wrongReason(decision: Decision, subject: Subject, request: ListedRequest): string | undefined {
  const { by, cause, layer, resource } = decision
  if (layer === 'general') return undefined
  if (by === undefined)
    return cause === 'allow' || cause === 'explicit-deny' ? `${verdict(decision)} by nothing` : undefined
  const source = sourcesOf(subject).find(({ policyId }) => policyId === by.policyId)
  const matches = source === undefined ? [] : referenceMatches(subject, source, request, resource)
  if (matches[by.statement] === (cause === 'explicit-deny' ? 'deny' : 'allow')) return undefined
  return `${verdict(decision)} by statement ${by.statement} of policy ${by.policyId}, which does not match ${resource}`
}

/** An explanation must come to the same decision and find the same of every statement. */
function wrongExplanation(prepared: PreparedSubject, subject: Subject, request: ListedRequest): string | undefined {
  const explanation = prepared.explain(request)
  const { decision, resources } = explanation
  if (JSON.stringify(decision) !== JSON.stringify(prepared.decide(request))) return 'explained another decision'
  const unreasonable = wrongSettling(explanation)
  if (unreasonable !== undefined) return unreasonable
  for (const { resource, layers } of resources) {
    for (const { layer, statements } of layers) {
      if (layer === 'general') continue
      for (const { by, effect, matched } of statements) {
        const source = sourcesOf(subject).find(({ policyId }) => policyId === by.policyId)
        const matches = source === undefined ? [] : referenceMatches(subject, source, request, resource)
        if (matches[by.statement] === (matched ? effect : undefined)) continue
        return `explained that statement ${by.statement} of policy ${by.policyId} ${matched ? 'matches' : 'does not match'} ${resource}`
      }
    }
  }
  return undefined
}

/** A filter made with every other key must say of each resource what the reference says with all of them. */
function wrongFilter(prepared: PreparedSubject, subject: Subject, request: ListedRequest): string | undefined {
  const { action, granularity, context } = request
  const known = new Map([...context].filter((_, index) => index % 2 === 0))
  for (const resource of request.resources) {
    const { effect } = referenceDecide(subject, { ...request, resources: [resource] })
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
  const differ = ({ subject, request }: Case) => compare(engine.prepare(subject), subject, request, true, undefined)
  const fails = (smaller: Case): boolean => {
    if (sourcesOf(smaller.subject).some((source) => engine.problem(source) !== undefined)) return false
    return differ(smaller) !== undefined
  }
  const small = shrink(found, fails)
  return { ...found, ...small, ...differ(small) }
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
