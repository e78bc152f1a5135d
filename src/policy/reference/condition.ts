// Conditions of the oracle. One test is an operator, a key and its values; all tests of a statement must hold.

import type { ContextScalar, ContextValue, Effect, RequestContext } from '../types.ts'
import type { PlainTest } from './document.ts'
import { covers, literal, type Named, type Pattern, substitute, wildcards } from './pattern.ts'
import { addressIn, readFlag, readNumber, readTime } from './values.ts'

export type Context = RequestContext

/** Told of every test that is evaluated, so that a caller can count what was exercised. */
export type Witness = (operator: string, holds: boolean, present: boolean) => void

/** `undefined`: can't be known, because a variable has no value or the request holds what is no such value at all. */
type Truth = boolean | undefined

/** A value of the policy: the substituted text, and the same as a pattern for `string_like`. */
interface Wanted {
  readonly value: string | number
  readonly pattern: Pattern
}

type Comparison = (have: ContextScalar, want: Wanted) => Truth

const comparisons = new Map<string, Comparison>([
  ['string_equal', (have, { value }) => String(have) === String(value)],
  ['string_equal_ignore_case', (have, { value }) => String(have).toLowerCase() === String(value).toLowerCase()],
  ['string_like', (have, { pattern }) => covers(pattern, String(have), '')],
  ['numeric_equal', typed(readNumber, (have, want) => have === want)],
  ['numeric_less_than', typed(readNumber, (have, want) => have < want)],
  ['numeric_less_than_equal', typed(readNumber, (have, want) => have <= want)],
  ['numeric_greater_than', typed(readNumber, (have, want) => have > want)],
  ['numeric_greater_than_equal', typed(readNumber, (have, want) => have >= want)],
  ['date_equal', typed(readTime, (have, want) => have === want)],
  ['date_less_than', typed(readTime, (have, want) => have < want)],
  ['date_less_than_equal', typed(readTime, (have, want) => have <= want)],
  ['date_greater_than', typed(readTime, (have, want) => have > want)],
  ['date_greater_than_equal', typed(readTime, (have, want) => have >= want)],
  ['bool_equal', typed(readFlag, (have, want) => have === want)],
  ['ip_equal', (have, { value }) => addressIn(String(have), String(value))],
  ['binary_equal', (have, { value }) => Buffer.from(String(have)).equals(Buffer.from(String(value)))],
])

/** Compares what `read` makes of both sides. */
function typed<T>(
  read: (value: ContextScalar) => T | undefined,
  compare: (have: T, want: T) => boolean,
): (have: ContextScalar, want: Wanted) => Truth {
  return (have, { value }) => {
    const left = read(have)
    const right = read(value)
    return left === undefined || right === undefined ? undefined : compare(left, right)
  }
}

/** Does the test hold? What can't be known keeps an allow from matching and makes a deny match. */
export function testHolds(
  test: PlainTest,
  context: Context,
  subject: Named,
  effect: Effect,
  witness?: Witness,
): boolean {
  // A list of nothing is as good as no key: else a request could choose between the two to escape a statement.
  const values = contextValues(test.key, context)
  const have = values.length > 0 ? values : undefined
  const truth = compareAll(test, have, subject)
  const holds = truth ?? effect === 'deny'
  witness?.(test.operator, holds, have !== undefined)
  return holds
}

function compareAll(test: PlainTest, have: readonly ContextScalar[] | undefined, subject: Named): Truth {
  const { operator, values } = test
  if (operator === 'null_equal') return values.some((value) => nullEqual(have, String(value)))
  const all = operator.startsWith('for_all_value:')
  const unqualified = operator.replace(/^for_(any|all)_value:/, '')
  const name = unqualified.replace(/_if_exist$/, '')
  if (have === undefined) return unqualified !== name
  const wanted = values.map((value) => wantedValue(value, subject))
  const truths = have.map((value) => satisfiesOne(name, value, wanted))
  return all ? not(anyTrue(truths.map(not))) : anyTrue(truths)
}

/** A negated operator asks that the value equals none of the listed ones. */
function satisfiesOne(name: string, value: ContextScalar, wanted: readonly (Wanted | undefined)[]): Truth {
  const positive = name.replace('_not_', '_')
  const compare = comparisons.get(positive)
  if (compare === undefined) throw new Error(`no such operator: ${name}`)
  const found = anyTrue(wanted.map((want) => (want === undefined ? undefined : compare(value, want))))
  return positive === name ? found : not(found)
}

function anyTrue(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true
  return truths.includes(undefined) ? undefined : false
}

function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth
}

/** `true` asks for a key that is absent or an empty text, `false` for one that is present, even if an empty text. */
function nullEqual(have: readonly ContextScalar[] | undefined, want: string): boolean {
  return want === 'true' ? have === undefined || have.every((value) => value === '') : have !== undefined
}

function wantedValue(value: string | number, subject: Named): Wanted | undefined {
  const pattern = substitute(String(value), subject, wildcards)
  const plain = substitute(String(value), subject, literal)
  if (pattern === undefined || plain === undefined) return undefined
  return { value: typeof value === 'number' ? value : plain.join(''), pattern }
}

/** Values of a key in the request, none when it is missing, those under all of its names together. */
function contextValues(key: string, context: Context): readonly ContextScalar[] {
  const values: ContextScalar[] = []
  for (const name of spellings(key)) {
    values.push(...listed(context.get(name)))
    if (isTagOfKey(name)) values.push(...valuesOfTag(name, context))
  }
  return values
}

/** `qcs:tag` is another name of `qcs:resource_tag`, with and without a tag key behind it. */
function spellings(key: string): string[] {
  const rest = key.replace(/^qcs:(resource_)?tag(?=\/|$)/, '')
  return rest === key ? [key] : [`qcs:resource_tag${rest}`, `qcs:tag${rest}`]
}

function isTagOfKey(name: string): boolean {
  return /^qcs:(resource_tag|request_tag|tag)\//.test(name)
}

/** `qcs:resource_tag/<key>`: the values of the tags with that key in the list `qcs:resource_tag`. */
function valuesOfTag(name: string, context: Context): ContextScalar[] {
  const slash = name.indexOf('/')
  const values: ContextScalar[] = []
  for (const tag of listed(context.get(name.slice(0, slash)))) {
    const text = String(tag)
    const split = text.includes('&') ? text.indexOf('&') : text.length
    if (text.slice(0, split) === name.slice(slash + 1)) values.push(text.slice(split + 1))
  }
  return values
}

function listed(value: ContextValue | undefined): readonly ContextScalar[] {
  if (value === undefined) return []
  return typeof value === 'object' ? value : [value]
}
