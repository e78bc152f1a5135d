// The smallest policy of recorded calls: on generated subjects it allows every call that was allowed, and proves to allow nothing
// that was not.
import { describe, expect, test } from 'vitest'
import { minimalOf } from '../../src/least/minimal.ts'
import type { RecordedCall } from '../../src/least/recorded.ts'
import {
  assemble,
  type ContextValue,
  compilePolicy,
  decide,
  type PolicySource,
  type Subject,
} from '../../src/policy/index.ts'
import { generateWorld } from '../property/policy/generate.ts'

const account = 100000000001
const source = (document: object, policyId = 1): PolicySource => ({
  policyId,
  policyName: 'p',
  versionId: 1,
  preset: false,
  creator: account,
  document: JSON.stringify({ version: '2.0', ...document }),
  via: { kind: 'direct' },
})
const subjectWith = (...identity: readonly PolicySource[]): Subject => ({
  kind: 'user',
  uin: 100000000002,
  account,
  appId: 1250000001,
  identity,
  boundary: undefined,
  session: undefined,
})
const call = (
  action: string,
  resources: readonly string[] = ['*'],
  more: Partial<RecordedCall> = {},
): RecordedCall => ({
  who: { kind: 'user', uin: 100000000002 },
  account,
  action,
  resources,
  sourceIp: '203.0.113.7',
  timeMs: Date.UTC(2026, 0, 1),
  passed: true,
  asked: true,
  reads: undefined,
  ...more,
})
const none = { templatesOf: () => undefined, resourcesMax: 20 }
const statements = (document: string | undefined) => JSON.parse(document ?? '{"statement":[]}').statement

describe('the smallest policy', () => {
  test('names actions, and puts together what has the same resources', () => {
    const box = ['qcs::ses::uin/100000000001:template/1']
    const calls = [
      call('cam:GetUser'),
      call('ses:GetTemplate', box),
      call('cam:ListUsers'),
      call('ses:UpdateTemplate', box),
      call('cam:GetUser'),
    ]
    const made = minimalOf(calls, { subject: subjectWith(), ...none })
    expect(statements(made.document)).toEqual([
      { effect: 'allow', action: ['cam:GetUser', 'cam:ListUsers'], resource: ['*'] },
      { effect: 'allow', action: ['ses:GetTemplate', 'ses:UpdateTemplate'], resource: box },
    ])
    expect(made).toMatchObject({ calls: 5, guessed: 0, refused: [], within: undefined })
  })

  test('leaves out what was refused and what needs no permission', () => {
    const calls = [
      call('cam:GetUser', ['*'], { passed: false }),
      call('sts:GetCallerIdentity', ['*'], { asked: false }),
    ]
    expect(minimalOf(calls, { subject: subjectWith(), ...none }).document).toBeUndefined()
  })

  test('keeps the condition under which a call is allowed now, and the denies that reach it', () => {
    const condition = { ip_equal: { 'qcs:ip': ['203.0.113.0/24'] } }
    const deny = {
      effect: 'deny',
      action: ['ses:*'],
      resource: ['*'],
      condition: { bool_equal: { 'qcs:mfa': ['false'] } },
    }
    const old = source({
      statement: [
        { effect: 'allow', action: ['ses:*'], resource: ['*'], condition },
        { effect: 'deny', action: ['cvm:*'], resource: ['*'] },
        deny,
      ],
    })
    const made = minimalOf([call('ses:ListSendTasks')], { subject: subjectWith(old), ...none })
    expect(statements(made.document)).toEqual([
      { effect: 'allow', action: ['ses:ListSendTasks'], resource: ['*'], condition },
      deny,
    ])
    expect(made.within).toEqual({ answer: 'yes' })
  })

  test('makes patterns of many resources, unless they would reach further than what is allowed now', () => {
    const boxes = Array.from({ length: 30 }, (_, index) => `qcs::ses::uin/100000000001:template/${index}`)
    const calls = boxes.map((box) => call('ses:GetTemplate', [box]))
    const wide = source({ statement: [{ effect: 'allow', action: ['ses:*'], resource: ['*'] }] })
    const pattern = minimalOf(calls, { subject: subjectWith(wide), ...none })
    expect(statements(pattern.document)[0].resource).toEqual(['qcs::ses::uin/100000000001:template/*'])
    const narrow = source({ statement: [{ effect: 'allow', action: ['ses:*'], resource: boxes }] })
    const listed = minimalOf(calls, { subject: subjectWith(narrow), ...none })
    expect(statements(listed.document)[0].resource).toHaveLength(30)
    expect([pattern.within, listed.within]).toEqual([{ answer: 'yes' }, { answer: 'yes' }])
  })

  test('takes the kind of an action where the resource was not recorded, and says so', () => {
    const templatesOf = () => ['qcs::ses:${region}:uin/${uin}:template/${id}']
    const made = minimalOf([call('ses:GetTemplate', [])], { subject: subjectWith(), templatesOf, resourcesMax: 20 })
    expect(statements(made.document)[0].resource).toEqual(['qcs::ses:*:uin/100000000001:template/*'])
    expect(made.guessed).toBe(1)
  })

  test('shows a call that went through without a right as new access', () => {
    const old = source({ statement: [{ effect: 'allow', action: ['cam:GetUser'], resource: ['*'] }] })
    const made = minimalOf([call('cam:GetUser'), call('ses:ListSendTasks')], { subject: subjectWith(old), ...none })
    expect(made.within).toMatchObject({ answer: 'no', counterexample: { action: expect.stringMatching(/^ses:/i) } })
  })
})

test('of generated subjects: every allowed call stays allowed, and nothing new is', { timeout: 120_000 }, () => {
  let made = 0
  let proven = 0
  for (let world = 0; world < 200; world++) {
    const { subject, requests } = generateWorld(20261127, world, 24)
    if (subject.kind === 'root') continue
    const program = assemble(subject)
    const calls = requests.map((request): RecordedCall => {
      const context = new Map<string, ContextValue>([
        ['qcs:ip', '203.0.113.7'],
        ['qcs:current_time', '2026-01-01T00:00:00.000Z'],
      ])
      const granularity = request.resources.every((one) => one === '*') ? 'operation' : 'resource'
      const asked = { action: request.action, resources: request.resources, granularity, context } as const
      return call(request.action, request.resources, { passed: decide(program, asked).effect === 'allow' })
    })
    const found = minimalOf(calls, { subject, ...none })
    if (found.document === undefined) continue
    made += 1
    expect(found.refused, `world ${world}`).toEqual([])
    expect(found.within?.answer, `world ${world}: ${JSON.stringify(found)}`).not.toBe('no')
    if (found.within?.answer === 'yes') proven += 1
    const { problems } = compilePolicy({ document: found.document, preset: false, creator: subject.account })
    expect(
      problems.filter(({ severity }) => severity === 'error'),
      `world ${world}`,
    ).toEqual([])
  }
  expect(made).toBeGreaterThan(60)
  expect(proven / made).toBeGreaterThan(0.9)
})
