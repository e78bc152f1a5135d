import { describe, expect, test } from 'vitest'
import { readPolicy } from './validate.ts'

const name128 = 'n'.repeat(128)

function read(principal: unknown, principalAllowed = false) {
  const statement = { effect: 'deny', action: 'sts:AssumeRole', principal }
  const vocabulary = { service: () => undefined }
  const { document, problems } = readPolicy(JSON.stringify({ version: '2.0', statement }), {
    purpose: 'trust',
    vocabulary,
    principalAllowed,
  })
  return document?.statements[0]?.principals ?? problems.map(({ code }) => code.replace('InvalidParameter.', ''))
}

const qcs = (text: string, principalAllowed?: boolean) => read({ qcs: `qcs::cam::${text}` }, principalAllowed)

describe('principals', () => {
  test.each([
    ['uin/1:root', { kind: 'root', account: 1 }],
    ['uin/1:uin/1', { kind: 'root', account: 1 }],
    ['uin/1:uin/2', { kind: 'user', account: 1, uin: 2 }],
    ['uin/1:roleName/r', { kind: 'role', account: 1, roleName: 'r' }],
    [`uin/1:roleName/${name128}`, { kind: 'role', account: 1, roleName: name128 }],
    ['uin/1:roleName/a.b+c=d,e@f-g_H', { kind: 'role', account: 1, roleName: 'a.b+c=d,e@f-g_H' }],
  ])('%s', (text, principal) => {
    expect(qcs(text)).toEqual([principal])
  })

  test.each([
    'uin/1',
    'uin/1:',
    'uin/0:root',
    'uin/01:root',
    'uin/x:root',
    'uin/1:root/1',
    'uin/1:uin',
    'uin/1:uin/',
    'uin/1:uin/0',
    'uin/1:uin/x',
    'uin/1:user/2',
    'uin/1:roleName',
    'uin/1:roleName/a b',
    'uin/1:roleName/a/b',
    `uin/1:roleName/${name128}n`,
    'uin/1:saml-provider/s',
    '',
    'x',
  ])('qcs::cam::%s names nobody', (text) => {
    expect(qcs(text)).toEqual(['PrincipalQcsError'])
    expect(qcs(text, true)).toEqual(['PrincipalQcsError'])
  })

  test.each([
    ['anyone:anyone', { kind: 'everyone' }],
    ['anonymous:anonymous', { kind: 'anonymous' }],
    ['uin/1:groupid/3', { kind: 'group', account: 1, groupId: 3 }],
  ])('%s is too vague for a new document', (text, principal) => {
    expect(qcs(text)).toEqual(['PrincipalQcsError'])
    expect(qcs(text, true)).toEqual([principal])
  })

  test('everybody, in two spellings', () => {
    expect([read('*'), read('*', true)]).toEqual([['PrincipalError'], [{ kind: 'everyone' }]])
    expect([read({ qcs: '*' }), read({ qcs: '*' }, true)]).toEqual([['PrincipalQcsError'], [{ kind: 'everyone' }]])
    expect([read('x', true), read({ qcs: '' }, true), read({ qcs: ' *' }, true)]).toEqual([
      ['PrincipalError'],
      ['PrincipalQcsError'],
      ['PrincipalQcsError'],
    ])
  })

  test.each<[string, unknown, readonly string[]]>([
    ['nothing', {}, ['PrincipalError']],
    ['a list', ['qcs::cam::uin/1:root'], ['PrincipalError']],
    ['another kind', { QCS: 'qcs::cam::uin/1:root' }, ['PrincipalError']],
    ['an empty list', { qcs: [] }, ['PrincipalError']],
    ['a number', { qcs: [1] }, ['PrincipalError']],
    [
      'several faults',
      { qcs: ['x', 'y'], federated: 'z' },
      ['PrincipalQcsError', 'PrincipalQcsError', 'PrincipalQcsError'],
    ],
  ])('are not %s', (_name, principal, codes) => {
    expect(read(principal)).toEqual(codes)
  })
})

describe('identity providers', () => {
  const federated = (text: string) => read({ federated: `qcs::cam::uin/1:${text}` })
  test.each([
    ['saml-provider/s', { kind: 'provider', account: 1, protocol: 'saml', name: 's' }],
    ['oidc-provider/o', { kind: 'provider', account: 1, protocol: 'oidc', name: 'o' }],
  ])('%s', (text, principal) => {
    expect(federated(text)).toEqual([principal])
  })

  test.each([
    'saml-provider',
    'saml-provider/',
    'saml-provider/a b',
    'oidc-provider/a/b',
    'ldap-provider/x',
    'uin/2',
    'root',
    '',
  ])('%j is none', (text) => {
    expect(federated(text)).toEqual(['PrincipalQcsError'])
  })
})

describe('service principals', () => {
  const label63 = 'a'.repeat(63)
  const host253 = `${`${label63}.`.repeat(3)}${'b'.repeat(61)}`
  test.each(['cvm.qcloud.com', 'CVM.QCloud.com', 'a.b', 'a-b_c.d1', `${label63}.b`, host253])('%s', (name) => {
    expect(read({ service: name })).toEqual([{ kind: 'service', name }])
  })

  test.each([
    '',
    'cvm',
    '.com',
    'cvm.',
    'a..b',
    '-a.b',
    'a-.b',
    'a.-b',
    'a.b-',
    'a b.c',
    'a.b c',
    `${label63}a.b`,
    `b.${label63}a`,
    `${host253}b`,
  ])('%j is none', (name) => {
    expect(read({ service: name })).toEqual(['PrincipalServiceNotExist'])
  })
})
