// Whom the oracle takes a principal for, kind by kind: surely, as an allow needs it, and possibly, as a deny does.
import { describe, expect, test } from 'vitest'
import type { TrustAsker } from '../trust.ts'
import { referenceTrust } from './trust.ts'

const OWNER = 1
const provider = (account: number) => `qcs::cam::uin/${account}:saml-provider/s`
const askers = {
  root: { kind: 'account', account: 5, uin: 5 },
  user: { kind: 'account', account: 5, uin: 6 },
  role: { kind: 'role', account: 5, roleName: 'Ops' },
  service: { kind: 'service', name: 'CVM.qcloud.com' },
  provider: { kind: 'federated', arn: provider(OWNER) },
  foreign: { kind: 'federated', arn: provider(5) },
} satisfies Record<string, TrustAsker>

function ask(asker: TrustAsker, statement: object, context: Record<string, string> = {}) {
  const whole = { action: ['sts:AssumeRole', 'sts:AssumeRoleWithSAML'], effect: 'allow', ...statement }
  const document = JSON.stringify({ version: '2.0', statement: [whole] })
  const question = {
    document,
    owner: OWNER,
    asker,
    action: 'sts:AssumeRole',
    context: new Map(Object.entries(context)),
  }
  return referenceTrust(question)
}

/** Names of those whom the principal lets in, and of those whom it keeps out. */
function named(principal: unknown) {
  const by = (effect: string, cause: string) => {
    return Object.entries(askers)
      .filter(([, asker]) => ask(asker, { effect, principal }).cause === cause)
      .map(([name]) => name)
  }
  return [by('allow', 'allow'), by('deny', 'explicit-deny')]
}

describe('an allow lets in, a deny keeps out', () => {
  const all = Object.keys(askers)
  const alike = (...names: readonly string[]) => [names, names]
  test.each<[string, unknown, readonly (readonly string[])[]]>([
    ['root stands for the account', { qcs: 'qcs::cam::uin/5:root' }, alike('root', 'user', 'role')],
    ['its uin as well', { qcs: 'qcs::cam::uin/5:uin/5' }, alike('root', 'user', 'role')],
    ['a user', { qcs: 'qcs::cam::uin/5:uin/6' }, alike('user')],
    ['a user of another account', { qcs: 'qcs::cam::uin/7:uin/6' }, alike()],
    ['a role, in any case', { qcs: 'qcs::cam::uin/5:roleName/oPS' }, alike('role')],
    ['a role of another account', { qcs: 'qcs::cam::uin/7:roleName/Ops' }, alike()],
    ['a group', { qcs: 'qcs::cam::uin/5:groupid/3' }, [[], ['user']]],
    ['a group of another account', { qcs: 'qcs::cam::uin/7:groupid/3' }, alike()],
    ['everybody', '*', [[], all]],
    ['everybody, as a kind', { qcs: '*' }, [[], all]],
    ['anyone', { qcs: 'qcs::cam::anyone:anyone' }, [[], all]],
    ['anonymous', { qcs: 'qcs::cam::anonymous:anonymous' }, alike()],
    ['a product, in any case', { service: 'cvm.QCLOUD.com' }, alike('service')],
    ['another product', { service: 'cos.qcloud.com' }, alike()],
    ['a provider', { federated: provider(OWNER) }, alike('provider')],
    ['a provider of another account', { federated: provider(5) }, [[], ['foreign']]],
    ['another provider', { federated: 'qcs::cam::uin/1:saml-provider/S' }, alike()],
    // Names of one kind mean nothing under another.
    ['everybody under another kind', { service: '*', federated: '*' }, alike()],
    ['anyone under another kind', { federated: 'qcs::cam::anyone:anyone' }, alike()],
    ['an account under another kind', { federated: 'qcs::cam::uin/5:root', service: 'qcs::cam::uin/5:uin/6' }, alike()],
    ['a group under another kind', { federated: 'qcs::cam::uin/5:groupid/3' }, alike()],
    ['a provider under another kind', { qcs: provider(OWNER) }, alike()],
    [
      'one of several',
      { qcs: ['qcs::cam::uin/7:root', 'qcs::cam::uin/5:uin/6'], service: 'cvm.qcloud.com' },
      alike('user', 'service'),
    ],
  ])('%s', (_name, principal, expected) => {
    expect(named(principal)).toEqual(expected)
  })

  test('names of providers are compared as they are', () => {
    const arn = 'qcs::cam::uin/1:roleName/Odd'
    const federated = (text: string) => ask({ kind: 'federated', arn }, { principal: { federated: text } }).cause
    expect([federated(arn), federated(arn.toLowerCase()), federated('qcs::cam::uin/1:roleName/odd')]).toEqual([
      'allow',
      'no-allow',
      'no-allow',
    ])
  })
})

describe('a statement', () => {
  const principal = { qcs: 'qcs::cam::uin/5:root', service: 'cvm.qcloud.com' }

  test('must cover the action and hold', () => {
    expect(ask(askers.user, { principal }).effect).toBe('allow')
    expect(ask(askers.user, { principal, action: 'sts:AssumeRoleWithSAML' }).cause).toBe('no-allow')
    const condition = { string_equal: { 'sts:external_id': 'x' } }
    expect(ask(askers.user, { principal, condition }, { 'sts:external_id': 'x' }).effect).toBe('allow')
    expect(ask(askers.user, { principal, condition }, { 'sts:external_id': 'y' }).cause).toBe('no-allow')
    expect(ask(askers.user, { principal, condition }).cause).toBe('no-allow')
  })

  test('covers nothing that is no action', () => {
    const document = JSON.stringify({ statement: { effect: 'allow', action: '*', principal } })
    const question = { document, owner: OWNER, asker: askers.user, context: new Map() }
    expect(referenceTrust({ ...question, action: 'sts:AssumeRole' }).effect).toBe('allow')
    expect(referenceTrust({ ...question, action: 'AssumeRole' }).cause).toBe('no-allow')
  })

  test('that denies wins', () => {
    const allow = { effect: 'allow', action: 'sts:AssumeRole', principal }
    const document = JSON.stringify({ statement: [allow, { ...allow, effect: 'deny' }, allow] })
    const question = { document, owner: OWNER, asker: askers.user, context: new Map(), action: 'sts:AssumeRole' }
    expect(referenceTrust(question)).toEqual({ effect: 'deny', cause: 'explicit-deny' })
  })

  test.each<[keyof typeof askers, string, string]>([
    ['user', '${uin}', '6'],
    ['user', '${owner_uin}', '5'],
    ['user', '${app_id}', ''],
    ['role', '${uin}', ''],
    ['role', '${owner_uin}', '5'],
    ['service', '${owner_uin}', ''],
    ['service', '${uin}', ''],
  ])('for the asker %s the variable %s is %j', (who, variable, value) => {
    const condition = { string_equal: { 'sts:external_id': variable } }
    const asked = (effect: string, id: string) => {
      return ask(askers[who], { principal, condition, effect }, { 'sts:external_id': id }).cause
    }
    // A variable without value is not known: it lets nobody in and keeps everybody out.
    expect(asked('allow', value)).toBe(value === '' ? 'no-allow' : 'allow')
    expect(asked('deny', 'another')).toBe(value === '' ? 'explicit-deny' : 'no-allow')
  })
})
