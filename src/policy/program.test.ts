import { describe, expect, test } from 'vitest'
import { compilePolicy } from './compile.ts'
import { compileCache } from './compile-cache.ts'
import { decide } from './decide.ts'
import { explain } from './explain.ts'
import { assemble } from './program.ts'
import type { AccessRequest, PolicySource, Subject } from './types.ts'

const ACCOUNT = 100000000001

function source(statement: unknown, policyId = 1): PolicySource {
  const document = typeof statement === 'string' ? statement : JSON.stringify({ version: '2.0', statement })
  const via = { kind: 'direct' as const }
  return { policyId, policyName: `p${policyId}`, versionId: 1, preset: false, creator: ACCOUNT, document, via }
}

function user(...identity: readonly PolicySource[]): Subject {
  const who = { kind: 'user' as const, uin: 100000000011, account: ACCOUNT, appId: 1250000000 }
  return { ...who, identity, boundary: undefined, session: undefined }
}

function ask(action: string, resource = '*', context: Record<string, string> = {}): AccessRequest {
  const granularity = resource === '*' ? 'operation' : 'resource'
  return { action, resources: [resource], granularity, context: new Map(Object.entries(context)) }
}

const ALLOW_ALL = { effect: 'allow', action: '*', resource: '*' }

describe('a stored text that cannot be read', () => {
  test('denies everything, so that no deny in it is lost', () => {
    const broken = source('{"version":"2.0","statement":[')
    expect(compilePolicy(broken).problems).toHaveLength(1)
    const decision = decide(assemble(user(source(ALLOW_ALL), broken)), ask('cvm:X'))
    expect(decision).toMatchObject({ effect: 'deny', cause: 'explicit-deny' })
  })

  test('is not what a text becomes whose names a catalog does not know', () => {
    const program = assemble(user(source({ effect: 'allow', action: 'cam:NoLongerThere', resource: '*' })))
    expect(decide(program, ask('cam:NoLongerThere')).effect).toBe('allow')
  })
})

describe('a long list of rules', () => {
  const statements = Array.from({ length: 300 }, (_, index) => ({
    effect: index % 50 === 49 ? 'deny' : 'allow',
    action: `cvm:Do${index % 3}*`,
    resource: `qcs::cvm:::instance/${index}`,
  }))
  const program = assemble(user(source(statements)))

  test('answers exact contents one by one', () => {
    const answer = (index: number, verb: number) =>
      decide(program, ask(`cvm:Do${verb}X`, `qcs::cvm:gz::instance/${index}`))
    for (const index of statements.keys()) {
      const by = { policyId: 1, statement: index }
      const effect = statements[index]?.effect
      for (const verb of [0, 1, 2]) {
        expect(answer(index, verb)).toMatchObject(
          verb === index % 3 ? { effect, by } : { effect: 'deny', cause: 'no-allow' },
        )
      }
    }
    expect(answer(300, 0)).toMatchObject({ effect: 'deny', cause: 'no-allow' })
  })

  test('answers beginnings of contents one by one', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      effect: index % 7 === 3 ? 'deny' : 'allow',
      action: `cvm:Do${index % 3}*`,
      resource: `qcs::cvm:::${index % 2 === 0 ? 'disk' : 'instance'}/${String(index).padStart(3, '0')}*`,
    }))
    const program = assemble(user(source(many)))
    for (const [index, { effect }] of many.entries()) {
      for (const verb of [0, 1, 2]) {
        const id = `${index % 2 === 0 ? 'disk' : 'instance'}/${String(index).padStart(3, '0')}x`
        const answer = decide(program, ask(`cvm:Do${verb}X`, `qcs::cvm:gz::${id}`))
        const by = { policyId: 1, statement: index }
        expect(answer).toMatchObject(verb === index % 3 ? { effect, by } : { effect: 'deny', cause: 'no-allow' })
      }
    }
  })

  test('remembers no more than a bounded number of actions and products', () => {
    for (let index = 0; index < 5000; index += 1) decide(program, ask(`cvm:Name${index}`))
    for (let index = 0; index < 2000; index += 1) decide(program, ask('cvm:Do1X', `qcs::p${index}:::x`))
    decide(program, ask(`cvm:${'x'.repeat(1_000_000)}`))
    const remembered = program.identity.remembered?.other
    expect(remembered?.size).toBeGreaterThan(0)
    expect(remembered?.size).toBeLessThanOrEqual(2048)
    expect([...(remembered?.keys() ?? [])].every(({ name }) => name.length < 1000)).toBe(true)
    expect([...(program.identity.byProduct.get('cvm')?.arranged?.named.keys() ?? [])]).toEqual([])
    expect(decide(program, ask('cvm:Do1X', 'qcs::cvm:::instance/7')).effect).toBe('allow')
  })
})

test('principals to whom a policy is attached in the same way share its rules', () => {
  const lookup = compileCache(10)
  const group = { ...source(ALLOW_ALL), via: { kind: 'group' as const, groupId: 1, groupName: 'g' } }
  const [first] = assemble(user(source(ALLOW_ALL)), lookup).identity.rules
  expect(assemble(user(source(ALLOW_ALL)), lookup).identity.rules[0]).toBe(first)
  const [grouped] = assemble(user(group), lookup).identity.rules
  expect([grouped?.by.via, first?.by.via]).toEqual([group.via, { kind: 'direct' }])
})

describe('explanations', () => {
  const program = assemble(
    user(
      source([
        { effect: 'allow', action: 'cos:Get*', resource: '*' },
        { effect: 'allow', action: 'cvm:*', resource: 'qcs::cvm:sh::*' },
        { effect: 'allow', action: 'cvm:Stop', resource: ['qcs::cvm:gz::instance/1', 'qcs::cos:::*'] },
        { effect: 'deny', action: 'cvm:Stop', resource: '*', condition: { ip_equal: { 'qcs:ip': '192.0.2.0/24' } } },
      ]),
      source(
        { effect: 'allow', action: 'cvm:*', resource: '*', condition: { string_equal: { 'cos:k': ['a', '${uin}'] } } },
        2,
      ),
    ),
  )

  test('name for every statement what kept it from matching, and the nearest', () => {
    const request = ask('cvm:Stop', 'qcs::cvm:gz::instance/2', { 'qcs:ip': '198.51.100.1' })
    const { decision, resources } = explain(program, request)
    expect(decision).toEqual(decide(program, request))
    const [layer] = resources[0]?.layers ?? []
    expect(layer?.outcome).toBe('no-allow')
    expect(layer?.statements.map(({ obstacles }) => obstacles)).toEqual([
      [{ element: 'action', wanted: ['cos:Get*'], productMatches: false }],
      [{ element: 'resource', segment: 'region', wanted: ['qcs::cvm:sh::*'] }],
      [{ element: 'resource', segment: 'content', wanted: ['qcs::cvm:gz::instance/1', 'qcs::cos:::*'] }],
      [{ element: 'condition', operator: 'ip_equal', key: 'qcs:ip', wanted: ['192.0.2.0/24'], seen: ['198.51.100.1'] }],
      [{ element: 'condition', operator: 'string_equal', key: 'cos:k', wanted: ['a', '${uin}'], seen: undefined }],
    ])
    expect(layer?.nearest?.by).toMatchObject({ policyId: 2, statement: 0 })
  })

  test('show a malformed request and a foreign resource', () => {
    expect(explain(program, ask('Stop')).malformedAction).toBe(true)
    expect(explain(program, ask('cvm:Stop', 'qcs::cvm')).resources[0]).toMatchObject({ malformed: true, layers: [] })
    expect(explain(program, ask('cvm:Stop', 'qcs::cvm::uin/2:x')).resources[0]?.foreign).toBe(true)
  })
})
