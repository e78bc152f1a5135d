import { describe, expect, test } from 'vitest'
import { explain, type Obstacle } from './explain.ts'
import { assemble } from './program.ts'
import type { AccessRequest, ContextValue, PolicySource, Subject } from './types.ts'

const ACCOUNT = 7

function source(...statements: readonly object[]): PolicySource {
  const statement = statements.map((one) => ({ effect: 'allow', action: '*', resource: '*', ...one }))
  const document = JSON.stringify({ version: '2.0', statement })
  const via = { kind: 'direct' as const }
  return { policyId: 1, policyName: 'p', versionId: 1, preset: false, creator: ACCOUNT, document, via }
}

function subject(more: Partial<Subject>): Subject {
  const layers = { identity: [], boundary: undefined, session: undefined }
  return { kind: 'user', uin: 11, account: ACCOUNT, appId: 125, ...layers, ...more }
}

const MINE = 'qcs::cvm:gz:uin/7:i/1'

function ask(context: Readonly<Record<string, ContextValue>> = {}, more: Partial<AccessRequest> = {}): AccessRequest {
  const given = new Map(Object.entries(context))
  return { action: 'cvm:Stop', resources: [MINE], granularity: 'resource', context: given, ...more }
}

function obstaclesOf(statement: object, request = ask()): readonly Obstacle[] | undefined {
  const { resources } = explain(assemble(subject({ identity: [source(statement)] })), request)
  return resources[0]?.layers[0]?.statements[0]?.obstacles
}

const unequal = (key: string) => ({ [key]: 'v' })
const failing = (...keys: readonly string[]) => ({
  condition: { string_equal: Object.assign({}, ...keys.map(unequal)) },
})

describe('what keeps a statement from matching', () => {
  test.each([
    [{ action: ['cos:Get', 'cvm:Start'] }, true],
    [{ action: ['cvm:Start', 'cos:Get'] }, true],
    [{ action: 'c*:Start' }, true],
    [{ action: ['cos:Get', 'cdb:*'] }, false],
    [{ action: 'co*:Stop' }, false],
  ])('the action: %j names the product: %s', (statement, productMatches) => {
    expect(obstaclesOf(statement)).toEqual([{ element: 'action', wanted: [statement.action].flat(), productMatches }])
  })

  test.each([
    ['service', ['qcs::cos:::*']],
    ['region', ['qcs::cos:::*', 'qcs::cvm:sh::*']],
    ['account', ['qcs::cvm:sh::*', 'qcs::cvm::uin/8:*', 'qcs::cos:::*']],
    ['content', ['qcs::cvm:::j/*', 'qcs::cos:::*']],
  ])('the resource: as far as the %s', (segment, resource) => {
    expect(obstaclesOf({ resource })).toEqual([{ element: 'resource', segment, wanted: resource }])
  })

  test('each condition that does not hold, with what was seen', () => {
    const seen = (context: Readonly<Record<string, ContextValue>>) => {
      return obstaclesOf(failing('x:a', 'x:b'), ask(context))?.map((one) => {
        return one.element === 'condition' ? [one.key, one.seen] : one
      })
    }
    expect(seen({ 'x:a': 'v', 'x:b': 'w' })).toEqual([['x:b', ['w']]])
    expect(seen({ 'x:b': ['w', 'x'] })).toEqual([
      ['x:a', undefined],
      ['x:b', ['w', 'x']],
    ])
    expect(seen({ 'x:a': [], 'x:b': 'v' })).toEqual([['x:a', undefined]])
    expect(seen({ 'x:a': 'v', 'x:b': 'v' })).toEqual([])
  })

  test('a missing key may be one that calls never carry', () => {
    const context = {
      get: (key: string) => (key === 'x:b' ? 'w' : undefined),
      withheld: (key: string) => (key === 'x:c' ? undefined : `never carries ${key}`),
    }
    const found = obstaclesOf(failing('x:a', 'x:b', 'x:c'), ask({}, { context }))
    const shared = { element: 'condition', operator: 'string_equal', wanted: ['v'] }
    expect(found).toEqual([
      { ...shared, key: 'x:a', seen: undefined, withheld: 'never carries x:a' },
      { ...shared, key: 'x:b', seen: ['w'] },
      { ...shared, key: 'x:c', seen: undefined },
    ])
    expect(found?.map((one) => 'withheld' in one)).toEqual([true, false, false])
  })
})

describe('the nearest statement', () => {
  const otherProduct = { action: 'cos:Get' }
  const otherAction = { action: 'cvm:Start' }
  const service = { resource: 'qcs::cos:::*' }
  const region = { resource: 'qcs::cvm:sh::*' }
  const account = { resource: 'qcs::cvm::uin/8:*' }
  const content = { resource: 'qcs::cvm:::j/*' }
  const three = failing('x:a', 'x:b', 'x:c')
  const two = failing('x:a', 'x:b')
  const one = failing('x:a')
  const ascending = [otherProduct, otherAction, service, region, account, content, three, two, one]

  test.each(ascending.slice(1).map((nearer, index) => [nearer, ascending[index] ?? {}]))(
    '%j rather than %j',
    (nearer, farther) => {
      const nearest = (...statements: readonly object[]) => {
        const { resources } = explain(assemble(subject({ identity: [source(...statements)] })), ask())
        return resources[0]?.layers[0]?.nearest?.by.statement
      }
      expect(nearest(farther, nearer)).toBe(1)
      expect(nearest(nearer, farther)).toBe(0)
      // The first of equals, and never a deny.
      expect(nearest(nearer, nearer)).toBe(0)
      expect(nearest({ ...nearer, effect: 'deny' }, farther)).toBe(1)
    },
  )
})

describe('layers', () => {
  const said = (who: Subject, request: AccessRequest) => {
    const { resources } = explain(assemble(who), request)
    return resources.map(({ layers }) =>
      layers.map(({ layer, outcome, nearest }) => [layer, outcome, nearest !== undefined]),
    )
  }
  const all = source({})
  const none = source({ action: 'cos:Get' })
  const deny = source({}, { effect: 'deny' })

  test('are asked in their order, each by itself', () => {
    const who = subject({ identity: [none], boundary: deny, session: all })
    expect(said(who, ask())).toEqual([
      [
        ['identity', 'no-allow', true],
        ['boundary', 'explicit-deny', false],
        ['session', 'allow', false],
      ],
    ])
    expect(said(subject({ identity: [all] }), ask())).toEqual([[['identity', 'allow', false]]])
    expect(said(subject({}), ask())).toEqual([[['identity', 'no-allow', false]]])
  })

  test('of root are what limits it', () => {
    expect(said(subject({ kind: 'root', boundary: deny, identity: [deny] }), ask())).toEqual([[]])
    expect(said(subject({ kind: 'root', session: none }), ask())).toEqual([[['session', 'no-allow', true]]])
  })

  test('the general one is silent or denies, at every level', () => {
    const phone = (mfa: string, granularity: AccessRequest['granularity']) => {
      return said(
        subject({ identity: [all] }),
        ask({ mfa }, { action: 'account:BindToken', resources: ['*'], granularity }),
      )
    }
    for (const granularity of ['service', 'operation'] as const) {
      expect(phone('0', granularity)[0]?.[0]).toEqual(['general', 'explicit-deny', false])
      expect(phone('1', granularity)[0]?.[0]).toEqual(['general', 'silent', false])
    }
  })

  test('see the keys of each resource', () => {
    const identity = [source({ condition: { string_equal: { 'x:k': MINE } } })]
    const contextOf = (resource: string) => new Map([['x:k', resource]])
    const request = ask({ 'x:k': 'none' }, { resources: [MINE, 'qcs::cvm::uin/7:i/2'], contextOf })
    expect(said(subject({ identity }), request)).toEqual([
      [['identity', 'allow', false]],
      [['identity', 'no-allow', true]],
    ])
    expect(said(subject({ identity }), { ...request, contextOf: undefined } as never)).toHaveLength(2)
  })
})

test('conditions that hold are shown of a statement that matched', () => {
  const identity = [source({ condition: { string_equal: { 'x:k': ['v', 'w'] } } })]
  const { resources } = explain(assemble(subject({ identity })), ask({ 'x:k': 'w' }))
  expect(resources[0]?.layers[0]?.statements).toMatchObject([
    {
      effect: 'allow',
      matched: true,
      obstacles: [],
      conditions: [{ operator: 'string_equal', key: 'x:k', wanted: ['v', 'w'], seen: ['w'] }],
    },
  ])
})

test.each([
  [
    'a malformed action',
    ask({}, { action: 'Stop' }),
    { malformedAction: true, resources: [{ malformed: false, foreign: false, layers: [] }] },
  ],
  [
    'a malformed resource',
    ask({}, { resources: ['x'] }),
    { malformedAction: false, resources: [{ resource: 'x', malformed: true, layers: [] }] },
  ],
  [
    'a foreign resource',
    ask({}, { resources: ['qcs::cvm::uin/8:i'] }),
    { malformedAction: false, resources: [{ malformed: false, foreign: true }] },
  ],
  [
    'a role of another account',
    ask({}, { action: 'sts:AssumeRole', resources: ['qcs::cam::uin/8:roleName/r'] }),
    { resources: [{ foreign: false }] },
  ],
  ['no resource', ask({}, { resources: [] }), { malformedAction: false, resources: [] }],
])('%s', (_name, request, expected) => {
  expect(explain(assemble(subject({ identity: [source({})] })), request)).toMatchObject(expected)
})
