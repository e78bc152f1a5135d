// Which resources a principal may use, as a filter and not by trial: the program is evaluated as far as action and known
// keys carry, and what depends on the resource is left over. Adds no rule of its own to those of `decide`.

import { isAssumeRole, type RequestAction, readRequestAction } from '../action.ts'
import { type Condition, conditionHolds, readConditionKey } from '../condition.ts'
import { GENERAL, generalQuestion, isGeneral } from '../general.ts'
import { MATCH_NOTHING } from '../pattern.ts'
import type { Program } from '../program.ts'
import { requestResource } from '../resource.ts'
import { actionCovered, type Question, type Rule } from '../rule.ts'
import type { RuleIndex } from '../rules.ts'
import type { ContextValue, Effect, RequestContext } from '../types.ts'
import { joinParts, parseTemplate, substitute, type VariableValues } from '../variables.ts'
import type { FilterLayer, FilterQuestion, LeftCondition, ResourceFilter } from './filter.ts'
import { placeOf } from './place.ts'
import { clausesOf, type OpenLayer, type Part, simplify } from './simplify.ts'

/**
 * For every resource and all values of the open keys, `filterMatches` says what `decide` says of the whole request. Never
 * throws.
 */
export function resourcesFor(program: Program, question: FilterQuestion): ResourceFilter {
  const action = readRequestAction(question.action)
  const { account, appId } = program
  const owner = { account, appId }
  const ownOnly = action === undefined || !isAssumeRole(action)
  const face = { action: action === undefined ? '' : `${action.product}:${action.name}`, owner, ownOnly }
  const nothing = { ...face, layers: [], known: [], open: [] }
  if (action === undefined) return { ...nothing, kind: 'none' }
  const asking = askingOf(program, question, action, ownOnly)
  const layers = simplify(openLayers(program, asking))
  if (layers === 'none') return { ...nothing, kind: 'none' }
  if (layers.length === 0) return { ...nothing, kind: 'all' }
  return { ...face, kind: 'some', layers: layers.map(closed), ...keysOf(layers, asking) }
}

interface Asking {
  readonly program: Program
  readonly question: Question
  readonly ownOnly: boolean
  isOpen(key: string): boolean
}

function askingOf(program: Program, asked: FilterQuestion, action: RequestAction, ownOnly: boolean): Asking {
  const { open, granularity, context } = asked
  const isOpen = (key: string) => (open === 'rest' ? context.get(key) === undefined : open.includes(key))
  const known: RequestContext = { get: (key) => (isOpen(key) ? undefined : context.get(key)) }
  // No resource is looked at: whatever asks for one is left over.
  return { program, ownOnly, isOpen, question: { action, granularity, context: known, resource: requestResource() } }
}

function openLayers({ identity, boundary, session, kind }: Program, asking: Asking): readonly OpenLayer[] {
  const layers: OpenLayer[] = []
  const add = (layer: FilterLayer['layer'], index: RuleIndex | undefined) => {
    if (index !== undefined) layers.push({ layer, ...partsOf(index, asking) })
  }
  if (isGeneral(asking.question.action)) {
    const general = { ...asking, question: generalQuestion(asking.question) }
    layers.push({ layer: 'general', allow: undefined, deny: partsOf(GENERAL, general).deny })
  }
  if (kind !== 'root') add('identity', identity)
  add('boundary', boundary)
  add('session', session)
  return layers
}

function partsOf({ rules }: RuleIndex, asking: Asking): Readonly<Record<Effect, readonly Part[]>> {
  const parts: Record<Effect, Part[]> = { allow: [], deny: [] }
  for (const rule of rules) {
    if (!actionCovered(rule, asking.question)) continue
    const conditions = leftOver(rule, asking)
    if (conditions !== undefined) parts[rule.effect].push(...partsOfRule(rule, conditions, asking))
  }
  return parts
}

function partsOfRule(
  { resources, by }: Rule,
  conditions: readonly LeftCondition[],
  { program, ownOnly }: Asking,
): readonly Part[] {
  return resources.flatMap((resource) => {
    // A variable without value in an allow.
    if (resource.content.kind === MATCH_NOTHING.kind) return []
    const place = placeOf(resource, program, ownOnly)
    return place === undefined ? [] : [{ place, conditions, by: [by] }]
  })
}

/** Conditions that cannot be decided yet; `undefined` where one of the others does not hold. */
function leftOver(rule: Rule, { program, question, isOpen }: Asking): readonly LeftCondition[] | undefined {
  const left: LeftCondition[] = []
  for (const condition of rule.conditions) {
    if (namesOf(condition).some(isOpen)) left.push(leftCondition(condition, program.variables))
    else if (!conditionHolds(condition, question.context, rule.effect)) return undefined
  }
  return left
}

/** Every name under which a request can supply a key. */
export function namesOf({ name, alias, tag }: Pick<Condition, 'name' | 'alias' | 'tag'>): readonly string[] {
  return [name, ...(alias === undefined ? [] : [alias]), ...(tag?.lists ?? [])]
}

function leftCondition({ operator, key, wanted }: Condition, variables: VariableValues): LeftCondition {
  return { operator, key, wanted: wanted.map((text) => filledIn(text, variables)) }
}

/** A wanted value with its variables filled in; `null` where one of them has no value. */
export function filledIn(text: string, variables: VariableValues): string | null {
  const parsed = parseTemplate(text)
  if ('unknown' in parsed) return text
  const parts = substitute(parsed.template, variables)
  return parts === undefined ? null : joinParts(parts)
}

function closed({ layer, allow, deny }: OpenLayer): FilterLayer {
  return { layer, ...(allow && { allow: clausesOf(allow) }), deny: clausesOf(deny) }
}

/** Names that the conditions of a filter look up, with the values that are known. */
function keysOf(layers: readonly OpenLayer[], { isOpen, question }: Asking): Pick<ResourceFilter, 'known' | 'open'> {
  const parts = layers.flatMap(({ allow = [], deny }) => [...allow, ...deny])
  const keys = new Set(parts.flatMap(({ conditions }) => conditions.map(({ key }) => key)))
  const names = [...new Set([...keys].flatMap((key) => namesOf(readConditionKey(key))))]
  const known = names.flatMap((name): (readonly [string, ContextValue])[] => {
    const value = question.context.get(name)
    return value === undefined ? [] : [[name, value]]
  })
  return { known, open: names.filter(isOpen) }
}
