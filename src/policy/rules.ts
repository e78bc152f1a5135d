// The statements of one layer (identity, boundary, session), arranged so that a decision looks at few of them. Only
// candidates are remembered, never answers. Everything remembered is bounded: names of requests come from outside.

import { type ActionMatcher, actionMatches, isShort, type RequestAction } from './action.ts'
import { type Candidates, firstEntry, narrow } from './candidates.ts'
import type { CompiledStatement } from './compile.ts'
import type { CompileLookup } from './compile-cache.ts'
import { type Condition, conditionsHold } from './condition.ts'
import { type RequestResource, type ResourceMatcher, resourceMatches } from './resource.ts'
import type { AccessRequest, DecidedBy, Effect, Granularity, PolicySource } from './types.ts'
import type { VariableValues } from './variables.ts'

/** A statement in force for a principal. */
export interface Rule {
  readonly effect: Effect
  readonly actions: readonly ActionMatcher[]
  readonly resources: readonly ResourceMatcher[]
  /** Cheap ones first. */
  readonly conditions: readonly Condition[]
  readonly by: DecidedBy
}

/** Rules of both effects, unconditional ones first: they answer at the lowest price. */
interface Group extends Readonly<Record<Effect, readonly Rule[]>> {}

/** Rules that cover an action, narrowed down once more for each product of resources that they name. */
interface Narrowed {
  readonly action: RequestAction
  readonly rules: Group
  /** For resources of the action's own product. */
  own: Candidates | undefined
  /** By other product. Bounded by the policies: products that none of them names share one entry. */
  readonly named: Map<string, Candidates | undefined>
  others: Candidates | undefined
}

/** By action; calls that are checked as a whole product have their own. */
interface Remembered {
  readonly service: Map<RequestAction, Narrowed>
  readonly other: Map<RequestAction, Narrowed>
  /** Rules in all of them. */
  rules: number
}

export interface RuleIndex {
  /** Every rule, policy by policy, in document order. */
  readonly rules: readonly Rule[]
  /** Rules with an action of that product, and those of `open` with them. */
  readonly byProduct: ReadonlyMap<string, Group>
  /** Rules that can cover actions of any product. */
  readonly open: Group
  /** What is known of actions asked before; `undefined` where trying all of the few rules is cheaper. */
  readonly remembered: Remembered | undefined
}

/** With fewer rules for each product nothing is remembered (measured: bench/policy). */
const REMEMBERED_RULES_MIN = 12
/** What is remembered is forgotten as a whole when it is more than so many actions, or rules for them. */
const ACTIONS_REMEMBERED_MAX = 2048
const RULES_REMEMBERED_MAX = 65_536

// ——— arranging ———

/** Brings the statements of policies into force for one principal. */
export function indexRules(
  sources: readonly PolicySource[],
  compiled: CompileLookup,
  variables: VariableValues,
): RuleIndex {
  const rules = sources.flatMap((source) => rulesOf(source, compiled, variables))
  const open: Rule[] = []
  const byProduct = new Map<string, Rule[]>()
  for (const rule of rules) {
    const products = new Set(rule.actions.map((action) => action.product))
    if (products.has(undefined)) open.push(rule)
    else for (const product of products) if (product !== undefined) append(byProduct, product, rule)
  }
  const groups = new Map<string, Group>()
  for (const [product, own] of byProduct) groups.set(product, group([...own, ...open]))
  const largest = Math.max(open.length, ...[...groups.values()].map(sizeOf))
  const remembered = { service: new Map(), other: new Map(), rules: 0 }
  const few = largest < REMEMBERED_RULES_MIN
  return { rules, byProduct: groups, open: group(open), remembered: few ? undefined : remembered }
}

function rulesOf(source: PolicySource, compiled: CompileLookup, variables: VariableValues): readonly Rule[] {
  return compiled(source).statements.map((template) => ruleOf(source, template.bind(variables)))
}

/** The last rule made of a statement. Most policies are attached in one way, so that everybody shares their rules. */
const lastRules = new WeakMap<CompiledStatement, Rule>()

function ruleOf({ policyId, policyName, versionId, via }: PolicySource, statement: CompiledStatement): Rule {
  const last = lastRules.get(statement)
  if (last !== undefined) {
    const { by } = last
    const same = by.policyId === policyId && by.policyName === policyName && by.versionId === versionId
    if (same && sameVia(by.via, via)) return last
  }
  const { index, effect, actions, resources, conditions } = statement
  const by = { policyId, policyName, versionId, statement: index, via }
  const rule = { effect, actions, resources, conditions, by }
  lastRules.set(statement, rule)
  return rule
}

function sameVia(a: DecidedBy['via'], b: DecidedBy['via']): boolean {
  if (a.kind === 'direct' || b.kind === 'direct') return a.kind === b.kind
  return a.groupId === b.groupId && a.groupName === b.groupName
}

function append<Key>(lists: Map<Key, Rule[]>, key: Key, rule: Rule): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [rule])
  else list.push(rule)
}

const NO_RULES: readonly Rule[] = []
const NO_GROUP: Group = { deny: NO_RULES, allow: NO_RULES }

function group(rules: readonly Rule[]): Group {
  if (rules.length === 0) return NO_GROUP
  const ordered = [...rules.filter(isUnconditional), ...rules.filter((rule) => !isUnconditional(rule))]
  const deny = ordered.filter((rule) => rule.effect === 'deny')
  const allow = ordered.filter((rule) => rule.effect === 'allow')
  return { deny: deny.length === 0 ? NO_RULES : deny, allow: allow.length === 0 ? NO_RULES : allow }
}

function isUnconditional(rule: Rule): boolean {
  return rule.conditions.length === 0
}

function sizeOf({ deny, allow }: Group): number {
  return deny.length + allow.length
}

// ——— choosing ———

/** What a layer has to say about an action: rules that are still to be compared with it, or candidates. */
export type Choice = Group | Narrowed

/** Chooses once for a whole decision. `undefined`: no rule of the layer speaks about the action. */
export function choose(index: RuleIndex, action: RequestAction, granularity: Granularity): Choice | undefined {
  const { remembered } = index
  if (remembered === undefined)
    return index.byProduct.get(action.product) ?? (sizeOf(index.open) > 0 ? index.open : undefined)
  const byAction = granularity === 'service' ? remembered.service : remembered.other
  const narrowed = byAction.get(action) ?? remember(remembered, byAction, index, action, granularity)
  return narrowed.rules === NO_GROUP ? undefined : narrowed
}

function remember(
  remembered: Remembered,
  byAction: Map<RequestAction, Narrowed>,
  index: RuleIndex,
  action: RequestAction,
  granularity: Granularity,
): Narrowed {
  const { deny, allow } = index.byProduct.get(action.product) ?? index.open
  const covering = (rule: Rule) => actionCovered(rule, { action, granularity })
  const rules = group([...deny.filter(covering), ...allow.filter(covering)])
  const narrowed: Narrowed = { action, rules, own: undefined, named: namedServices(rules, action), others: undefined }
  if (!isShort(action)) return narrowed
  const more = sizeOf(rules)
  const full = remembered.rules + more > RULES_REMEMBERED_MAX || byAction.size >= ACTIONS_REMEMBERED_MAX
  if (full) {
    remembered.service.clear()
    remembered.other.clear()
    remembered.rules = 0
  }
  byAction.set(action, narrowed)
  remembered.rules += more
  return narrowed
}

/** The products that resources of the rules name, with no candidates yet. */
function namedServices({ deny, allow }: Group, action: RequestAction): Map<string, Candidates | undefined> {
  const named = new Map<string, Candidates | undefined>()
  for (const { resources } of [...deny, ...allow]) {
    for (const { service } of resources) {
      if (service !== undefined && service !== action.product) named.set(service, undefined)
    }
  }
  return named
}

function candidates(narrowed: Narrowed, service: string): Candidates {
  const { action, rules, named } = narrowed
  if (service === action.product) {
    narrowed.own ??= narrow(rules, service)
    return narrowed.own
  }
  const found = named.get(service)
  if (found !== undefined) return found
  if (!named.has(service)) {
    narrowed.others ??= narrow(rules, service)
    return narrowed.others
  }
  const made = narrow(rules, service)
  // Setting an entry that exists keeps its key, the policy's own text: no text of a request is kept.
  named.set(service, made)
  return made
}

// ——— matching ———

/** One question, with its resource taken apart. */
export interface Question {
  readonly action: RequestAction
  readonly granularity: Granularity
  readonly context: AccessRequest['context']
  readonly resource: RequestResource
}

/** A rule with that effect that covers the question; which one, when there are several, plays no part in verdicts. */
export function matchingRule(index: RuleIndex, effect: Effect, question: Question): Rule | undefined {
  const choice = choose(index, question.action, question.granularity)
  return choice === undefined ? undefined : matchingOf(choice, effect, question)
}

/** The same among what was chosen for the question's action. */
export function matchingOf(choice: Choice, effect: Effect, question: Question): Rule | undefined {
  if ('named' in choice) {
    const { resource, context } = question
    return firstEntry(candidates(choice, resource.service), effect, resource, context)
  }
  for (const rule of choice[effect]) {
    if (!actionCovered(rule, question)) continue
    if (!resourceCovered(rule.resources, question.resource)) continue
    if (conditionsHold(rule.conditions, question.context, effect)) return rule
  }
  return undefined
}

export function actionCovered(rule: Rule, { action, granularity }: Pick<Question, 'action' | 'granularity'>): boolean {
  for (const matcher of rule.actions) if (actionMatches(matcher, action, granularity)) return true
  return false
}

function resourceCovered(resources: readonly ResourceMatcher[], resource: RequestResource): boolean {
  for (const matcher of resources) if (resourceMatches(matcher, resource)) return true
  return false
}
