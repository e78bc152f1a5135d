// Conditions of the oracle. One test is an operator, a key and its values; all tests of a statement must hold.

import type { ContextScalar, ContextValue, Effect, RequestContext } from '../types.ts'
import type { PlainTest } from './document.ts'
import { covers, literal, type Named, type Pattern, substitute, wildcards } from './pattern.ts'
import { addressIn, readFlag, readNetwork, readNumber, readTime } from './values.ts'

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

/** Compares a value of the request with one of the policy. */
type Comparison = (want: Wanted) => (have: ContextScalar) => Truth

const comparisons = new Map<string, Comparison>([
  [
    'string_equal',
    ({ value }) =>
      (have) =>
        String(have) === String(value),
  ],
  [
    'string_equal_ignore_case',
    ({ value }) =>
      (have) =>
        String(have).toLowerCase() === String(value).toLowerCase(),
  ],
  [
    'string_like',
    ({ pattern }) =>
      (have) =>
        covers(pattern, literal(String(have)), ''),
  ],
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
  ['ip_equal', typed(readNetwork, addressIn)],
  [
    'binary_equal',
    ({ value }) =>
      (have) =>
        Buffer.from(String(have)).equals(Buffer.from(String(value))),
  ],
])

/** Compares what `read` makes of both sides. */
function typed<T>(read: (value: ContextScalar) => T | undefined, compare: (have: T, want: T) => Truth): Comparison {
  return ({ value }) => {
    const right = read(value)
    return (have) => {
      const left = read(have)
      return left === undefined || right === undefined ? undefined : compare(left, right)
    }
  }
}

/** One test of a statement, for one subject. */
export interface ReadTest {
  readonly operator: string
  /** Where a request holds the key. */
  readonly names: readonly KeyName[]
  /** What is said of the values of a request; `undefined`: the key is missing. */
  readonly judge: (have: readonly ContextScalar[] | undefined) => Truth
}

export function readTest({ operator, key, values }: PlainTest, subject: Named): ReadTest {
  const names = spellings(key).map(keyName)
  if (operator === 'null_equal') {
    return { operator, names, judge: (have) => values.some((value) => nullEqual(have, String(value))) }
  }
  const all = operator.startsWith('for_all_value:')
  const unqualified = operator.replace(/^for_(any|all)_value:/, '')
  const name = unqualified.replace(/_if_exist$/, '')
  const satisfiesOne = readOperator(
    name,
    values.map((value) => wantedValue(value, subject)),
  )
  const judge = (have: readonly ContextScalar[] | undefined): Truth => {
    if (have === undefined) return unqualified !== name
    const truths = have.map(satisfiesOne)
    return all ? not(anyTrue(truths.map(not))) : anyTrue(truths)
  }
  return { operator, names, judge }
}

/** Does the test hold? What can't be known keeps an allow from matching and makes a deny match. */
export function testHolds(test: ReadTest, context: Context, effect: Effect, witness?: Witness): boolean {
  // A list of nothing is as good as no key: else a request could choose between the two to escape a statement.
  const values = contextValues(test.names, context)
  const have = values.length > 0 ? values : undefined
  const truth = test.judge(have)
  const holds = truth ?? effect === 'deny'
  witness?.(test.operator, holds, have !== undefined)
  return holds
}

/** A negated operator asks that the value equals none of the listed ones. */
function readOperator(name: string, wanted: readonly (Wanted | undefined)[]): (value: ContextScalar) => Truth {
  const positive = name.replace('_not_', '_')
  const compare = comparisons.get(positive)
  if (compare === undefined) throw new Error(`no such operator: ${name}`)
  const equals = wanted.map((want) => (want === undefined ? () => undefined : compare(want)))
  const found = (value: ContextScalar): Truth => anyTrue(equals.map((equal) => equal(value)))
  return positive === name ? found : (value) => not(found(value))
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

/** A name of a key in requests; for one tag key also the list in which tags stand, and the key in it. */
interface KeyName {
  readonly name: string
  readonly tag: { readonly list: string; readonly key: string } | undefined
}

/** `qcs:tag` is another name of `qcs:resource_tag`, with and without a tag key behind it. */
function spellings(key: string): string[] {
  const rest = key.replace(/^qcs:(resource_)?tag(?=\/|$)/, '')
  return rest === key ? [key] : [`qcs:resource_tag${rest}`, `qcs:tag${rest}`]
}

/** `qcs:resource_tag/<key>` stands for the values of the tags with that key in the list `qcs:resource_tag`. */
function keyName(name: string): KeyName {
  if (!/^qcs:(resource_tag|request_tag|tag)\//.test(name)) return { name, tag: undefined }
  const slash = name.indexOf('/')
  return { name, tag: { list: name.slice(0, slash), key: name.slice(slash + 1) } }
}

/** Values of a key in the request, none when it is missing, those under all of its names together. */
function contextValues(names: readonly KeyName[], context: Context): readonly ContextScalar[] {
  const values: ContextScalar[] = []
  for (const { name, tag } of names) {
    values.push(...listed(context.get(name)))
    if (tag === undefined) continue
    for (const one of listed(context.get(tag.list))) {
      const text = String(one)
      const split = text.includes('&') ? text.indexOf('&') : text.length
      if (text.slice(0, split) === tag.key) values.push(text.slice(split + 1))
    }
  }
  return values
}

function listed(value: ContextValue | undefined): readonly ContextScalar[] {
  if (value === undefined) return []
  return typeof value === 'object' ? value : [value]
}
