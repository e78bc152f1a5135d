import { describe, expect, test } from 'vitest'
import { assemble } from '../program.ts'
import type { PolicySource, Subject } from '../types.ts'
import type { FilterQuestion, ResourceFilter } from './filter.ts'
import { filterMatches } from './matches.ts'
import { resourcesFor } from './resources-for.ts'
import { filterText } from './text.ts'

type Statement = readonly [effect: 'allow' | 'deny', action: string, resource: string | string[], condition?: object]

function policy(policyId: number, ...statements: readonly Statement[]): PolicySource {
  const statement = statements.map(([effect, action, resource, condition]) => ({ effect, action, resource, condition }))
  const document = JSON.stringify({ version: '2.0', statement })
  const via = { kind: 'direct' } as const
  return { policyId, policyName: `p${policyId}`, versionId: 1, preset: false, creator: 1, document, via }
}

function filterOf(subject: Partial<Subject>, question: Partial<FilterQuestion> = {}): ResourceFilter {
  const who = {
    kind: 'user',
    uin: 11,
    account: 1,
    appId: 125,
    identity: [],
    boundary: undefined,
    session: undefined,
  } as const
  const asked = { action: 'cvm:Stop', granularity: 'resource', context: new Map(), open: 'rest' } as const
  return resourcesFor(assemble({ ...who, ...subject }), { ...asked, ...question })
}

const textOf = (subject: Partial<Subject>, question?: Partial<FilterQuestion>) =>
  filterText(filterOf(subject, question))

describe('everything and nothing', () => {
  const cases: readonly (readonly [title: string, subject: Partial<Subject>, kind: string])[] = [
    ['no policy', {}, 'none'],
    ['a policy for everything', { identity: [policy(1, ['allow', '*', '*'])] }, 'all'],
    ['a resource with all segments open', { identity: [policy(1, ['allow', 'cvm:*', 'qcs:::::*'])] }, 'all'],
    ['an allow of something else', { identity: [policy(1, ['allow', 'cos:*', '*'])] }, 'none'],
    ['a deny of everything', { identity: [policy(1, ['allow', '*', '*'], ['deny', 'cvm:S*', '*'])] }, 'none'],
    [
      'an allow that is wholly denied',
      { identity: [policy(1, ['allow', '*', 'qcs::cvm:::i/1'], ['deny', '*', 'qcs::cvm:::i/*'])] },
      'none',
    ],
    ['another account’s resources', { identity: [policy(1, ['allow', '*', 'qcs::cvm::uin/2:*'])] }, 'none'],
    [
      'a boundary elsewhere',
      {
        identity: [policy(1, ['allow', '*', 'qcs::cvm:gz::*'])],
        boundary: policy(2, ['allow', '*', 'qcs::cvm:sh::*']),
      },
      'none',
    ],
    ['a root account', { kind: 'root' }, 'all'],
    ['a root account’s session', { kind: 'root', session: policy(2, ['allow', 'cos:*', '*']) }, 'none'],
  ]
  test.each(cases)('%s', (_, subject, kind) => {
    expect(filterOf(subject)).toMatchObject({ kind, layers: [] })
  })

  test('an action that is none', () => {
    const identity = [policy(1, ['allow', '*', '*'])]
    expect(filterOf({ identity }, { action: 'Stop' }).kind).toBe('none')
  })

  test('a known value that a deny asks for', () => {
    const identity = [policy(1, ['allow', '*', '*'], ['deny', '*', '*', { bool_equal: { 'qcs:mfa': 'false' } }])]
    expect(filterOf({ identity }, { context: new Map([['qcs:mfa', false]]) }).kind).toBe('none')
    expect(filterOf({ identity }, { context: new Map([['qcs:mfa', true]]) }).kind).toBe('all')
    expect(filterOf({ identity }, { open: [] }).kind).toBe('all')
    expect(filterOf({ identity })).toMatchObject({ kind: 'some', open: ['qcs:mfa'] })
  })

  test('the general policies', () => {
    const question = { action: 'account:BindToken', open: [] }
    expect(filterOf({ kind: 'root' }, { ...question, context: new Map([['mfa', '0']]) }).kind).toBe('none')
    expect(filterOf({ kind: 'root' }, { ...question, context: new Map([['mfa', '1']]) }).kind).toBe('all')
  })
})

describe('what is left', () => {
  test('owners, regions and variables are filled in; what another pattern covers is gone', () => {
    const identity = [
      policy(1, [
        'allow',
        'cvm:*',
        ['qcs::cvm:gz::i/*', 'qcs::cvm:ap-guangzhou:uid/125:i/a*', 'qcs::cvm:::u/${uin}/*'],
      ]),
      policy(2, ['allow', '*', 'qcs::cvm:ap-*:uin/1:i/x'], ['allow', 'cvm:Run', '*']),
    ]
    expect(textOf({ identity })).toBe(
      [
        'identity:',
        '  allow qcs::cvm:ap-guangzhou:uin/1:i/*',
        '  allow qcs::cvm::uin/1:u/11/*',
        '  allow qcs::cvm:ap-*:uin/1:i/x',
      ].join('\n'),
    )
  })

  test('denies that meet no allow are gone, those that may are kept', () => {
    const identity = [
      policy(1, ['allow', '*', 'qcs::cvm:::i/*'], ['deny', '*', 'qcs::cvm:::i/prod-*']),
      policy(2, ['deny', '*', 'qcs::cos:::*'], ['deny', '*', 'qcs::cvm:::disk/*']),
    ]
    expect(textOf({ identity })).toBe(
      ['identity:', '  allow qcs::cvm::uin/1:i/*', '  deny qcs::cvm::uin/1:i/prod-*'].join('\n'),
    )
  })

  test('conditions on open keys stay, with variables filled in; others are decided', () => {
    const condition = {
      ip_equal: { 'qcs:ip': '10.0.0.0/8' },
      string_equal: { 'qcs:resource_tag': ['team&a', 'owner&${uin}'] },
    }
    const identity = [policy(1, ['allow', '*', '*', condition])]
    const known = { context: new Map([['qcs:ip', '10.1.1.1']]) }
    expect(textOf({ identity }, known)).toBe(
      'identity:\n  allow * if string_equal qcs:resource_tag "team&a" or "owner&11"',
    )
    expect(filterOf({ identity }, { context: new Map([['qcs:ip', '11.1.1.1']]) }).kind).toBe('none')
    const filter = filterOf({ identity }, known)
    expect(filter.open).toEqual(['qcs:resource_tag', 'qcs:tag'])
    const passes = (tag: string) => filterMatches(filter, 'qcs::cvm:gz::i/1', new Map([['qcs:tag', [tag]]]))
    expect([passes('team&a'), passes('team&b'), passes('owner&11')]).toEqual([true, false, true])
  })

  test('a condition stays where one of the names of its key is open, and what is known of the others goes with it', () => {
    const identity = [policy(1, ['allow', '*', '*', { string_equal: { 'qcs:resource_tag': 'team&a' } }])]
    const known = ['team&b']
    const filter = filterOf({ identity }, { open: ['qcs:tag'], context: new Map([['qcs:resource_tag', known]]) })
    expect(filter).toMatchObject({ kind: 'some', known: [['qcs:resource_tag', known]], open: ['qcs:tag'] })
    expect(filter.open).toHaveLength(1)
  })

  test('a variable without value is neither equal nor unequal', () => {
    const role = { kind: 'role', uin: undefined } as const
    const condition = { string_not_equal: { 'x:owner': '${uin}' } }
    const filter = filterOf({ ...role, identity: [policy(1, ['allow', '*', '*', condition])] })
    expect(filterText(filter)).toBe('identity:\n  allow * if string_not_equal x:owner unknown')
    expect(filterMatches(filter, '*', new Map([['x:owner', 'a']]))).toBe(false)
    const denied = filterOf({ ...role, identity: [policy(1, ['allow', '*', '*'], ['deny', '*', '*', condition])] })
    expect(filterMatches(denied, '*', new Map([['x:owner', 'a']]))).toBe(false)
    expect(filterMatches(denied, '*')).toBe(true)
  })

  test('layers are kept apart, and those that say nothing are left out', () => {
    const identity = [policy(1, ['allow', 'cvm:*', 'qcs::cvm:gz::*'])]
    const boundary = policy(2, ['allow', '*', '*'])
    const session = policy(3, ['allow', '*', 'qcs::cvm:::i/*'])
    expect(filterOf({ identity, boundary, session }).layers.map(({ layer }) => layer)).toEqual(['identity', 'session'])
  })

  test('a role of another account may be assumed where a policy names it', () => {
    const identity = [policy(1, ['allow', 'sts:AssumeRole', 'qcs::cam::uin/2:roleName/*'])]
    const filter = filterOf({ identity }, { action: 'sts:AssumeRole' })
    expect(filterMatches(filter, 'qcs::cam::uin/2:roleName/r')).toBe(true)
    expect(filterMatches(filter, 'qcs::cam::uin/3:roleName/r')).toBe(false)
  })

  test('many resources are left as they are, without comparing each with each', () => {
    const resources = Array.from({ length: 3000 }, (_, index) => `qcs::cvm:::i/${index}`)
    const filter = filterOf({ identity: [policy(1, ['allow', '*', [...resources, ...resources]])] })
    expect(filter.layers[0]?.allow?.[0]?.patterns).toHaveLength(3000)
    expect(filterMatches(filter, 'qcs::cvm:::i/2999')).toBe(true)
    expect(filterMatches(filter, 'qcs::cvm:::i/3000')).toBe(false)
  })
})

test('a filter whose conditions cannot be read lets nothing through', () => {
  const filter = filterOf({ identity: [policy(1, ['allow', '*', 'qcs::cvm:::i/*'])] })
  const odd = [{ operator: 'text_equal', key: 'x:a', wanted: [] }]
  const layer = filter.layers[0]
  const clause = layer?.allow?.[0]
  if (layer === undefined || clause === undefined) throw new Error('nothing is left')
  const asked = (changed: typeof layer) => filterMatches({ ...filter, layers: [changed] }, 'qcs::cvm:::i/1')
  expect(asked(layer)).toBe(true)
  expect(asked({ ...layer, allow: [{ ...clause, conditions: odd }] })).toBe(false)
  expect(asked({ ...layer, allow: [{ ...clause, patterns: ['i/1'] }] })).toBe(false)
  expect(asked({ ...layer, deny: [{ ...clause, conditions: odd }] })).toBe(false)
  expect(asked({ ...layer, deny: [{ ...clause, patterns: ['qcs::cos::*:x'] }] })).toBe(false)
})
