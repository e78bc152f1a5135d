import { describe, expect, test } from 'vitest'
import { compilePolicy } from './compile.ts'
import { type Condition, conditionHolds, conditionsHold, isTagKey, readConditionKey, valuesOf } from './condition.ts'
import type { ContextValue } from './types.ts'

const RESOURCE = 'qcs:resource_tag'
const OLD = 'qcs:tag'
const REQUEST = 'qcs:request_tag'

describe('a condition key', () => {
  test.each([
    ['qcs:ip', { name: 'qcs:ip', alias: undefined, tag: undefined }, false],
    ['cos:a/b', { name: 'cos:a/b', alias: undefined, tag: undefined }, false],
    [RESOURCE, { name: RESOURCE, alias: OLD, tag: undefined }, true],
    [OLD, { name: RESOURCE, alias: OLD, tag: undefined }, true],
    [REQUEST, { name: REQUEST, alias: undefined, tag: undefined }, true],
    [`${OLD}/a/b`, { name: `${RESOURCE}/a/b`, alias: `${OLD}/a/b`, tag: { key: 'a/b', lists: [RESOURCE, OLD] } }, true],
    [`${REQUEST}/a`, { name: `${REQUEST}/a`, alias: undefined, tag: { key: 'a', lists: [REQUEST] } }, true],
    [`${REQUEST}s/a`, { name: `${REQUEST}s/a`, alias: undefined, tag: undefined }, false],
  ])('%s', (text, expected, tag) => {
    expect(readConditionKey(text)).toEqual(expected)
    expect(isTagKey(text)).toBe(tag)
  })

  test.each<[string, Record<string, ContextValue>, ContextValue | undefined]>([
    ['qcs:ip', { 'qcs:ip': '1.2.3.4' }, '1.2.3.4'],
    ['qcs:ip', {}, undefined],
    ['qcs:ip', { 'qcs:ip': [] }, []],
    [RESOURCE, { [RESOURCE]: 'a&b' }, 'a&b'],
    [RESOURCE, { [OLD]: 'a&b' }, 'a&b'],
    [OLD, { [RESOURCE]: ['a&b'], [OLD]: 'c&d' }, ['a&b', 'c&d']],
    [RESOURCE, {}, undefined],
    [`${RESOURCE}/a`, {}, []],
    [`${RESOURCE}/a`, { [RESOURCE]: ['a&b', 'c&d', 'a&e'] }, ['b', 'e']],
    [`${RESOURCE}/a`, { [RESOURCE]: 'a&b', [OLD]: 'a&c' }, ['b', 'c']],
    [`${RESOURCE}/a`, { [RESOURCE]: ['a', 'b', 'aa&c', 'a&c&d'] }, ['', 'c&d']],
    [`${OLD}/a`, { [`${RESOURCE}/a`]: 'x', [RESOURCE]: 'a&b' }, ['x', 'b']],
    [`${OLD}/a`, { [`${RESOURCE}/a`]: 'x', [`${OLD}/a`]: ['y', 'z'] }, ['x', 'y', 'z']],
    [`${REQUEST}/a`, { [REQUEST]: 'a&b', [OLD]: 'a&c' }, ['b']],
    [`${REQUEST}/1`, { [REQUEST]: [1] }, ['']],
  ])('%s in %j', (key, context, expected) => {
    expect(valuesOf(readConditionKey(key), new Map(Object.entries(context)))).toEqual(expected)
  })
})

function conditions(block: object): readonly Condition[] {
  const statement = { effect: 'allow', action: '*', resource: '*', condition: block }
  const document = JSON.stringify({ version: '2.0', statement })
  const [template] = compilePolicy({ document, preset: false, creator: 1 }).statements
  return template?.bind({ uin: undefined, owner_uin: '1', app_id: '2' }).conditions ?? []
}

/** Whether it holds in an allow, and in a deny. */
function holds(operator: string, values: string | readonly string[], have: ContextValue | undefined) {
  const [condition] = conditions({ [operator]: { 'x:k': values } })
  if (condition === undefined) throw new Error(`${operator} is not compiled`)
  const context = new Map(have === undefined ? [] : [['x:k', have]])
  return [conditionHolds(condition, context, 'allow'), conditionHolds(condition, context, 'deny')]
}

const TRUE = [true, true]
const FALSE = [false, false]
const UNKNOWN = [false, true]

describe('a condition', () => {
  test.each<[string, string | readonly string[], ContextValue | undefined, readonly boolean[]]>([
    ['string_equal', 'v', 'v', TRUE],
    ['string_equal', 'v', 'w', FALSE],
    ['string_equal', 'v', undefined, FALSE],
    ['string_equal', 'v', [], FALSE],
    ['string_not_equal', 'v', undefined, FALSE],
    ['string_equal_if_exist', 'v', undefined, TRUE],
    ['string_equal_if_exist', 'v', [], TRUE],
    ['string_equal_if_exist', 'v', 'w', FALSE],
    ['string_equal', 'v', ['w', 'v'], TRUE],
    ['string_equal', 'v', ['w', 'x'], FALSE],
    ['for_any_value:string_equal', 'v', ['w', 'v'], TRUE],
    ['for_all_value:string_equal', 'v', ['w', 'v'], FALSE],
    ['for_all_value:string_equal', 'v', ['v', 'v'], TRUE],
    ['for_all_value:string_equal', 'v', 'v', TRUE],
    ['string_equal', '${uin}', 'v', UNKNOWN],
    ['numeric_equal', '1', 'x', UNKNOWN],
    ['numeric_equal', '1', ['x', 1], TRUE],
    ['numeric_equal', '1', [1, 'x'], TRUE],
    ['numeric_equal', '1', ['x', 2], UNKNOWN],
    ['numeric_equal', '1', [2, 'x'], UNKNOWN],
    ['numeric_equal', '1', [2, 3], FALSE],
    ['for_all_value:numeric_equal', '1', ['x', 1], UNKNOWN],
    ['for_all_value:numeric_equal', '1', ['x', 2], FALSE],
    ['for_all_value:numeric_equal', '1', [2, 'x'], FALSE],
    ['for_all_value:numeric_equal', '1', [1, 1], TRUE],
    ['null_equal', 'true', undefined, TRUE],
    ['null_equal', 'true', [], TRUE],
    ['null_equal', 'true', '', TRUE],
    ['null_equal', 'true', ['', ''], TRUE],
    ['null_equal', 'true', ['', 'v'], FALSE],
    ['null_equal', 'true', ['v'], FALSE],
    ['null_equal', 'true', 'v', FALSE],
    ['null_equal', 'true', 0, FALSE],
    ['null_equal', 'false', undefined, FALSE],
    ['null_equal', 'false', [], FALSE],
    ['null_equal', 'false', '', TRUE],
    ['null_equal', 'false', 'v', TRUE],
    ['null_equal', ['true', 'false'], undefined, TRUE],
    ['null_equal', ['true', 'false'], 'v', TRUE],
  ])('%s %j on %j', (operator, values, have, expected) => {
    expect(holds(operator, values, have)).toEqual(expected)
  })

  test('keeps what it was written as', () => {
    const [condition] = conditions({ 'for_any_value:string_like_if_exist': { 'x:k': ['a*', '${uin}/${app_id}'] } })
    expect(condition).toMatchObject({
      name: 'x:k',
      key: 'x:k',
      operator: 'for_any_value:string_like_if_exist',
      wanted: ['a*', '${uin}/${app_id}'],
      all: false,
      presence: false,
    })
  })

  test('is asked after cheaper ones, in the order of the document among equals', () => {
    const block = {
      ip_equal: { 'qcs:ip': '1.2.3.4' },
      date_equal: { 'x:d': '2020-01-01T00:00:00Z' },
      string_like: { 'x:l': 'a*' },
      numeric_equal: { 'x:n': '1' },
      string_equal: { 'x:s': 'a', 'x:t': 'b' },
      bool_equal: { 'x:b': 'true' },
    }
    expect(conditions(block).map(({ key }) => key)).toEqual(['x:s', 'x:t', 'x:b', 'x:l', 'x:n', 'x:d', 'qcs:ip'])
  })

  test('of several every one must hold', () => {
    const both = conditions({ string_equal: { 'x:a': '1', 'x:b': '2' } })
    const given = (context: Record<string, string>) => conditionsHold(both, new Map(Object.entries(context)), 'allow')
    expect([given({ 'x:a': '1', 'x:b': '2' }), given({ 'x:a': '1' }), given({ 'x:b': '2' })]).toEqual([
      true,
      false,
      false,
    ])
    expect(conditionsHold([], new Map(), 'allow')).toBe(true)
  })
})
