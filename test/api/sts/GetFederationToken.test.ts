import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, deny, type Harness, type Identity, openHarness, startMs } from '../harness.ts'
import { bindDevice, federate, makeTestRole, secondFactor } from '../sessions.ts'

let server: Harness
let user: Identity
const Policy = JSON.stringify(allow('*'))

beforeAll(async () => {
  server = await openHarness()
  user = await server.user('lender', allow(['cam:ListGroups', 'cam:CreateGroup', 'cam:GetUser']))
})
afterAll(() => server.close())

test('ok: a credential that ends after half an hour, for a user without any right too', async () => {
  const as = await server.user('nobody')
  expect(await server.ok('GetFederationToken', { Name: 'guest', Policy }, { as })).toEqual({
    Credentials: {
      TmpSecretId: expect.stringMatching(/^AKID[\w-]{60}$/),
      TmpSecretKey: expect.stringMatching(/^[\w-]{43}$/),
      Token: expect.stringMatching(/^[\w.-]{1,4096}$/),
    },
    ExpiredTime: Math.floor(startMs / 1000) + 1800,
    Expiration: '2026-01-02T03:34:05Z',
  })
})

describe('rights', () => {
  test("are those of the user that the policy names, and no others' of either", async () => {
    const as = await federate(server, allow(['cam:ListGroups', 'cam:ListUsers']), { as: user })
    await server.ok('ListGroups', {}, { as })
    // Of the policy only, and of the user only.
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as })
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetUser', { Name: 'lender' }, { as })
  })

  test('a deny in the policy denies', async () => {
    const both = { version: '2.0', statement: [...statements(allow('*')), ...statements(deny('cam:GetUser'))] }
    const as = await federate(server, both, { as: user })
    await server.ok('ListGroups', {}, { as })
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetUser', { Name: 'lender' }, { as })
  })
  const statements = (document: object) => (document as { statement: object[] }).statement

  test("of root's token end where its policy does", async () => {
    const as = await federate(server, allow('cam:ListGroups'))
    await server.ok('ListGroups', {}, { as })
    for (const action of ['ListUsers', 'GetAccountSummary']) {
      await server.refused('AuthFailure.UnauthorizedOperation', action, {}, { as })
    }
  })

  test('follow what happens to the user afterwards', async () => {
    const other = await server.user('changing')
    const as = await federate(server, allow('*'), { as: other })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListGroups', {}, { as })
    const PolicyDocument = JSON.stringify(allow('cam:ListGroups'))
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: 'later', PolicyDocument })
    await server.ok('AttachUserPolicy', { PolicyId, AttachUin: other.uin })
    await server.ok('ListGroups', {}, { as })
    await server.ok('DetachUserPolicy', { PolicyId, DetachUin: other.uin })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListGroups', {}, { as })
  })

  test('end at the boundary of the user', async () => {
    const bounded = await server.user('bounded', allow('cam:*'))
    const as = await federate(server, allow('*'), { as: bounded })
    await server.ok('ListUsers', {}, { as })
    const PolicyDocument = JSON.stringify(allow('cam:ListGroups'))
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: 'bound', PolicyDocument })
    await server.ok('PutUserPermissionsBoundary', { TargetUin: bounded.uin, PolicyId })
    await server.ok('ListGroups', {}, { as })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as })
  })
})

test('refused: temporary keys of every kind', async () => {
  const role = await makeTestRole(server, 'chained', [allow('*')])
  const keys = [
    await server.assume(role.arn),
    await federate(server, allow('*')),
    await secondFactor(server, server.root, await bindDevice(server, server.root)),
  ]
  for (const as of keys)
    await server.refused('UnsupportedOperation', 'GetFederationToken', { Name: 'x', Policy }, { as })
})

test('how long: two hours of a root account, a day and a half of a user', async () => {
  const asked = (DurationSeconds: number) => ({ Name: 'guest', Policy, DurationSeconds })
  for (const [as, limit] of [
    [server.root, 7200],
    [user, 129_600],
  ] as const) {
    const { ExpiredTime } = await server.ok('GetFederationToken', asked(limit), { as })
    expect(Number(ExpiredTime)).toBe(Math.floor(startMs / 1000) + limit)
    const over = await server.refused('InvalidParameter.OverTimeError', 'GetFederationToken', asked(limit + 1), { as })
    expect(over).toContain(String(limit))
  }
  await server.refused('InvalidParameter.ParamError', 'GetFederationToken', asked(0))
})

test('names', async () => {
  for (const Name of ['cos-sts-go', 'a', 'A.b_c@d', 'x'.repeat(64)]) {
    await server.ok('GetFederationToken', { Name, Policy })
  }
  for (const Name of ['', 'a b', 'é', 'x'.repeat(65), 'a:b']) {
    await server.refused('InvalidParameter.ParamError', 'GetFederationToken', { Name, Policy })
  }
})

test('policies: each fault under its code', async () => {
  const principal = { effect: 'allow', action: '*', resource: '*', principal: { qcs: ['qcs::cam::uin/1:root'] } }
  const cases = [
    ['InvalidParameter.StrategyFormatError', '{'],
    ['InvalidParameter.StrategyFormatError', JSON.stringify({ version: '2.0', statement: [principal] })],
    ['InvalidParameter.StrategyInvalid', JSON.stringify(allow('cam:NoSuchAction'))],
    ['InvalidParameter.ResouceError', JSON.stringify(allow('cos:*', 'nonsense'))],
    ['InvalidParameter.GrantOtherResource', JSON.stringify(allow('cos:*', 'qcs::cos::uid/1:bucket/*'))],
    ['InvalidParameter.PolicyTooLong', JSON.stringify(allow('x'.repeat(7000)))],
  ] as const
  for (const [code, text] of cases) {
    const encoded = encodeURIComponent(text)
    expect(
      (await server.call('GetFederationToken', { Name: 'guest', Policy: encoded })).Error?.Code,
      text.slice(0, 99),
    ).toBe(code)
  }
})
