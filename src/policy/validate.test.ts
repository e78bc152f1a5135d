import { describe, expect, test } from 'vitest'
import type { ReadOptions } from './read-options.ts'
import { policyLength, readPolicy } from './validate.ts'

const OPTIONS: ReadOptions = { purpose: 'identity', vocabulary: { service: () => undefined } }

describe('problems', () => {
  test('say which statement, what and where', () => {
    const text = '{"version":"2.0",\n "statement":[\n  {"effect":"allow","action":["cos:*","cos"],"resource":"*"}]}'
    expect(readPolicy(text, OPTIONS)).toEqual({
      document: undefined,
      problems: [
        {
          severity: 'error',
          code: 'InvalidParameter.ActionError',
          message: 'statement 0: "cos" is not of the form product:Action',
          path: '$.statement[0].action[1]',
          statement: 0,
          offset: 71,
          line: 3,
          column: 39,
        },
      ],
    })
  })

  test('name condition keys in brackets and stand at the name where the name is wrong', () => {
    const statement = { effect: 'allow', action: '*', resource: '*', condition: { string_equals: { 'cos:a': 'x' } } }
    const text = JSON.stringify({ version: '2.0', statement })
    const [problem] = readPolicy(text, OPTIONS).problems
    expect(problem?.path).toBe('$.statement.condition.string_equals')
    expect(text.slice(problem?.offset)).toMatch(/^"string_equals"/)
  })

  test('cut long texts and show control characters', () => {
    const statement = { effect: 'allow', action: `cos\n${'x'.repeat(300)}`, resource: '*' }
    const [problem] = readPolicy(JSON.stringify({ version: '2.0', statement }), OPTIONS).problems
    expect(problem?.message).toContain('"cos\\nxxx')
    expect(problem?.message.length).toBeLessThan(200)
  })

  test('of a document many times too long are not collected', () => {
    const statement = { effect: 'allow', action: Array(200_000).fill('x'), resource: '*' }
    const { problems } = readPolicy(JSON.stringify({ version: '2.0', statement }), OPTIONS)
    expect(problems.map(({ code }) => code)).toEqual(['InvalidParameter.PolicyDocumentLengthOverLimit'])
  })
})

describe('documents', () => {
  test('are stored minified, scalars and spellings kept', () => {
    const text = '{ "Version" : "2.0", "statement" : [ { "effect":"Allow", "action":"cos:*", "resource":["*"] } ] }'
    expect(readPolicy(text, OPTIONS).document?.text).toBe(
      '{"Version":"2.0","statement":[{"effect":"Allow","action":"cos:*","resource":["*"]}]}',
    )
  })

  test('are values with normalised names and untouched contents', () => {
    const resource = 'qcs::CVM:gz:uin/7:Instance/X'
    const statement = { Effect: 'Deny', Action: ' name/CVM: Get* ', Resource: resource }
    const { document } = readPolicy(JSON.stringify({ version: '2.0', statement }), OPTIONS)
    expect(document?.statements).toEqual([
      {
        index: 0,
        effect: 'deny',
        actions: [{ text: ' name/CVM: Get* ', product: 'cvm', name: 'get*' }],
        resources: [
          {
            text: resource,
            every: false,
            service: 'cvm',
            region: 'ap-guangzhou',
            account: { kind: 'uin', uin: 7 },
            content: [{ text: 'Instance/X' }],
          },
        ],
        conditions: [],
        principals: [],
      },
    ])
  })

  test('show their principals, those of the document in every statement', () => {
    const qcs = ['qcs::cam::uin/1:root', 'qcs::cam::uin/1:uin/1', 'qcs::cam::uin/1:uin/2', 'qcs::cam::uin/1:roleName/r']
    const federated = ['qcs::cam::uin/1:saml-provider/s', 'qcs::cam::uin/1:oidc-provider/o']
    const statement = [
      { effect: 'allow', action: 'sts:AssumeRole' },
      { effect: 'deny', action: 'sts:AssumeRole' },
    ]
    const text = JSON.stringify({ version: '2.0', statement, principal: { qcs, service: 'cvm.qcloud.com', federated } })
    const { document } = readPolicy(text, { ...OPTIONS, purpose: 'trust' })
    expect(document?.statements[1]?.principals).toEqual([
      { kind: 'root', account: 1 },
      { kind: 'root', account: 1 },
      { kind: 'user', account: 1, uin: 2 },
      { kind: 'role', account: 1, roleName: 'r' },
      { kind: 'service', name: 'cvm.qcloud.com' },
      { kind: 'provider', account: 1, protocol: 'saml', name: 's' },
      { kind: 'provider', account: 1, protocol: 'oidc', name: 'o' },
    ])
    expect(document?.statements[0]?.principals).toEqual(document?.statements[1]?.principals)
  })

  test('a strict list of service principals is asked', () => {
    const statement = { effect: 'allow', action: 'sts:AssumeRole', principal: { service: ['a.example', 'b.example'] } }
    const vocabulary = { ...OPTIONS.vocabulary, hasServicePrincipal: (name: string) => name === 'a.example' }
    const text = JSON.stringify({ version: '2.0', statement })
    const { problems } = readPolicy(text, { purpose: 'trust', vocabulary })
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['InvalidParameter.PrincipalServiceNotExist', '$.statement.principal.service[1]'],
    ])
  })
})

test('length counts code points and no blanks, tabs or line ends', () => {
  expect(policyLength(' a\t\r\nb ')).toBe(2)
  expect(policyLength('😀é')).toBe(2)
  expect(policyLength('\ud83d \ude00')).toBe(2)
  expect(policyLength('\u00a0')).toBe(1)
})
