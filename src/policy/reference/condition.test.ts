// What the oracle makes of one test: true, false, or not to be known, which keeps an allow out and lets a deny in.
import { describe, expect, test } from 'vitest'
import type { ContextValue } from '../types.ts'
import { readTest, testHolds } from './condition.ts'

const nobody = { uin: undefined, account: 1, appId: 2 }

function holds(
  operator: string,
  values: readonly (string | number)[],
  context: Readonly<Record<string, ContextValue>>,
  key = 'x:k',
) {
  const one = readTest({ operator, key, values }, nobody)
  const given = new Map(Object.entries(context))
  return [testHolds(one, given, 'allow'), testHolds(one, given, 'deny')]
}

const TRUE = [true, true]
const FALSE = [false, false]
const UNKNOWN = [false, true]

test.each<[string, readonly (string | number)[], ContextValue | undefined, readonly boolean[]]>([
  ['string_equal', ['v', 'w'], 'w', TRUE],
  ['string_equal', ['v', 'w'], 'x', FALSE],
  ['string_equal', [1], '1', TRUE],
  ['string_equal', ['v'], undefined, FALSE],
  ['string_equal', ['v'], [], FALSE],
  ['string_equal_if_exist', ['v'], undefined, TRUE],
  ['string_not_equal', ['v', 'w'], 'w', FALSE],
  ['string_not_equal', ['v', 'w'], 'x', TRUE],
  ['string_equal_ignore_case', ['vW'], 'Vw', TRUE],
  ['string_not_equal_ignore_case', ['vW'], 'Vw', FALSE],
  ['string_like', ['v*'], 'vw', TRUE],
  ['string_like', ['v*'], 'wv', FALSE],
  ['string_not_like', ['v*'], 'wv', TRUE],
  ['string_equal', ['v*'], 'vw', FALSE],
  ['string_like', ['${owner_uin}*'], '1x', TRUE],
  ['string_equal', ['${uin}'], 'x', UNKNOWN],
  ['string_equal', ['${uin}', 'v'], 'v', TRUE],
  ['string_not_equal', ['${uin}', 'v'], 'v', FALSE],
  ['string_not_equal', ['${uin}', 'v'], 'x', UNKNOWN],
  ['binary_equal', ['vv'], 'vv', TRUE],
  ['binary_equal', ['vv'], 'vV', FALSE],
  ['numeric_equal', ['1'], 'x', UNKNOWN],
  ['numeric_equal', ['x'], 1, UNKNOWN],
  ['numeric_equal', ['${app_id}'], 2, TRUE],
  ['numeric_less_than', ['x'], 1, UNKNOWN],
  ['bool_equal', ['true'], 'x', UNKNOWN],
  ['date_equal', ['2020-01-01T00:00:00Z'], '2020-01-01', UNKNOWN],
  ['ip_equal', ['10.0.0.0/8'], '10.0.0.1', TRUE],
  ['ip_equal', ['10.0.0.0/8'], '10.0.0.1/32', UNKNOWN],
  ['ip_not_equal', ['10.0.0.0/8'], '11.0.0.1', TRUE],
  ['for_any_value:numeric_equal', [1], ['x', 1], TRUE],
  ['for_any_value:numeric_equal', [1], ['x', 2], UNKNOWN],
  ['for_any_value:numeric_equal', [1], [2, 3], FALSE],
  ['for_all_value:numeric_equal', [1], ['x', 1], UNKNOWN],
  ['for_all_value:numeric_equal', [1], ['x', 2], FALSE],
  ['for_all_value:numeric_equal', [1], [1, 1], TRUE],
  ['for_all_value:numeric_equal_if_exist', [1], undefined, TRUE],
  ['for_all_value:numeric_equal_if_exist', [1], [], TRUE],
  ['for_all_value:numeric_not_equal', [1], [2, 3], TRUE],
  ['for_all_value:numeric_not_equal', [1], [2, 1], FALSE],
  ['null_equal', ['true'], undefined, TRUE],
  ['null_equal', ['true'], ['', 'v'], FALSE],
  ['null_equal', ['true'], ['', ''], TRUE],
  ['null_equal', ['false'], '', TRUE],
  ['null_equal', ['false'], undefined, FALSE],
  ['null_equal', ['false', 'true'], undefined, TRUE],
])('%s %j on %j', (operator, values, have, expected) => {
  expect(holds(operator, values, have === undefined ? {} : { 'x:k': have })).toEqual(expected)
})

const below = [TRUE, FALSE, FALSE]
const upTo = [TRUE, TRUE, FALSE]
const above = [FALSE, FALSE, TRUE]
const from = [FALSE, TRUE, TRUE]
const at = [FALSE, TRUE, FALSE]
test.each([
  ['equal', at],
  ['less_than', below],
  ['less_than_equal', upTo],
  ['greater_than', above],
  ['greater_than_equal', from],
])('numbers and times compare alike: %s', (comparison, expected) => {
  const numbers = [4, 5, 6].map((have) => holds(`numeric_${comparison}`, ['5'], { 'x:k': have }))
  const times = [4, 5, 6].map((have) => {
    return holds(`date_${comparison}`, ['2020-01-05T00:00:00Z'], { 'x:k': `2020-01-0${have} 00:00:00` })
  })
  expect([numbers, times]).toEqual([expected, expected])
})

test('an operator that the language lacks is a fault', () => {
  for (const operator of ['string_equals', '', 'toString']) {
    expect(() => readTest({ operator, key: 'x:k', values: ['v'] }, nobody)).toThrow('no such operator')
  }
})

describe('tags', () => {
  const resource = 'qcs:resource_tag'
  test.each<[string, Readonly<Record<string, ContextValue>>, readonly boolean[]]>([
    [`${resource}/op`, { [resource]: ['a&b', 'op&v'] }, TRUE],
    [`${resource}/op`, { [resource]: 'op&v' }, TRUE],
    [`${resource}/op`, { 'qcs:tag': ['op&v'] }, TRUE],
    [`${resource}/op`, { 'qcs:tag/op': 'v' }, TRUE],
    ['qcs:tag/op', { [resource]: ['op&v'] }, TRUE],
    ['qcs:tag/op', { [`${resource}/op`]: 'v' }, TRUE],
    ['qcs:request_tag/op', { 'qcs:request_tag': ['op&v'] }, TRUE],
    ['qcs:request_tag/op', { [resource]: ['op&v'] }, FALSE],
    ['qcs:request_tag', { 'qcs:request_tag': ['v'] }, TRUE],
    ['qcs:tag', { [resource]: 'v' }, TRUE],
    [resource, { 'qcs:tag': 'v' }, TRUE],
    [`${resource}/op`, { [resource]: ['op&v&w'] }, FALSE],
    [`${resource}/op`, { [resource]: ['opv'] }, FALSE],
    [`${resource}/op`, { [resource]: ['v&op'] }, FALSE],
    ['x:tag/op', { 'x:tag': ['op&v'] }, FALSE],
    ['x:qcs:tag/op', { 'x:qcs:tag': ['op&v'], 'qcs:tag': ['op&v'] }, FALSE],
    ['qcs:tags/op', { [resource]: ['op&v'], 'qcs:tags': ['op&v'] }, FALSE],
  ])('%s in %j', (key, context, expected) => {
    expect(holds('string_equal', ['v'], context, key)).toEqual(expected)
  })

  test.each([
    [['op'], TRUE],
    [['op&'], TRUE],
    [['op&v'], FALSE],
    // No value, and no key that only begins alike.
    [['opx'], FALSE],
    [['o'], FALSE],
  ])('a tag without value in %j', (tags, expected) => {
    expect(holds('string_equal', [''], { [resource]: tags }, `${resource}/op`)).toEqual(expected)
  })
})

test('a witness hears of every test', () => {
  const heard: unknown[] = []
  const one = readTest({ operator: 'string_equal_if_exist', key: 'x:k', values: ['v'] }, nobody)
  for (const context of [{ 'x:k': 'v' }, { 'x:k': 'w' }, {}]) {
    testHolds(one, new Map(Object.entries(context)), 'allow', (...told) => heard.push(told))
  }
  expect(heard).toEqual([
    ['string_equal_if_exist', true, true],
    ['string_equal_if_exist', false, true],
    ['string_equal_if_exist', true, false],
  ])
})
