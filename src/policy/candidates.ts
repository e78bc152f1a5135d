// The rules of an action for resources of one product, as pairs of a resource and a rule: exact contents by key, the
// others one after the other, and none that another one makes superfluous.

import { type Condition, conditionsHold } from './condition.ts'
import { covers } from './pattern.ts'
import { contentKey, keyOf, type RequestResource, type ResourceMatcher, resourceMatches } from './resource.ts'
import type { Rule } from './rules.ts'
import type { Effect, RequestContext } from './types.ts'

/** One resource of a rule. */
interface Entry {
  readonly resource: ResourceMatcher
  readonly conditions: readonly Condition[]
  readonly rule: Rule
}

interface Entries {
  readonly all: readonly Entry[]
  /** For each entry a character that its content must have and where, in one number: most are passed over by it. */
  readonly marks: readonly number[]
}

type ByEffect = Readonly<Record<Effect, Entries>>

export interface Candidates extends ByEffect {
  /** Entries with one exact content, by its key; `undefined`: there are so few that they stand among the others. */
  readonly exact: ReadonlyMap<number, ByEffect> | undefined
}

/** Below this number of exact contents comparing them is cheaper than hashing. */
const HASHED_CONTENTS_MIN = 16
/** An entry is compared with so many open ones that could cover it. */
const COVERING_MAX = 24

/** Entries of rules that a resource of that product can match. */
export function narrow(rules: Readonly<Record<Effect, readonly Rule[]>>, service: string): Candidates {
  const deny = entriesOf(rules.deny, service)
  const allow = entriesOf(rules.allow, service)
  const contents = [...deny, ...allow].filter(isExact)
  if (contents.length < HASHED_CONTENTS_MIN) return { exact: undefined, deny: marked(deny), allow: marked(allow) }
  const exact = new Map<number, ByEffect>()
  for (const [key, entries] of Map.groupBy(contents, ({ resource }) => contentKey(resource.exact ?? '', 0))) {
    const ofEffect = (effect: Effect) => marked(entries.filter(({ rule }) => rule.effect === effect))
    exact.set(key, { deny: ofEffect('deny'), allow: ofEffect('allow') })
  }
  const isOpen = (entry: Entry) => !isExact(entry)
  return { exact, deny: marked(deny.filter(isOpen)), allow: marked(allow.filter(isOpen)) }
}

const NO_ENTRIES: Entries = { all: [], marks: [] }

function marked(all: readonly Entry[]): Entries {
  return all.length === 0 ? NO_ENTRIES : { all, marks: all.map(({ resource }) => markOf(resource)) }
}

const NO_MARK = -1
/** Places beyond this one are not marked: a mark, a place above sixteen bits of a character, stays a small integer. */
const MARKED_LENGTH_MAX = 0x4000

/** The last character of what the content must begin with: ids differ at their ends. */
function markOf({ content }: ResourceMatcher): number {
  const at = Math.min(content.prefix.length, MARKED_LENGTH_MAX) - 1
  return at < 0 ? NO_MARK : (at << 16) | content.prefix.charCodeAt(at)
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
  return entries
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
  const same = candidates.exact?.get(keyOf(resource))
  const rule = same === undefined ? undefined : firstOf(same[effect], resource, context)
  return rule ?? firstOf(candidates[effect], resource, context)
}

function firstOf({ all, marks }: Entries, resource: RequestResource, context: RequestContext): Rule | undefined {
  const { text, contentFrom } = resource
  for (let index = 0; index < marks.length; index += 1) {
    const mark = marks[index] ?? NO_MARK
    if (mark >= 0 && text.charCodeAt(contentFrom + (mark >>> 16)) !== (mark & 0xffff)) continue
    const entry = all[index]
    if (entry === undefined || !resourceMatches(entry.resource, resource)) continue
    const { conditions, rule } = entry
    if (conditions.length === 0 || conditionsHold(conditions, context, rule.effect)) return rule
  }
  return undefined
}
