// The commands about whole accounts, each as a process of its own on a real store folder.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { firm } from '../reach/scene.ts'
import { runCli } from '../server/cli.ts'
import { type Outcome, opencam } from './process.ts'

const bucket = 'qcs::cos:ap-guangzhou:uin/100000000001:reports-1250000001'
let cwd = ''
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'opencam-reach-'))
  await firm(join(cwd, 'data'))
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

// Each command is a process of its own, and machines can be busy.
const timeout = 240_000

const ask = (...args: readonly string[]): Promise<Outcome> => opencam([...args, '--data', 'data'], { cwd })

async function json(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, out, err } = await ask(...args, '-o', 'json')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out)
}

const names = (list: unknown): readonly string[] =>
  (list as readonly { readonly kind: string; readonly name: string }[]).map(({ kind, name }) => `${kind} ${name}`)

test('who-can: by group, on conditions, and with the key that they ask for', { timeout }, async () => {
  const read = await json('who-can', 'cos:GetObject', `${bucket}/a.csv`)
  expect(names(read['holders'])).toEqual(['root 100000000001', 'user ann', 'user bob', 'role deploy'])
  const write = await json('who-can', 'cos:PutObject', `${bucket}/a.csv`)
  expect(write['holders']).toMatchObject([
    { kind: 'root', answer: 'all' },
    { name: 'bob', answer: 'some', example: { 'qcs:ip': '203.0.113.0' } },
    { name: 'deploy', answer: 'all' },
  ])
  const office = await json('who-can', 'cos:PutObject', `${bucket}/a.csv`, '--context', 'qcs:ip=203.0.113.7')
  expect(office['holders']).toMatchObject([{ answer: 'all' }, { name: 'bob', answer: 'all' }, { answer: 'all' }])
  const elsewhere = await json('who-can', 'cos:PutObject', `${bucket}/a.csv`, '--context', 'qcs:ip=192.0.2.1')
  expect(names(elsewhere['holders'])).toEqual(['root 100000000001', 'role deploy'])
  const closed = await json('who-can', 'cos:PutObject', `${bucket}/a.csv`, '--closed')
  expect(names(closed['holders'])).toEqual(['root 100000000001', 'role deploy'])
})

test('who-can: an action that is checked on * is asked on *', { timeout }, async () => {
  const { code, out } = await ask('who-can', 'cam:ListPolicyVersions', 'qcs::cam::uin/100000000001:policyid/1')
  expect(code).toBe(0)
  expect(out).toContain('It is checked at the level operation, on *, and not on the resource.')
  expect(out).toContain('user dan')
})

test('can: what somebody may do, and nothing of what it may not', { timeout }, async () => {
  const bob = await json('can', 'bob')
  const grants = bob['grants'] as readonly { readonly service: string; readonly actions: readonly string[] }[]
  expect(grants.map(({ service, actions }) => `${service}:${actions.join(',')}`)).toEqual([
    'cos:PutObject',
    'cos:GetObject',
    'sts:AssumeRole',
  ])
  const part = await json('can', 'user/bob', '--action', 'cos:Put*')
  expect(part['grants']).toMatchObject([{ service: 'cos', actions: ['PutObject'], answer: 'some' }])
  const none = await json('can', 'bob', '--resource', 'qcs::cos:ap-guangzhou::other-1250000001/*')
  expect(none['grants']).toEqual([])
  const { out } = await ask('can', 'role/deploy')
  expect(out).toContain('cos\n  *\n')
  expect(out).toContain(`allow ${bucket}/*`)
})

test('how-could: each way with its calls', { timeout }, async () => {
  const found = await json('how-could', 'cos:DeleteObject', `${bucket}/a.csv`)
  const paths = found['paths'] as readonly {
    readonly start: { readonly name: string }
    readonly steps: readonly { readonly action: string }[]
  }[]
  expect(paths.map(({ start, steps }) => [start.name, ...steps.map(({ action }) => action)])).toEqual([
    ['bob', 'sts:AssumeRole'],
    ['carol', 'cam:CreateAccessKey', 'sts:AssumeRole'],
    ['dan', 'cam:SetDefaultPolicyVersion'],
  ])
  expect(found).toMatchObject({
    none: 1,
    unknown: [],
    outside: [{ principal: 'service cvm.qcloud.com', role: 'deploy' }],
  })
})

test('shadow: the log, an export of it, requests of one’s own, and proofs', { timeout }, async () => {
  const draft = {
    version: '2.0',
    statement: [{ effect: 'allow', action: 'sts:AssumeRole', resource: 'qcs::cam::uin/100000000001:roleName/other' }],
  }
  writeFileSync(join(cwd, 'draft.json'), JSON.stringify(draft))
  const { code, out } = await ask('shadow', 'draft.json', '--policy', 'use-deploy', '-o', 'yaml')
  expect(code).toBe(3)
  const recorded = {
    changes: [{ who: { name: 'bob' }, action: 'sts:AssumeRole', before: 'allow', after: 'deny', count: 1 }],
  }
  const proven = [{ who: [{ name: 'bob' }], gains: { answer: 'something' }, loses: { answer: 'something' } }]
  expect(parse(out)).toMatchObject({ recorded, proven, untouched: 6 })

  const log = await opencam(['audit', 'export', '--data', 'data'], { cwd })
  writeFileSync(join(cwd, 'log.jsonl'), log.out)
  const exported = await ask('shadow', 'draft.json', '--policy', 'use-deploy', '-o', 'yaml', '--requests', 'log.jsonl')
  expect(parse(exported.out)).toEqual(parse(out))

  const answer = {
    Product: 'sts',
    Action: 'AssumeRole',
    Resources: ['qcs::cam::uin/100000000001:roleName/deploy'],
    Decision: 'allow',
    Outcome: 'ok',
    Uin: Number((parse(out) as { recorded: { changes: { who: { id: string } }[] } }).recorded.changes[0]?.who.id),
    EventTime: 1_764_000_000,
    Session: null,
  }
  writeFileSync(join(cwd, 'answer.jsonl'), JSON.stringify({ Response: { Events: [answer] } }))
  const told = await ask('shadow', 'draft.json', '--policy', 'use-deploy', '-o', 'yaml', '--requests', 'answer.jsonl')
  expect(parse(told.out)).toMatchObject({ recorded })

  const request = { principal: 'ann', action: 'cos:GetObject', resource: `${bucket}/private/a` }
  mkdirSync(join(cwd, 'drafts'))
  const narrow = {
    version: '2.0',
    statement: [{ effect: 'allow', action: 'cos:GetObject', resource: `${bucket}/public/*` }],
  }
  writeFileSync(join(cwd, 'drafts', 'read-reports.json'), JSON.stringify(narrow))
  writeFileSync(join(cwd, 'own.jsonl'), `${JSON.stringify(request)}\n`)
  const own = await ask('shadow', 'drafts', '--requests', 'own.jsonl')
  expect(own.code).toBe(3)
  expect(own.out).toContain('1 change, 0 stay')
  expect(own.out).toContain('until now by statement[0] of read-reports')
})

test('shadow: nothing that changes is exit code 0', { timeout }, async () => {
  const same = {
    version: '2.0',
    statement: [{ effect: 'allow', action: ['cos:GetObject'], resource: [`${bucket}/*`] }],
  }
  writeFileSync(join(cwd, 'same.json'), JSON.stringify(same))
  const { code, out } = await ask('shadow', 'same.json', '--policy', 'read-reports')
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringContaining('Every request: 0 principals change, 7 stay.'),
  })
})

// What is wrong is told by the same code in this process.
const told = (...args: readonly string[]) => runCli([...args, '--data', join(cwd, 'data')])

test.each([
  [2, ['who-can', 'cos:Get*', `${bucket}/a`], 'product:Action'],
  [2, ['who-can', 'cos:GetObject', 'reports'], 'six segments'],
  [1, ['can', 'nobody'], 'there is no user or role nobody'],
  [1, ['how-could', 'cos:GetObject', `${bucket}/a`, '--account', '12'], 'there is no account 12'],
  [1, ['shadow', 'absent.json', '--policy', 'read-reports'], 'absent.json cannot be read'],
  [1, ['shadow', 'absent', '--policy', 'nope'], 'there is no policy nope'],
  [1, ['shadow', 'absent'], 'absent cannot be read'],
])('exit code %i: %j', { timeout }, async (code, args, text) => {
  const outcome = await told(...args)
  expect(outcome).toMatchObject({ code, out: '', err: expect.stringContaining(text) })
})

test('a request that is none is told with its line', { timeout }, async () => {
  writeFileSync(join(cwd, 'wrong.jsonl'), '\n{"principal":"ann","action":"cos:GetObject"}\n{"principal":"ann"}\n')
  writeFileSync(join(cwd, 'any.json'), '{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}')
  const [any, wrong] = [join(cwd, 'any.json'), join(cwd, 'wrong.jsonl')]
  const { code, err } = await told('shadow', any, '--policy', 'read-reports', '--requests', wrong)
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('wrong.jsonl line 3') })
})
