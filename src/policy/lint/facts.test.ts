// A document's parts beside the nodes that they were read from.
import { describe, expect, test } from 'vitest'
import { readJson } from '../json.ts'
import { readPolicy } from '../validate.ts'
import { type Facts, factsOf } from './facts.ts'
import type { LintOptions } from './finding.ts'

function facts(document: object, given: LintOptions = {}): Facts {
  const text = JSON.stringify({ version: '2.0', ...document })
  const options = { purpose: 'identity' as const, vocabulary: { service: () => undefined }, ...given }
  const tree = readJson(text)
  const read = readPolicy(text, options).document
  if (read === undefined || !('node' in tree) || tree.node.kind !== 'object') throw new Error(`not read: ${text}`)
  return factsOf(text, tree.node, read, options)
}

const ALLOW = { effect: 'allow', action: 'cvm:A', resource: '*' }

describe('paths and texts', () => {
  const places = (parts: readonly { readonly path: string; readonly text: string }[] | undefined) =>
    parts?.map(({ path, text }) => [path, text])

  test('of a single statement', () => {
    const [statement] = facts({ statement: ALLOW }).statements
    expect(statement?.path).toBe('$.statement')
    expect(statement?.list).toBeUndefined()
    expect(statement?.node.kind).toBe('object')
    expect(places(statement?.actions)).toEqual([['$.statement.action', 'cvm:A']])
  })

  test('of statements in a list', () => {
    const { statements } = facts({ statement: [ALLOW, { ...ALLOW, Action: ['cvm:B', 'cvm:C'], action: undefined }] })
    expect(statements.map(({ path, index }) => [path, index])).toEqual([
      ['$.statement[0]', 0],
      ['$.statement[1]', 1],
    ])
    expect(places(statements[1]?.actions)).toEqual([
      ['$.statement[1].Action[0]', 'cvm:B'],
      ['$.statement[1].Action[1]', 'cvm:C'],
    ])
    expect(statements[1]?.principals).toEqual([])
  })

  test('of conditions', () => {
    const condition = { numeric_equal: { 'shop:n': [1.5, '2'] }, string_equal: { 'vpc:vpc': 'v', 'vpc:region': 'r' } }
    const [statement] = facts({ statement: [{ ...ALLOW, condition }] }).statements
    expect(statement?.conditions.map(({ operator, key, values }) => [operator.name, key.name, places(values)])).toEqual(
      [
        [
          'numeric_equal',
          'shop:n',
          [
            ['$.statement[0].condition.numeric_equal["shop:n"][0]', '1.5'],
            ['$.statement[0].condition.numeric_equal["shop:n"][1]', '2'],
          ],
        ],
        ['string_equal', 'vpc:vpc', [['$.statement[0].condition.string_equal["vpc:vpc"]', 'v']]],
        ['string_equal', 'vpc:region', [['$.statement[0].condition.string_equal["vpc:region"]', 'r']]],
      ],
    )
  })

  test('of principals of several kinds', () => {
    const principal = { service: 'cvm.qcloud.com', qcs: ['qcs::cam::uin/1:root', 'qcs::cam::uin/2:root'] }
    const trust = { effect: 'allow', action: 'sts:AssumeRole', principal }
    const [statement] = facts({ statement: [trust] }, { purpose: 'trust' }).statements
    expect(places(statement?.principals)).toEqual([
      ['$.statement[0].principal.service', 'cvm.qcloud.com'],
      ['$.statement[0].principal.qcs[0]', 'qcs::cam::uin/1:root'],
      ['$.statement[0].principal.qcs[1]', 'qcs::cam::uin/2:root'],
    ])
    expect(statement?.principals.map(({ form }) => form.kind)).toEqual(['service', 'root', 'root'])
  })

  test('of a principal of the whole document', () => {
    const document = {
      principal: { service: 'cvm.qcloud.com' },
      statement: [{ effect: 'allow', action: 'sts:AssumeRole' }],
    }
    const [statement] = facts(document, { purpose: 'trust' }).statements
    expect(places(statement?.principals)).toEqual([['$.principal.service', 'cvm.qcloud.com']])
  })

  test('of everybody', () => {
    const [statement] = facts({ statement: [{ ...ALLOW, principal: '*' }] }, { principalAllowed: true }).statements
    expect(places(statement?.principals)).toEqual([['$.statement[0].principal', '*']])
  })
})

test('a trust policy is about no resource, even where it names the one that it may', () => {
  const trust = { ...ALLOW, action: 'sts:AssumeRole', principal: { service: 'cvm.qcloud.com' } }
  expect(facts({ statement: [trust] }, { purpose: 'trust' }).statements[0]?.resources).toEqual([])
  expect(facts({ statement: [ALLOW] }).statements[0]?.resources.map(({ text }) => text)).toEqual(['*'])
})
