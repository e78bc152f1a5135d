// What a request's context must say about one condition key for given conditions to hold and others not to. The keys
// of tags hang together: `qcs:resource_tag/<key>` has the values of that key in the list `qcs:resource_tag` and may
// have more of its own. Which keys a product supplies for which call is not asked: any key may be there or missing.

import { type Condition, conditionHolds } from '../condition.ts'
import { TRUE } from '../operators/family.ts'
import { compilePattern } from '../pattern.ts'
import type { ContextScalar, ContextValue, Effect, RequestContext } from '../types.ts'
import type { VariableValues } from '../variables.ts'
import type { Effort, Found } from './effort.ts'
import { exactLanguage, patternLanguage } from './language.ts'
import { IS_EMPTY, tailClauses, textClauses, type ValueLiteral, type ValueTest, valueTest } from './value-test.ts'
import { findValue, type Values, valuesFor } from './values.ts'
import { type Clause, findWord, outsideOf } from './word.ts'

/** A condition as a statement of some effect asks it. */
export interface Asked {
  readonly condition: Condition
  readonly effect: Effect
  readonly test: ValueTest
}

export interface AskedLiteral {
  readonly asked: Asked
  readonly holds: boolean
}

/** Keys whose values hang together. */
export interface KeyGroup {
  readonly name: string
  /** What can be said about each key of it. */
  readonly values: ReadonlyMap<string, Values>
  /** The whole group is what the question says it is. */
  readonly fixed: ReadonlyMap<string, ContextValue> | undefined
}

/** The name that stands for all keys whose values hang together with those of a condition's key. */
export function groupName({ name, tag }: Pick<Condition, 'name' | 'tag'>): string {
  return tag?.lists[0] ?? name
}

export function askedOf(condition: Condition, effect: Effect, variables: VariableValues): Asked {
  return { condition, effect, test: valueTest(condition, effect, variables) }
}

export function keyGroup(
  name: string,
  conditions: readonly Condition[],
  variables: VariableValues,
  fixed: ReadonlyMap<string, ContextValue> | undefined,
): KeyGroup {
  const values = new Map<string, Values>()
  for (const [key, own] of Map.groupBy(conditions, (condition) => condition.name))
    values.set(key, valuesFor(own, variables))
  return { name, values, fixed }
}

/** Values by key for which every literal is true; a key that is not listed is missing. */
export type KeyValues = ReadonlyMap<string, ContextValue>

export function findContext(group: KeyGroup, literals: readonly AskedLiteral[], effort: Effort): Found<KeyValues> {
  const { fixed } = group
  if (fixed !== undefined) return literals.every((literal) => isTrueIn(literal, fixed)) ? { value: fixed } : 'none'
  const byKey = Map.groupBy(literals, ({ asked }) => asked.condition.name)
  const whole = byKey.get(group.name) ?? []
  byKey.delete(group.name)
  return byKey.size === 0 ? findPlain(group, group.name, whole, effort) : findTags(group, whole, byKey, effort)
}

function isTrueIn({ asked, holds }: AskedLiteral, context: RequestContext): boolean {
  return conditionHolds(asked.condition, context, asked.effect) === holds
}

function findPlain(group: KeyGroup, key: string, literals: readonly AskedLiteral[], effort: Effort): Found<KeyValues> {
  if (mayBeMissing(literals)) return { value: new Map() }
  const found = findPresent(group, key, literals, effort)
  return typeof found === 'string' ? found : { value: new Map([[key, unlisted(found.value)]]) }
}

/** An empty list of values says the same as a missing key, so it is not looked for. */
function mayBeMissing(literals: readonly AskedLiteral[]): boolean {
  return literals.every(({ asked: { condition }, holds }) => {
    return (condition.presence ? condition.test('absent') : condition.missing) === TRUE ? holds : !holds
  })
}

/** What a present key's values must be like: every value passes these tests, and for each of those there is one. */
interface Wish {
  readonly every: readonly ValueLiteral[]
  readonly some: readonly ValueLiteral[]
}

/** `undefined`: no present key can do. */
function wishOf(literals: readonly AskedLiteral[]): Wish | undefined {
  const every: ValueLiteral[] = []
  const some: ValueLiteral[] = []
  for (const { asked, holds } of literals) {
    const { condition, test } = asked
    if (condition.presence) {
      // With values of which not all are empty it holds only if presence is asked for; with empty ones in any case.
      if (condition.test('present') === TRUE) {
        if (!holds) return undefined
      } else if (holds) every.push({ test: IS_EMPTY, passes: true })
      else some.push({ test: IS_EMPTY, passes: false })
    } else if (condition.all === holds) every.push({ test, passes: holds })
    else some.push({ test, passes: holds })
  }
  return { every, some }
}

/** One value for each test that some value must pass; they cannot be in each other's way. */
function findPresent(
  group: KeyGroup,
  key: string,
  literals: readonly AskedLiteral[],
  effort: Effort,
): Found<readonly ContextScalar[]> {
  const values = group.values.get(key)
  const wish = wishOf(literals)
  if (wish === undefined || values === undefined) return 'none'
  const chosen: ContextScalar[] = []
  let open = false
  for (const one of wish.some.length === 0 ? [[]] : wish.some.map((literal) => [literal])) {
    const found = findValue(values, [...wish.every, ...one], effort)
    if (found === 'none') return 'none'
    if (found === 'open') open = true
    else if (!chosen.includes(found.value)) chosen.push(found.value)
  }
  return open ? 'open' : { value: chosen }
}

function unlisted(values: readonly ContextScalar[]): ContextValue {
  const [only] = values
  return values.length === 1 && only !== undefined ? only : values
}

// ——— tags ———

const FOREIGN_TAGS = 'tags are compared without regard to the case of letters beyond ASCII'

/**
 * Keys of single tags can be given values of their own, so they are looked at one by one. A key that can be present is
 * taken to be: that leaves the list of tags more freedom than a missing one, with which no tag may have that key.
 */
function findTags(
  group: KeyGroup,
  whole: readonly AskedLiteral[],
  byKey: ReadonlyMap<string, readonly AskedLiteral[]>,
  effort: Effort,
): Found<KeyValues> {
  const context = new Map<string, ContextValue>()
  const own = new Map<string, ContextValue>()
  const limits: Clause[] = []
  let open = false
  for (const [key, literals] of byKey) {
    const present = findPresent(group, key, literals, effort)
    const missing = mayBeMissing(literals)
    if (present === 'none' && !missing) return 'none'
    if (present === 'open') open = true
    else if (present !== 'none') (missing ? own : context).set(key, unlisted(present.value))
    const clauses = tagLimits(key, present === 'none' ? undefined : (wishOf(literals)?.every ?? []))
    if (clauses === undefined) {
      effort.open.add(FOREIGN_TAGS)
      open = true
    } else limits.push(...clauses)
  }
  if (!mayBeMissing(whole)) {
    const tags = findTagList(whole, limits, effort)
    if (tags === 'none' || tags === 'open') return tags
    context.set(group.name, tags.value)
    for (const [key, value] of own) if (needsOwn(key, byKey.get(key) ?? [], tags.value)) context.set(key, value)
  }
  return open ? 'open' : { value: context }
}

/** A tag with a key makes that key present, which then needs all the values of a present one. */
function needsOwn(key: string, literals: readonly AskedLiteral[], tags: readonly string[]): boolean {
  const tagKey = tagKeyOf(key)
  const isListed = tags.some((tag) => tag === tagKey || tag.startsWith(`${tagKey}&`))
  return isListed && wishOf(literals)?.some.length !== 0
}

function tagKeyOf(key: string): string {
  return key.slice(key.indexOf('/') + 1)
}

/** What a tag must be like so that, if it has that key, its value passes the tests; without any it has another key. */
function tagLimits(key: string, every: readonly ValueLiteral[] | undefined): readonly Clause[] | undefined {
  const tagKey = tagKeyOf(key)
  // The key of a tag ends at the first `&`.
  if (tagKey.includes('&')) return []
  const before = `${tagKey}&`
  const open = patternLanguage(compilePattern('*'), before)
  const bare = exactLanguage(tagKey)
  if (every === undefined) return outsideOf([open, bare])
  const clauses: Clause[] = []
  for (const literal of every) {
    const tail = tailClauses(literal, before, open)
    if (tail === undefined) return undefined
    clauses.push(...tail)
    // A tag that is only a key has an empty value.
    if (literal.test.holds('') !== literal.passes) clauses.push(...outsideOf([bare]))
  }
  return clauses
}

function findTagList(
  literals: readonly AskedLiteral[],
  limits: readonly Clause[],
  effort: Effort,
): Found<readonly string[]> {
  const wish = wishOf(literals)
  if (wish === undefined) return 'none'
  const tags = new Set<string>()
  for (const one of wish.some.length === 0 ? [[]] : wish.some.map((literal) => [literal])) {
    const clauses = textClauses([...wish.every, ...one])
    if (clauses === undefined) {
      effort.open.add(FOREIGN_TAGS)
      return 'open'
    }
    const found = findWord([...clauses, ...limits], 'last', effort)
    if (typeof found === 'string') return found
    tags.add(found.value)
  }
  return { value: [...tags] }
}
