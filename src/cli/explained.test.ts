import { describe, expect, test } from 'vitest'
import { callerOf, explained } from './explained.ts'

const by = (policyName: string, statement = 0) => ({
  policyId: 7,
  policyName,
  versionId: 3,
  statement,
  via: { kind: 'direct' },
})

/** A record with these layers on one resource. */
function recordOf(layers: readonly object[], finding: object = {}): object {
  return {
    requestId: 'r-1',
    time: '2026-01-02T03:04:05.000Z',
    caller: { kind: 'user', account: 1, uin: 2, secretId: 'AKIDx' },
    from: '10.0.0.1',
    action: 'cam:ListUsers',
    resources: ['*'],
    parameters: {},
    code: 'AuthFailure.UnauthorizedOperation',
    explanation: {
      malformedAction: false,
      resources: [{ resource: '*', malformed: false, foreign: false, layers, ...finding }],
    },
  }
}

/** The text below the head. */
const body = (record: object): string => explained(record).split('\n\n').slice(1).join('\n\n')

describe('a refused call', () => {
  test('has its facts at the head', () => {
    expect(explained(recordOf([]), 'anna').split('\n\n')[0]).toBe(
      [
        'Request     r-1',
        'Time        2026-01-02T03:04:05.000Z',
        'Caller      user 2 of account 1, key AKIDx, from 10.0.0.1',
        'User name   anna',
        'Action      cam:ListUsers',
        'Parameters  {}',
        'Answered    AuthFailure.UnauthorizedOperation',
      ].join('\n'),
    )
  })

  test.each([
    ['identity', 'Refused: a policy of the caller or of its groups denies it, and a deny wins over every allow.'],
    ['boundary', 'Refused: the permissions boundary denies it, and a deny wins over every allow.'],
    ['session', 'Refused: the session policy denies it, and a deny wins over every allow.'],
    ['general', 'Refused: a built-in rule denies it, and a deny wins over every allow.'],
  ])('denied by a statement of the layer %s', (layer, verdict) => {
    const conditions = [{ operator: 'bool_equal', key: 'qcs:mfa', wanted: ['false'], seen: [false] }]
    const deny = { by: by('p', 4), effect: 'deny', matched: true, obstacles: [], conditions }
    expect(body(recordOf([{ layer, outcome: 'explicit-deny', statements: [deny] }]))).toBe(
      [
        'Resource *',
        verdict,
        '',
        `  ${layer}: denied by`,
        '    deny in statement[4] of policy p (7, version 3), attached directly',
        '      condition holds: bool_equal qcs:mfa, wanted false, seen false',
      ].join('\n'),
    )
  })

  test('where nothing allows it, a deny elsewhere is what settles it', () => {
    const deny = { by: by('p'), effect: 'deny', matched: true, obstacles: [], conditions: [] }
    const text = body(
      recordOf([
        { layer: 'identity', outcome: 'no-allow', statements: [] },
        { layer: 'boundary', outcome: 'explicit-deny', statements: [deny] },
      ]),
    )
    expect(text).toContain('Refused: the permissions boundary denies it')
    expect(text).toContain('  identity: no statement allows it\n    there is no statement here that allows anything')
  })

  test.each([
    [{ element: 'action', wanted: ['cam:Get*', 'cvm:*'] }, 'it covers other actions: cam:Get*, cvm:*'],
    [
      { element: 'resource', segment: 'content', wanted: ['qcs::cam::uin/1:uin/3'] },
      'it covers other resources, which differ in the last segment: qcs::cam::uin/1:uin/3',
    ],
    [
      { element: 'resource', segment: 'service', wanted: ['qcs::cvm:::*'] },
      'it covers other resources, which differ in the product: qcs::cvm:::*',
    ],
    [
      { element: 'condition', operator: 'ip_equal', key: 'qcs:ip', wanted: ['::1', '10.0.0.0/8'], seen: ['1.1.1.1'] },
      'condition does not hold: ip_equal qcs:ip, wanted ::1 or 10.0.0.0/8, seen 1.1.1.1',
    ],
    [
      { element: 'condition', operator: 'string_equal', key: 'qcs:x', wanted: ['a'] },
      'condition does not hold: string_equal qcs:x, wanted a, the request has no such key',
    ],
    [
      { element: 'action', wanted: Array.from({ length: 12 }, (_, index) => `cam:A${index}`) },
      'cam:A8, cam:A9 and 2 more',
    ],
  ])('the nearest statement lacks %j', (obstacle, text) => {
    const nearest = { by: by('p'), effect: 'allow', matched: false, obstacles: [obstacle], conditions: [] }
    const layers = [{ layer: 'identity', outcome: 'no-allow', statements: [], nearest }]
    expect(body(recordOf(layers, { resource: 'qcs::cam::uin/1:uin/9' }))).toContain(text)
  })

  test('the nearest statement covers less than an API that is checked on * only', () => {
    const obstacles = [{ element: 'resource', segment: 'content', wanted: ['qcs::cam::uin/1:uin/3'] }]
    const nearest = { by: by('p'), effect: 'allow', matched: false, obstacles, conditions: [] }
    expect(body(recordOf([{ layer: 'identity', outcome: 'no-allow', statements: [], nearest }]))).toContain(
      'this API is checked on * only, and it covers less: qcs::cam::uin/1:uin/3',
    )
  })

  test('a resource of another account, and one that is none', () => {
    expect(body(recordOf([], { foreign: true }))).toBe(
      'Resource *\nRefused: it belongs to another account, and this call may not cross accounts.',
    )
    expect(body(recordOf([], { malformed: true, resource: 'qcs::x' }))).toBe(
      'Resource qcs::x\nRefused: it is no six-segment resource, so nothing can match it.',
    )
  })

  test('names that hold control characters stay text', () => {
    const deny = { by: by('p\u001b[31m\n'), effect: 'deny', matched: true, obstacles: [], conditions: [] }
    const text = explained(
      recordOf([{ layer: 'identity', outcome: 'explicit-deny', statements: [deny] }]),
      'a\u001b[2J',
    )
    expect(text).not.toContain('\u001b')
    expect(text).toContain('policy p\ufffd[31m\ufffd (7')
  })
})

test('what would allow it is said last, edit by edit; nothing is where nothing would', () => {
  const via = { kind: 'group', groupId: 4, groupName: 'staff' }
  const face = { layer: 'identity', by: { ...by('p', 2), via } }
  const { statement: _, via: __, ...policy } = by('limit')
  const edits = [
    { kind: 'set-key', key: 'mfa', value: '1' },
    { kind: 'drop-key', key: 'qcs:resource_tag/env' },
    { kind: 'add-action', ...face, action: 'cvm:stop' },
    { kind: 'add-resources', ...face, resources: Array.from({ length: 12 }, (_, index) => `r${index}`) },
    { kind: 'narrow', ...face, element: 'action', texts: ['cvm:Stop'] },
    { kind: 'remove-statement', ...face },
    { kind: 'add-statement', layer: 'identity', action: 'cvm:stop', resources: ['*'] },
    { kind: 'add-statement', layer: 'boundary', policy, action: 'cvm:stop', resources: ['*'] },
  ]
  const place = 'statement[2] of policy p (7, version 3) of group staff'
  expect(
    explained({ ...recordOf([]), remedy: { edits } })
      .split('\n\n')
      .at(-1),
  ).toBe(
    [
      'The smallest change that would allow it:',
      '  ask with another mfa, such as "1"',
      '  ask without qcs:resource_tag/env',
      `  add the action cvm:stop to ${place}`,
      `  add the resource r0, r1, r2, r3, r4, r5, r6, r7, r8, r9 and 2 more to ${place}`,
      `  take the action cvm:Stop out of the deny in ${place}`,
      `  remove the deny in ${place}`,
      '  attach a policy that allows cvm:stop on *',
      '  add a statement that allows cvm:stop on * to the boundary policy limit (7, version 3)',
    ].join('\n'),
  )
  const without = explained(recordOf([]))
  expect(explained({ ...recordOf([]), remedy: { edits: [] } })).toBe(without)
  expect(explained({ ...recordOf([]), remedy: { hopeless: 'malformed' } })).toBe(without)
})

test('a record of another shape is printed as it is', () => {
  expect(explained({ made: 'by another version' })).toBe('{\n  "made": "by another version"\n}')
  expect(callerOf({ made: 'by another version' })).toBeUndefined()
  expect(callerOf(recordOf([]))).toMatchObject({ account: 1, uin: 2 })
})
