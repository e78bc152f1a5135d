// The Chinese tables of the console beside the English ones that they stand for: neither has a row more than the other.
import { expect, test } from 'vitest'
import { actionsInChinese } from '../../console/src/text/actions-zh.ts'
import { fieldsInChinese } from '../../console/src/text/fields-zh.ts'
import { meaningsInChinese } from '../../console/src/text/meanings-zh.ts'
import { findingInChinese, reasonsInChinese } from '../../console/src/text/reasons-zh.ts'
import { actions } from '../../src/actions/index.ts'
import { RULE_REASONS } from '../../src/policy/lint/reasons.ts'
import { errors } from '../../src/protocol/errors.ts'
import { api } from './explorer-api.ts'

const han = /\p{Script=Han}/u
const sorted = (names: Iterable<string>): readonly string[] => [...names].sort()

test('every action says in Chinese what it does', () => {
  expect(sorted(actionsInChinese.keys())).toEqual(sorted(actions.map(({ name }) => name)))
})

test('every error says in Chinese what it means', () => {
  expect(sorted(meaningsInChinese.keys())).toEqual(sorted(Object.keys(errors)))
})

test('every rule of the linter says in Chinese what it finds and what comes of it', () => {
  expect(sorted(reasonsInChinese.keys())).toEqual(sorted(RULE_REASONS.keys()))
})

test('every parameter of the explorer is told in Chinese', () => {
  const own = api.actions.filter(({ free }) => free !== true).flatMap(({ parameters }) => parameters)
  const abouts = new Set([...own, ...api.types.flatMap(({ fields }) => fields)].map(({ about }) => about))
  expect(sorted(fieldsInChinese.keys())).toEqual(sorted(abouts))
})

test('all of them are Chinese, and end as sentences do', () => {
  const reasons = [...reasonsInChinese.values()].map(({ why }) => why)
  const texts = [...actionsInChinese.values(), ...meaningsInChinese.values(), ...fieldsInChinese.values(), ...reasons]
  expect(texts.filter((text) => !han.test(text) || !text.endsWith('。'))).toEqual([])
  expect([...reasonsInChinese.values()].filter(({ title }) => !han.test(title) || title.endsWith('。'))).toEqual([])
})

test('a finding names its statement and what the English sentence quotes', () => {
  const message = 'statement 2: there is no condition operator "string_equals"; is "string_equal" meant?'
  expect(findingInChinese({ rule: 'operator-typo', message })).toBe(
    '语句 2：运算符疑似拼写错误（"string_equals"、"string_equal"）',
  )
  expect(findingInChinese({ rule: 'version-error', message: 'there is no version' })).toBe('缺少版本')
})
