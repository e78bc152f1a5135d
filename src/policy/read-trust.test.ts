// What the elements of a new trust policy must have to do with each other, and what is said where they have not.
import { expect, test } from 'vitest'
import { readPolicy } from './validate.ts'

const token = 'sts:AssumeRoleWithWebIdentity'
const saml = 'sts:AssumeRoleWithSAML'
const oidc = { federated: 'qcs::cam::uin/1:oidc-provider/o' }
const account = { qcs: 'qcs::cam::uin/1:root' }
const issued = { 'oidc:iss': 'i', 'oidc:aud': 'a' }

function said(statement: object) {
  const whole = { effect: 'allow', action: token, principal: oidc, ...statement }
  const text = JSON.stringify({ version: '2.0', statement: [whole] })
  const { problems } = readPolicy(text, { purpose: 'trust', vocabulary: { service: () => undefined } })
  return problems.map(({ code, path, message }) => {
    return `${code.replace('InvalidParameter.', '')} ${path.replace('$.statement[0]', '')} ${message.replace('statement 0: ', '')}`
  })
}

const noProvider = 'PrincipalError  calls by way of an identity provider need a principal of the kind federated'
const missing = (key: string, path: string) => `ConditionError ${path} the condition key "${key}" is missing`
const subjects = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`)

test.each<[string, object, readonly string[]]>([
  ['issuer and audience', { condition: { string_equal: issued } }, []],
  ['no condition', {}, [missing('oidc:iss', ''), missing('oidc:aud', '')]],
  ['no audience', { condition: { string_equal: { 'oidc:iss': 'i' } } }, [missing('oidc:aud', '.condition')]],
  [
    'another operator',
    { condition: { string_equal: { 'oidc:iss': 'i' }, string_equal_if_exist: { 'oidc:aud': 'a' } } },
    ['ConditionTypeError .condition "oidc:aud" needs the operator "string_equal", not "string_equal_if_exist"'],
  ],
  ['ten subjects', { condition: { string_equal: { ...issued, 'oidc:sub': subjects(10) } } }, []],
  ['subjects alike', { condition: { string_equal: issued, string_like: { 'oidc:sub': 's*' } } }, []],
  [
    'eleven subjects',
    { condition: { string_equal: { ...issued, 'oidc:sub': subjects(5) }, string_like: { 'oidc:sub': subjects(6) } } },
    ['ConditionContentError .condition "oidc:sub" has 11 values, at most 10 are allowed'],
  ],
  [
    'a number for a subject',
    { condition: { string_equal: issued, numeric_equal: { 'oidc:sub': '1' } } },
    ['ConditionTypeError .condition "oidc:sub" needs an operator for texts, not "numeric_equal"'],
  ],
  ['a deny', { effect: 'deny' }, []],
  ['a provider of assertions', { action: saml, principal: { federated: 'qcs::cam::uin/1:saml-provider/s' } }, []],
  ['tokens, but not for this call', { action: [saml, 'sts:AssumeRole'] }, []],
  ['tokens by a pattern', { action: 'sts:AssumeRole*' }, [missing('oidc:iss', ''), missing('oidc:aud', '')]],
  ['both calls, no provider', { action: [token, saml], principal: account }, [noProvider]],
  ['another call as well, no provider', { action: [token, 'sts:AssumeRole'], principal: account }, []],
  ['a call of that name elsewhere', { action: 'cos:AssumeRoleWithSAML', principal: account }, []],
])('%s', (_name, statement, expected) => {
  expect(said(statement)).toEqual(expected)
})

test('a statement with other faults is not judged further', () => {
  expect(said({ action: [token, 'x'] })).toEqual(['ActionError .action[1] "x" is not of the form product:Action'])
})
