// What can be asked of a request, as facts about its parts: the name of the action, the content of the resource, the
// keys of the context. Facts about different parts never contradict each other, so each part is decided alone.

import { type Condition, readConditionKey } from '../condition.ts'
import { MATCH_NOTHING, matchesEverything, type Pattern } from '../pattern.ts'
import type { ContextValue, Effect } from '../types.ts'
import type { VariableValues } from '../variables.ts'
import type { Effort, Found } from './effort.ts'
import { type Asked, askedOf, findContext, groupName, type KeyGroup, type KeyValues, keyGroup } from './keys.ts'
import { type Language, patternLanguage } from './language.ts'
import { type Clause, findWord, outsideOf } from './word.ts'

/** A part of a request: `name`, `content`, or the name of a group of condition keys behind a blank. */
export type Part = string
export const NAME: Part = 'name'
export const CONTENT: Part = 'content'

/** Something that is true or false of one part. */
export interface Fact {
  readonly id: number
  readonly part: Part
  /** In one of these sets of texts; or what a condition asks. */
  readonly languages: readonly Language[]
  readonly asked: Asked | undefined
}

export interface Literal {
  readonly fact: Fact
  readonly holds: boolean
}

/** All facts that one question is about; each is made once, so that it is known again. */
export interface Space {
  readonly variables: VariableValues
  readonly effort: Effort
  readonly languages: Map<string, Language>
  readonly facts: Map<string, Fact>
  readonly groups: ReadonlyMap<Part, KeyGroup>
  /** What was found for literals about one part, by their numbers. */
  readonly found: Map<string, Found<string | KeyValues>>
}

/** `conditions` are all that the question is about; `fixed` are the keys whose values it says. */
export function spaceOf(
  conditions: readonly Condition[],
  fixed: ReadonlyMap<string, ContextValue>,
  variables: VariableValues,
  effort: Effort,
): Space {
  const groups = new Map<Part, KeyGroup>()
  const said = Map.groupBy(fixed, ([key]) => groupNameOf(key))
  for (const [name, own] of Map.groupBy(conditions, groupName)) {
    const entries = said.get(name)
    groups.set(partOf(name), keyGroup(name, own, variables, entries === undefined ? undefined : new Map(entries)))
  }
  return { variables, effort, languages: new Map(), facts: new Map(), groups, found: new Map() }
}

function groupNameOf(key: string): string {
  return groupName(readConditionKey(key))
}

function partOf(group: string): Part {
  return ` ${group}`
}

/** The text is one of those of the patterns; `undefined` where every text is, `never` where none can be. */
export function textFact(space: Space, part: Part, patterns: readonly Pattern[]): Fact | 'always' | 'never' {
  const useful = patterns.filter((pattern) => pattern !== MATCH_NOTHING)
  if (useful.some(matchesEverything)) return 'always'
  if (useful.length === 0) return 'never'
  const keys = [...new Set(useful.map(patternKey))].sort()
  const languages = useful.map((pattern) => languageOf(space, pattern))
  return factOf(space, `${part}\n${keys.join('\n')}`, (id) => ({
    id,
    part,
    languages: [...new Set(languages)],
    asked: undefined,
  }))
}

/** The condition holds in a statement of that effect. */
export function conditionFact(space: Space, condition: Condition, effect: Effect): Fact {
  const part = partOf(groupName(condition))
  const { operator, key, wanted } = condition
  return factOf(space, JSON.stringify([effect, operator, key, wanted]), (id) => {
    return { id, part, languages: [], asked: askedOf(condition, effect, space.variables) }
  })
}

function factOf(space: Space, key: string, make: (id: number) => Fact): Fact {
  const known = space.facts.get(key) ?? make(space.facts.size)
  space.facts.set(key, known)
  return known
}

export function languageOf(space: Space, pattern: Pattern): Language {
  const key = patternKey(pattern)
  const known = space.languages.get(key) ?? patternLanguage(pattern)
  space.languages.set(key, known)
  return known
}

function patternKey({ kind, prefix, middles, suffix }: Pattern): string {
  return JSON.stringify([kind, prefix, ...middles.map(({ text }) => text), suffix])
}

// ——— what is true together ———

/** Literals by the part that they are about. */
export type State = ReadonlyMap<Part, readonly Literal[]>

export function withLiterals(state: State, literals: readonly Literal[]): State {
  const next = new Map(state)
  for (const literal of literals) {
    const { part } = literal.fact
    const known = next.get(part) ?? []
    if (!known.some((one) => isSame(one, literal))) next.set(part, [...known, literal])
  }
  return next
}

export function isSame(one: Literal, other: Literal): boolean {
  return one.fact === other.fact && one.holds === other.holds
}

/** What a part must be like for all literals to be true of it. */
export function findPart(space: Space, part: Part, literals: readonly Literal[]): Found<string | KeyValues> {
  const numbers = literals.map(({ fact, holds }) => (holds ? fact.id : -1 - fact.id)).sort((a, b) => a - b)
  const key = `${part}\n${numbers.join()}`
  const known = space.found.get(key)
  if (known !== undefined) return known
  const found = searchPart(space, part, literals)
  space.found.set(key, found)
  return found
}

function searchPart(space: Space, part: Part, literals: readonly Literal[]): Found<string | KeyValues> {
  const group = space.groups.get(part)
  if (group !== undefined) {
    const asked = literals.flatMap(({ fact, holds }) =>
      fact.asked === undefined ? [] : [{ asked: fact.asked, holds }],
    )
    return findContext(group, asked, space.effort)
  }
  const clauses = literals.flatMap(({ fact, holds }): readonly Clause[] =>
    holds ? [{ in: fact.languages, out: [] }] : outsideOf(fact.languages),
  )
  return findWord(clauses, part === NAME ? 'no' : 'last', space.effort)
}

/** False only if it is proven that the literals cannot be true together with those of the state. */
export function isPossible(space: Space, state: State, literals: readonly Literal[]): boolean {
  const next = withLiterals(state, literals)
  return literals.every(({ fact: { part } }) => findPart(space, part, next.get(part) ?? []) !== 'none')
}
