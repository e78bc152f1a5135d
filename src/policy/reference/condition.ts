// Conditions of the oracle. One test is an operator, a key and its values; all tests of a statement must hold.

import type { ContextScalar, ContextValue, Effect, Subject } from '../types.ts'
import type { PlainTest } from './document.ts'
import { covers, type Pattern, substitute, wildcards } from './pattern.ts'
import { addressIn, readNumber, readTime } from './values.ts'

export type Context = ReadonlyMap<string, ContextValue>

/** Told of every test that is evaluated, so that a caller can count what was exercised. */
export type Witness = (operator: string, holds: boolean, present: boolean) => void

/** A value of the policy: the substituted text, and the same as a pattern for `string_like`. */
interface Wanted {
  readonly value: string | number
  readonly pattern: Pattern
}

type Comparison = (have: ContextScalar, want: Wanted) => boolean

const comparisons = new Map<string, Comparison>([
  ['string_equal', (have, { value }) => String(have) === String(value)],
  ['string_equal_ignore_case', (have, { value }) => String(have).toLowerCase() === String(value).toLowerCase()],
  ['string_like', (have, { pattern }) => covers(pattern, String(have), '')],
  ['numeric_equal', numeric((have, want) => have === want)],
  ['numeric_less_than', numeric((have, want) => have < want)],
  ['numeric_less_than_equal', numeric((have, want) => have <= want)],
  ['numeric_greater_than', numeric((have, want) => have > want)],
  ['numeric_greater_than_equal', numeric((have, want) => have >= want)],
  ['date_equal', dated((have, want) => have === want)],
  ['date_less_than', dated((have, want) => have < want)],
  ['date_less_than_equal', dated((have, want) => have <= want)],
  ['date_greater_than', dated((have, want) => have > want)],
  ['date_greater_than_equal', dated((have, want) => have >= want)],
  ['bool_equal', (have, { value }) => String(have) === String(value)],
  ['ip_equal', (have, { value }) => addressIn(String(have), String(value))],
  ['binary_equal', (have, { value }) => Buffer.from(String(have)).equals(Buffer.from(String(value)))],
])

function numeric(compare: (have: number, want: number) => boolean): Comparison {
  return (have, { value }) => bothRead(readNumber(have), readNumber(value), compare)
}

function dated(compare: (have: number, want: number) => boolean): Comparison {
  return (have, { value }) => bothRead(readTime(have), readTime(value), compare)
}

function bothRead(
  have: number | undefined,
  want: number | undefined,
  compare: (have: number, want: number) => boolean,
): boolean {
  return have !== undefined && want !== undefined && compare(have, want)
}

/** Does the test hold? A variable without value keeps an allow from matching and makes a deny match. */
export function testHolds(
  test: PlainTest,
  context: Context,
  subject: Subject,
  effect: Effect,
  witness?: Witness,
): boolean {
  const have = contextValues(test.key, context)
  const wanted = wantedValues(test, subject)
  const holds = wanted === undefined ? effect === 'deny' : compareAll(test.operator, have, wanted)
  witness?.(test.operator, holds, have !== undefined)
  return holds
}

function compareAll(operator: string, have: readonly ContextScalar[] | undefined, wanted: readonly Wanted[]): boolean {
  if (operator === 'null_equal') return wanted.some(({ value }) => nullEqual(have, String(value)))
  const all = operator.startsWith('for_all_value:')
  const unqualified = operator.replace(/^for_(any|all)_value:/, '')
  const name = unqualified.replace(/_if_exist$/, '')
  if (have === undefined) return unqualified !== name
  const satisfies = (value: ContextScalar) => satisfiesOne(name, value, wanted)
  return all ? have.length > 0 && have.every(satisfies) : have.some(satisfies)
}

/** A negated operator asks that the value equals none of the listed ones. */
function satisfiesOne(name: string, value: ContextScalar, wanted: readonly Wanted[]): boolean {
  const positive = name.replace('_not_', '_')
  const compare = comparisons.get(positive)
  if (compare === undefined) throw new Error(`no such operator: ${name}`)
  const found = wanted.some((want) => compare(value, want))
  return positive === name ? found : !found
}

/** `true` asks for a key that is absent or empty, `false` for one that is present, even if empty. */
function nullEqual(have: readonly ContextScalar[] | undefined, want: string): boolean {
  return want === 'true' ? have === undefined || have.every((value) => value === '') : have !== undefined
}

function wantedValues(test: PlainTest, subject: Subject): Wanted[] | undefined {
  const wanted: Wanted[] = []
  for (const value of test.values) {
    const pattern = substitute(String(value), subject, wildcards)
    const plain = substitute(String(value), subject, (part) => Array.from(part))
    if (pattern === undefined || plain === undefined) return undefined
    wanted.push({ value: typeof value === 'number' ? value : plain.join(''), pattern })
  }
  return wanted
}

/** Values of a key in the request; `undefined` when it is missing. `qcs:tag` is another name of `qcs:resource_tag`. */
function contextValues(key: string, context: Context): readonly ContextScalar[] | undefined {
  for (const name of spellings(key)) {
    const value = context.get(name)
    if (value !== undefined) return listed(value)
  }
  return valuesOfTag(key, context)
}

function spellings(key: string): string[] {
  const slash = key.indexOf('/')
  const base = slash < 0 ? key : key.slice(0, slash)
  const suffix = key.slice(base.length)
  if (base === 'qcs:tag' || base === 'qcs:resource_tag') return [`qcs:resource_tag${suffix}`, `qcs:tag${suffix}`]
  return [key]
}

/** `qcs:resource_tag/<key>`: the values of the tags with that key, missing when there is no such tag. */
function valuesOfTag(key: string, context: Context): readonly ContextScalar[] | undefined {
  const slash = key.indexOf('/')
  const base = key.slice(0, slash)
  if (slash < 0 || !['qcs:tag', 'qcs:resource_tag', 'qcs:request_tag'].includes(base)) return undefined
  const values: string[] = []
  for (const tag of contextValues(base, context) ?? []) {
    const text = String(tag)
    const split = text.includes('&') ? text.indexOf('&') : text.length
    if (text.slice(0, split) === key.slice(slash + 1)) values.push(text.slice(split + 1))
  }
  return values.length > 0 ? values : undefined
}

function listed(value: ContextValue): readonly ContextScalar[] {
  return typeof value === 'object' ? value : [value]
}
