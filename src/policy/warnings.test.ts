import { describe, expect, test } from 'vitest'
import type { ServiceVocabulary, Vocabulary } from './types.ts'
import { readPolicy } from './validate.ts'
import { coverage, coversWholeProduct } from './warnings.ts'

const names = ['Stop', 'Start', 'List']
const closed: ServiceVocabulary = { hasAction: (name) => names.some((one) => one.toLowerCase() === name.toLowerCase()) }
/** Lists its actions, of which one is checked for single resources; calls of two never carry an address. */
const listed: ServiceVocabulary = {
  ...closed,
  actions: names.map((name) => ({ name })),
  granularity: (name) => (name === 'stop' ? 'resource' : 'operation'),
  withheld: (name, key) => (key !== 'x:k' && name !== 'stop' ? `never carries ${key}` : undefined),
}
const services = new Map([
  ['closed', closed],
  ['listed', listed],
])
const vocabulary: Vocabulary = {
  service: (product) => services.get(product),
  knows: (product) => product !== 'unknown',
}

describe('what an action covers', () => {
  test.each([
    ['listed', 'stop', { service: listed, names: ['stop'] }],
    ['listed', 'st*', { service: listed, names: ['stop', 'start'] }],
    ['listed', '*', { service: listed, names: ['stop', 'start', 'list'] }],
    ['listed', 'x*', { service: listed, names: [] }],
    ['listed', 'x', 'unjudged'],
    ['closed', 'stop', { service: closed, names: ['stop'] }],
    ['closed', 'st*', 'unjudged'],
    ['list*', 'stop', 'unjudged'],
    ['known', 'stop', 'unjudged'],
    ['unknown', 'stop', 'unknown'],
  ])('%s:%s', (product, name, expected) => {
    expect(coverage({ text: '', product, name }, vocabulary)).toEqual(expected)
  })

  test('is not judged where names of products are not', () => {
    const covered = coverage({ text: '', product: 'unknown', name: 'x' }, { service: vocabulary.service })
    expect(covered).toBe('unjudged')
  })
})

function resourceOf(resource: string) {
  const document = { version: '2.0', statement: { effect: 'allow', action: '*', resource } }
  const read = readPolicy(JSON.stringify(document), { purpose: 'identity', vocabulary: { service: () => undefined } })
  const [form] = read.document?.statements[0]?.resources ?? []
  if (form === undefined) throw new Error(`${resource} is not read`)
  return form
}

test.each([
  ['*', true],
  ['qcs::listed:::*', true],
  ['qcs::listed:*::*', true],
  ['qcs::listed:::', true],
  ['qcs::listed:::**', true],
  ['qcs::listed:::*a', false],
  ['qcs::listed:::a*', false],
  ['qcs::listed:::*${uin}', false],
  ['qcs::listed:::${uin}', false],
  ['qcs::listed:gz::*', false],
])('%s covers a whole product: %s', (resource, expected) => {
  expect(coversWholeProduct(resourceOf(resource))).toBe(expected)
})

describe('a warning', () => {
  const one = 'qcs::listed:::i/1'
  const address = { ip_equal: { 'qcs:ip': '1.2.3.4' } }
  const tag = { string_equal: { 'qcs:resource_tag/a': 'b' } }
  const said = (statement: object) => {
    const whole = { effect: 'allow', action: 'listed:List', resource: '*', ...statement }
    const text = JSON.stringify({ version: '2.0', statement: [whole] })
    return readPolicy(text, { purpose: 'identity', vocabulary }).problems.map(({ code, path, message }) => {
      return `${code} ${path.replace('$.statement[0]', '')} ${message.replace('statement 0: ', '')}`
    })
  }

  test.each<[string, object, readonly string[]]>([
    [
      'an action of no product',
      { action: 'unknown:X' },
      ['warning.unknown-action .action "unknown:X" names no action that this server knows'],
    ],
    [
      'a pattern of no action',
      { action: 'listed:X*' },
      ['warning.unknown-action .action "listed:X*" names no action that this server knows'],
    ],
    [
      'a resource of a call that is checked as a whole',
      { resource: one },
      [
        'warning.operation-level-resource  "listed:List" is checked for the resource * only; no resource of this statement covers it',
      ],
    ],
    [
      'an address that calls never carry',
      { condition: address },
      [
        'warning.ip-not-passed .condition "listed:List" never carries qcs:ip, so that "ip_equal" of "qcs:ip" judges a missing key',
      ],
    ],
    [
      'a tag that calls never carry',
      { condition: tag },
      [
        'warning.tag-not-passed .condition "listed:List" never carries qcs:resource_tag/a, so that "string_equal" of "qcs:resource_tag/a" judges a missing key',
      ],
    ],
  ])('%s', (_name, statement, expected) => {
    expect(said(statement)).toEqual(expected)
  })

  test.each<[string, object]>([
    ['another resource that covers it', { resource: [one, '*'] }],
    ['a call that is checked for it', { action: 'listed:Stop', resource: one }],
    ['one such call among others', { action: 'listed:*', resource: one }],
    ['a call that carries the address', { action: 'listed:Stop', condition: address }],
    ['one such call among others, with the address', { action: 'listed:St*', condition: address }],
    ['another key', { condition: { string_equal: { 'x:k': 'v' } } }],
    ['a product that says nothing of keys and levels', { action: 'closed:Stop', resource: one, condition: address }],
    ['a product without a catalog', { action: 'known:Stop', resource: one, condition: address }],
  ])('is not said of %s', (_name, statement) => {
    expect(said(statement)).toEqual([])
  })

  test('is said action by action', () => {
    expect(said({ action: ['listed:List', 'listed:Stop', 'listed:Start'], resource: one })).toHaveLength(2)
    expect(said({ action: ['unknown:X', 'listed:List'], condition: { ...address, ...tag } })).toHaveLength(3)
  })

  test('is not said of a statement with faults', () => {
    expect(said({ action: ['unknown:X', 'y'] })).toEqual([
      'InvalidParameter.ActionError .action[1] "y" is not of the form product:Action',
    ])
  })
})
