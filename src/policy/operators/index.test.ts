import { describe, expect, test } from 'vitest'
import { FALSE, TRUE, UNKNOWN } from './family.ts'
import { OPERATORS, readOperator } from './index.ts'

describe('readOperator', () => {
  test('takes a name apart', () => {
    expect(readOperator('for_any_value:string_not_equal_if_exist')).toMatchObject({
      operator: { name: 'string_not_equal', negated: true },
      quantifier: 'any',
      ifExists: true,
    })
    expect(readOperator('for_all_value:ip_equal')).toMatchObject({ quantifier: 'all', ifExists: false })
    expect(readOperator('null_equal')).toMatchObject({ quantifier: 'any', ifExists: false })
  })

  test.each([
    '',
    'string',
    '_if_exist',
    'for_any_value:',
    'for_any_value:for_all_value:string_equal',
    'string_equal_if_exist_if_exist',
    'null_equal_if_exist',
    'for_all_value:null_equal',
    'STRING_EQUAL',
    'toString',
  ])('%j is no operator', (text) => {
    expect(readOperator(text)).toBeUndefined()
  })
})

describe('operators', () => {
  test('no name occurs twice: a later row would replace an earlier one', () => {
    expect(OPERATORS.size).toBe(23)
  })

  const wanted = (text: string) => [{ text, literal: false }]

  test.each([
    ['numeric_less_than', ['5'], '4', TRUE],
    ['numeric_less_than', ['5'], 'x', UNKNOWN],
    ['numeric_not_equal', ['5', '6'], 6, FALSE],
    ['numeric_not_equal', ['5', '6'], 7, TRUE],
    ['numeric_not_equal', ['5'], 'x', UNKNOWN],
    ['numeric_equal', ['1'], true, TRUE],
    ['string_equal', ['true'], true, TRUE],
    ['bool_equal', ['true'], '1', TRUE],
    ['ip_equal', ['10.0.0.0/8'], 10, UNKNOWN],
    ['date_equal', ['2020-01-01T00:00:00Z'], 1577836800, UNKNOWN],
  ])('%s %j on %j', (name, wants, have, truth) => {
    expect(OPERATORS.get(name)?.compile(wants.map(wanted))(have)).toBe(truth)
  })

  test('a wanted value that is not known leaves open what the known ones do not settle', () => {
    const equal = OPERATORS.get('string_equal')?.compile([wanted('a'), undefined])
    expect([equal?.('a'), equal?.('b')]).toEqual([TRUE, UNKNOWN])
    const unequal = OPERATORS.get('string_not_equal')?.compile([wanted('a'), undefined])
    expect([unequal?.('a'), unequal?.('b')]).toEqual([FALSE, UNKNOWN])
  })
})
