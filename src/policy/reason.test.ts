import { expect, test } from 'vitest'
import { explain } from './explain.ts'
import { assemble } from './program.ts'
import { reasonOf, trustReasonOf } from './reason.ts'
import { compileTrust, explainTrust } from './trust.ts'
import type { AccessRequest, PolicySource, Subject } from './types.ts'

function policy(policyId: number, via: PolicySource['via'], ...statement: readonly object[]): PolicySource {
  const document = JSON.stringify({ version: '2.0', statement })
  return { policyId, policyName: `p${policyId}`, versionId: 1, preset: false, creator: 1, document, via }
}

const direct = { kind: 'direct' } as const
const group = { kind: 'group', groupId: 4, groupName: 'g' } as const
const ALL = { effect: 'allow', action: '*', resource: '*' }

function reason(more: Partial<Subject>, request: Partial<AccessRequest> = {}) {
  const who = {
    kind: 'user',
    uin: 11,
    account: 1,
    appId: 125,
    identity: [],
    boundary: undefined,
    session: undefined,
  } as const
  const asked = {
    action: 'cvm:Stop',
    resources: ['*'],
    granularity: 'operation',
    context: new Map([['qcs:ip', '1.2.3.4']]),
  } as const
  return reasonOf(explain(assemble({ ...who, ...more }), { ...asked, ...request }))
}

test('what came by a group has its own word, and the deciding statement its conditions', () => {
  const fromHere = { ...ALL, condition: { ip_equal: { 'qcs:ip': '1.2.3.0/24' } } }
  const identity = [
    policy(1, direct, { ...ALL, action: 'cos:*' }),
    policy(2, group, { ...ALL, action: 'cos:*' }, fromHere),
  ]
  expect(reason({ identity })).toMatchObject({
    effect: 'allow',
    cause: 'allow',
    layer: 'group',
    resource: '*',
    statement: {
      by: { policyId: 2, versionId: 1, statement: 1 },
      conditions: [{ key: 'qcs:ip', wanted: ['1.2.3.0/24'], seen: ['1.2.3.4'] }],
    },
  })
  expect(reason({ identity: [policy(1, direct, ALL)] }).layer).toBe('identity')
})

test('every layer is named, with the statement that came nearest where none allows', () => {
  const identity = [policy(1, direct, ALL)]
  const limit = policy(2, direct, { ...ALL, resource: 'qcs::cvm:::i/1' })
  const nearest = { by: { policyId: 2 }, obstacles: [{ element: 'resource' }] }
  expect(reason({ identity, boundary: limit })).toMatchObject({
    layer: 'boundary',
    cause: 'no-allow',
    statement: nearest,
  })
  expect(reason({ identity, session: limit })).toMatchObject({
    layer: 'session',
    cause: 'no-allow',
    statement: nearest,
  })
  expect(reason({})).toMatchObject({ layer: 'identity', cause: 'no-allow', statement: undefined })
  expect(reason({ kind: 'root' })).toMatchObject({ layer: 'root', statement: undefined })
  expect(reason({ identity }, { resources: ['qcs::cvm::uin/2:i/1'] }).layer).toBe('cross-account')
  const phone = { action: 'account:BindToken', context: new Map([['mfa', '0']]) }
  expect(reason({ identity }, phone)).toMatchObject({ layer: 'general', statement: { by: { policyId: 0 } } })
})

test('a trust policy: the statement that decided, or came nearest', () => {
  const trust = (effect: string, uin: number, condition?: object) => {
    return { effect, action: 'sts:AssumeRole', principal: { qcs: `qcs::cam::uin/1:uin/${uin}` }, condition }
  }
  const other = { string_equal: { 'sts:external_id': 'x' } }
  const document = JSON.stringify({
    version: '2.0',
    statement: [trust('deny', 13), trust('allow', 14), trust('allow', 11, other)],
  })
  const asked = (uin: number, id?: string) => {
    const context = new Map(id === undefined ? [] : [['sts:external_id', id]])
    return trustReasonOf(
      explainTrust(compileTrust(document, 1), { kind: 'account', account: 1, uin }, 'sts:AssumeRole', context),
    )
  }
  expect(asked(11, 'x')).toMatchObject({ effect: 'allow', layer: 'trust', statement: { statement: 2 } })
  expect(asked(13)).toMatchObject({ cause: 'explicit-deny', statement: { statement: 0 } })
  expect(asked(11, 'y')).toMatchObject({ cause: 'no-allow', statement: { statement: 2, obstacles: [{ seen: ['y'] }] } })
  const twice = { ...other, numeric_equal: { 'x:n': '1' } }
  const nearest = (...statement: readonly object[]) => {
    const compiled = compileTrust(JSON.stringify({ version: '2.0', statement }), 1)
    const reason = trustReasonOf(
      explainTrust(compiled, { kind: 'account', account: 1, uin: 11 }, 'sts:AssumeRole', new Map()),
    )
    return reason.statement?.statement
  }
  const elsewhere = { ...trust('allow', 11), action: 'sts:AssumeRoleWithSAML' }
  expect(nearest(elsewhere, trust('allow', 12), trust('allow', 11, twice), trust('allow', 11, other))).toBe(3)
  expect(nearest(trust('allow', 11, twice), elsewhere, trust('allow', 12))).toBe(0)
  expect(nearest(elsewhere, trust('allow', 12), trust('allow', 13))).toBe(1)
  expect(nearest(elsewhere, elsewhere)).toBe(0)
  expect(nearest(trust('deny', 12))).toBeUndefined()
  expect(asked(12)).toMatchObject({ cause: 'no-allow', statement: { statement: 1 } })
})
