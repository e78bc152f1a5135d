// The statements of one layer (identity, boundary, session), arranged so that a decision looks at few of them. Only
// candidates are remembered, never answers. Everything remembered is bounded: names of requests come from outside.

import { type ActionMatcher, actionMatches, type RequestAction } from './action.ts'
import type { CompiledStatement } from './compile.ts'
import type { CompileLookup } from './compile-cache.ts'
import { conditionsHold } from './condition.ts'
import { type RequestResource, type ResourceMatcher, resourceMatches } from './resource.ts'
import type { AccessRequest, DecidedBy, Effect, Granularity, PolicySource } from './types.ts'
import type { VariableValues } from './variables.ts'

/** A statement in force for a principal. */
export interface Rule {
  readonly statement: CompiledStatement
  readonly by: DecidedBy
  /** The resources that are worth comparing here: all of the statement's, or those of one product or content. */
  readonly resources: readonly ResourceMatcher[]
}

/** Rules of one effect: those whose content is one exact text by hash, the others one after the other. */
interface RuleSet {
  readonly exact: ReadonlyMap<string, readonly Rule[]> | undefined
  readonly scan: readonly Rule[]
}

type Candidates = Readonly<Record<Effect, RuleSet>>
type CandidatesByService = Map<string, Candidates>

export interface RuleIndex {
  /** Every rule, policy by policy, in document order. */
  readonly rules: readonly Rule[]
  /** For a short list of rules: all of them. Walking through is then cheaper than any index. */
  readonly whole: Candidates | undefined
  /** Rules with an action of that one product, and rules that may cover any product. */
  readonly byProduct: ReadonlyMap<string, readonly Rule[]>
  readonly open: readonly Rule[]
  /** Candidates by action and by product of the resource, for calls checked as a whole product and for others. */
  readonly remembered: Map<RequestAction, CandidatesByService>
  readonly rememberedAsService: Map<RequestAction, CandidatesByService>
}

/** Below this number of rules no index is made (measured: bench/decide.ts). */
const INDEXED_RULES_MIN = 24
/** Below this number of exact contents comparing them is cheaper than hashing. */
const HASHED_CONTENTS_MIN = 6
/** Actions remembered per index, and products of resources per action. */
const ACTIONS_REMEMBERED_MAX = 512
const SERVICES_REMEMBERED_MAX = 64

/** Brings the statements of policies into force for one principal. */
export function indexRules(
  sources: readonly PolicySource[],
  compiled: CompileLookup,
  variables: VariableValues,
): RuleIndex {
  const rules = sources.flatMap((source) => rulesOf(source, compiled, variables))
  const byProduct = new Map<string, Rule[]>()
  const open: Rule[] = []
  const short = rules.length < INDEXED_RULES_MIN
  if (!short) for (const rule of rules) for (const list of listsOf(rule, byProduct, open)) list.push(rule)
  return {
    rules,
    whole: short ? candidatesOf(rules) : undefined,
    byProduct,
    open,
    remembered: new Map(),
    rememberedAsService: new Map(),
  }
}

function rulesOf(source: PolicySource, compiled: CompileLookup, variables: VariableValues): readonly Rule[] {
  const { policyId, policyName, versionId, via } = source
  return compiled(source).statements.map((template) => {
    const statement = template.bind(variables)
    const by = { policyId, policyName, versionId, statement: statement.form.index, via }
    return { statement, by, resources: statement.resources }
  })
}

function listsOf(rule: Rule, byProduct: Map<string, Rule[]>, open: Rule[]): Iterable<Rule[]> {
  const products = new Set(rule.statement.actions.map((action: ActionMatcher) => action.product))
  if (products.has(undefined)) return [open]
  const lists: Rule[][] = []
  for (const product of products) {
    if (product === undefined) continue
    const list = byProduct.get(product) ?? []
    byProduct.set(product, list)
    lists.push(list)
  }
  return lists
}

// ——— choosing ———

function candidatesOf(rules: readonly Rule[]): Candidates {
  return { deny: ruleSet(rules, 'deny'), allow: ruleSet(rules, 'allow') }
}

/** Rules without conditions come first: they answer at the lowest price. */
function ruleSet(rules: readonly Rule[], effect: Effect): RuleSet {
  const chosen = rules.filter((rule) => rule.statement.effect === effect)
  const ordered = [...chosen.filter(isUnconditional), ...chosen.filter((rule) => !isUnconditional(rule))]
  const contents = ordered.reduce((sum, rule) => sum + rule.resources.filter(isExact).length, 0)
  if (contents < HASHED_CONTENTS_MIN) return { exact: undefined, scan: ordered }
  const exact = new Map<string, Rule[]>()
  const scan: Rule[] = []
  for (const rule of ordered) {
    for (const [content, resources] of groupByContent(rule.resources)) {
      const narrowed = { ...rule, resources }
      if (content === undefined) scan.push(narrowed)
      else exact.set(content, [...(exact.get(content) ?? []), narrowed])
    }
  }
  return { exact, scan }
}

function isUnconditional(rule: Rule): boolean {
  return rule.statement.conditions.length === 0
}

function isExact(resource: ResourceMatcher): boolean {
  return resource.exact !== undefined
}

function groupByContent(resources: readonly ResourceMatcher[]): ReadonlyMap<string | undefined, ResourceMatcher[]> {
  const groups = new Map<string | undefined, ResourceMatcher[]>()
  for (const resource of resources) {
    const group = groups.get(resource.exact)
    if (group === undefined) groups.set(resource.exact, [resource])
    else group.push(resource)
  }
  return groups
}

function candidates(index: RuleIndex, action: RequestAction, granularity: Granularity, service: string): Candidates {
  if (index.whole !== undefined) return index.whole
  const remembered = granularity === 'service' ? index.rememberedAsService : index.remembered
  const byService = remembered.get(action)
  const known = byService?.get(service)
  if (known !== undefined) return known
  const found = findCandidates(index, action, granularity, service)
  if (byService !== undefined) {
    if (byService.size >= SERVICES_REMEMBERED_MAX) byService.clear()
    byService.set(service, found)
  } else {
    if (remembered.size >= ACTIONS_REMEMBERED_MAX) remembered.clear()
    remembered.set(action, new Map([[service, found]]))
  }
  return found
}

function findCandidates(
  index: RuleIndex,
  action: RequestAction,
  granularity: Granularity,
  service: string,
): Candidates {
  const found: Rule[] = []
  for (const rules of [index.byProduct.get(action.product) ?? [], index.open]) {
    for (const rule of rules) {
      if (!actionCovered(rule.statement, action, granularity)) continue
      const resources = rule.resources.filter((one) => one.service === undefined || one.service === service)
      if (resources.length > 0) found.push({ ...rule, resources })
    }
  }
  return candidatesOf(found)
}

// ——— matching ———

/** One question, with its resource taken apart. */
export interface Question {
  readonly action: RequestAction
  readonly granularity: Granularity
  readonly context: AccessRequest['context']
  readonly resource: RequestResource
}

export function actionCovered(statement: CompiledStatement, action: RequestAction, granularity: Granularity): boolean {
  for (const matcher of statement.actions) if (actionMatches(matcher, action, granularity)) return true
  return false
}

function resourceCovered(resources: readonly ResourceMatcher[], resource: RequestResource): boolean {
  for (const matcher of resources) if (resourceMatches(matcher, resource)) return true
  return false
}

/** A rule with that effect that covers the question; which one, when there are several, plays no part in verdicts. */
export function matchingRule(index: RuleIndex, effect: Effect, question: Question): Rule | undefined {
  const { action, granularity, resource } = question
  const set = candidates(index, action, granularity, resource.service)[effect]
  // Remembered candidates were chosen by action; a short list was not.
  const actionOpen = index.whole !== undefined
  if (set.exact !== undefined) {
    const exact = set.exact.get(resource.text.slice(resource.contentFrom))
    const rule = exact === undefined ? undefined : firstMatch(exact, actionOpen, question)
    if (rule !== undefined) return rule
  }
  return firstMatch(set.scan, actionOpen, question)
}

function firstMatch(rules: readonly Rule[], actionOpen: boolean, question: Question): Rule | undefined {
  for (const rule of rules) {
    const { statement } = rule
    if (actionOpen && !actionCovered(statement, question.action, question.granularity)) continue
    if (!resourceCovered(rule.resources, question.resource)) continue
    if (conditionsHold(statement.conditions, question.context, statement.effect)) return rule
  }
  return undefined
}
