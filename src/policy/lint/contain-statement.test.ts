// Which conditions and statements cover others.
import { describe, expect, test } from 'vitest'
import type { Statement } from '../document.ts'
import { readOperator } from '../operators/index.ts'
import { readPolicy } from '../validate.ts'
import { parseTemplate, type Template } from '../variables.ts'
import { conditionImplies, statementCovers, valueCovers } from './contain.ts'

const template = (text: string): Template => {
  const parsed = parseTemplate(text)
  if ('unknown' in parsed) throw new Error(`unknown variable ${parsed.unknown}`)
  return parsed.template
}

test.each([
  ['string_equal', 'a', 'a', true],
  ['string_equal', 'a', 'A', false],
  ['string_equal', 'a*', 'ab', false],
  ['string_equal_ignore_case', 'a', 'A', true],
  ['string_equal_ignore_case', 'a', 'b', false],
  ['string_like', 'a*', 'ab', true],
  ['string_like', 'ab', 'a*', false],
  ['string_like', '${uin}', '${uin}', true],
  // What a variable is, nobody knows.
  ['string_like', 'a*', 'a${uin}', false],
  ['string_like', '${uin}*', 'a', false],
  ['string_like', 'a\u0001', 'a*', false],
  ['binary_equal', 'a', 'A', false],
  ['ip_equal', '10.0.0.0/8', '10.1.2.3', true],
  ['ip_equal', '10.1.2.3', '10.0.0.0/8', false],
  ['ip_equal', '10.0.0.0/8', '::1', false],
  ['numeric_equal', '5', '5.0', true],
  ['numeric_equal', '5', '6', false],
  ['numeric_less_than', '5', '5.0', true],
  ['numeric_less_than', '5', '4', true],
  ['numeric_less_than', '5', '6', false],
  ['numeric_greater_than_equal', '5', '5.0', true],
  ['numeric_greater_than_equal', '5', '6', true],
  ['numeric_greater_than_equal', '5', '4', false],
  ['date_less_than', '2030-01-01T00:00:00Z', '2029-01-01T00:00:00Z', true],
  ['date_less_than', '2029-01-01T00:00:00Z', '2030-01-01T00:00:00Z', false],
  ['date_equal', '2030-01-01T00:00:00Z', '2030-01-01T08:00:00+08:00', true],
  ['bool_equal', 'true', 'true', true],
  ['bool_equal', 'true', 'false', false],
  ['bool_equal', 'true', 'TRUE', false],
])('%s: %s over %s: %j', (name, wide, narrow, expected) => {
  const use = readOperator(name)
  if (use === undefined) throw new Error(`no operator ${name}`)
  expect(valueCovers(use, template(wide), template(narrow))).toBe(expected)
})

function read(parts: object): Statement {
  const text = JSON.stringify({
    version: '2.0',
    statement: [{ effect: 'allow', action: '*', resource: '*', ...parts }],
  })
  const options = { purpose: 'identity' as const, principalAllowed: true, vocabulary: { service: () => undefined } }
  const statement = readPolicy(text, options).document?.statements[0]
  if (statement === undefined) throw new Error(`not read: ${text}`)
  return statement
}

const KEY = 'vpc:vpc'

test.each([
  ['the same', { string_equal: { [KEY]: 'a' } }, { string_equal: { [KEY]: 'a' } }, true],
  ['fewer values', { string_equal: { [KEY]: 'a' } }, { string_equal: { [KEY]: ['a', 'b'] } }, true],
  ['more values', { string_equal: { [KEY]: ['a', 'b'] } }, { string_equal: { [KEY]: 'a' } }, false],
  ['more exceptions', { string_not_equal: { [KEY]: ['a', 'b'] } }, { string_not_equal: { [KEY]: 'a' } }, true],
  ['fewer exceptions', { string_not_equal: { [KEY]: 'a' } }, { string_not_equal: { [KEY]: ['a', 'b'] } }, false],
  ['another operator', { string_equal: { [KEY]: 'a' } }, { string_like: { [KEY]: 'a' } }, false],
  ['another key', { string_equal: { [KEY]: 'a' } }, { string_equal: { 'vpc:region': 'a' } }, false],
  [
    'the other name of a key',
    { string_equal: { 'qcs:tag': 'a&b' } },
    { string_equal: { 'qcs:resource_tag': ['a&b', 'c&d'] } },
    true,
  ],
  [
    'another quantifier',
    { string_equal: { 'qcs:tag': 'a&b' } },
    { 'for_all_value:string_equal': { 'qcs:tag': 'a&b' } },
    false,
  ],
  ['holds without the key, too', { string_equal_if_exist: { [KEY]: 'a' } }, { string_equal: { [KEY]: 'a' } }, false],
  ['wants the key', { string_equal: { [KEY]: 'a' } }, { string_equal_if_exist: { [KEY]: 'a' } }, true],
])('a condition implies another: %s', (_, narrow, wide, expected) => {
  const [one] = read({ condition: narrow }).conditions
  const [other] = read({ condition: wide }).conditions
  if (one === undefined || other === undefined) throw new Error('not read')
  expect(conditionImplies(one, other)).toBe(expected)
})

describe('a statement covers another', () => {
  const condition = { string_equal: { [KEY]: 'a' } }
  const [one, two] = ['qcs::cvm:::instance/1', 'qcs::cvm:::instance/2']
  const [person, friend] = ['qcs::cam::uin/1:uin/2', 'qcs::cam::uin/1:uin/3']
  test.each([
    ['without its condition', {}, { condition }, true],
    ['with a further condition', { condition }, {}, false],
    ['of all actions', { action: ['cvm:A', 'cvm:B'] }, { action: ['cvm:B', 'cvm:A'] }, true],
    ['of some actions', { action: 'cvm:A' }, { action: ['cvm:A', 'cvm:B'] }, false],
    ['of all resources', { resource: [one, two] }, { resource: [two, one] }, true],
    ['of some resources', { resource: one }, { resource: [one, two] }, false],
    ['of all principals', { principal: { qcs: [person, friend] } }, { principal: { qcs: friend } }, true],
    ['of some principals', { principal: { qcs: person } }, { principal: { qcs: [person, friend] } }, false],
    ['of a variable in an allow', { resource: 'qcs::cvm:::q/*' }, { resource: 'qcs::cvm:::q/${uin}' }, true],
    [
      'of a variable in a deny',
      { effect: 'deny', resource: 'qcs::cvm:::q/*' },
      { effect: 'deny', resource: 'qcs::cvm:::q/${uin}' },
      false,
    ],
  ])('%s', (_, wide, narrow, expected) => {
    expect(statementCovers(read(wide), read(narrow))).toBe(expected)
  })
})
