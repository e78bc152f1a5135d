// Rules arranged for resources of one product, as pairs of a rule and one of its resources: exact contents by key, the
// others one after the other, and none that another one makes superfluous.

import type { ActionMatcher } from './action.ts'
import { conditionsHold } from './condition.ts'
import { markAt, mayMatch, NO_MARK, placeOf } from './mark.ts'
import { covers, matchesEverything } from './pattern.ts'
import { contentKey, prepareContent, type ResourceMatcher, resourceMatches } from './resource.ts'
import type { Question, Rule } from './rule.ts'

/** One resource of a rule. */
interface Entry {
  readonly resource: ResourceMatcher
  readonly rule: Rule
  /** Place of the rule among the rules. */
  readonly place: number
}

/** Entries, those of denies first. */
interface Entries {
  readonly all: readonly Entry[]
  readonly denies: number
  /** The mark of each: most entries are passed over by it. */
  readonly marks: readonly number[]
}

export interface Candidates {
  /** Entries with one exact content, by its key; `undefined`: there are so few that they stand among the others. */
  readonly exact: ReadonlyMap<number, readonly Entry[]> | undefined
  /** Entries by their mark, where there are many; `undefined`: they stand among the others. */
  readonly marked: Marked | undefined
  readonly others: Entries
}

interface Marked {
  /** Where marks are looked for. */
  readonly places: readonly number[]
  readonly byMark: ReadonlyMap<number, Entries>
}

/** Below this number of exact contents comparing them is cheaper than hashing. */
const HASHED_CONTENTS_MIN = 4
/** Below this number of marked entries looking at each is cheaper than looking marks up. */
const MARKED_MIN = 48
/** An entry is compared with so many wider ones. */
const WIDER_MAX = 24

/** Entries that a resource of that product can match. `undefined`: a product that none of them names. */
export function narrow(rules: readonly Rule[], service: string | undefined): Candidates {
  const entries = entriesOf(rules, service)
  const contents = entries.filter(isExact)
  if (contents.length < HASHED_CONTENTS_MIN) return { exact: undefined, ...byMark(entries) }
  const exact = Map.groupBy(contents, ({ resource }) => contentKey(resource.exact ?? ''))
  return { exact, ...byMark(entries.filter((entry) => !isExact(entry))) }
}

function byMark(entries: readonly Entry[]): Pick<Candidates, 'marked' | 'others'> {
  const { marked = [], others = [] } = Object.groupBy(entries, ({ resource }) => {
    return resource.mark === NO_MARK ? 'others' : 'marked'
  })
  if (marked.length < MARKED_MIN) return { marked: undefined, others: entriesWith(entries) }
  const places = [...new Set(marked.map(({ resource }) => placeOf(resource.mark)))]
  const lists = [...Map.groupBy(marked, ({ resource }) => resource.mark)]
  return {
    marked: { places, byMark: new Map(lists.map(([mark, list]) => [mark, entriesWith(list)])) },
    others: entriesWith(others),
  }
}

function isExact({ resource }: Entry): boolean {
  return resource.exact !== undefined
}

function entriesWith(all: readonly Entry[]): Entries {
  return {
    all,
    denies: all.filter(({ rule }) => rule.effect === 'deny').length,
    marks: all.map(({ resource }) => resource.mark),
  }
}

/**
 * In the order of the rules: what an earlier, unconditional one covers is left out, as the earlier one decides the same. A
 * deny comes before all allows, so that it may stand in for them too.
 */
function entriesOf(rules: readonly Rule[], service: string | undefined): readonly Entry[] {
  const entries: Entry[] = []
  const wider: Entry[] = []
  for (const [place, rule] of rules.entries()) {
    const whole = rule.conditions.length === 0 && rule.actions.some(coversProduct)
    for (const resource of rule.resources) {
      if (resource.service !== undefined && resource.service !== service) continue
      const entry = { resource, rule, place }
      if (wider.some((one) => makesSuperfluous(one, entry))) continue
      entries.push(entry)
      if (whole && resource.exact === undefined && wider.length < WIDER_MAX) wider.push(entry)
    }
  }
  return entries
}

function coversProduct({ namePattern }: ActionMatcher): boolean {
  return matchesEverything(namePattern)
}

/** Whether an unconditional entry surely matches whatever the other one matches. */
function makesSuperfluous(wider: Entry, { rule, resource }: Entry): boolean {
  return actionsCover(wider.rule, rule) && resourceCovers(wider.resource, resource)
}

function actionsCover(wider: Rule, { actions }: Rule): boolean {
  return wider.actions.some(({ product, productPattern, namePattern }) => {
    if (!matchesEverything(namePattern)) return false
    if (matchesEverything(productPattern)) return true
    return product !== undefined && actions.every((action) => action.product === product)
  })
}

function resourceCovers(wider: ResourceMatcher, resource: ResourceMatcher): boolean {
  if (wider.every) return true
  if (resource.every || wider.account !== resource.account) return false
  const anyRegion = wider.region === undefined && wider.regionPattern === undefined
  const sameRegion = wider.region === resource.region && wider.regionPattern === resource.regionPattern
  return (anyRegion || sameRegion) && covers(wider.content, resource.content)
}

/** Which of the rules cover an action: a bit for each. */
export type Covering = Uint32Array

export function coveringOf(rules: readonly Rule[], covers: (rule: Rule) => boolean): Covering {
  const covering = new Uint32Array(Math.ceil(rules.length / 32))
  for (const [place, rule] of rules.entries()) {
    if (covers(rule)) covering[place >>> 5] = (covering[place >>> 5] ?? 0) | (1 << (place & 31))
  }
  return covering
}

/** A rule with an entry that matches, among those that cover the action: a deny if there is one. */
export function firstCandidate(candidates: Candidates, covering: Covering, question: Question): Rule | undefined {
  prepareContent(question.resource)
  const { exact, marked, others } = candidates
  const same = exact?.get(question.resource.key)
  let found = same === undefined ? undefined : firstExact(same, covering, question)
  if (marked !== undefined) {
    for (const place of marked.places) {
      const entries = marked.byMark.get(markAt(place, question.resource.characters))
      if (entries !== undefined) found = stronger(found, entries, covering, question)
    }
  }
  return stronger(found, others, covering, question)
}

/** What was found already, unless there is a deny that was not. */
function stronger(found: Rule | undefined, entries: Entries, covering: Covering, question: Question): Rule | undefined {
  if (found === undefined) return firstOther(entries, entries.all.length, covering, question)
  return found.effect === 'deny' ? found : (firstOther(entries, entries.denies, covering, question) ?? found)
}

function firstExact(entries: readonly Entry[], covering: Covering, question: Question): Rule | undefined {
  for (const entry of entries) if (entryMatches(entry, covering, question)) return entry.rule
  return undefined
}

/** Looks at the entries before `end`. */
function firstOther(entries: Entries, end: number, covering: Covering, question: Question): Rule | undefined {
  const { all, marks } = entries
  const { characters } = question.resource
  for (let index = 0; index < end; index += 1) {
    if (!mayMatch(marks[index] ?? 0, characters)) continue
    const entry = all[index]
    if (entry !== undefined && entryMatches(entry, covering, question)) return entry.rule
  }
  return undefined
}

function entryMatches({ resource, rule, place }: Entry, covering: Covering, question: Question): boolean {
  return (
    ((covering[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0 &&
    resourceMatches(resource, question.resource) &&
    conditionsHold(rule.conditions, question.context, rule.effect)
  )
}
