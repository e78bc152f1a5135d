// The rules of an action for resources of one product, as pairs of a resource and a rule: exact contents by hash, the
// others one after the other, and none that another one makes superfluous.

import { type Condition, conditionsHold } from './condition.ts'
import { covers } from './pattern.ts'
import { contentOf, type RequestResource, type ResourceMatcher, resourceMatches } from './resource.ts'
import type { Rule } from './rules.ts'
import type { Effect, RequestContext } from './types.ts'

/** One resource of a rule. */
interface Entry {
  readonly resource: ResourceMatcher
  readonly conditions: readonly Condition[]
  readonly rule: Rule
}

type Entries = Readonly<Record<Effect, readonly Entry[]>>

export interface Candidates extends Entries {
  /** Entries whose content is that one text; `undefined`: there are so few that they stand among the others. */
  readonly exact: ReadonlyMap<string, Entries> | undefined
}

/** Below this number of exact contents comparing them is cheaper than hashing. */
const HASHED_CONTENTS_MIN = 6
/** An entry is compared with so many open ones that could cover it. */
const COVERING_MAX = 24

/** Entries of rules that a resource of that product can match. */
export function narrow(rules: Readonly<Record<Effect, readonly Rule[]>>, service: string): Candidates {
  const deny = entriesOf(rules.deny, service)
  const allow = entriesOf(rules.allow, service)
  const contents = [...deny, ...allow].filter(isExact)
  if (contents.length < HASHED_CONTENTS_MIN) return { exact: undefined, deny, allow }
  const exact = new Map<string, Entries>()
  for (const [content, entries] of Map.groupBy(contents, ({ resource }) => resource.exact)) {
    if (content === undefined) continue
    const ofEffect = (effect: Effect) => some(entries.filter(({ rule }) => rule.effect === effect))
    exact.set(content, { deny: ofEffect('deny'), allow: ofEffect('allow') })
  }
  const isOpen = (entry: Entry) => !isExact(entry)
  return { exact, deny: some(deny.filter(isOpen)), allow: some(allow.filter(isOpen)) }
}

const NO_ENTRIES: readonly Entry[] = []

function some(entries: readonly Entry[]): readonly Entry[] {
  return entries.length === 0 ? NO_ENTRIES : entries
}

function isExact({ resource }: Entry): boolean {
  return resource.exact !== undefined
}

/** Unconditional rules come first, and what one of them covers can be left out: it decides the same. */
function entriesOf(rules: readonly Rule[], service: string): readonly Entry[] {
  const entries: Entry[] = []
  const covering: ResourceMatcher[] = []
  for (const rule of rules) {
    const { conditions } = rule
    for (const resource of rule.resources) {
      if (resource.service !== undefined && resource.service !== service) continue
      if (covering.some((wider) => resourceCovers(wider, resource))) continue
      entries.push({ resource, conditions, rule })
      const open = conditions.length === 0 && resource.exact === undefined
      if (open && covering.length < COVERING_MAX) covering.push(resource)
    }
  }
  return some(entries)
}

/** Whether the one resource surely matches whatever the other one matches, within one product. */
function resourceCovers(wider: ResourceMatcher, resource: ResourceMatcher): boolean {
  if (wider.every) return true
  if (resource.every || wider.account !== resource.account) return false
  const anyRegion = wider.region === undefined && wider.regionPattern === undefined
  const sameRegion = wider.region === resource.region && wider.regionPattern === resource.regionPattern
  return (anyRegion || sameRegion) && covers(wider.content, resource.content)
}

/** A rule of that effect with an entry that matches. */
export function firstEntry(
  candidates: Candidates,
  effect: Effect,
  resource: RequestResource,
  context: RequestContext,
): Rule | undefined {
  const same = candidates.exact?.get(contentOf(resource))
  const rule = same === undefined ? undefined : firstOf(same[effect], resource, context)
  return rule ?? firstOf(candidates[effect], resource, context)
}

function firstOf(entries: readonly Entry[], resource: RequestResource, context: RequestContext): Rule | undefined {
  for (const { resource: matcher, conditions, rule } of entries) {
    if (!resourceMatches(matcher, resource)) continue
    if (conditions.length === 0 || conditionsHold(conditions, context, rule.effect)) return rule
  }
  return undefined
}
