// Why a decision came out as it did, as data: what every statement of every layer lacked. Off the hot path; uses the
// predicates of the decision and adds no rule of its own.

import { productMatches, readRequestAction } from './action.ts'
import { type Condition, conditionHolds, valuesOf } from './condition.ts'
import { decide, isForeign } from './decide.ts'
import { GENERAL, generalQuestion, isGeneral } from './general.ts'
import type { Program } from './program.ts'
import { differingSegment, type ResourceSegment, readRequestResource, requestResource } from './resource.ts'
import { actionCovered, type Question, type Rule } from './rule.ts'
import type { RuleIndex } from './rules.ts'
import type { AccessRequest, ContextScalar, DecidedBy, Decision, Effect, Layer, RequestContext } from './types.ts'

export interface Explanation {
  readonly decision: Decision
  /** The action of the request is no `product:Action`; nothing can match it. */
  readonly malformedAction: boolean
  readonly resources: readonly ResourceFinding[]
}

export interface ResourceFinding {
  readonly resource: string
  /** Neither `*` nor six segments with a legal account; nothing can match it. */
  readonly malformed: boolean
  /** Owned by another account, and the call may not cross accounts. */
  readonly foreign: boolean
  /** The layers that have a say, in the order in which they are asked. Empty for a malformed request. */
  readonly layers: readonly LayerFinding[]
}

export interface LayerFinding {
  readonly layer: Exclude<Layer, 'root' | 'cross-account'>
  /** What the layer says by itself. `silent`: the general policies, which can only deny. */
  readonly outcome: 'explicit-deny' | 'allow' | 'no-allow' | 'silent'
  /** Policy by policy, in document order. */
  readonly statements: readonly StatementFinding[]
  /** Where nothing allows: the allow statement that came nearest to it. */
  readonly nearest: StatementFinding | undefined
}

export interface StatementFinding {
  readonly by: DecidedBy
  readonly effect: Effect
  readonly matched: boolean
  /** What kept it from matching: the action, or the resource, or each condition that does not hold. */
  readonly obstacles: readonly Obstacle[]
  /** Of a statement that matched: its conditions, all of which hold. */
  readonly conditions: readonly ConditionFinding[]
}

export type Obstacle =
  | { readonly element: 'action'; readonly wanted: readonly string[]; readonly productMatches: boolean }
  /** `segment`: how far the best of the wanted resources came. */
  | { readonly element: 'resource'; readonly segment: ResourceSegment; readonly wanted: readonly string[] }
  | ConditionObstacle

export interface ConditionFinding {
  readonly operator: string
  readonly key: string
  readonly wanted: readonly string[]
  /** `undefined` when the key is missing. */
  readonly seen: readonly ContextScalar[] | undefined
  /** Of a missing key that calls of this API never carry: why. */
  readonly withheld?: string
}
export interface ConditionObstacle extends ConditionFinding {
  readonly element: 'condition'
}

/** Explains a decision. The decision in it is `decide`'s own; the findings lead to the same verdict. Never throws. */
export function explain(program: Program, request: AccessRequest): Explanation {
  const malformedAction = readRequestAction(request.action) === undefined
  const resources = request.resources.map((resource) => explainResource(program, request, resource))
  return { decision: decide(program, request), malformedAction, resources }
}

function explainResource(program: Program, request: AccessRequest, text: string): ResourceFinding {
  const action = readRequestAction(request.action)
  const resource = requestResource()
  const wellFormed = readRequestResource(resource, text, action?.product ?? '', program)
  if (action === undefined || !wellFormed) return { resource: text, malformed: !wellFormed, foreign: false, layers: [] }
  const context = request.contextOf?.(text) ?? request.context
  const question = { action, granularity: request.granularity, context, resource }
  const layers = layersOf(program, question).map((named) => explainLayer(named, question))
  return { resource: text, malformed: false, foreign: isForeign(question), layers }
}

/** The rules of a layer. */
export interface NamedIndex {
  readonly layer: LayerFinding['layer']
  readonly index: RuleIndex
}

/** The layers that have a say about an action, in the order in which they are asked. */
export function layersOf(program: Program, question: Question): readonly NamedIndex[] {
  const layers: NamedIndex[] = []
  if (isGeneral(question.action)) layers.push({ layer: 'general', index: GENERAL })
  if (program.kind !== 'root') layers.push({ layer: 'identity', index: program.identity })
  if (program.boundary !== undefined) layers.push({ layer: 'boundary', index: program.boundary })
  if (program.session !== undefined) layers.push({ layer: 'session', index: program.session })
  return layers
}

function explainLayer({ layer, index }: NamedIndex, question: Question): LayerFinding {
  const asked = layer === 'general' ? generalQuestion(question) : question
  const statements = index.rules.map((rule) => explainRule(rule, asked))
  const outcome = outcomeOf(layer, statements)
  return { layer, outcome, statements, nearest: outcome === 'no-allow' ? nearestOf(statements) : undefined }
}

function outcomeOf(layer: LayerFinding['layer'], statements: readonly StatementFinding[]): LayerFinding['outcome'] {
  const matched = statements.filter((statement) => statement.matched)
  if (matched.some(({ effect }) => effect === 'deny')) return 'explicit-deny'
  if (layer === 'general') return 'silent'
  return matched.length > 0 ? 'allow' : 'no-allow'
}

function explainRule(rule: Rule, question: Question): StatementFinding {
  const obstacles = obstaclesOf(rule, question)
  const matched = obstacles.length === 0
  const conditions = matched ? rule.conditions.map((condition) => conditionFinding(condition, question.context)) : []
  return { by: rule.by, effect: rule.effect, matched, obstacles, conditions }
}

function obstaclesOf(rule: Rule, question: Question): readonly Obstacle[] {
  if (!actionCovered(rule, question)) {
    const wanted = rule.actions.map(({ text }) => text)
    const named = rule.actions.some((matcher) => productMatches(matcher, question.action))
    return [{ element: 'action', wanted, productMatches: named }]
  }
  const segment = furthestSegment(rule, question)
  if (segment !== undefined) {
    return [{ element: 'resource', segment, wanted: rule.resources.map(({ text }) => text) }]
  }
  return rule.conditions
    .filter((condition) => !conditionHolds(condition, question.context, rule.effect))
    .map((condition) => ({ element: 'condition', ...conditionFinding(condition, question.context) }))
}

const SEGMENTS: readonly ResourceSegment[] = ['service', 'region', 'account', 'content']

/** The last segment that any of the resources reached and failed at; `undefined` when one of them matches. */
function furthestSegment(rule: Rule, question: Question): ResourceSegment | undefined {
  const differing = rule.resources.map((matcher) => differingSegment(matcher, question.resource))
  return differing.includes(undefined) ? undefined : SEGMENTS.findLast((segment) => differing.includes(segment))
}

/** A condition and what the request supplied for its key. */
export function conditionFinding(condition: Condition, context: RequestContext): ConditionFinding {
  const { operator, key, wanted } = condition
  const values = valuesOf(condition, context)
  const listed = values === undefined ? [] : typeof values === 'object' ? values : [values]
  // No value at all is a missing key, as it is to the condition itself.
  const seen = listed.length === 0 ? undefined : listed
  const withheld = seen === undefined ? context.withheld?.(key) : undefined
  return { operator, key, wanted, seen, ...(withheld === undefined ? {} : { withheld }) }
}

function nearestOf(statements: readonly StatementFinding[]): StatementFinding | undefined {
  let nearest: StatementFinding | undefined
  for (const statement of statements) {
    if (statement.effect === 'deny') continue
    if (nearest === undefined || nearness(statement) > nearness(nearest)) nearest = statement
  }
  return nearest
}

/** How far the matching came: action, then resource segment by segment, then the fewer conditions the better. */
function nearness({ obstacles }: StatementFinding): number {
  const [first] = obstacles
  if (first === undefined) return Number.POSITIVE_INFINITY
  if (first.element === 'action') return first.productMatches ? 1 : 0
  if (first.element === 'resource') return 2 + SEGMENTS.indexOf(first.segment)
  return 10 - obstacles.length / (obstacles.length + 1)
}
