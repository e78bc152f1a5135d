// Every operator that compares, against values below, at and above the wanted one.
import { describe, expect, test } from 'vitest'
import type { ContextScalar } from '../types.ts'
import { FALSE, TRUE, UNKNOWN } from './family.ts'
import { OPERATORS } from './index.ts'

const wanted = (text: string) => [{ text, literal: false }]

function truths(name: string, wants: readonly string[], have: readonly ContextScalar[]) {
  const compiled = OPERATORS.get(name)?.compile(wants.map(wanted))
  return have.map((value) => compiled?.(value))
}

test.each<[string, readonly string[], readonly ContextScalar[], readonly unknown[]]>([
  ['string_equal', ['a*'], ['a*', 'ab', 'A*'], [TRUE, FALSE, FALSE]],
  ['string_not_equal', ['a*'], ['a*', 'ab', 'A*'], [FALSE, TRUE, TRUE]],
  ['string_equal', ['1'], [1, '1', true], [TRUE, TRUE, FALSE]],
  ['string_equal_ignore_case', ['Ab'], ['aB', 'AB', 'b'], [TRUE, TRUE, FALSE]],
  ['string_not_equal_ignore_case', ['Ab'], ['aB', 'AB', 'b'], [FALSE, FALSE, TRUE]],
  ['string_equal_ignore_case', ['TRUE'], [true, false], [TRUE, FALSE]],
  ['string_like', ['a*b'], ['ab', 'axb', 'Ab'], [TRUE, TRUE, FALSE]],
  ['string_not_like', ['a*b'], ['ab', 'axb', 'Ab'], [FALSE, FALSE, TRUE]],
  ['binary_equal', ['QQ=='], ['QQ==', 'qq==', 'A'], [TRUE, FALSE, FALSE]],
  ['numeric_equal', ['5'], [4, 5, 6], [FALSE, TRUE, FALSE]],
  ['numeric_not_equal', ['5'], [4, 5, 6], [TRUE, FALSE, TRUE]],
  ['numeric_less_than', ['5'], [4, 5, 6], [TRUE, FALSE, FALSE]],
  ['numeric_less_than_equal', ['5'], [4, 5, 6], [TRUE, TRUE, FALSE]],
  ['numeric_greater_than', ['5'], [4, 5, 6], [FALSE, FALSE, TRUE]],
  ['numeric_greater_than_equal', ['5'], [4, 5, 6], [FALSE, TRUE, TRUE]],
  ['numeric_equal', ['1e2'], ['100', ' +1.0E+2 ', '1x', '.', ''], [TRUE, TRUE, UNKNOWN, UNKNOWN, UNKNOWN]],
  ['numeric_equal', ['0'], [false, true, '1e999', Number.NaN], [TRUE, FALSE, UNKNOWN, UNKNOWN]],
  ['bool_equal', ['true'], [true, 'true', 1, '1'], [TRUE, TRUE, TRUE, TRUE]],
  ['bool_equal', ['true'], [false, 'false', 0, '0'], [FALSE, FALSE, FALSE, FALSE]],
  ['bool_equal', ['false'], [false, 'false', 0, '0'], [TRUE, TRUE, TRUE, TRUE]],
  ['bool_equal', ['false'], ['', 'True', 2, '00'], [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]],
  ['ip_equal', ['10.0.0.0/8'], ['10.1.2.3', '11.0.0.0', '10.1.2', ''], [TRUE, FALSE, UNKNOWN, UNKNOWN]],
  ['ip_not_equal', ['10.0.0.0/8'], ['10.1.2.3', '11.0.0.0', '::1'], [FALSE, TRUE, TRUE]],
  ['null_equal', ['true'], ['absent', 'empty', 'present'], [TRUE, TRUE, FALSE]],
  ['null_equal', ['false'], ['absent', 'empty', 'present'], [FALSE, TRUE, TRUE]],
  // A wanted value that cannot be read could have been the one.
  ['numeric_equal', ['x'], [5], [UNKNOWN]],
  ['numeric_not_equal', ['x', '6'], [5, 6], [UNKNOWN, FALSE]],
])('%s %j on %j', (name, wants, have, expected) => {
  expect(truths(name, wants, have)).toEqual(expected)
})

test('presence is compared with no value whose variable has none', () => {
  const compiled = OPERATORS.get('null_equal')?.compile([undefined])
  expect(['absent', 'empty', 'present'].map((presence) => compiled?.(presence))).toEqual([FALSE, FALSE, FALSE])
})

describe('values of a policy', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['string_equal', ['', 'a*'], []],
    ['numeric_equal', ['1', '-1.5e3', ' 7 '], ['', 'x', '1.', '0x1', 'x1', '1 2']],
    ['bool_equal', ['true', 'false'], ['1', '0', 'TRUE', '']],
    ['null_equal', ['true', 'false'], ['1', '0', 'TRUE', '']],
    ['date_equal', ['2020-01-01T00:00:00Z'], ['2020-01-01', '']],
    ['ip_equal', ['1.2.3.4', '1.2.3.4/8', '::/0'], ['1.2.3', '1.2.3.4/33', '']],
  ])('that %s takes: %j, not %j', (name, legal, illegal) => {
    const accepts = (value: string) => OPERATORS.get(name)?.accepts(value)
    expect(legal.map(accepts)).toEqual(legal.map(() => true))
    expect(illegal.map(accepts)).toEqual(illegal.map(() => false))
  })

  test('may have variables where texts and numbers are compared', () => {
    const types = [...OPERATORS.values()].filter(({ variables }) => variables).map(({ type }) => type)
    expect(new Set(types)).toEqual(new Set(['string', 'number', 'binary']))
    const others = [...OPERATORS.values()].filter(({ variables }) => !variables).map(({ type }) => type)
    expect(new Set(others)).toEqual(new Set(['bool', 'date', 'ip', 'null']))
  })
})
