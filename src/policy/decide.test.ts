// Verdicts layer by layer, with the resource and the statement that they name.
import { describe, expect, test } from 'vitest'
import { decide } from './decide.ts'
import { assemble } from './program.ts'
import type { AccessRequest, PolicySource, Subject } from './types.ts'

const mine = 'qcs::cvm:gz:uin/7:i/1'
const other = 'qcs::cvm:gz:uin/7:i/2'
const foreign = 'qcs::cvm:gz:uin/8:i/1'

function source(policyId: number, ...statements: readonly object[]): PolicySource {
  const statement = statements.map((one) => ({ effect: 'allow', action: '*', resource: '*', ...one }))
  const document = JSON.stringify({ version: '2.0', statement })
  const via = { kind: 'direct' as const }
  return { policyId, policyName: 'p', versionId: 1, preset: false, creator: 7, document, via }
}

const all = source(1, {})
const none = source(2, { action: 'cos:Get' })
const deny = source(3, {}, { effect: 'deny', resource: 'qcs::cvm:::i/1' })
const noMfa = new Map([['mfa', '0']])

function verdict(who: Partial<Subject>, more: Partial<AccessRequest> = {}) {
  const nobody = { identity: [], boundary: undefined, session: undefined }
  const subject: Subject = { kind: 'user', uin: 11, account: 7, appId: 125, ...nobody, ...who }
  const request: AccessRequest = {
    action: 'cvm:Stop',
    resources: [mine],
    granularity: 'resource',
    context: new Map(),
    ...more,
  }
  const { effect, layer, cause, resource, by } = decide(assemble(subject), request)
  return [effect, layer, cause, resource, by?.policyId, by?.statement]
}

const nothing = [undefined, undefined]

describe('a verdict', () => {
  test.each<[string, Partial<Subject>, Partial<AccessRequest>, readonly unknown[]]>([
    ['allowed', { identity: [none, all] }, {}, ['allow', 'identity', 'allow', mine, 1, 0]],
    ['silence', { identity: [none] }, {}, ['deny', 'identity', 'no-allow', mine, ...nothing]],
    [
      'silence about the resource',
      { identity: [source(1, { resource: other })] },
      {},
      ['deny', 'identity', 'no-allow', mine, ...nothing],
    ],
    ['nothing at all', {}, {}, ['deny', 'identity', 'no-allow', mine, ...nothing]],
    ['denied', { identity: [all, deny] }, {}, ['deny', 'identity', 'explicit-deny', mine, 3, 1]],
    ['silent boundary', { identity: [all], boundary: none }, {}, ['deny', 'boundary', 'no-allow', mine, ...nothing]],
    ['denying boundary', { identity: [all], boundary: deny }, {}, ['deny', 'boundary', 'explicit-deny', mine, 3, 1]],
    ['silent session', { identity: [all], session: none }, {}, ['deny', 'session', 'no-allow', mine, ...nothing]],
    ['denying session', { identity: [all], session: deny }, {}, ['deny', 'session', 'explicit-deny', mine, 3, 1]],
    ['all layers', { identity: [all], boundary: all, session: all }, {}, ['allow', 'identity', 'allow', mine, 1, 0]],
    [
      'boundary before session',
      { identity: [all], boundary: none, session: none },
      {},
      ['deny', 'boundary', 'no-allow', mine, ...nothing],
    ],
    [
      'foreign',
      { identity: [all] },
      { resources: [foreign] },
      ['deny', 'cross-account', 'foreign-resource', foreign, ...nothing],
    ],
    [
      'foreign role',
      { identity: [all] },
      { action: 'sts:AssumeRole', resources: [foreign] },
      ['allow', 'identity', 'allow', foreign, 1, 0],
    ],
    [
      'second resource',
      { identity: [all, deny] },
      { resources: [other, mine] },
      ['deny', 'identity', 'explicit-deny', mine, 3, 1],
    ],
    [
      'last resource',
      { identity: [all, deny] },
      { resources: [other, `${other}0`] },
      ['allow', 'identity', 'allow', `${other}0`, 1, 0],
    ],
    [
      'malformed resource',
      { identity: [all] },
      { resources: ['x'] },
      ['deny', 'identity', 'no-allow', 'x', ...nothing],
    ],
    ['malformed action', { identity: [all] }, { action: 'Stop' }, ['deny', 'identity', 'no-allow', mine, ...nothing]],
    [
      'malformed action, no resource',
      { identity: [all] },
      { action: 'Stop', resources: [] },
      ['deny', 'identity', 'no-allow', '', ...nothing],
    ],
    ['no resource', { identity: [all] }, { resources: [] }, ['deny', 'identity', 'no-allow', '', ...nothing]],
    ['root', { kind: 'root', identity: [deny], boundary: deny }, {}, ['allow', 'root', 'root', mine, ...nothing]],
    [
      'root elsewhere',
      { kind: 'root' },
      { resources: [foreign] },
      ['deny', 'cross-account', 'foreign-resource', foreign, ...nothing],
    ],
    [
      'root and a foreign role',
      { kind: 'root' },
      { action: 'sts:AssumeRole', resources: [foreign] },
      ['allow', 'root', 'root', foreign, ...nothing],
    ],
    ['root, limited', { kind: 'root', session: none }, {}, ['deny', 'session', 'no-allow', mine, ...nothing]],
    ['root, denied', { kind: 'root', session: deny }, {}, ['deny', 'session', 'explicit-deny', mine, 3, 1]],
    ['root, allowed', { kind: 'root', session: all }, {}, ['allow', 'root', 'root', mine, ...nothing]],
    ['root, malformed resource', { kind: 'root' }, { resources: ['x'] }, ['deny', 'root', 'no-allow', 'x', ...nothing]],
    ['root, malformed action', { kind: 'root' }, { action: 'Stop' }, ['deny', 'root', 'no-allow', mine, ...nothing]],
    ['root, no resource', { kind: 'root' }, { resources: [] }, ['deny', 'root', 'no-allow', '', ...nothing]],
  ])('%s', (_name, who, request, expected) => {
    expect(verdict(who, request)).toEqual(expected)
  })

  test.each(['QueryKeyBySecretId', 'SetSafeAuthFlag', 'BindToken', 'UnbindToken', 'ModifyMail', 'ModifyPhoneNum'])(
    'account:%s is refused to everybody without a second factor',
    (name) => {
      for (const granularity of ['service', 'operation', 'resource'] as const) {
        const asked = { action: `account:${name}`, resources: ['*'], granularity }
        for (const who of [{}, { identity: [all] }, { kind: 'root' as const }]) {
          const [effect, layer, cause, resource, policyId] = verdict(who, { ...asked, context: noMfa })
          expect([effect, layer, cause, resource, policyId]).toEqual(['deny', 'general', 'explicit-deny', '*', 0])
        }
        expect(verdict({ identity: [all] }, asked).slice(0, 2)).toEqual(['allow', 'identity'])
        expect(verdict({}, asked).slice(0, 3)).toEqual(['deny', 'identity', 'no-allow'])
      }
    },
  )

  test('other calls of that product, and calls of that name, are not', () => {
    for (const action of ['account:DescribeUser', 'cvm:BindToken']) {
      expect(verdict({ identity: [all] }, { action, resources: ['*'], context: noMfa })[0]).toBe('allow')
    }
  })

  test('rests on the keys of each resource where they differ', () => {
    const identity = [source(1, { condition: { string_equal: { 'x:k': 'v' } } })]
    const contextOf = (resource: string) => new Map([['x:k', resource === mine ? 'v' : 'w']])
    expect(verdict({ identity }, { contextOf })[0]).toBe('allow')
    expect(verdict({ identity }, { contextOf, resources: [mine, other] }).slice(0, 4)).toEqual([
      'deny',
      'identity',
      'no-allow',
      other,
    ])
    expect(verdict({ identity }, { context: new Map([['x:k', 'v']]) })[0]).toBe('allow')
  })
})
