// The statements of one layer (identity, boundary, session), arranged so that a decision looks at few of them. Only
// candidates are remembered, never answers. Everything remembered is bounded: names of requests come from outside.

import { anyActionMatches, isShort, type RequestAction } from './action.ts'
import { type Candidates, type Covering, coveringOf, firstCandidate, narrow } from './candidates.ts'
import type { CompiledStatement } from './compile.ts'
import type { CompileLookup } from './compile-cache.ts'
import { conditionsHold } from './condition.ts'
import { type RequestResource, type ResourceMatcher, resourceMatches } from './resource.ts'
import { actionCovered, type Question, type Rule } from './rule.ts'
import type { DecidedBy, Granularity, PolicySource } from './types.ts'
import type { VariableValues } from './variables.ts'

/** The rules for actions of one product, and those for any product with them. */
export interface Group {
  /** Denies first; of each effect unconditional ones first, as they answer at the lowest price. */
  readonly rules: readonly Rule[]
  /** `undefined` where trying all of the few rules is cheaper. */
  readonly arranged: Arranged | undefined
  /** Which rules cover the action of a question; `undefined`: they are still to be asked. */
  readonly covering: Covering | undefined
}

/** The same rules as candidates for resources of one product each, made when first asked for. */
interface Arranged {
  /** Product of the actions; `undefined`: one that no action names. */
  readonly product: string | undefined
  /** For resources of that product. */
  own: Candidates | undefined
  /** By other product. Bounded by the policies: products that none of them names share one entry. */
  readonly named: Map<string, Candidates | undefined>
  others: Candidates | undefined
  /** What was chosen for its actions, by the rules that cover them: most actions share it with others. */
  readonly chosen: Map<string, Group>
}

export interface RuleIndex {
  /** Every rule, policy by policy, in document order. */
  readonly rules: readonly Rule[]
  readonly byProduct: ReadonlyMap<string, Group>
  /** Rules that can cover actions of any product. */
  readonly open: Group
  /** What was chosen for actions asked before; `undefined` where no group is arranged. */
  readonly remembered: Remembered | undefined
}

/** By action; calls that are checked as a whole product have their own. Without rules: none covers the action. */
interface Remembered {
  readonly service: Map<RequestAction, Group>
  readonly other: Map<RequestAction, Group>
}

/** Fewer rules are not arranged (measured: bench/policy). */
const ARRANGED_RULES_MIN = 24
/** Actions remembered; when there are more, all are forgotten. */
const ACTIONS_REMEMBERED_MAX = 2048
/** Different sets of rules for actions of one product that are shared. */
const COVERINGS_SHARED_MAX = 256

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
  const many = rules.length >= ARRANGED_RULES_MIN
  const groups = new Map<string, Group>()
  for (const [product, own] of byProduct) groups.set(product, group(product, [...own, ...open], many))
  const remembered = many ? { service: new Map(), other: new Map() } : undefined
  return { rules, byProduct: groups, open: group(undefined, open, many), remembered }
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

function group(product: string | undefined, rules: readonly Rule[], many: boolean): Group {
  const ordered = rules.toSorted((a, b) => rank(a) - rank(b))
  return { rules: ordered, arranged: many ? arrange(product, rules) : undefined, covering: undefined }
}

function arrange(product: string | undefined, rules: readonly Rule[]): Arranged {
  const named = new Map<string, Candidates | undefined>()
  for (const { resources } of rules) {
    for (const { service } of resources) if (service !== undefined && service !== product) named.set(service, undefined)
  }
  return { product, own: undefined, named, others: undefined, chosen: new Map() }
}

function rank({ effect, conditions }: Rule): number {
  return (effect === 'deny' ? 0 : 2) + (conditions.length === 0 ? 0 : 1)
}

// ——— choosing ———

/** The rules that can speak about an action; `undefined`: there are none. */
export function choose(index: RuleIndex, action: RequestAction, granularity: Granularity): Group | undefined {
  const { remembered } = index
  const byAction = granularity === 'service' ? remembered?.service : remembered?.other
  const known = byAction?.get(action)
  if (known !== undefined) return known === NOTHING ? undefined : known
  const group = index.byProduct.get(action.product) ?? index.open
  const { rules, arranged } = group
  if (arranged === undefined) return rules.length === 0 ? undefined : group
  const covering = coveringOf(rules, (rule) => anyActionMatches(rule.actions, action, granularity))
  const chosen = covering.some((bits) => bits !== 0) ? shared(arranged, { rules, arranged, covering }) : NOTHING
  if (byAction !== undefined && isShort(action)) {
    if (byAction.size >= ACTIONS_REMEMBERED_MAX) byAction.clear()
    byAction.set(action, chosen)
  }
  return chosen === NOTHING ? undefined : chosen
}

function shared({ chosen }: Arranged, fresh: Group): Group {
  const key = String(fresh.covering)
  const known = chosen.get(key)
  if (known !== undefined) return known
  if (chosen.size < COVERINGS_SHARED_MAX) chosen.set(key, fresh)
  return fresh
}

const NOTHING: Group = { rules: [], arranged: undefined, covering: undefined }

function candidates(rules: readonly Rule[], arranged: Arranged, service: string): Candidates {
  const { product, named } = arranged
  if (service === product) {
    arranged.own ??= narrow(rules, service)
    return arranged.own
  }
  const found = named.get(service)
  if (found !== undefined) return found
  if (!named.has(service)) {
    arranged.others ??= narrow(rules, undefined)
    return arranged.others
  }
  const made = narrow(rules, service)
  // Setting an entry that exists keeps its key, the policy's own text: no text of a request is kept.
  named.set(service, made)
  return made
}

// ——— matching ———

/** A rule that covers the question, a deny if there is one; which one of several plays no part in verdicts. */
export function matchingRule({ rules, arranged, covering }: Group, question: Question): Rule | undefined {
  if (arranged !== undefined && covering !== undefined) {
    return firstCandidate(candidates(rules, arranged, question.resource.service), covering, question)
  }
  // Denies come first. Resources are asked before actions: more of them differ, and one character tells.
  for (const rule of rules) {
    if (!resourceCovered(rule.resources, question.resource) || !actionCovered(rule, question)) continue
    if (conditionsHold(rule.conditions, question.context, rule.effect)) return rule
  }
  return undefined
}

function resourceCovered(resources: readonly ResourceMatcher[], resource: RequestResource): boolean {
  for (const matcher of resources) if (resourceMatches(matcher, resource)) return true
  return false
}
