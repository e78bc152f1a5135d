// The form of a trust policy says what its text says, or does not take it.
import { describe, expect, test } from 'vitest'
import {
  emptyTrust,
  textOfTrust,
  trustCardsOf,
  trustName,
  withTokenConditions,
} from '../../console/src/editor/trust-cards.ts'
import { actions } from '../../src/actions/index.ts'
import { loadCatalogs } from '../../src/catalog/load.ts'
import { ownCatalogs } from '../../src/catalog/own.ts'
import { readPolicy } from '../../src/policy/index.ts'

const vocabulary = loadCatalogs(undefined, ownCatalogs(actions)).vocabulary()
const account = 100000000001
const document = (...statement: readonly object[]) => JSON.stringify({ version: '2.0', statement })
const assume = (principal: object, action: unknown = 'name/sts:AssumeRole', more: object = {}) => ({
  effect: 'allow',
  action,
  principal,
  ...more,
})
const root = `qcs::cam::uin/${account}:root`
const provider = (kind: string) => `qcs::cam::uin/${account}:${kind}-provider/corp`
const proven = { 'oidc:iss': 'https://ci.example', 'oidc:aud': ['opencam'] }
const limited = {
  condition: { string_equal: { ...proven, 'oidc:sub': ['job:1', 'job:2'] }, ip_equal: { 'qcs:ip': '10.0.0.0/8' } },
}

describe('takes', () => {
  test.each([
    ['an account, in a list or not', 'account', assume({ qcs: root })],
    [
      'users and roles',
      'account',
      assume({ qcs: [`qcs::cam::uin/${account}:uin/7`, `qcs::cam::uin/${account}:roleName/r`] }),
    ],
    ['a service', 'service', assume({ service: ['cvm.qcloud.com'] }, ['sts:AssumeRole'])],
    ['a SAML provider', 'saml', assume({ federated: [provider('saml')] }, 'name/sts:AssumeRoleWithSAML')],
    [
      'an OIDC provider with conditions',
      'oidc',
      assume({ federated: provider('oidc') }, 'name/sts:AssumeRoleWithWebIdentity', limited),
    ],
    ['nobody yet', 'saml', assume({ federated: [] }, 'name/sts:AssumeRoleWithSAML')],
    ['other spellings', 'account', { Effect: 'allow', Action: ['name/sts:assumerole'], Principal: { qcs: [root] } }],
  ])('%s', (_, kind, statement) => {
    const cards = trustCardsOf(document(statement))
    expect(cards?.cards.map((card) => card.kind)).toEqual([kind])
    if (cards === undefined) return
    const again = textOfTrust(cards)
    expect(trustCardsOf(again)).toEqual(cards)
    if (kind === 'saml' && cards.cards[0]?.names.length === 0) return
    const means = (text: string) => {
      const { document: read, problems } = readPolicy(text, {
        purpose: 'trust',
        vocabulary,
      })
      expect(problems).toEqual([])
      return read?.statements.map(({ principals, conditions }) => [principals, conditions])
    }
    expect(JSON.stringify(means(again))).toBe(JSON.stringify(means(document(statement))))
  })

  test('several statements, and members that it does not show', () => {
    const text = document(assume({ qcs: [root] }, undefined, {}), assume({ service: ['cvm.qcloud.com'] }))
    expect(trustCardsOf(text.replace('"version":"2.0"', '"version":"2.0","id":"x"'))?.rest).toEqual({
      version: '2.0',
      id: 'x',
    })
  })
})

test.each([
  ['no JSON', '{'],
  ['no statement', '{"version":"2.0"}'],
  ['a denial', document({ ...assume({ qcs: [root] }), effect: 'deny' })],
  ['two calls', document(assume({ qcs: [root] }, ['name/sts:AssumeRole', 'name/sts:AssumeRoleWithSAML']))],
  ['a pattern of calls', document(assume({ qcs: [root] }, 'name/sts:*'))],
  ['two kinds at once', document(assume({ qcs: [root], service: ['cvm.qcloud.com'] }))],
  [
    'providers of both kinds',
    document(assume({ federated: [provider('saml'), provider('oidc')] }, 'name/sts:AssumeRoleWithSAML')),
  ],
  [
    'a provider and the call of the other kind',
    document(assume({ federated: [provider('saml')] }, 'name/sts:AssumeRoleWithWebIdentity')),
  ],
  ['a kind of principal in capitals, which is none', document(assume({ QCS: [root] }))],
  ['no principal', document({ effect: 'allow', action: 'name/sts:AssumeRole' })],
  ['one that fits and one that does not', document(assume({ qcs: [root] }), { effect: 'deny' })],
])('leaves as text: %s', (_, text) => {
  expect(trustCardsOf(text)).toBeUndefined()
})

test('names are completed as a trust policy has them', () => {
  expect(trustName('account', ' 100000000002 ', account)).toBe('qcs::cam::uin/100000000002:root')
  expect(trustName('account', root, account)).toBe(root)
  expect(trustName('service', 'cvm.qcloud.com', account)).toBe('cvm.qcloud.com')
  expect(trustName('saml', 'corp', account)).toBe(provider('saml'))
  expect(trustName('oidc', 'oidc-provider/corp', account)).toBe(provider('oidc'))
  expect(trustName('oidc', provider('oidc'), account)).toBe(provider('oidc'))
})

test('a provider of tokens brings the conditions that its statement must have, and changes none that is there', () => {
  const known = [{ name: provider('oidc'), issuer: 'https://ci.example', audiences: ['a', 'b'] }]
  const card = { ...emptyTrust, kind: 'oidc' as const, names: [provider('oidc')] }
  const [issuer, audience] = [
    { operator: 'string_equal', key: 'oidc:iss', values: ['https://ci.example'] },
    { operator: 'string_equal', key: 'oidc:aud', values: ['a', 'b'] },
  ]
  expect(withTokenConditions(card, known).conditions).toEqual([issuer, audience])
  const own = { operator: 'string_like', key: 'oidc:iss', values: ['x'] }
  expect(withTokenConditions({ ...card, conditions: [own] }, known).conditions).toEqual([own, audience])
  expect(withTokenConditions(card, [])).toBe(card)
  expect(withTokenConditions({ ...card, kind: 'saml' }, known).conditions).toEqual([])
})
