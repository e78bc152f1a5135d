import { describe, expect, test } from 'vitest'
import { plainStatements, plainTrust } from './document.ts'

const statement = { effect: 'allow', action: 'cvm:*', resource: '*' }
const plain = { effect: 'allow', actions: ['cvm:*'], resources: ['*'], tests: [] }
const document = (...statements: readonly unknown[]) => JSON.stringify({ version: '2.0', statement: statements })

describe('the oracle reads of a document', () => {
  test.each<[string, string, unknown]>([
    ['a list', document(statement, { ...statement, effect: 'deny' }), [plain, { ...plain, effect: 'deny' }]],
    ['one statement without a list', JSON.stringify({ statement }), [plain]],
    [
      'capital letters',
      JSON.stringify({ Statement: { Effect: 'Deny', Action: ['a:B'], Resource: [] } }),
      [{ effect: 'deny', actions: ['a:B'], resources: [], tests: [] }],
    ],
    ['Allow', document({ ...statement, effect: 'Allow' }), [plain]],
    [
      'tests',
      document({ ...statement, condition: { ' numeric_equal ': { ' x:n ': 1, 'x:m': ['2', 3] } } }),
      [
        {
          ...plain,
          tests: [
            { operator: 'numeric_equal', key: 'x:n', values: [1] },
            { operator: 'numeric_equal', key: 'x:m', values: ['2', 3] },
          ],
        },
      ],
    ],
  ])('%s', (_name, text, expected) => {
    expect(plainStatements(text)).toEqual(expected)
  })

  test.each([
    ['effect', 'an effect', document({ ...statement, effect: 'ALLOW' })],
    ['no effect', 'an effect', document({ action: 'a:b', resource: '*' })],
    ['no statement', 'expected a JSON object', '{}'],
    ['a text', 'expected a JSON object', document('allow')],
    ['null', 'expected a JSON object', document(null)],
    ['a list of lists', 'expected a JSON object', document([statement])],
    ['a number for an action', 'expected a text', document({ ...statement, action: 1 })],
    ['no resource', 'expected a text', document({ effect: 'allow', action: '*' })],
    ['a condition of texts', 'expected a JSON object', document({ ...statement, condition: { null_equal: 'x' } })],
    [
      'a flag to compare with',
      'expected a text or a number',
      document({ ...statement, condition: { a: { b: true } } }),
    ],
  ])('nothing that cannot have been accepted: %s', (_name, message, text) => {
    expect(() => plainStatements(text)).toThrow(message)
  })
})

describe('the oracle reads of a trust policy', () => {
  const trusted = (principal: unknown) => ({ effect: 'allow', action: 'sts:AssumeRole', principal })
  const read = (text: string) => plainTrust(text).map(({ principals }) => principals)

  test('principals by kind, those of the document before those of statements', () => {
    const text = document(trusted({ qcs: ['a', 'b'], service: 'c' }), trusted('*'))
    expect(read(text)).toEqual([
      [
        { kind: 'qcs', text: 'a' },
        { kind: 'qcs', text: 'b' },
        { kind: 'service', text: 'c' },
      ],
      [{ kind: 'qcs', text: '*' }],
    ])
    const outer = JSON.stringify({
      principal: { service: 'd' },
      statement: [trusted({ qcs: 'a' }), trusted(undefined)],
    })
    expect(read(outer)).toEqual([[{ kind: 'service', text: 'd' }], [{ kind: 'service', text: 'd' }]])
  })

  test('effects, actions and tests', () => {
    const condition = { string_equal: { 'sts:external_id': 'x' } }
    const text = document({ ...trusted('*'), effect: 'deny', condition })
    const tests = [{ operator: 'string_equal', key: 'sts:external_id', values: ['x'] }]
    expect(plainTrust(text)).toMatchObject([{ effect: 'deny', actions: ['sts:AssumeRole'], tests }])
    expect(plainTrust(document(trusted('*')))[0]?.tests).toEqual([])
  })

  test.each([
    ['a text', trusted('root')],
    ['none', trusted(undefined)],
    ['null', trusted(null)],
  ])('no principal that cannot have been accepted: %s', (_name, one) => {
    expect(() => plainTrust(document(one))).toThrow('expected a JSON object')
  })
})
