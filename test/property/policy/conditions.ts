// Conditions and the request context they look at. Each family of operators draws its values from a few that are
// equal, nearly equal or unreadable, so that every outcome of every comparison turns up.
import type { ContextScalar, ContextValue } from '../../../src/policy/types.ts'
import { drawAddress, drawBlock } from './addresses.ts'
import {
  addressKeys,
  byteKeys,
  byteValues,
  flagKeys,
  type Numbers,
  noAddresses,
  noFlags,
  noNumbers,
  noTimes,
  numbered,
  numberKeys,
  numberTexts,
  textKeys,
  timeKeys,
} from './alphabet.ts'
import type { Dice } from './dice.ts'
import type { JsonWriter } from './json-text.ts'
import { withVariables } from './patterns.ts'
import { drawTime } from './times.ts'

/** A value that a request may hold to come near a condition. */
export type Hint = readonly [key: string, value: ContextValue]

interface Family {
  readonly operators: readonly string[]
  key(dice: Dice): string
  /** A value as JSON text, and the same as a request would hold it. */
  value(dice: Dice, key: string, numbers: Numbers, json: JsonWriter): readonly [written: string, asked: ContextScalar]
  /** Any value that a request may hold under such a key. */
  asked(dice: Dice, key: string, numbers: Numbers): ContextScalar
}

const textFamily: Family = {
  operators: [
    'string_equal',
    'string_equal',
    'string_not_equal',
    'string_equal_ignore_case',
    'string_not_equal_ignore_case',
    'string_like',
    'string_not_like',
  ],
  key: (dice) => dice.pick(textKeys).name,
  value(dice, key, numbers, json) {
    const asked = this.asked(dice, key, numbers)
    const source = textSource(dice, key)
    const text = withVariables(dice, String(source), numbers)
    if (typeof source === 'number' && dice.chance(0.5)) return [dice.pick([String(source), `${source}e0`]), asked]
    return [
      json.text(dice.chance(0.1) ? flipCase(text) : text),
      dice.chance(0.8) ? numbered(String(source), numbers) : asked,
    ]
  },
  asked: (dice, key, numbers) => {
    const source = textSource(dice, key)
    return typeof source === 'string' ? numbered(source, numbers) : source
  },
}

function textSource(dice: Dice, key: string): ContextScalar {
  const row = textKeys.find(({ name }) => name === key)
  return row === undefined ? 'v' : dice.pick(row.values)
}

/** The other case, except inside variables. */
function flipCase(text: string): string {
  if (text.includes('${')) return text
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase()
}

const numberFamily: Family = {
  operators: [
    'numeric_equal',
    'numeric_not_equal',
    'numeric_less_than',
    'numeric_less_than_equal',
    'numeric_greater_than',
    'numeric_greater_than_equal',
  ],
  key: (dice) => dice.pick(numberKeys),
  value(dice, _key, numbers, json) {
    if (dice.chance(0.06))
      return [json.text(dice.pick(['${uin}', '${app_id}'])), dice.pick([numbers.user, `${numbers.ownApp}`])]
    const text = dice.pick(numberTexts)
    return [dice.chance(0.5) ? text : json.text(text), dice.chance(0.5) ? text : Number(text)]
  },
  asked: (dice) => {
    if (dice.chance(0.06)) return dice.chance(0.2) ? true : dice.pick(noNumbers)
    const text = dice.pick(numberTexts)
    return dice.chance(0.5) ? text : Number(text)
  },
}

const timeFamily: Family = {
  operators: [
    'date_equal',
    'date_not_equal',
    'date_less_than',
    'date_less_than_equal',
    'date_greater_than',
    'date_greater_than_equal',
  ],
  key: (dice) => dice.pick(timeKeys),
  value: (dice, _key, _numbers, json) => [json.text(drawTime(dice)), drawTime(dice)],
  asked: (dice) => (dice.chance(0.05) ? dice.pick(noTimes) : drawTime(dice)),
}

const flagFamily: Family = {
  operators: ['bool_equal'],
  key: (dice) => dice.pick(flagKeys),
  value: (dice, _key, _numbers, json) => {
    const flag = dice.chance(0.5)
    return [json.text(String(flag)), dice.chance(0.5) ? flag : String(flag)]
  },
  asked: (dice) => {
    if (dice.chance(0.06)) return dice.pick(noFlags)
    return dice.chance(0.5) ? dice.chance(0.5) : String(dice.chance(0.5))
  },
}

const addressFamily: Family = {
  operators: ['ip_equal', 'ip_not_equal'],
  key: (dice) => dice.pick(addressKeys),
  value: (dice, _key, _numbers, json) => {
    const { block, near } = drawBlock(dice)
    return [json.text(block), near]
  },
  asked: (dice) => (dice.chance(0.05) ? dice.pick(noAddresses) : drawAddress(dice)),
}

const byteFamily: Family = {
  operators: ['binary_equal'],
  key: (dice) => dice.pick(byteKeys),
  value: (dice, _key, _numbers, json) => {
    const text = dice.pick(byteValues)
    return [json.text(text), text]
  },
  asked: (dice) => dice.pick(byteValues),
}

const families: readonly (readonly [weight: number, family: Family])[] = [
  [9, textFamily],
  [4, numberFamily],
  [3, timeFamily],
  [2, flagFamily],
  [5, addressFamily],
  [1, byteFamily],
]

const presenceKeys = [
  'qcs:resource_tag/op',
  'qcs:request_tag/op',
  'qcs:tag/op',
  'qcs:tag/a',
  'qcs:resource_tag/部门',
  'qcs:resource_tag/__proto__',
  'qcs:resource_tag/constructor',
  'qcs:resource_tag',
  'qcs:request_tag',
  'qcs:tag',
  'vpc:vpc',
  'cos:prefix',
  'mfa',
  'x:constructor',
  'x:blob',
] as const

/** A condition block as JSON text, and values that come near it. */
export function conditionBlock(
  dice: Dice,
  numbers: Numbers,
  json: JsonWriter,
): { text: string; hints: readonly Hint[] } {
  const hints: Hint[] = []
  const block = new Map<string, [name: string, value: string][]>()
  const count = dice.weighted([
    [12, 1],
    [5, 2],
    [2, 3],
    [0.2, 0],
  ])
  while (block.size < count) {
    const [operator, members] = oneOperator(dice, numbers, json, hints)
    if (!block.has(operator)) block.set(operator, members)
  }
  const operators = [...block].map(([name, members]): [string, string] => [blanked(dice, name), json.object(members)])
  return { text: json.object(operators), hints }
}

function oneOperator(dice: Dice, numbers: Numbers, json: JsonWriter, hints: Hint[]): [string, [string, string][]] {
  const keys = new Map<string, string>()
  const count = dice.weighted([
    [6, 1],
    [2, 2],
    [1, 3],
  ])
  if (dice.chance(0.08)) {
    for (let n = 0; n < count; n += 1) {
      const want = json.text(String(dice.chance(0.5)))
      keys.set(dice.pick(presenceKeys), dice.chance(0.2) ? json.list([want]) : want)
    }
    return ['null_equal', written(dice, keys)]
  }
  const family = dice.weighted(families)
  for (let n = 0; n < count; n += 1) {
    const key = family.key(dice)
    keys.set(key, values(dice, family, key, numbers, json, hints))
  }
  // The text of an address can be compared, but only for equality.
  const operator = family === textFamily && keys.has('qcs:ip') ? 'string_equal' : dice.pick(family.operators)
  return [qualified(dice, operator), written(dice, keys)]
}

function written(dice: Dice, keys: ReadonlyMap<string, string>): [string, string][] {
  return [...keys].map(([key, value]) => [blanked(dice, key), value])
}

function blanked(dice: Dice, name: string): string {
  return dice.chance(0.04) ? dice.pick([` ${name}`, `${name} `, ` ${name} `]) : name
}

function qualified(dice: Dice, operator: string): string {
  const qualifier = dice.weighted([
    [5, ''],
    [2, 'for_any_value:'],
    [2, 'for_all_value:'],
  ])
  return `${qualifier}${operator}${dice.chance(0.3) ? '_if_exist' : ''}`
}

function values(dice: Dice, family: Family, key: string, numbers: Numbers, json: JsonWriter, hints: Hint[]): string {
  const count = dice.weighted([
    [5, 1],
    [3, 2],
    [1, 3],
    [0.5, 5],
  ])
  const drawn = Array.from({ length: count }, () => family.value(dice, key, numbers, json))
  const asked = drawn.map(([, value]) => value)
  const listed = dice.chance(listedShare(key))
  hints.push([key, listed ? asked.slice(0, 1 + dice.below(count)) : dice.pick(asked)])
  const texts = drawn.map(([text]) => text)
  return count === 1 && dice.chance(0.6) ? texts.join('') : json.list(texts)
}

function listedShare(key: string): number {
  return textKeys.find(({ name }) => name === key)?.listed ?? 0.08
}

/** Any key with any value that fits it: one, none or several. */
export function anyHint(dice: Dice, numbers: Numbers): Hint {
  const family = dice.weighted(families)
  const key = family.key(dice)
  if (!dice.chance(listedShare(key))) return [key, family.asked(dice, key, numbers)]
  const count = dice.weighted([
    [1, 0],
    [2, 1],
    [3, 2],
    [1, 3],
  ])
  return [key, Array.from({ length: count }, () => family.asked(dice, key, numbers))]
}
