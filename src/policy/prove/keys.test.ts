import { describe, expect, test } from 'vitest'
import { type Condition, compileCondition } from '../condition.ts'
import { readOperator } from '../operators/index.ts'
import type { ContextValue } from '../types.ts'
import type { Effort } from './effort.ts'
import { askedOf, findContext, groupName, keyGroup } from './keys.ts'

const variables = { uin: '1', owner_uin: '1', app_id: '1' }

const [TAGS, A, B] = ['qcs:resource_tag', 'qcs:resource_tag/a', 'qcs:resource_tag/b'] as const
const names: Readonly<Record<string, string>> = { tags: TAGS, 'tags/a': A, 'tags/b': B }

/** A key, an operator with `!` in front where it is not so, and the wanted values; several of these behind commas. */
function wishesOf(text: string): readonly { readonly condition: Condition; readonly holds: boolean }[] {
  return text.split(', ').map((one) => {
    const [key = '', operator = '', ...wanted] = one.split(' ')
    const use = readOperator(operator.replace('!', ''))
    if (use === undefined) throw new Error(operator)
    const values = wanted.map((value) => [{ text: value === '""' ? '' : value }])
    const condition = compileCondition({ operator: use, key: names[key] ?? key, values }, variables)
    return { condition, holds: !operator.startsWith('!') }
  })
}

function find(text: string, fixed?: ReadonlyMap<string, ContextValue>, stepsLeft = 100_000) {
  const effort: Effort = { stepsLeft, open: new Set() }
  const wishes = wishesOf(text)
  const conditions = wishes.map(({ condition }) => condition)
  const [first] = conditions
  if (first === undefined) throw new Error('nothing is wished')
  const group = keyGroup(groupName(first), conditions, variables, fixed)
  const literals = wishes.map(({ condition, holds }) => ({ asked: askedOf(condition, 'allow', variables), holds }))
  const found = findContext(group, literals, effort)
  return typeof found === 'string' ? found : Object.fromEntries(found.value)
}

type Cases = readonly (readonly [title: string, wishes: string, found: object | 'none' | 'open'])[]

describe('a key', () => {
  const cases: Cases = [
    ['is missing where that will do', 'k !string_equal a', {}],
    ['is missing where operators ask only if it exists', 'k string_equal_if_exist a', {}],
    ['is there where they do not hold otherwise', 'k !string_equal_if_exist a', { k: 'x' }],
    ['has one value', 'k string_equal a', { k: 'a' }],
    ['has a value for each that some value must pass', 'k string_equal a, k string_equal b', { k: ['a', 'b'] }],
    ['has one value where it passes for several', 'k string_equal a, k string_like a*', { k: 'a' }],
    [
      'has no two values of which each must be another',
      'k for_all_value:string_equal a, k for_all_value:string_equal b',
      'none',
    ],
    [
      'has values that all pass',
      'k for_all_value:string_like a*, k string_like *b, k string_like *c',
      { k: ['ab', 'ac'] },
    ],
    ['does not pass where each value would', 'k !for_all_value:string_like a*, k string_like a*', { k: ['x', 'a'] }],
    ['is missing where that is asked', 'k null_equal true', {}],
    ['is there where that is asked', 'k null_equal false', { k: 'x' }],
    ['is there where missing is denied', 'k !null_equal true', { k: 'x' }],
    ['is missing where being there is denied', 'k !null_equal false', {}],
    ['is both or none', 'k null_equal true false', {}],
    ['is neither there nor missing', 'k !null_equal true false', 'none'],
    ['is there and empty, as good as missing', 'k null_equal true, k null_equal false', { k: '' }],
    ['is empty, so nothing else', 'k null_equal true, k string_equal a', 'none'],
    ['is empty, and equal to that', 'k null_equal true, k string_equal ""', { k: '' }],
    ['is not empty', 'k !null_equal true, k string_equal ""', { k: ['x', ''] }],
    ['is not known', 'k for_all_value:numeric_less_than 5, k for_all_value:string_like 9*9', 'open'],
    [
      'is known not to be, though something else is not',
      'k for_all_value:numeric_less_than 5, k string_like 9*9, k numeric_equal 6',
      'none',
    ],
    [
      'is not known, though something else is',
      'k for_all_value:numeric_less_than 5, k string_like 9*9, k numeric_equal 4',
      'open',
    ],
  ]
  test.each(cases)('%s', (_, wishes, found) => {
    expect(find(wishes)).toEqual(found)
  })
})

describe('tags', () => {
  const cases: Cases = [
    [
      'have one needed by one of several listed tags',
      'tags/a string_equal_if_exist 1, tags string_equal b&2, tags string_equal a&2',
      { [A]: '1', [TAGS]: ['b&2', 'a&2'] },
    ],
    ['are listed', 'tags string_equal a&1', { [TAGS]: 'a&1' }],
    ['have a key of their own', 'tags/a string_equal 1', { [A]: '1' }],
    ['are missing where that will do', 'tags/a !string_equal 1, tags !string_equal a&1', {}],
    [
      'are listed, and the key has another value besides',
      'tags/a string_equal 1, tags string_equal a&2',
      { [A]: '1', [TAGS]: ['a&2'] },
    ],
    ['are listed, and the key is missing', 'tags/a !string_equal 1, tags string_equal a&2', { [TAGS]: ['a&2'] }],
    ['have no key that is said not to be', 'tags/a null_equal true, tags string_equal a&2', 'none'],
    ['have a key that is said to be empty', 'tags/a null_equal true, tags string_like a&*', { [TAGS]: ['a&'] }],
    ['have a key without value', 'tags/a null_equal true, tags string_equal a', { [TAGS]: ['a'] }],
    ['have other keys than one that is not there', 'tags/a !null_equal false, tags string_like a*', { [TAGS]: ['ax'] }],
    [
      'have only values that all pass',
      'tags/a for_all_value:string_equal 1, tags string_like a&*',
      { [A]: '1', [TAGS]: ['a&1'] },
    ],
    ['have none where none passes', 'tags/a for_all_value:string_equal 1, tags string_equal a&2', 'none'],
    [
      'have an empty value where that passes',
      'tags/a for_all_value:string_equal "" 1, tags string_equal a',
      { [A]: '1', [TAGS]: ['a'] },
    ],
    [
      'have no empty value where that does not pass',
      'tags/a for_all_value:string_equal 1, tags string_equal a',
      'none',
    ],
    [
      'have several keys, each by itself',
      'tags/a string_equal 1, tags/b string_equal 2, tags string_like *c*',
      { [A]: '1', [B]: '2', [TAGS]: ['c'] },
    ],
    [
      'have a value of their own that a listed one makes needed',
      'tags/a !for_all_value:string_equal_if_exist 2, tags string_equal a&2',
      { [A]: 'x', [TAGS]: ['a&2'] },
    ],
    [
      'have none needed where the listed tag is another one',
      'tags/a string_equal_if_exist 1, tags string_equal b&2',
      { [TAGS]: ['b&2'] },
    ],
    [
      'have one needed by a listed tag',
      'tags/a string_equal_if_exist 1, tags string_equal a&2',
      { [A]: '1', [TAGS]: ['a&2'] },
    ],
    [
      'have one needed by a listed key',
      'tags/a string_equal_if_exist 1, tags string_equal a',
      { [A]: '1', [TAGS]: ['a'] },
    ],
    [
      'have none needed by the same beginning',
      'tags/a string_equal_if_exist 1, tags string_equal ab&2',
      { [TAGS]: ['ab&2'] },
    ],
    [
      'have none needed by the same end',
      'tags/a string_equal_if_exist 1, tags string_equal b&a&',
      { [TAGS]: ['b&a&'] },
    ],
    [
      'have none needed where each listed value passes',
      'tags/a for_all_value:string_equal_if_exist 2, tags string_equal a&2',
      { [TAGS]: ['a&2'] },
    ],
    [
      'have no needed one where none passes',
      'tags/a string_equal_if_exist 1, tags/a !string_like *, tags string_equal a&2',
      'none',
    ],
    [
      'have keys that no tag can have',
      'qcs:resource_tag/a&b null_equal true, tags string_equal a&b',
      { [TAGS]: ['a&b'] },
    ],
    [
      'contradict each other',
      'tags/a string_equal 1, tags for_all_value:string_equal b, tags for_all_value:string_equal c',
      'none',
    ],
    ['contradict themselves', 'tags/a for_all_value:string_equal 1, tags/a for_all_value:string_equal 2', 'none'],
    ['are neither there nor missing', 'tags/a string_equal 1, tags !null_equal true false', 'none'],
    ['need a key that cannot be', 'tags/a !null_equal true false, tags string_equal a', 'none'],
    ['are not known in foreign letters', 'tags/a string_equal 1, tags string_equal_ignore_case \u00e9', 'open'],
    [
      'are not known where a key is in foreign letters',
      'tags/a for_all_value:string_equal_ignore_case \u00e9, tags string_equal a&1',
      'open',
    ],
    [
      'are not known where a typed value is not',
      'tags/a for_all_value:numeric_less_than 5, tags/a for_all_value:string_like 9*9',
      'open',
    ],
    [
      'have another value in any case',
      'qcs:request_tag/a string_equal 1, qcs:request_tag string_equal b&2',
      { 'qcs:request_tag/a': '1', 'qcs:request_tag': ['b&2'] },
    ],
  ]
  test.each(cases)('%s', (_, wishes, found) => {
    expect(find(wishes)).toEqual(found)
  })
})

test('a group that the question gives is asked as it is', () => {
  const given = new Map<string, ContextValue>([['k', ['a', 'b']]])
  expect(find('k string_equal a, k string_equal b', given)).toEqual({ k: ['a', 'b'] })
  expect(find('k string_equal a, k string_equal c', given)).toBe('none')
  expect(find('k !string_equal c', given)).toEqual({ k: ['a', 'b'] })
  expect(find('k !string_equal a', given)).toBe('none')
})

test('a group whose steps are spent is not known', () => {
  expect(find('k string_like *abc*', undefined, 10)).toBe('open')
  expect(find('k string_like *abc*, k string_equal x', undefined, 10)).toBe('open')
  expect(find('tags/a string_equal 1, tags string_like *abc*', undefined, 5)).toBe('open')
})
