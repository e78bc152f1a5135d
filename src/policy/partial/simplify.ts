// Makes a filter small without changing what it says: parts that can never matter go, parts that say the same become one.
// Every step is sound for all resources and all values of open keys; none is needed for the answer to be right.

import type { FilterClause, FilterLayer, LeftCondition } from './filter.ts'
import { covers, disjoint, type Place } from './place.ts'

/** One resource of a statement, with what is left of its conditions. */
export interface Part {
  readonly place: Place
  readonly conditions: readonly LeftCondition[]
  readonly by: FilterClause['by']
}

export interface OpenLayer {
  readonly layer: FilterLayer['layer']
  /** `undefined`: everything. */
  readonly allow: readonly Part[] | undefined
  readonly deny: readonly Part[]
}

/** Comparing each with each is only done up to this number of parts of a layer. */
const comparedMax = 400

/** What the layers say together; `none` where no resource can pass. */
export function simplify(layers: readonly OpenLayer[]): readonly OpenLayer[] | 'none' {
  let now = layers.map(({ layer, allow, deny }) => ({ layer, allow: allow && widest(allow), deny: widest(deny) }))
  for (let before = -1; before !== sizeOf(now); ) {
    before = sizeOf(now)
    const denied = now.flatMap(({ deny }) => deny.filter(isSure))
    if (denied.some(({ place }) => place.matcher.every)) return 'none'
    now = now.map((one) => ({ ...one, allow: one.allow && within(one.allow, now, denied) }))
    if (now.some(({ allow }) => allow?.length === 0)) return 'none'
    now = now.map((one) => ({ ...one, deny: within(one.deny, now, []) }))
  }
  return now.map((one) => (one.allow?.some(isEverything) ? { ...one, allow: undefined } : one)).filter(saysSomething)
}

const isSure = ({ conditions }: Part): boolean => conditions.length === 0
const isEverything = (part: Part): boolean => isSure(part) && part.place.matcher.every
const saysSomething = ({ allow, deny }: OpenLayer): boolean => allow !== undefined || deny.length > 0

function sizeOf(layers: readonly OpenLayer[]): number {
  return layers.reduce((sum, { allow = [], deny }) => sum + allow.length + deny.length, 0)
}

/** Without those that another one makes superfluous, be it an equal one before it. */
function widest(parts: readonly Part[]): readonly Part[] {
  const first = new Map(parts.toReversed().map((part) => [`${part.place.text} ${saysOf(part)}`, part]))
  const distinct = parts.filter((part) => first.get(`${part.place.text} ${saysOf(part)}`) === part)
  if (distinct.length > comparedMax) return distinct
  return distinct.filter(
    (part, at) => !distinct.some((other, otherAt) => at !== otherAt && isWithin(part, at, other, otherAt)),
  )
}

/** Whether `other` matches whenever `part` does. Of two that cover each other the first stays. */
function isWithin(part: Part, at: number, other: Part, otherAt: number): boolean {
  if (!isSure(other) && saysOf(part) !== saysOf(other)) return false
  if (!covers(other.place.matcher, part.place.matcher)) return false
  const mutual = saysOf(part) === saysOf(other) && covers(part.place.matcher, other.place.matcher)
  return !mutual || otherAt < at
}

/** Those that can still matter: inside what every layer allows, and not wholly denied. */
function within(parts: readonly Part[], layers: readonly OpenLayer[], denied: readonly Part[]): readonly Part[] {
  if (parts.length > comparedMax || denied.length > comparedMax) return parts
  const reach = layers.flatMap(({ allow }) => (allow === undefined || allow.length > comparedMax ? [] : [allow]))
  return parts.filter(({ place: { matcher } }) => {
    if (denied.some(({ place }) => covers(place.matcher, matcher))) return false
    return reach.every((allow) => allow.some(({ place }) => !disjoint(place.matcher, matcher)))
  })
}

const saysOf = ({ conditions }: Part): string => (conditions.length === 0 ? '' : JSON.stringify(conditions))

/** Resources under the same conditions as one clause. */
export function clausesOf(parts: readonly Part[]): readonly FilterClause[] {
  return [...Map.groupBy(parts, saysOf).values()].map((same) => ({
    patterns: same.map(({ place }) => place.text),
    conditions: same[0]?.conditions ?? [],
    by: [...new Set(same.flatMap(({ by }) => by))],
  }))
}
