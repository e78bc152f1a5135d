// The statements of one layer (identity, boundary, session), arranged so that a decision looks at few of them. Only
// candidates are remembered, never answers. Everything remembered is bounded: names of requests come from outside.

import { type ActionMatcher, actionMatches, isShort, type RequestAction } from './action.ts'
import type { CompileLookup } from './compile-cache.ts'
import { type Condition, conditionsHold } from './condition.ts'
import { type RequestResource, type ResourceMatcher, resourceMatches } from './resource.ts'
import type { AccessRequest, DecidedBy, Effect, Granularity, PolicySource } from './types.ts'
import type { VariableValues } from './variables.ts'

/** A statement in force for a principal. */
export interface Rule {
  readonly effect: Effect
  readonly actions: readonly ActionMatcher[]
  /** The resources that are worth comparing here: all of the statement's, or those of one product or content. */
  readonly resources: readonly ResourceMatcher[]
  readonly conditions: readonly Condition[]
  readonly by: DecidedBy
}

/** Rules of one effect: those whose content is one exact text by hash, the others one after the other. */
interface RuleSet {
  readonly exact: ReadonlyMap<string, readonly Rule[]> | undefined
  readonly scan: readonly Rule[]
}

interface Candidates extends Readonly<Record<Effect, RuleSet>> {}

/** Rules for actions of one product, or rules for actions of any product. */
interface Group extends Candidates {
  /** Candidates that a question needs, found before; `undefined` where trying all of the few rules is cheaper. */
  readonly remembered: Remembered | undefined
}

/** By action; calls that are checked as a whole product have their own. */
interface Remembered {
  readonly service: Map<RequestAction, CandidatesByService>
  readonly other: Map<RequestAction, CandidatesByService>
}

/** By product of the resource. Its size is bounded by the policies: products that none of them names share one entry. */
interface CandidatesByService {
  readonly named: Map<string, Candidates | undefined>
  others: Candidates | undefined
}

export interface RuleIndex {
  /** Every rule, policy by policy, in document order. */
  readonly rules: readonly Rule[]
  /** Rules with an action of that product; those of `open` can cover its actions as well. */
  readonly byProduct: ReadonlyMap<string, Group>
  readonly open: Group
}

/** Below this number of rules for a product nothing is remembered (measured: bench/decide.ts). */
const REMEMBERED_RULES_MIN = 12
/** Below this number of exact contents comparing them is cheaper than hashing. */
const HASHED_CONTENTS_MIN = 6
/** Actions remembered per product. */
const ACTIONS_REMEMBERED_MAX = 256

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
  for (const [product, own] of byProduct) groups.set(product, group(own, own.length + open.length))
  return { rules, byProduct: groups, open: group(open, open.length) }
}

function rulesOf(source: PolicySource, compiled: CompileLookup, variables: VariableValues): readonly Rule[] {
  const { policyId, policyName, versionId, via } = source
  return compiled(source).statements.map((template) => {
    const { index, effect, actions, resources, conditions } = template.bind(variables)
    return {
      effect,
      actions,
      resources,
      conditions,
      by: { policyId, policyName, versionId, statement: index, via },
    }
  })
}

function append<Key>(lists: Map<Key, Rule[]>, key: Key, rule: Rule): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [rule])
  else list.push(rule)
}

function group(rules: readonly Rule[], rulesTried: number): Group {
  if (rules.length === 0) return NO_GROUP
  const few = rulesTried < REMEMBERED_RULES_MIN
  return { ...candidatesOf(rules), remembered: few ? undefined : { service: new Map(), other: new Map() } }
}

function candidatesOf(rules: readonly Rule[]): Candidates {
  const deny = ruleSet(rules.filter((rule) => rule.effect === 'deny'))
  const allow = ruleSet(rules.filter((rule) => rule.effect === 'allow'))
  return { deny, allow }
}

const NO_RULES: RuleSet = { exact: undefined, scan: [] }
const NO_GROUP: Group = { deny: NO_RULES, allow: NO_RULES, remembered: undefined }

/** Rules without conditions come first: they answer at the lowest price. */
function ruleSet(rules: readonly Rule[]): RuleSet {
  if (rules.length === 0) return NO_RULES
  const ordered = [...rules.filter(isUnconditional), ...rules.filter((rule) => !isUnconditional(rule))]
  const contents = ordered.reduce((sum, rule) => sum + rule.resources.filter(isExact).length, 0)
  if (contents < HASHED_CONTENTS_MIN) return { exact: undefined, scan: ordered }
  const exact = new Map<string, Rule[]>()
  const scan: Rule[] = []
  for (const rule of ordered) {
    const open = rule.resources.filter((resource) => !isExact(resource))
    if (open.length > 0) scan.push({ ...rule, resources: open })
    for (const [content, resources] of Map.groupBy(rule.resources, ({ exact }) => exact)) {
      if (content !== undefined) append(exact, content, { ...rule, resources })
    }
  }
  return { exact, scan }
}

function isUnconditional(rule: Rule): boolean {
  return rule.conditions.length === 0
}

function isExact(resource: ResourceMatcher): boolean {
  return resource.exact !== undefined
}

// ——— choosing ———

function remember(remembered: Remembered, groups: readonly Group[], question: Question): Candidates {
  const { action, resource, granularity } = question
  const byAction = granularity === 'service' ? remembered.service : remembered.other
  const known = byAction.get(action)
  const byService = known ?? { named: namedServices(groups, question), others: undefined }
  if (known === undefined && isShort(action)) {
    if (byAction.size >= ACTIONS_REMEMBERED_MAX) byAction.clear()
    byAction.set(action, byService)
  }
  const found = byService.named.get(resource.service)
  if (found !== undefined) return found
  const isNamed = byService.named.has(resource.service)
  if (!isNamed && byService.others !== undefined) return byService.others
  const narrowed = narrow(groups, question)
  // Setting an entry that exists keeps its key, the policy's own text: no text of a request is kept.
  if (isNamed) byService.named.set(resource.service, narrowed)
  else byService.others = narrowed
  return narrowed
}

/** The products that resources of rules for the action name, with no candidates yet. */
function namedServices(groups: readonly Group[], question: Question): Map<string, Candidates | undefined> {
  const named = new Map<string, Candidates | undefined>()
  for (const rule of groups.flatMap(rulesOfGroup)) {
    if (!actionCovered(rule, question)) continue
    for (const { service } of rule.resources) if (service !== undefined) named.set(service, undefined)
  }
  return named
}

function narrow(groups: readonly Group[], question: Question): Candidates {
  const { service } = question.resource
  return candidatesOf(
    groups.flatMap(rulesOfGroup).flatMap((rule) => {
      if (!actionCovered(rule, question)) return []
      const resources = rule.resources.filter((one) => one.service === undefined || one.service === service)
      return resources.length > 0 ? [{ ...rule, resources }] : []
    }),
  )
}

function rulesOfGroup({ deny, allow }: Group): readonly Rule[] {
  return [...rulesIn(deny), ...rulesIn(allow)]
}

function rulesIn({ exact, scan }: RuleSet): readonly Rule[] {
  return exact === undefined ? scan : [...scan, ...[...exact.values()].flat()]
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
  const { open } = index
  const own = index.byProduct.get(question.action.product)
  if (own === undefined) {
    if (open.remembered === undefined) return firstMatch(open[effect], true, question)
    return firstMatch(remember(open.remembered, [open], question)[effect], false, question)
  }
  if (own.remembered === undefined) {
    return firstMatch(own[effect], true, question) ?? firstMatch(open[effect], true, question)
  }
  return firstMatch(remember(own.remembered, [own, open], question)[effect], false, question)
}

/** `actionOpen`: the rules were not chosen by action yet. */
function firstMatch(rules: RuleSet, actionOpen: boolean, question: Question): Rule | undefined {
  const { exact, scan } = rules
  if (exact !== undefined) {
    const { text, contentFrom } = question.resource
    const sameContent = exact.get(text.slice(contentFrom))
    const rule = sameContent === undefined ? undefined : firstIn(sameContent, actionOpen, question)
    if (rule !== undefined) return rule
  }
  return firstIn(scan, actionOpen, question)
}

function firstIn(rules: readonly Rule[], actionOpen: boolean, question: Question): Rule | undefined {
  for (const rule of rules) {
    if (actionOpen && !actionCovered(rule, question)) continue
    if (!resourceCovered(rule.resources, question.resource)) continue
    if (conditionsHold(rule.conditions, question.context, rule.effect)) return rule
  }
  return undefined
}

export function actionCovered(rule: Rule, question: Question): boolean {
  for (const matcher of rule.actions) if (actionMatches(matcher, question.action, question.granularity)) return true
  return false
}

function resourceCovered(resources: readonly ResourceMatcher[], resource: RequestResource): boolean {
  for (const matcher of resources) if (resourceMatches(matcher, resource)) return true
  return false
}
