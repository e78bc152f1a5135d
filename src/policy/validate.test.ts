import { describe, expect, test } from 'vitest'
import { quote } from './problem.ts'
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

describe('the frame of a document', () => {
  const statement = { effect: 'allow', action: '*', resource: '*' }
  const codes = (document: unknown) => {
    const text = typeof document === 'string' ? document : JSON.stringify(document)
    return readPolicy(text, OPTIONS).problems.map(({ code, message, path }) => {
      return `${code.replace('InvalidParameter.', '')} ${path} ${message}`
    })
  }
  test.each<[unknown, string]>([
    ['', 'PolicyDocumentError $ not JSON: the document ends where a value is expected'],
    ['[]', 'PolicyDocumentError $ the document must be a JSON object'],
    [{ statement }, 'VersionError $ the element "version" is missing'],
    [{ version: '1.0', statement }, 'VersionError $.version version must be the text "2.0", not "1.0"'],
    [
      '{"version":2.0,"statement":{"effect":"allow","action":"*","resource":"*"}}',
      'VersionError $.version version must be the text "2.0", not 2.0',
    ],
    [{ version: ['2.0'], statement }, 'VersionError $.version version must be the text "2.0", not a JSON array'],
    [{ version: '2.0' }, 'StatementError $ the element "statement" is missing'],
    [
      { version: '2.0', statement: [] },
      'StatementError $.statement statement must be a list of one or more statements',
    ],
    [
      { version: '2.0', statement: 'x' },
      'StatementError $.statement statement must be a list of one or more statements',
    ],
    [
      { version: '2.0', statement: ['x'] },
      'StatementError $.statement[0] statement 0: a statement must be a JSON object',
    ],
    [{ version: '2.0', statement, x: 1 }, 'PolicyDocumentError $.x unknown element "x"'],
    [
      { version: '2.0', statement, Version: '2.0' },
      'PolicyDocumentError $.Version the element "version" appears in two spellings',
    ],
    [
      { version: '2.0', statement: { ...statement, effect: undefined } },
      'EffectError $.statement statement 0: the element "effect" is missing',
    ],
    [
      { version: '2.0', statement: { ...statement, effect: 'ALLOW' } },
      'EffectError $.statement.effect statement 0: effect must be "allow" or "deny", not "ALLOW"',
    ],
    [
      { version: '2.0', statement: { ...statement, effect: true } },
      'EffectError $.statement.effect statement 0: effect must be "allow" or "deny", not a JSON word',
    ],
    [
      { version: '2.0', statement: [statement, { ...statement, x: 1 }] },
      'StatementError $.statement[1].x statement 1: unknown element "x"',
    ],
    [
      { version: '2.0', statement, principal: '*' },
      'PrincipalError $.principal a principal is for trust policies only',
    ],
  ])('%j', (document, said) => {
    expect(codes(document)).toEqual([said])
  })

  test('is accepted in both spellings', () => {
    const capital = { Effect: 'Deny', Action: '*', Resource: '*', Sid: 's', id: 1 }
    expect(codes({ Version: '2.0', Statement: [statement, capital] })).toEqual([])
  })

  test('is as long as the limit at most', () => {
    const text = JSON.stringify({ version: '2.0', statement })
    const limited = (lengthMax: number) =>
      readPolicy(text, { ...OPTIONS, lengthMax }).problems.map(({ message }) => message)
    expect(limited(text.length)).toEqual([])
    expect(limited(text.length - 1)).toEqual([
      `the document has ${text.length} characters without blanks, at most ${text.length - 1} are allowed`,
    ])
    // Up to four times as long a document is examined all the same.
    const faulty = JSON.stringify({ version: '2.0', statement: { ...statement, effect: 'x' } })
    const faults = (lengthMax: number) => readPolicy(faulty, { ...OPTIONS, lengthMax }).problems.length
    expect([faults(faulty.length / 4), faults(faulty.length / 4 - 1)]).toEqual([2, 1])
  })

  test('problems come in the order of the checks, statement by statement, warnings last', () => {
    const vocabulary = { service: () => undefined, knows: () => false }
    const statements = [
      { ...statement, action: 'cvm:Stop' },
      { ...statement, resource: 'x', action: 'y' },
      { ...statement, effect: 'z', x: 1 },
    ]
    const text = JSON.stringify({ principal: '*', statement: statements })
    expect(
      readPolicy(text, { purpose: 'identity', vocabulary }).problems.map(({ code, statement }) => [code, statement]),
    ).toEqual([
      ['InvalidParameter.VersionError', undefined],
      ['InvalidParameter.StatementError', 2],
      ['InvalidParameter.ActionError', 1],
      ['InvalidParameter.ResourceQcsError', 1],
      ['InvalidParameter.EffectError', 2],
      ['InvalidParameter.PrincipalError', undefined],
      ['warning.unknown-action', 0],
    ])
  })

  test('offending text is cut behind a hundred characters', () => {
    expect(quote('x'.repeat(100))).toBe(`"${'x'.repeat(100)}"`)
    expect(quote('x'.repeat(101))).toBe(`"${'x'.repeat(100)}…"`)
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

test.each([
  ['\ud83dx', 2],
  ['\ud83d\ue000', 2],
  ['\ud83d\udbff', 2],
  ['x\udc00', 2],
  ['\udc00', 1],
  ['\udc00\udc00', 2],
  ['\ud7ff\udc00', 2],
  ['\ud800\udc00', 1],
  ['\udbff\udfff', 1],
])('only halves of one pair count as one: %j', (text, length) => {
  expect(policyLength(text)).toBe(length)
})
