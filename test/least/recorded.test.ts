// Recorded calls are read in every form that they come in, and nothing else is.
import { expect, test } from 'vitest'
import { NotRecorded, readRecorded } from '../../src/least/recorded.ts'

const event = {
  type: 'event',
  account: 100000000001,
  timeMs: 1_764_000_000_000,
  uin: 100000000002,
  product: 'cam',
  action: 'CreateGroup',
  access: 'write',
  resources: ['*'],
  decision: 'allow',
  outcome: 'ok',
  sourceIp: '203.0.113.7',
  session: undefined,
}
const read = {
  who: { kind: 'user', uin: 100000000002 },
  account: 100000000001,
  action: 'cam:CreateGroup',
  resources: ['*'],
  sourceIp: '203.0.113.7',
  timeMs: 1_764_000_000_000,
  passed: true,
  asked: true,
  reads: false,
  uin: 100000000002,
  requestId: '',
  session: null,
}

test('lines of an export, with marks between them', () => {
  const lines = [{ type: 'chain', account: 1, dropped: 0 }, event, { type: 'checkpoint' }, { type: 'end' }]
  expect(readRecorded(`${lines.map((one) => JSON.stringify(one)).join('\n')}\n`)).toEqual([read])
  expect(readRecorded('')).toEqual([])
})

test('answers of DescribeAuditEvents and LookUpEvents', () => {
  const described = {
    Product: 'cam',
    Action: 'CreateGroup',
    Access: 'write',
    Resources: ['*'],
    Decision: 'allow',
    Outcome: 'ok',
    Uin: 100000000002,
    EventTime: 1_764_000_000,
    SourceIp: '203.0.113.7',
    Session: null,
  }
  expect(readRecorded(JSON.stringify({ Response: { Events: [described], RequestId: 'x' } }))).toEqual([
    { ...read, account: 0, uin: undefined, requestId: undefined, session: undefined },
  ])
  const looked = { Events: [{ EventId: '1', CloudAuditEvent: JSON.stringify(event) }] }
  expect(readRecorded(JSON.stringify(looked))).toEqual([read])
})

test("events of CloudAudit's own form: a user, a role, a refusal, a root account", () => {
  const one = {
    eventName: 'RunInstances',
    eventSource: 'cvm.example.com',
    eventTime: 1_764_000_000,
    sourceIPAddress: '203.0.113.7',
    actionType: 'Write',
    resourceName: 'qcs::cvm:gz:uin/100000000001:instance/ins-1, ins-2',
    errorCode: 0,
    userIdentity: { accountId: '100000000001', principalId: '100000000002', type: 'CAMUser' },
  }
  const role = { ...one, userIdentity: { accountId: '100000000001', type: 'AssumedRole', userName: 'worker' } }
  const root = { ...one, userIdentity: { accountId: '100000000001', principalId: '100000000001', type: 'Root' } }
  const refused = { ...one, errorCode: 'UnauthorizedOperation', resourceName: 'ins-1', actionType: undefined }
  const [first, second, third, fourth] = readRecorded(JSON.stringify([one, role, root, refused]))
  expect(first).toEqual({
    ...read,
    action: 'cvm:RunInstances',
    uin: undefined,
    requestId: undefined,
    session: undefined,
    resources: ['qcs::cvm:gz:uin/100000000001:instance/ins-1'],
  })
  expect(second?.who).toEqual({ kind: 'role', role: 'worker' })
  expect(third?.who).toEqual({ kind: 'root' })
  expect(fourth).toMatchObject({ passed: false, resources: [], reads: undefined })
})

test('a role and a call that was let through', () => {
  const session = { kind: 'role', name: 's', secretId: 'x', roleName: 'worker', callerAccount: 1 }
  const [role] = readRecorded(JSON.stringify({ ...event, session }))
  expect(role?.who).toEqual({ kind: 'role', role: 'worker' })
  const [soft] = readRecorded(JSON.stringify({ ...event, decision: 'deny', outcome: 'forwarded' }))
  expect(soft?.passed).toBe(true)
  const [refused] = readRecorded(JSON.stringify({ ...event, decision: 'deny', outcome: 'UnauthorizedOperation' }))
  expect(refused?.passed).toBe(false)
})

test.each([
  ['{"a":1}', 'that is no recorded call'],
  ['[1]', 'that is no recorded call'],
  [`${JSON.stringify(event)}\nnope`, 'line 2 is no JSON'],
  [`${JSON.stringify(event)}\n{"x":1}`, 'line 2: that is no recorded call'],
  ['{"CloudAuditEvent":"{"}', 'CloudAuditEvent is no JSON'],
])('%s', (text, what) => {
  expect(() => readRecorded(text)).toThrow(NotRecorded)
  expect(() => readRecorded(text)).toThrow(what)
})
