// The values that stand for all of a key, one by one, and what is tried where they do not suffice.
import { describe, expect, test } from 'vitest'
import { type Condition, compileCondition } from '../condition.ts'
import { readOperator } from '../operators/index.ts'
import type { ContextScalar } from '../types.ts'
import { parseTemplate, type VariableValues } from '../variables.ts'
import { type ValueLiteral, valueTest } from './value-test.ts'
import { findValue, valuesFor } from './values.ts'

const variables: VariableValues = { uin: undefined, owner_uin: '101', app_id: '7' }

type Asked = readonly [operator: string, ...wanted: readonly string[]]

function conditionOn([name, ...wanted]: Asked): Condition {
  const operator = readOperator(name)
  if (operator === undefined) throw new Error(name)
  const values = wanted.map((text) => {
    const parsed = parseTemplate(text)
    return 'template' in parsed ? parsed.template : []
  })
  return compileCondition({ operator, key: 'k:k', values }, variables)
}

const [least, greatest] = [-Number.MAX_VALUE, Number.MAX_VALUE]
const [anyTime, year] = ['1970-01-01T00:00:00Z', '2020-01-01T00:00:00Z']
/** What a key gets that is compared in more than one way. */
const truths = [true, false, 'true', 'false']
const spelledTruths = ['truex', 'falsex', '1970-01-01 T00:00:00Z', 'xx']
const spelledEnds = [String(least), '-01.7976931348623157e+308', String(greatest), '01.7976931348623157e+308']

describe('values', () => {
  const cases: readonly (readonly [asked: readonly Asked[], listed: readonly ContextScalar[]])[] = [
    [[], [anyTime, 'x', '']],
    [[['null_equal', 'true']], [anyTime, 'x', '']],
    [
      [
        ['null_equal', 'true'],
        ['string_equal', '1'],
      ],
      [anyTime, 'x', '', '1'],
    ],
    [
      [
        ['numeric_equal', '5'],
        ['string_equal', 'X'],
      ],
      [
        ...[4, 6, 5, least, greatest, ...truths, anyTime, 'x', '4', '04', '6', '06', '5', '05'],
        ...[...spelledEnds, 'truex', 'falsex', '1970-01-01 T00:00:00Z', 'xx', 'xxx', '', 'X'],
      ],
    ],
    [[['string_equal', 'b1', '']], [anyTime, 'x', '', 'b1', 'B1']],
    [[['string_like', 'a*', 'c']], [anyTime, 'x', '']],
    [[['string_like', 'c', '${app_id}']], [anyTime, 'x', '', 'c', '7', 'C']],
    [[['string_equal', 'a*']], [anyTime, 'x', '', 'a*', 'A*']],
    [[['binary_equal', 'YQ==']], [anyTime, 'x', '', 'YQ==', 'yq==', 'Yq==', 'yQ==']],
    [[['numeric_less_than', '5']], [4, 6, 5, least, greatest, anyTime, 'x', '']],
    [
      [['ip_equal', '10.0.0.0/8']],
      ['0.0.0.0', '10.0.0.0', '11.0.0.0', '0:0:0:0:0:0:0:0', '0:0:0:0:1:0:0:0', anyTime, 'x', ''],
    ],
    [[['date_equal', year]], [year, '2019-12-31T00:00:00Z', '2020-01-02T00:00:00Z', 'x', '']],
    [[['bool_equal', 'true']], [-1, 2, 0, 1, least, greatest, 0.5, ...truths, anyTime, 'x', '']],
    [
      [
        ['numeric_equal', '5'],
        ['string_equal', '05', '5'],
      ],
      [
        ...[4, 6, 5, least, greatest, ...truths, anyTime, 'x', '4', '04', '6', '06', '005', '0005'],
        ...[...spelledEnds, ...spelledTruths, '', '05', '5'],
      ],
    ],
    [
      [
        ['numeric_equal', '${app_id}'],
        ['string_equal', '${uin}', '${owner_uin}'],
      ],
      [
        ...[6, 8, 7, least, greatest, ...truths, anyTime, 'x', '6', '06', '8', '08', '7', '07'],
        ...[...spelledEnds, ...spelledTruths, '', '101'],
      ],
    ],
    [
      [
        ['numeric_equal', '7'],
        ['bool_equal', 'true'],
      ],
      [
        ...[-1, 8, 0, 1, 7, least, greatest, 0.5, 4, ...truths, anyTime, 'x'],
        ...['-1', '-01', '8', '08', '0', '00', '1', '01', '7', '07', ...spelledEnds, '0.5', '00.5', '4', '04'],
        ...[...spelledTruths, ''],
      ],
    ],
  ]
  test.each(cases)('of %j', (asked, listed) => {
    expect(valuesFor(asked.map(conditionOn), variables).listed).toEqual(listed)
  })

  const full = '1111:2222:3333:4444:5555:6666:7777:8888'
  const close = ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000000001Z'] as const
  type Known = readonly [typed: boolean, completeTyped: boolean, complete: boolean]
  const known: readonly (readonly [asked: readonly Asked[], known: Known])[] = [
    [[], [false, true, true]],
    [[['string_equal', 'a']], [false, true, true]],
    [[['binary_equal', 'YQ==']], [false, true, true]],
    [[['string_like', 'a']], [false, true, true]],
    [[['string_like', 'a*']], [false, true, false]],
    [[['string_equal', 'a*']], [false, true, true]],
    [[['string_equal', 'a', '\u00e9']], [false, true, false]],
    [[['null_equal', 'true']], [false, true, true]],
    [[['numeric_equal', '5']], [true, true, true]],
    [[['bool_equal', 'true']], [true, true, true]],
    [
      [
        ['numeric_equal', '5'],
        ['bool_equal', 'true'],
        ['string_equal', 'true', '5'],
      ],
      [true, true, true],
    ],
    [[['date_equal', ...close]], [true, false, false]],
    [[['date_equal', year]], [true, true, true]],
    [[['ip_equal', full]], [true, true, true]],
    // No other text means that address, so a text that is not the wanted one is not at hand.
    [
      [
        ['ip_equal', full],
        ['string_equal', full],
      ],
      [true, true, false],
    ],
    [
      [
        ['ip_equal', '10.0.0.1'],
        ['string_equal', '10.0.0.1'],
      ],
      [true, true, true],
    ],
  ]
  test.each(known)('of %j are complete, or it is known that they are not', (asked, expected) => {
    const { typed, completeTyped, complete } = valuesFor(asked.map(conditionOn), variables)
    expect([typed, completeTyped, complete]).toEqual(expected)
  })
})

describe('a value', () => {
  /** `!` in front of the operator: it is not so. */
  type Wish = readonly [operator: string, ...wanted: readonly string[]]
  const literal = ([name, ...wanted]: Wish): ValueLiteral => {
    const condition = conditionOn([name.replace('!', ''), ...wanted])
    return { test: valueTest(condition, 'allow', variables), passes: !name.startsWith('!') }
  }
  const cases: readonly (readonly [wishes: readonly Wish[], found: ContextScalar | 'none' | 'open'])[] = [
    [
      [
        ['string_like', '*a*'],
        ['!string_like', 'a*'],
      ],
      'xa',
    ],
    [
      [
        ['string_equal', 'a'],
        ['!string_like', 'a*'],
      ],
      'none',
    ],
    [
      [
        ['string_equal', ''],
        ['!string_equal', 'b'],
      ],
      '',
    ],
    [[['!string_equal', 'x']], 'a'],
    [
      [
        ['numeric_less_than', '5'],
        ['numeric_greater_than', '4'],
      ],
      4.5,
    ],
    [
      [
        ['numeric_less_than', '4'],
        ['numeric_greater_than', '5'],
      ],
      'none',
    ],
    [
      [
        ['numeric_less_than', '5'],
        ['string_like', '*'],
      ],
      4,
    ],
    [
      [
        ['numeric_less_than', '5'],
        ['string_like', 'k*'],
        ['!string_like', 'k*'],
      ],
      'none',
    ],
    [
      [
        ['numeric_less_than', '4'],
        ['numeric_greater_than', '5'],
        ['string_like', '1*'],
      ],
      'none',
    ],
    [
      [
        ['numeric_equal', '12'],
        ['string_like', '12*'],
      ],
      12,
    ],
    [
      [
        ['numeric_equal', '9'],
        ['string_like', '9*9'],
      ],
      'open',
    ],
    [
      [
        ['bool_equal', 'true'],
        ['string_like', 't*'],
      ],
      true,
    ],
    [
      [
        ['!numeric_equal', '9'],
        ['string_like', '9*9'],
      ],
      '99',
    ],
    [
      [
        ['string_equal_ignore_case', '\u00e9'],
        ['string_like', 'x*'],
      ],
      'open',
    ],
    [
      [
        ['!string_equal_ignore_case', '\u00e9'],
        ['string_like', 'y*'],
      ],
      'y',
    ],
    [
      [
        ['numeric_equal', '5'],
        ['date_equal', '2020-01-01T00:00:00Z'],
        ['string_like', '5*'],
      ],
      'none',
    ],
  ]
  test.each(cases)('for %j', (wishes, expected) => {
    const values = valuesFor(
      wishes.map(([name, ...wanted]) => conditionOn([name.replace('!', ''), ...wanted])),
      variables,
    )
    const found = findValue(values, wishes.map(literal), { stepsLeft: 10_000, open: new Set() })
    expect(typeof found === 'string' ? found : found.value).toBe(expected)
  })
})
