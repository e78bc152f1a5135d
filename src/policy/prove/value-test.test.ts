import { describe, expect, test } from 'vitest'
import { type Condition, compileCondition } from '../condition.ts'
import { readOperator } from '../operators/index.ts'
import { compilePattern } from '../pattern.ts'
import type { Effect } from '../types.ts'
import { parseTemplate, type VariableValues } from '../variables.ts'
import { exactLanguage, foldedLanguage, patternLanguage } from './language.ts'
import { IS_EMPTY, operatorOf, tailClauses, textClauses, valueTest, wantedParts } from './value-test.ts'

const variables: VariableValues = { uin: undefined, owner_uin: '101', app_id: '7' }

function conditionOn(name: string, ...wanted: readonly string[]): Condition {
  const operator = readOperator(name)
  if (operator === undefined) throw new Error(name)
  const values = wanted.map((text) => {
    const parsed = parseTemplate(text)
    return 'template' in parsed ? parsed.template : []
  })
  return compileCondition({ operator, key: 'k:k', values }, variables)
}

const testOf = (condition: Condition, effect: Effect = 'allow') => valueTest(condition, effect, variables)

test('wanted values have their variables filled in, or are not known', () => {
  expect(wantedParts(conditionOn('string_like', 'a*', '${owner_uin}', '${uin}'), variables)).toEqual([
    [{ text: 'a*', literal: false }],
    [{ text: '101', literal: true }],
    undefined,
  ])
  expect(operatorOf(conditionOn('for_any_value:string_like_if_exist', 'a'))?.name).toBe('string_like')
})

describe('a test of a value', () => {
  test('looks at more than the text where the operator does', () => {
    const names = [
      'numeric_equal',
      'date_equal',
      'ip_equal',
      'bool_equal',
      'string_equal',
      'string_like',
      'binary_equal',
    ]
    const wanted = ['1', '2020-01-01T00:00:00Z', '10.0.0.1', 'true', 'a', 'a', 'YQ==']
    const tests = names.map((name, at) => testOf(conditionOn(name, wanted[at] ?? '')))
    expect(tests.map(({ isTyped }) => isTyped)).toEqual([true, true, true, true, false, false, false])
    expect(tests.map(({ onTexts }) => onTexts('') === undefined)).toEqual([true, true, true, true, false, false, false])
  })

  test('holds for what is not known in a deny only', () => {
    const unknown = conditionOn('string_equal', 'a', '${uin}')
    const outcomes = (['allow', 'deny'] as const).map((effect) => ['a', 'b'].map(testOf(unknown, effect).holds))
    expect(outcomes).toEqual([
      [true, false],
      [true, true],
    ])
  })

  test('makes its sets of texts once for each beginning', () => {
    const { onTexts } = testOf(conditionOn('string_equal', 'a'))
    expect(onTexts('')).toBe(onTexts(''))
    expect(onTexts('k&')).toEqual({ languages: [exactLanguage('k&a')], inside: true })
    expect(onTexts('k&')).not.toBe(onTexts(''))
  })
})

describe('sets of texts', () => {
  const exact = (text: string) => exactLanguage(text)
  const like = (text: string) => patternLanguage(compilePattern(text))
  const cases: readonly (readonly [name: string, wanted: readonly string[], effect: Effect, expected: unknown])[] = [
    ['string_equal', ['a*', 'B'], 'allow', { languages: [exact('a*'), exact('B')], inside: true }],
    ['string_not_equal', ['a'], 'deny', { languages: [exact('a')], inside: false }],
    ['binary_equal', ['YQ=='], 'allow', { languages: [exact('YQ==')], inside: true }],
    ['string_like', ['a*', 'b'], 'allow', { languages: [like('a*'), exact('b')], inside: true }],
    ['string_not_like', ['a*'], 'allow', { languages: [like('a*')], inside: false }],
    ['string_equal_ignore_case', ['Ab'], 'allow', { languages: [foldedLanguage('ab')], inside: true }],
    ['string_not_equal_ignore_case', ['Ab'], 'allow', { languages: [foldedLanguage('ab')], inside: false }],
    ['string_equal_ignore_case', ['Ab', '\u00e9'], 'allow', undefined],
    ['string_equal', ['\u00e9'], 'allow', { languages: [exact('\u00e9')], inside: true }],
    ['string_equal', ['${owner_uin}'], 'allow', { languages: [exact('101')], inside: true }],
    ['string_equal', ['a', '${uin}'], 'allow', { languages: [exact('a')], inside: true }],
    ['string_equal', ['a', '${uin}'], 'deny', { languages: [], inside: false }],
    ['string_not_equal', ['a', '${uin}'], 'allow', { languages: [], inside: true }],
    ['string_not_equal', ['a', '${uin}'], 'deny', { languages: [exact('a')], inside: false }],
  ]
  test.each(cases)('of %s %j in an %s', (name, wanted, effect, expected) => {
    expect(testOf(conditionOn(name, ...wanted), effect).onTexts('')).toEqual(expected)
  })
})

describe('clauses', () => {
  const inside = testOf(conditionOn('string_equal', 'a', 'b'))
  const outside = testOf(conditionOn('string_not_equal', 'a', 'b'))
  const [a, b] = [exactLanguage('a'), exactLanguage('b')]

  test('say of a text what literals say', () => {
    const oneOf = [{ in: [a, b], out: [] }]
    const neither = [
      { in: [], out: [a] },
      { in: [], out: [b] },
    ]
    expect(textClauses([{ test: inside, passes: true }])).toEqual(oneOf)
    expect(textClauses([{ test: inside, passes: false }])).toEqual(neither)
    expect(textClauses([{ test: outside, passes: true }])).toEqual(neither)
    expect(textClauses([{ test: outside, passes: false }])).toEqual(oneOf)
    expect(
      textClauses([
        { test: inside, passes: true },
        { test: IS_EMPTY, passes: false },
      ]),
    ).toEqual([...oneOf, { in: [], out: [exactLanguage('')] }])
    expect(textClauses([])).toEqual([])
  })

  test('cannot say what is typed', () => {
    const number = testOf(conditionOn('numeric_equal', '1'))
    expect(
      textClauses([
        { test: inside, passes: true },
        { test: number, passes: true },
      ]),
    ).toBeUndefined()
    expect(tailClauses({ test: number, passes: true }, 'k&', a)).toBeUndefined()
  })

  test('say it of what follows a beginning, and nothing of texts that begin otherwise', () => {
    const open = patternLanguage(compilePattern('*'), 'k&')
    const [ka, kb] = [exactLanguage('k&a'), exactLanguage('k&b')]
    expect(tailClauses({ test: inside, passes: true }, 'k&', open)).toEqual([{ in: [ka, kb], out: [open] }])
    expect(tailClauses({ test: inside, passes: false }, 'k&', open)).toEqual([
      { in: [], out: [ka] },
      { in: [], out: [kb] },
    ])
    expect(tailClauses({ test: outside, passes: false }, 'k&', open)).toEqual([{ in: [ka, kb], out: [open] }])
  })

  test('know the empty value', () => {
    expect(['', 'a', 0, false].map((value) => IS_EMPTY.holds(value))).toEqual([true, false, false, false])
    expect(IS_EMPTY.isTyped).toBe(false)
    expect(IS_EMPTY.onTexts('k&')).toEqual({ languages: [exactLanguage('k&')], inside: true })
  })
})
