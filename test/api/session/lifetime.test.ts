// When a temporary key stops: at its end, and before it with the role, the user or the key that it came from.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { bindDevice, federate, makeTestRole, secondFactor } from '../sessions.ts'

let server: Harness
beforeAll(async () => {
  server = await openHarness()
})
afterAll(() => server.close())

const works = (as: Identity) => server.ok('ListGroups', {}, { as })
const ended = async (as: Identity): Promise<void> => {
  await server.refused('AuthFailure.TokenFailure', 'ListGroups', {}, { as })
  await server.refused('AuthFailure.TokenFailure', 'CreateGroup', { GroupName: 'too-late' }, { as })
  // What needs no permission needs a session all the same.
  await server.refused('AuthFailure.TokenFailure', 'GetCallerIdentity', {}, { as })
}

let serial = 0
async function roleSession(parameters: object = {}) {
  serial += 1
  const role = await makeTestRole(server, `role-${serial}`, [allow('cam:*')])
  return { role, as: await server.assume(role.arn, parameters) }
}

/** A user with a federation token and a session after a second factor. */
async function userSessions() {
  serial += 1
  const user = await server.user(`user-${serial}`, allow('cam:*'))
  const token = await federate(server, allow('*'), { as: user })
  const session = await secondFactor(server, user, await bindDevice(server, user))
  return { user, token, session }
}

test('its last second is the one before its end', async () => {
  const { as } = await roleSession({ DurationSeconds: 60 })
  const startMs = server.clock()
  server.clock.set(startMs + 59_999)
  await works(as)
  server.clock.set(startMs + 60_000)
  await ended(as)
})

test('expired sessions are dropped, and are no less expired for it', async () => {
  const { role, as } = await roleSession({ DurationSeconds: 60 })
  const { as: longer } = await roleSession()
  const sessions = () => server.world.store.read.sessions.ofRole(as.account, role.roleId, 0, { offset: 0, limit: 10 })
  expect((await sessions()).total).toBe(1)
  server.clock.set(server.clock() + 61_000)
  await server.dispatcher.prune()
  expect((await sessions()).total).toBe(0)
  await ended(as)
  await works(longer)
})
describe('a role', () => {
  test('deleted while its session is in use: refused on the next call', async () => {
    const { role, as } = await roleSession()
    await works(as)
    await server.ok('DeleteRole', { RoleName: role.name })
    await ended(as)
  })

  test('made again under the same name has none of the old sessions', async () => {
    const { role, as } = await roleSession()
    await server.ok('DeleteRole', { RoleName: role.name })
    const again = await makeTestRole(server, role.name, [])
    expect(again.roleId).not.toBe(role.roleId)
    await ended(as)
  })

  test('that loses a policy takes it from running sessions', async () => {
    const { role, as } = await roleSession()
    await works(as)
    const { List } = await server.ok('ListAttachedRolePolicies', { RoleName: role.name, Page: 1, Rp: 10 })
    const [policy] = List as { PolicyId: number }[]
    await server.ok('DetachRolePolicy', { PolicyId: policy?.PolicyId, DetachRoleId: role.roleId })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListGroups', {}, { as })
  })

  test('that gets a boundary is bound in running sessions', async () => {
    const { role, as } = await roleSession()
    await works(as)
    const PolicyDocument = JSON.stringify(allow('cam:GetUser'))
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: `bound-${serial}`, PolicyDocument })
    await server.ok('PutRolePermissionsBoundary', { PolicyId, RoleId: role.roleId })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListGroups', {}, { as })
  })

  test('outlives who asked for its session, and so does the session', async () => {
    const role = await makeTestRole(server, 'outliving', [allow('cam:*')])
    const asker = await server.user('asker', allow('sts:AssumeRole', role.arn))
    const as = await server.assume(role.arn, {}, { as: asker })
    await server.ok('UpdateAccessKey', { AccessKeyId: asker.secretId, Status: 'Inactive', TargetUin: asker.uin })
    await works(as)
    await server.ok('DeleteUser', { Name: 'asker', Force: 1 })
    await works(as)
  })
})

describe('a key', () => {
  test('disabled or deleted ends what was made with it', async () => {
    const { user, token, session } = await userSessions()
    for (const as of [token, session]) await works(as)
    await server.ok('UpdateAccessKey', { AccessKeyId: user.secretId, Status: 'Inactive', TargetUin: user.uin })
    for (const as of [token, session]) await ended(as)
    await server.ok('DeleteAccessKey', { AccessKeyId: user.secretId, TargetUin: user.uin })
    for (const as of [token, session]) await ended(as)
  })

  test('of the same user goes on without it', async () => {
    const { user, token } = await userSessions()
    const { AccessKey } = await server.ok('CreateAccessKey', { TargetUin: user.uin })
    const { AccessKeyId, SecretAccessKey } = AccessKey as { AccessKeyId: string; SecretAccessKey: string }
    const second = { ...user, secretId: AccessKeyId, secretKey: SecretAccessKey }
    const other = await federate(server, allow('*'), { as: second })
    await server.ok('DeleteAccessKey', { AccessKeyId: user.secretId, TargetUin: user.uin })
    await ended(token)
    await works(other)
  })
})

test('a deleted user takes its tokens along', async () => {
  const { user, token, session } = await userSessions()
  await server.ok('DeleteUser', { Name: user.name, Force: 1 })
  for (const as of [token, session]) await ended(as)
})

test('each account ends its own sessions only', async () => {
  const { role, as } = await roleSession()
  const theirs = await server.account('theirs')
  const theirRole = await makeTestRole(server, role.name, [allow('cam:*')], { as: theirs })
  const their = await server.assume(theirRole.arn, {}, { as: theirs })
  await server.ok('DeleteRole', { RoleName: role.name }, { as: theirs })
  await ended(their)
  await works(as)
})
