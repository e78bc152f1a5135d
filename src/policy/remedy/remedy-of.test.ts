import { describe, expect, test } from 'vitest'
import { decide } from '../decide.ts'
import { assemble } from '../program.ts'
import type { AccessRequest, PolicySource, Subject } from '../types.ts'
import { applyRemedy } from './apply.ts'
import type { Edit } from './edit.ts'
import { remedyOf } from './remedy-of.ts'

type Statement = readonly [
  effect: 'allow' | 'deny',
  action: string | string[],
  resource: string | string[],
  condition?: object,
]

function policy(policyId: number, ...statements: readonly Statement[]): PolicySource {
  const statement = statements.map(([effect, action, resource, condition]) => ({ effect, action, resource, condition }))
  const document = JSON.stringify({ version: '2.0', statement })
  const via = { kind: 'direct' } as const
  return { policyId, policyName: `p${policyId}`, versionId: 3, preset: false, creator: 1, document, via }
}

const by = (policyId: number, statement = 0) => {
  return { policyId, policyName: `p${policyId}`, versionId: 3, statement, via: { kind: 'direct' } }
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
const STOP: AccessRequest = {
  action: 'cvm:Stop',
  resources: ['qcs::cvm:gz:uin/1:i/1'],
  granularity: 'resource',
  context: new Map([
    ['mfa', '0'],
    ['qcs:ip', '1.2.3.4'],
  ]),
}

/** The edits, which were tried on. */
function edits(
  subject: Partial<Subject>,
  more: Partial<AccessRequest> = {},
  fixed: readonly number[] = [],
): readonly Edit[] {
  const [who, request] = [
    { ...NOBODY, ...subject },
    { ...STOP, ...more },
  ]
  const remedy = remedyOf(assemble(who), request, ({ policyId }) => fixed.includes(policyId))
  if ('hopeless' in remedy) throw new Error(remedy.hopeless)
  const after = applyRemedy(who, request, remedy.edits)
  expect(decide(assemble(after.subject), after.request).effect).toBe('allow')
  return remedy.edits
}

const ALL = ['allow', '*', '*'] as const
const attach = {
  kind: 'add-statement',
  layer: 'identity',
  policy: undefined,
  action: 'cvm:stop',
  resources: ['qcs::cvm:ap-guangzhou:uin/1:i/1'],
}

describe('an allow that is missing', () => {
  test('is a new policy where nothing comes near', () => {
    expect(edits({})).toEqual([attach])
    expect(edits({ identity: [policy(1, ['allow', 'cos:*', '*'])] })).toEqual([attach])
    expect(edits({}, { resources: ['*'], granularity: 'service' })).toEqual([
      { ...attach, action: 'cvm:*', resources: ['*'] },
    ])
  })

  test('is one more resource of a statement that names the action', () => {
    const identity = [policy(1, ['deny', 'cos:*', '*'], ['allow', ['cvm:Start', 'cvm:Stop'], 'qcs::cvm:::i/2'])]
    expect(edits({ identity })).toEqual([
      { kind: 'add-resources', layer: 'identity', by: by(1, 1), resources: attach.resources },
    ])
    expect(edits({ identity }, {}, [1])).toEqual([attach])
  })

  test('is one more action of a statement that names the resource', () => {
    const identity = [policy(1, ['allow', 'cvm:Start', ['qcs::cvm:::i/1', 'qcs::cvm:::i/2']])]
    expect(edits({ identity })).toEqual([{ kind: 'add-action', layer: 'identity', by: by(1), action: 'cvm:stop' }])
  })

  test('is no wider statement where that would grant much else', () => {
    expect(edits({ identity: [policy(1, ['allow', 'cvm:Start', 'qcs::cvm:::i/*'])] })).toEqual([attach])
    expect(edits({ identity: [policy(1, ['allow', 'cvm:S*', 'qcs::cvm:::i/2'])] })).toEqual([attach])
  })

  test('is added to the policy of a limit', () => {
    const boundary = policy(2, ['allow', 'cos:*', '*'])
    expect(edits({ identity: [policy(1, ALL)], boundary })).toEqual([
      { ...attach, layer: 'boundary', policy: { policyId: 2, policyName: 'p2', versionId: 3 } },
    ])
    const session = policy(3, ['allow', 'cos:*', '*'])
    expect(edits({ boundary, session }).map((edit) => 'layer' in edit && edit.layer)).toEqual([
      'identity',
      'boundary',
      'session',
    ])
  })

  test('is added once where one policy is in two layers', () => {
    const both = policy(2, ['allow', 'cos:*', '*'])
    expect(edits({ identity: [both], boundary: both })).toMatchObject([{ kind: 'add-statement', layer: 'boundary' }])
  })
})

describe('a key of the request', () => {
  const when = (condition: object) => edits({ identity: [policy(1, ['allow', '*', '*', condition])] })

  test('is another value that the conditions want', () => {
    expect(when({ bool_equal: { 'qcs:mfa': 'true' } })).toEqual([{ kind: 'set-key', key: 'qcs:mfa', value: 'true' }])
    expect(when({ ip_equal: { 'qcs:ip': '10.0.0.0/8' } })).toEqual([
      { kind: 'set-key', key: 'qcs:ip', value: '10.0.0.0' },
    ])
    expect(when({ string_equal: { 'qcs:tag/owner': '${uin}' } })).toEqual([
      { kind: 'set-key', key: 'qcs:resource_tag/owner', value: '11' },
    ])
    expect(when({ string_like: { 'x:path': 'a*' } })).toMatchObject([{ kind: 'set-key', key: 'x:path' }])
    expect(when({ date_less_than: { 'qcs:current_time': '2026-01-01T00:00:00Z' } })).toEqual([
      { kind: 'set-key', key: 'qcs:current_time', value: '2025-12-31T23:59:59.000Z' },
    ])
  })

  test('lies between two bounds', () => {
    expect(when({ numeric_less_than: { 'x:n': 5 }, numeric_greater_than: { 'x:n': 4.5 } })).toEqual([
      { kind: 'set-key', key: 'x:n', value: 4.75 },
    ])
  })

  test('keeps a deny away, also one that nobody can take back', () => {
    const deny = ['deny', '*', '*', { string_equal: { mfa: '0' } }] as const
    const mfa = [{ kind: 'set-key', key: 'mfa', value: '1' }]
    expect(edits({ identity: [policy(1, ALL, deny)], boundary: policy(2, ALL, deny) })).toEqual(mfa)
    expect(edits({ kind: 'root' }, { action: 'account:BindToken', resources: ['*'] })).toEqual(mfa)
  })

  test('is left where calls never carry it, and nobody becomes somebody else', () => {
    const context = { get: (key: string) => STOP.context.get(key), withheld: () => 'passes no tags' }
    const tagged = [policy(1, ['allow', '*', '*', { string_equal: { 'qcs:tag': 'a&b' } }])]
    expect(edits({ identity: tagged }, { context })).toEqual([attach])
    const other = [policy(1, ['allow', '*', '*', { string_equal: { 'qcs:uin': '12' } }])]
    expect(edits({ identity: other })).toEqual([attach])
  })

  test('is that of the resources, where each has its own', () => {
    const resources = ['qcs::cvm:::i/1', 'qcs::cvm:::i/2']
    const contextOf = (resource: string) => new Map([['qcs:tag', [resource.endsWith('1') ? 'team&a' : 'team&b']]])
    const tagged = [policy(1, ['allow', '*', '*', { string_equal: { 'qcs:resource_tag': 'team&a' } }])]
    expect(edits({ identity: tagged }, { resources, contextOf })).toEqual([
      { kind: 'set-key', key: 'qcs:resource_tag', value: 'team&a' },
    ])
  })

  test('is gone: a tag of the resource is, the address is not', () => {
    const context = new Map([
      ['qcs:tag/env', 'prod'],
      ['qcs:ip', '1.2.3.4'],
    ])
    const tagged = [policy(1, ALL, ['deny', '*', '*', { null_equal: { 'qcs:resource_tag/env': 'false' } }])]
    expect(edits({ identity: tagged }, { context })).toEqual([{ kind: 'drop-key', key: 'qcs:resource_tag/env' }])
    const everyone = [policy(1, ALL, ['deny', '*', '*', { null_equal: { mfa: 'false' } }])]
    expect(edits({ identity: everyone })).toEqual([{ kind: 'remove-statement', layer: 'identity', by: by(1, 1) }])
  })
})

describe('a deny', () => {
  test('no longer names the action, or the resource, or is gone', () => {
    const denied = (...deny: Statement) => edits({ identity: [policy(1, ALL, deny)] })
    const face = { layer: 'identity', by: by(1, 1) }
    expect(denied('deny', ['cvm:Stop', 'cvm:Run'], '*')).toEqual([
      { kind: 'narrow', ...face, element: 'action', texts: ['cvm:Stop'] },
    ])
    expect(denied('deny', 'cvm:S*', ['qcs::cvm:::i/1', 'qcs::cvm:::i/2'])).toEqual([
      { kind: 'narrow', ...face, element: 'resource', texts: ['qcs::cvm:::i/1'] },
    ])
    expect(denied('deny', 'cvm:*', '*')).toEqual([{ kind: 'remove-statement', ...face }])
  })

  test('is taken back once, though its policy came in two ways', () => {
    const deny = policy(2, ['deny', 'cvm:*', '*'])
    const via = { kind: 'group', groupId: 4, groupName: 'g' } as const
    expect(edits({ identity: [policy(1, ALL), deny, { ...deny, via }] })).toHaveLength(1)
  })

  test('of a text that cannot be read goes with the text', () => {
    const broken = { ...policy(2, ['allow', '*', '*', { no_operator: { 'x:a': '1' } }]) }
    expect(edits({ identity: [policy(1, ALL), broken] })).toEqual([
      { kind: 'remove-statement', layer: 'identity', by: by(2) },
    ])
    expect(edits({ identity: [policy(1, ALL)], boundary: { ...broken, document: '{' } })).toHaveLength(2)
  })
})

test('what is malformed or somebody else’s has no remedy', () => {
  const remedy = (more: Partial<AccessRequest>) => remedyOf(assemble(NOBODY), { ...STOP, ...more })
  expect(remedy({ action: 'Stop' })).toEqual({ hopeless: 'malformed' })
  expect(remedy({ resources: ['i/1'] })).toEqual({ hopeless: 'malformed' })
  expect(remedy({ resources: [] })).toEqual({ hopeless: 'malformed' })
  expect(remedy({ resources: ['qcs::cvm::uin/2:i/1'] })).toEqual({ hopeless: 'foreign-resource' })
  const mixed = { resources: ['qcs::cvm::uin/1:i/1', 'qcs::cvm::uin/2:i/1'] }
  expect(remedy(mixed)).toEqual({ hopeless: 'foreign-resource' })
  const role = { action: 'sts:AssumeRole', resources: ['qcs::cam::uin/2:roleName/r'] }
  expect(remedy(role)).toMatchObject({ edits: [{ kind: 'add-statement', resources: role.resources }] })
})

test('an edit leaves the rest of a text as it was spelled', () => {
  const document =
    '{"Version":"2.0","Statement":{"Effect":"allow","Action":"cvm:Stop","Resource":"qcs::cvm:::i/2","condition":{"numeric_less_than":{"x:n":1.50e0}}}}'
  const subject = { ...NOBODY, identity: [{ ...policy(1), document }] }
  const request = { ...STOP, context: new Map([['x:n', 1]]) }
  const remedy = remedyOf(assemble(subject), request)
  const { changed } = applyRemedy(subject, request, 'edits' in remedy ? remedy.edits : [])
  expect(changed.map((source) => source.document)).toEqual([
    document.replace('"qcs::cvm:::i/2"', '["qcs::cvm:::i/2","qcs::cvm:ap-guangzhou:uin/1:i/1"]'),
  ])
})
