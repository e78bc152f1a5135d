// Which of several remedies is chosen, and the limits of what is tried.
import { describe, expect, test } from 'vitest'
import { decide } from '../decide.ts'
import { assemble } from '../program.ts'
import type { AccessRequest, ContextValue, PolicySource, Subject } from '../types.ts'
import { applyRemedy } from './apply.ts'
import { type Edit, isKeyEdit } from './edit.ts'
import { remedyOf } from './remedy-of.ts'

type Texts = string | readonly string[]
type Statement = readonly [effect: 'allow' | 'deny', action: Texts, resource: Texts, condition?: object]

function policy(policyId: number, ...statements: readonly Statement[]): PolicySource {
  const statement = statements.map(([effect, action, resource, condition]) => ({ effect, action, resource, condition }))
  const document = JSON.stringify({ version: '2.0', statement })
  const via = { kind: 'direct' } as const
  return { policyId, policyName: `p${policyId}`, versionId: 3, preset: false, creator: 1, document, via }
}

const ofGroup = (source: PolicySource): PolicySource => {
  return { ...source, via: { kind: 'group', groupId: 4, groupName: 'g' } }
}

const NOBODY: Subject = {
  kind: 'user',
  uin: 11,
  account: 1,
  appId: 125,
  identity: [],
  boundary: undefined,
  session: undefined,
}
const FIRST = 'qcs::cvm:gz:uin/1:i/1'

function edits(
  subject: Partial<Subject>,
  context: Readonly<Record<string, ContextValue>> | AccessRequest['context'] = {},
  more: Partial<AccessRequest> = {},
): readonly Edit[] {
  const who = { ...NOBODY, ...subject }
  const keys =
    typeof context.get === 'function' ? (context as AccessRequest['context']) : new Map(Object.entries(context))
  const request: AccessRequest = {
    action: 'cvm:Stop',
    resources: [FIRST],
    granularity: 'resource',
    context: keys,
    ...more,
  }
  const remedy = remedyOf(assemble(who), request)
  if ('hopeless' in remedy) throw new Error(remedy.hopeless)
  const after = applyRemedy(who, request, remedy.edits)
  expect(decide(assemble(after.subject), after.request).effect).toBe('allow')
  return remedy.edits
}

/** What kind of edit, and of which policy. */
function shown(found: readonly Edit[]): readonly string[] {
  return found.map((edit) => {
    if (isKeyEdit(edit)) return `${edit.kind} ${edit.key} ${edit.value ?? ''}`.trim()
    const of = edit.kind === 'add-statement' ? edit.policy : edit.by
    return `${edit.kind} ${edit.layer} ${of?.policyName ?? 'new'}`
  })
}

const ALL = ['allow', '*', '*'] as const
const attached = ['add-statement identity new']
const names = (count: number) => Array.from({ length: count }, (_, at) => `cvm:A${at}`)
const items = (count: number) => Array.from({ length: count }, (_, at) => `qcs::cvm:::j/${at}`)

describe('a statement is extended', () => {
  const cases: readonly (readonly [title: string, identity: readonly PolicySource[], expected: readonly string[]])[] = [
    [
      'the first of equally good ones',
      [policy(1, ['allow', 'cvm:Stop', 'qcs::cvm:::j/1']), policy(2, ['allow', 'cvm:Stop', 'qcs::cvm:::j/1'])],
      ['add-resources identity p1'],
    ],
    [
      'the one that grants least besides',
      [
        policy(1, ['allow', ['cvm:Stop', 'cvm:Run'], 'qcs::cvm:::j/1']),
        policy(2, ['allow', 'cvm:Stop', 'qcs::cvm:::j/1']),
      ],
      ['add-resources identity p2'],
    ],
    [
      'by its action, where that grants less',
      [
        policy(1, ['allow', ['cvm:Stop', 'cvm:Run'], 'qcs::cvm:::j/1']),
        policy(2, ['allow', 'cvm:Run', 'qcs::cvm:::i/1']),
      ],
      ['add-action identity p2'],
    ],
    [
      'rather that of the user than that of a group',
      [
        ofGroup(policy(1, ['allow', 'cvm:Stop', 'qcs::cvm:::j/1'])),
        policy(2, ['allow', ['cvm:Stop', ...names(3)], 'qcs::cvm:::j/1']),
      ],
      ['add-resources identity p2'],
    ],
    [
      'that of a group where the other grants more',
      [
        ofGroup(policy(1, ['allow', 'cvm:Stop', 'qcs::cvm:::j/1'])),
        policy(2, ['allow', ['cvm:Stop', ...names(5)], 'qcs::cvm:::j/1']),
      ],
      ['add-resources identity p1'],
    ],
    [
      'with seven other actions',
      [policy(1, ['allow', ['cvm:Stop', ...names(7)], 'qcs::cvm:::j/1'])],
      ['add-resources identity p1'],
    ],
    ['not with eight', [policy(1, ['allow', ['cvm:Stop', ...names(8)], 'qcs::cvm:::j/1'])], attached],
    [
      'with seven other resources',
      [policy(1, ['allow', 'cvm:Run', ['qcs::cvm:::i/1', ...items(7)]])],
      ['add-action identity p1'],
    ],
    ['not with eight of them', [policy(1, ['allow', 'cvm:Run', ['qcs::cvm:::i/1', ...items(8)]])], attached],
    [
      'where one of its actions is of the product',
      [policy(1, ['allow', ['cos:Get', 'cvm:Run'], 'qcs::cvm:::i/1'])],
      ['add-action identity p1'],
    ],
    [
      'rather one more action of the user than of a group',
      [
        ofGroup(policy(1, ['allow', 'cvm:Run', 'qcs::cvm:::i/1'])),
        policy(2, ['allow', 'cvm:Run', ['qcs::cvm:::i/1', 'qcs::cvm:::j/1']]),
      ],
      ['add-action identity p2'],
    ],
    ['not where a resource is everything', [policy(1, ['allow', 'cvm:Run', ['qcs::cvm:::i/1', '*']])], attached],
    ['not where an action is a wildcard', [policy(1, ['allow', ['cvm:Stop', 'cvm:R*'], 'qcs::cvm:::j/1'])], attached],
    ['not where its actions are of another product', [policy(1, ['allow', 'cos:Get', 'qcs::cvm:::i/1'])], attached],
    ['not where it lacks both', [policy(1, ['allow', 'cvm:Run', 'qcs::cvm:::j/1'])], attached],
    [
      'not where its conditions do not hold',
      [policy(1, ['allow', 'cvm:Stop', 'qcs::cvm:::j/1', { string_equal: { 'x:a': '1' } }])],
      attached,
    ],
    ['not where it denies', [policy(1, ['deny', 'cvm:Stop', 'qcs::cvm:::j/1'])], attached],
  ]
  test.each(cases)('%s', (_, identity, expected) => {
    expect(shown(edits({ identity }))).toEqual(expected)
  })

  test('whose conditions hold for all of the resources', () => {
    const resources = [FIRST, 'qcs::cvm:gz:uin/1:i/2']
    const teamOf = (team: (resource: string) => string) => (resource: string) => new Map([['x:team', team(resource)]])
    const identity = [policy(1, ['allow', 'cvm:Stop', 'qcs::cvm:::j/1', { string_equal: { 'x:team': 'a' } }])]
    const asked = (team: (resource: string) => string) =>
      shown(edits({ identity }, {}, { resources, contextOf: teamOf(team) }))
    expect(asked(() => 'a')).toEqual(['add-resources identity p1'])
    expect(asked((resource) => (resource === FIRST ? 'a' : 'b'))).toEqual(attached)
  })

  test('whose resources are among those that are asked for', () => {
    const resources = [FIRST, 'qcs::cvm:gz:uin/1:i/2']
    const named = ['qcs::cvm:::i/1', 'qcs::cvm:::i/2']
    const found = (others: number) =>
      shown(edits({ identity: [policy(1, ['allow', 'cvm:Run', [...named, ...items(others)]])] }, {}, { resources }))
    expect([found(7), found(8)]).toEqual([['add-action identity p1'], attached])
  })

  test('for all of the resources or not at all', () => {
    const resources = [FIRST, 'qcs::cvm:gz:uin/1:i/2']
    const one = policy(1, ['allow', 'cvm:Run', 'qcs::cvm:::i/1'])
    expect(shown(edits({ identity: [one] }, {}, { resources }))).toEqual(attached)
    const both = policy(1, ['allow', 'cvm:Run', ['qcs::cvm:::i/1', 'qcs::cvm:::i/2']])
    expect(shown(edits({ identity: [both] }, {}, { resources }))).toEqual(['add-action identity p1'])
    const apart = policy(1, ['allow', 'cvm:Stop', 'qcs::cvm:::i/1'])
    expect(edits({ identity: [apart] }, {}, { resources })).toMatchObject([
      { kind: 'add-resources', resources: ['qcs::cvm:ap-guangzhou:uin/1:i/2'] },
    ])
    expect(edits({}, {}, { resources: [FIRST, FIRST] })).toMatchObject([
      { resources: ['qcs::cvm:ap-guangzhou:uin/1:i/1'] },
    ])
  })
})

describe('a new statement spells', () => {
  test.each([
    ['cvm:Stop', 'cvm:stop'],
    ['name/cvm:Stop', 'cvm:stop'],
    ['a_b-1:c.d_e-2', 'a_b-1:c.d_e-2'],
    ['c!vm:Stop', '*:stop'],
    ['!cvm:Stop', '*:stop'],
    ['cvm!:Stop', '*:stop'],
    ['cvm:St!op', 'cvm:*'],
    ['cvm:!Stop', 'cvm:*'],
    ['cvm:Stop!', 'cvm:*'],
  ])('the action %s as %s', (action, spelled) => {
    expect(edits({}, {}, { action })).toMatchObject([{ action: spelled }])
  })

  test.each([
    ['*', '*'],
    [FIRST, 'qcs::cvm:ap-guangzhou:uin/1:i/1'],
    ['qcs:x:cvm:GZ:uid/125:i/1', 'qcs::cvm:ap-guangzhou:uin/1:i/1'],
    ['qcs::cvm::uin/1:i:1', 'qcs::cvm::uin/1:i:1'],
    ['qcs::c-v_m1::uin/1:i', 'qcs::c-v_m1::uin/1:i'],
    ['qcs::c!vm::uin/1:i', 'qcs::::uin/1:i'],
    ['qcs::!cvm::uin/1:i', 'qcs::::uin/1:i'],
    ['qcs::cvm!::uin/1:i', 'qcs::::uin/1:i'],
    ['qcs::cvm:g!z:uin/1:i', 'qcs::cvm::uin/1:i'],
    ['qcs::cvm:!gz:uin/1:i', 'qcs::cvm::uin/1:i'],
    ['qcs::cvm:gz!:uin/1:i', 'qcs::cvm::uin/1:i'],
    ['qcs::cvm::uin/1:a${b}c', 'qcs::cvm::uin/1:a*b}c'],
    ['qcs::cvm::uin/1:a$b{c', 'qcs::cvm::uin/1:a$b{c'],
    ['qcs::cvm::uin/1:a\u0000\u001fb\u007fc ', 'qcs::cvm::uin/1:a*b*c '],
  ])('the resource %j as %j', (resource, spelled) => {
    expect(edits({}, {}, { resources: [resource] })).toMatchObject([{ resources: [spelled] }])
  })

  test('a role of another account by its account', () => {
    const resources = ['qcs::cam::uid/2:roleName/r']
    expect(edits({}, {}, { action: 'sts:AssumeRole', resources })).toMatchObject([{ resources }])
  })
})

describe('layers', () => {
  const other: Statement = ['allow', 'cos:*', '*']

  test('are edited each where their policies are different ones', () => {
    const found = edits({ identity: [policy(1, other)], boundary: policy(2, other), session: policy(3, other) })
    expect(shown(found)).toEqual([
      'add-statement identity new',
      'add-statement boundary p2',
      'add-statement session p3',
    ])
  })

  test.each([
    ['number', { policyId: 9 }],
    ['name', { policyName: 'q' }],
    ['version', { versionId: 4 }],
  ])('are edited each where the %s of the policy is another one', (_, more) => {
    expect(edits({ identity: [{ ...policy(2, other), ...more }], boundary: policy(2, other) })).toHaveLength(2)
  })

  test('are edited once where one policy is in all of them', () => {
    const both = policy(2, other)
    expect(shown(edits({ identity: [policy(1, other), both], boundary: both, session: both }))).toEqual([
      'add-statement session p2',
    ])
  })

  test('are edited once by a statement of the limit that is extended', () => {
    const both = policy(2, ['allow', 'cvm:Stop', 'qcs::cvm:::j/1'])
    expect(shown(edits({ identity: [both], boundary: both }))).toEqual(['add-resources boundary p2'])
  })

  test('of general policies grant nothing and need no edit', () => {
    const asked = { action: 'account:BindToken', resources: ['*'] }
    expect(shown(edits({}, { mfa: '1' }, asked))).toEqual(attached)
    expect(shown(edits({}, { mfa: '0' }, asked))).toEqual(['set-key mfa 1', ...attached])
    expect(shown(edits({}, { mfa: '0' }, { ...asked, granularity: 'service' }))).toEqual(['set-key mfa 1', ...attached])
  })
})

describe('keys of the request', () => {
  const denied = (...keys: readonly string[]): readonly Statement[] =>
    keys.map((key): Statement => ['deny', '*', '*', { string_equal: { [key]: ['1', ...'abcdefghijklmnopqrst'] } }])

  test('change in pairs where that is less than editing policies', () => {
    const identity = [policy(1, ALL, ...denied('x:a', 'x:a', 'x:b', 'x:b'))]
    expect(shown(edits({ identity }, { 'x:a': '1', 'x:b': '1' }))).toEqual(['set-key x:a 0', 'set-key x:b 0'])
  })

  test('change in pairs only where one and a policy are more', () => {
    const identity = [policy(1, ALL, ...denied('x:a', 'x:a', 'x:b'))]
    expect(shown(edits({ identity }, { 'x:a': '1', 'x:b': '1' }))).toEqual([
      'set-key x:a 0',
      'remove-statement identity p1',
    ])
  })

  test('change rather than policies where that is as little', () => {
    expect(shown(edits({ identity: [policy(1, ALL, ...denied('x:a'))] }, { 'x:a': '1' }))).toEqual(['set-key x:a 0'])
  })

  test('change one by one, the first where each would do', () => {
    const both: Statement = ['deny', '*', '*', { string_equal: { 'x:a': '1', 'x:b': '1' } }]
    expect(shown(edits({ identity: [policy(1, ALL, both)] }, { 'x:a': '1', 'x:b': '1' }))).toEqual(['set-key x:a 0'])
  })

  test('have the value that the right one of several conditions wants', () => {
    const both = { string_equal: { 'x:a': '5', 'x:z': '5' }, string_not_equal: { 'x:z': '5' } }
    const identity = [policy(1, ['allow', '*', '*', both], ['allow', '*', '*', { string_equal: { 'x:a': '7' } }])]
    expect(shown(edits({ identity }))).toEqual(['set-key x:a 7'])
  })

  test.each(['qcs:uin', 'qcs:owner_uin', 'sts:role_id', 'sts:role_name'])('that say who asks stay: %s', (key) => {
    expect(shown(edits({ identity: [policy(1, ['allow', '*', '*', { string_equal: { [key]: '12' } }])] }))).toEqual(
      attached,
    )
  })

  test.each([
    ['qcs:ip', '1.2.3.4', ['remove-statement identity p1']],
    ['qcs:current_time', '2020-01-01T00:00:00Z', ['remove-statement identity p1']],
    ['mfa', '0', ['remove-statement identity p1']],
    ['qcs:mfa', '0', ['remove-statement identity p1']],
    ['x:a', '0', ['drop-key x:a']],
  ])('that every request has are not dropped: %s', (key, value, expected) => {
    const identity = [policy(1, ALL, ['deny', '*', '*', { null_equal: { [key]: 'false' } }])]
    expect(shown(edits({ identity }, { [key]: value }))).toEqual(expected)
  })

  test.each(['qcs:tag', 'qcs:resource_tag'])('that are withheld under the name %s stay', (withheld) => {
    const context = {
      get: () => undefined,
      withheld: (key: string) => (key === withheld ? 'passes no tags' : undefined),
    }
    const identity = [policy(1, ['allow', '*', '*', { string_equal: { 'qcs:resource_tag': 'a&b' } }])]
    expect(shown(edits({ identity }, context))).toEqual(attached)
  })

  test('are tried up to the twenty-fourth', () => {
    const keys = Array.from({ length: 25 }, (_, at) => `x:k${at}`)
    const identity = [policy(1, ALL, ...denied(...keys))]
    expect(shown(edits({ identity }, { 'x:k23': '1' }))).toEqual(['set-key x:k23 0'])
    expect(shown(edits({ identity }, { 'x:k24': '1' }))).toEqual(['remove-statement identity p1'])
  })

  test('of an allowed request stay', () => {
    expect(edits({ identity: [policy(1, ALL, ...denied('x:a'))] })).toEqual([])
  })
})
