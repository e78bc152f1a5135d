// What a temporary key may do and who it is: never more than its session, on its own affairs least of all, and everything
// that it does is told with who it was.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { explained } from '../../../src/cli/explained.ts'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { bindDevice, federate, makeTestRole, rootOf, secondFactor, type TestRole, trusting } from '../sessions.ts'

let server: Harness
let user: Identity
let role: TestRole
let session: Identity

beforeAll(async () => {
  server = await openHarness()
  user = await server.user('person', allow('*'))
  role = await makeTestRole(server, 'admin', [allow('*')])
  session = await server.assume(role.arn, { RoleSessionName: 'night' }, { as: user })
})
afterAll(() => server.close())

const denied = (as: Identity, action: string, parameters: object = {}) =>
  server.refused('AuthFailure.UnauthorizedOperation', action, parameters, { as })

describe('its own affairs', () => {
  const ownCalls = ['ListAccessKeys', 'CreateAccessKey'] as const

  test('a role session and a federation token have none', async () => {
    const token = await federate(server, allow('*'), { as: user })
    for (const as of [session, token]) {
      for (const action of ownCalls) await server.refused('FailedOperation.Accesskey', action, {}, { as })
      const AccessKeyId = user.secretId
      await server.refused('FailedOperation.Accesskey', 'DeleteAccessKey', { AccessKeyId }, { as })
      await server.refused('FailedOperation.Accesskey', 'UpdateAccessKey', { AccessKeyId, Status: 'Inactive' }, { as })
      await server.refused('ResourceNotFound.UserNotExist', 'SetMfaFlag', { LoginFlag: { Stoken: 1 } }, { as })
    }
  })

  test('a session policy holds for them too', async () => {
    const device = await bindDevice(server, user)
    const mine = await secondFactor(server, user, device)
    await server.ok('ListAccessKeys', {}, { as: mine })
    const token = await federate(server, allow('cam:ListGroups'), { as: user })
    for (const action of ownCalls) {
      await denied(token, action)
      await denied(token, action, { TargetUin: user.uin })
    }
    const narrow = await server.assume(role.arn, { Policy: JSON.stringify(allow('cam:ListGroups')) }, { as: user })
    for (const action of ownCalls) await denied(narrow, action, { TargetUin: user.uin })
  })

  test("a token of root reaches root's keys no more than a user does", async () => {
    const token = await federate(server, allow('*'))
    const TargetUin = server.root.uin
    for (const as of [token, session]) {
      for (const action of ownCalls) await server.refused('OperationDenied.SubUin', action, { TargetUin }, { as })
      const asked = { OpUin: TargetUin, LoginFlag: { Stoken: 0 } }
      await server.refused('FailedOperation.UserUnbindNoPermission', 'SetMfaFlag', asked, { as })
    }
    const root = await secondFactor(server, server.root, await bindDevice(server, server.root))
    await server.ok('ListAccessKeys', { TargetUin }, { as: root })
  })

  test('nobody loosens a boundary through a session: neither its own nor that of who asked', async () => {
    const PolicyDocument = JSON.stringify(allow('*'))
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: 'everything', PolicyDocument })
    await server.ok('PutUserPermissionsBoundary', { TargetUin: user.uin, PolicyId })
    const TargetUin = user.uin
    await server.refused('UnauthorizedOperation', 'DeleteUserPermissionsBoundary', { TargetUin }, { as: session })
    await server.refused(
      'UnauthorizedOperation',
      'PutUserPermissionsBoundary',
      { TargetUin, PolicyId },
      { as: session },
    )
    const own = { RoleId: role.roleId, PolicyId }
    await server.refused('UnauthorizedOperation', 'PutRolePermissionsBoundary', own, { as: session })
    await server.ok('DeleteUserPermissionsBoundary', { TargetUin })
  })
})

describe('who it is', () => {
  test('to GetUserAppId it is who asked, in the account of the role', async () => {
    const theirs = await server.account('theirs')
    const shared = await makeTestRole(server, 'shared', [allow('*')], { trust: trusting(rootOf(theirs.account)) })
    const as = await server.assume(shared.arn, {}, { as: theirs })
    const own = await server.ok('GetUserAppId')
    expect(await server.ok('GetUserAppId', {}, { as })).toEqual({ ...own, Uin: String(theirs.uin) })
    expect(await server.ok('GetUserAppId', {}, { as: session })).toEqual({ ...own, Uin: String(user.uin) })
  })

  test('to variables it is who asked, or nobody where that one is of another account', async () => {
    const theirs = await server.account('neighbours')
    const trust = trusting([rootOf(theirs.account), rootOf(server.root.account)])
    const own = await makeTestRole(server, 'own-keys', [allow('cam:CreateAccessKey', 'qcs::cam:::uin/${uin}')], {
      trust,
    })
    const ours = await server.assume(own.arn, {}, { as: user })
    await server.ok('CreateAccessKey', { TargetUin: user.uin }, { as: ours })
    await denied(ours, 'CreateAccessKey', { TargetUin: server.root.uin })
    const their = await server.assume(own.arn, {}, { as: theirs })
    for (const TargetUin of [user.uin, theirs.uin]) await denied(their, 'CreateAccessKey', { TargetUin })
  })

  test('to conditions', async () => {
    const given = (key: string, value: string) => ({
      version: '2.0',
      statement: [
        { effect: 'allow', action: 'cam:ListGroups', resource: '*', condition: { string_equal: { [key]: value } } },
      ],
    })
    const { account } = server.root
    const rows: readonly (readonly [key: string, value: string, other: string])[] = [
      ['sts:session_name', 'night', 'day'],
      ['sts:source_identity', String(user.uin), '1'],
      ['sts:role_name', 'conditions', 'other'],
      ['sts:session_tag/Team', 'red', 'blue'],
      ['qcs:uin', String(user.uin), String(account)],
      ['qcs:owner_uin', String(account), '1'],
    ]
    const conditional = await makeTestRole(server, 'conditions', [allow('cam:ListGroups')])
    const parameters = {
      RoleSessionName: 'night',
      SourceIdentity: String(user.uin),
      Tags: [{ Key: 'Team', Value: 'red' }],
    }
    for (const [key, value, other] of rows) {
      const with_ = (text: string) =>
        server.assume(conditional.arn, { ...parameters, Policy: JSON.stringify(given(key, text)) }, { as: user })
      await server.ok('ListGroups', {}, { as: await with_(value) })
      await denied(await with_(other), 'ListGroups')
    }
    const tagKey = given('sts:session_tag/team', 'red')
    const wrongCase = { ...parameters, Policy: JSON.stringify(tagKey) }
    await denied(await server.assume(conditional.arn, wrongCase, { as: user }), 'ListGroups')
    // What a session says of itself is no tag of a resource or of the request.
    const posing = { ...parameters, Tags: [{ Key: 'qcs:resource_tag', Value: 'a&b' }] }
    const asTag = JSON.stringify(given('qcs:resource_tag', 'a&b'))
    await denied(await server.assume(conditional.arn, { ...posing, Policy: asTag }, { as: user }), 'ListGroups')
  })

  test('to attachments it is the role', async () => {
    const PolicyDocument = JSON.stringify(allow('cam:GetUser'))
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: 'given', PolicyDocument })
    const target = await server.user('target')
    await server.ok('AttachUserPolicy', { PolicyId, AttachUin: target.uin }, { as: session })
    const { List } = await server.ok('ListAttachedUserPolicies', { TargetUin: target.uin })
    expect(List).toMatchObject([
      { OperateOwnerUin: String(server.root.account), OperateUin: role.roleId, OperateUinType: 1 },
    ])
  })
})

test('audit says which session did what, and for whom', async () => {
  const last = async () => ((await server.ok('DescribeAuditEvents', { Limit: 1 }))['Events'] as object[])[0]
  const SourceIdentity = String(user.uin)
  const as = await server.assume(role.arn, { RoleSessionName: 'tidy', SourceIdentity }, { as: user })
  await server.ok('CreateGroup', { GroupName: 'by-a-session' }, { as })
  expect(await last()).toMatchObject({
    Action: 'CreateGroup',
    Uin: user.uin,
    Session: {
      Kind: 'role',
      Name: 'tidy',
      SecretId: as.secretId,
      RoleId: role.roleId,
      RoleName: 'admin',
      CallerAccount: server.root.account,
      SourceIdentity,
    },
  })
  const token = await federate(server, allow('*'), { as: user }, { Name: 'visitor' })
  await server.ok('CreateGroup', { GroupName: 'by-a-token' }, { as: token })
  expect(await last()).toMatchObject({
    Uin: user.uin,
    Session: { Kind: 'federation', Name: 'visitor', SecretId: token.secretId, RoleId: null, RoleName: null },
  })
})

test('CheckAccess answers for the session', async () => {
  const asked = { ActionName: 'cam:ListUsers', Resource: ['*'] }
  const narrow = await server.assume(role.arn, { Policy: JSON.stringify(allow(['cam:ListGroups', 'cam:CheckAccess'])) })
  expect(await server.ok('CheckAccess', asked, { as: session })).toMatchObject({ Effect: 'allow' })
  const answer = { Effect: 'deny', Layer: 'session', Cause: 'no-allow' }
  expect(await server.ok('CheckAccess', asked, { as: narrow })).toMatchObject(answer)
  const token = await federate(server, allow('cam:CheckAccess'))
  expect(await server.ok('CheckAccess', asked, { as: token })).toMatchObject(answer)
  const { Effect } = await server.ok('CheckAccess', { ...asked, TargetUin: user.uin }, { as: token })
  expect(Effect).toBe('allow')
})

test('a refused call is explained with who it was', async () => {
  const narrow = await server.assume(role.arn, { RoleSessionName: 'tiny', Policy: JSON.stringify(allow('cos:*')) })
  const { RequestId } = await server.call('ListUsers', {}, { as: narrow })
  await server.dispatcher.flush()
  const kept = await server.world.store.refusal(RequestId)
  const text = explained(JSON.parse(kept?.record ?? '{}'))
  expect(text).toContain(
    `session tiny of role admin of account ${server.root.account}, asked for by ${server.root.uin}`,
  )
  expect(text).toContain('the session policy does not allow it')
  expect(kept?.record).not.toContain(narrow.token)
})
