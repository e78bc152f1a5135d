// Trust policies by themselves: what is stored stays in force, and what an explanation says of each statement.
import { describe, expect, test } from 'vitest'
import { compileTrust, decideTrust, explainTrust, type TrustAsker } from './trust.ts'

const OWNER = 1
const user: TrustAsker = { kind: 'account', account: 5, uin: 6 }
const role: TrustAsker = { kind: 'role', account: 5, roleName: 'r' }
const provider: TrustAsker = { kind: 'federated', arn: 'qcs::cam::uin/1:oidc-provider/o' }
const account = { qcs: 'qcs::cam::uin/5:root' }

function trust(...statements: readonly object[]) {
  const statement = statements.map((one) => ({ effect: 'allow', action: 'sts:AssumeRole', principal: account, ...one }))
  return compileTrust(JSON.stringify({ version: '2.0', statement }), OWNER)
}

const given = (context: Readonly<Record<string, string>>) => new Map(Object.entries(context))

describe('a stored trust policy', () => {
  test('is in force though a new one would be refused', () => {
    const token = { action: 'sts:AssumeRoleWithWebIdentity', principal: { federated: provider.arn } }
    const compiled = trust(token)
    expect(compiled).toMatchObject({ owner: OWNER, problems: [] })
    expect(decideTrust(compiled, provider, 'sts:AssumeRoleWithWebIdentity', given({})).effect).toBe('allow')
    const long = trust({ action: Array.from({ length: 2000 }, (_, index) => `sts:Name${index}`) })
    expect(long.problems).toEqual([])
  })

  test('refuses everybody where it cannot be read', () => {
    const compiled = compileTrust('{', OWNER)
    expect(compiled.problems).toHaveLength(1)
    for (const asker of [user, role, provider]) {
      expect(decideTrust(compiled, asker, 'sts:AssumeRole', given({}))).toEqual({
        effect: 'deny',
        cause: 'explicit-deny',
        statement: undefined,
      })
    }
  })
})

describe('a verdict names the statement', () => {
  const deny = { effect: 'deny', condition: { string_equal: { 'x:k': 'no' } } }
  const allow = { condition: { string_equal: { 'x:k': ['yes', 'no'] } } }
  test.each([
    ['yes', { effect: 'allow', cause: 'allow', statement: 1 }],
    ['no', { effect: 'deny', cause: 'explicit-deny', statement: 2 }],
    ['neither', { effect: 'deny', cause: 'no-allow', statement: undefined }],
  ])('for %s', (value, expected) => {
    const compiled = trust({ action: 'sts:Other' }, allow, deny, allow)
    expect(decideTrust(compiled, user, 'name/STS:AssumeRole', given({ 'x:k': value }))).toEqual(expected)
    expect(explainTrust(compiled, user, 'sts:AssumeRole', given({ 'x:k': value })).decision).toEqual(expected)
  })
})

test('an explanation says of each statement what kept it from matching', () => {
  const elsewhere = { principal: { qcs: 'qcs::cam::uin/7:root' } }
  const condition = { string_equal: { 'x:a': 'v', 'x:b': '${uin}' } }
  const compiled = trust({ action: ['sts:A', 'sts:B'] }, elsewhere, { condition }, { effect: 'deny', condition }, {})
  const { malformedAction, statements } = explainTrust(compiled, user, 'sts:AssumeRole', given({ 'x:a': 'w' }))
  const first = { element: 'condition', operator: 'string_equal', key: 'x:a', wanted: ['v'], seen: ['w'] }
  const second = { element: 'condition', operator: 'string_equal', key: 'x:b', wanted: ['${uin}'], seen: undefined }
  expect(malformedAction).toBe(false)
  expect(statements).toEqual([
    { statement: 0, effect: 'allow', matched: false, obstacles: [{ element: 'action', wanted: ['sts:A', 'sts:B'] }] },
    {
      statement: 1,
      effect: 'allow',
      matched: false,
      obstacles: [{ element: 'principal', wanted: [{ kind: 'root', account: 7 }] }],
    },
    { statement: 2, effect: 'allow', matched: false, obstacles: [first, second] },
    { statement: 3, effect: 'deny', matched: false, obstacles: [first, second] },
    { statement: 4, effect: 'allow', matched: true, obstacles: [] },
  ])
})

test('nothing matches what is no action', () => {
  const compiled = trust({ action: '*' })
  expect(explainTrust(compiled, user, 'AssumeRole', given({}))).toEqual({
    decision: { effect: 'deny', cause: 'no-allow', statement: undefined },
    malformedAction: true,
    statements: [],
  })
})

test.each<[string, TrustAsker, string, string]>([
  ['user', user, '${uin}', '6'],
  ['user', user, '${owner_uin}', '5'],
  ['user', user, '${app_id}', ''],
  ['role', role, '${uin}', ''],
  ['role', role, '${owner_uin}', '5'],
])('asked by %s %j, the variable %s is %j', (_name, asker, variable, value) => {
  const condition = { string_equal: { 'x:k': variable } }
  const asked = (effect: string, have: string) => {
    return decideTrust(trust({ effect, condition }), asker, 'sts:AssumeRole', given({ 'x:k': have })).cause
  }
  // A variable without value is not known: it lets nobody in and keeps everybody out.
  expect(asked('allow', value)).toBe(value === '' ? 'no-allow' : 'allow')
  expect(asked('deny', 'another')).toBe(value === '' ? 'explicit-deny' : 'no-allow')
})
