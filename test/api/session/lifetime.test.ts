// When a temporary key stops: at its end, and before it with the role, the user or the key that it came from.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { bindDevice, federate, makeTestRole, rootOf, secondFactor, trusting } from '../sessions.ts'

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

  test('turned off and on again revives none of it', async () => {
    const { user, token, session } = await userSessions()
    const role = await makeTestRole(server, `role-of-${user.name}`, [allow('cam:*')])
    const permit = JSON.stringify(allow('sts:AssumeRole', role.arn))
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: `use-${user.name}`, PolicyDocument: permit })
    await server.ok('AttachUserPolicy', { PolicyId, AttachUin: user.uin })
    const lent = await server.assume(role.arn, {}, { as: user })
    const lentByToken = await server.assume(role.arn, {}, { as: token })
    const turn = (Status: string) =>
      server.ok('UpdateAccessKey', { AccessKeyId: user.secretId, Status, TargetUin: user.uin })
    for (const as of [token, session, lent, lentByToken]) await works(as)
    await turn('Active')
    for (const as of [token, session, lent, lentByToken]) await works(as)
    await turn('Inactive')
    for (const as of [token, session, lent, lentByToken]) await ended(as)
    await turn('Active')
    for (const as of [token, session, lent, lentByToken]) await ended(as)
    await works(await federate(server, allow('*'), { as: user }))
    await works(await server.assume(role.arn, {}, { as: user }))
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

test('a deleted user takes its tokens along, and what roles lent it', async () => {
  const { user, token, session } = await userSessions()
  const role = await makeTestRole(server, `lent-to-${user.name}`, [allow('cam:*')])
  const permit = JSON.stringify(allow('sts:AssumeRole', role.arn))
  const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: `lend-${user.name}`, PolicyDocument: permit })
  await server.ok('AttachUserPolicy', { PolicyId, AttachUin: user.uin })
  const lent = await server.assume(role.arn, {}, { as: user })
  const other = await server.assume(role.arn)
  await works(lent)
  await server.ok('DeleteUser', { Name: user.name, Force: 1 })
  for (const as of [token, session, lent]) await ended(as)
  await works(other)
})

describe('a chain', () => {
  /** Root uses one role after the other: a session of each. */
  async function chain(length: number) {
    const links: Awaited<ReturnType<typeof roleSession>>[] = []
    for (let at = 0; at < length; at++) {
      serial += 1
      const role = await makeTestRole(server, `link-${serial}`, [allow('cam:*'), allow('sts:AssumeRole')])
      const before = links.at(-1)?.as
      links.push({ role, as: await server.assume(role.arn, {}, before && { as: before }) })
    }
    const [first, middle, last] = links
    if (first === undefined || middle === undefined || last === undefined) throw new Error('too short')
    return { first, middle, last, all: links.map(({ as }) => as) }
  }

  test('ends with a role in it, and what comes before that goes on', async () => {
    const { first, middle, last, all } = await chain(3)
    for (const as of all) await works(as)
    await server.ok('DeleteRole', { RoleName: middle.role.name })
    await works(first.as)
    for (const as of [middle.as, last.as]) await ended(as)
    await makeTestRole(server, middle.role.name)
    for (const as of [middle.as, last.as]) await ended(as)
  })

  test('ends with the key that began it, also after the time of its first session', async () => {
    const { account, secretId } = server.root
    const { AccessKey } = await server.ok('CreateAccessKey')
    const { AccessKeyId, SecretAccessKey } = AccessKey as { AccessKeyId: string; SecretAccessKey: string }
    const second = { ...server.root, secretId: AccessKeyId, secretKey: SecretAccessKey }
    expect(second.secretId).not.toBe(secretId)
    const role = await makeTestRole(server, 'round', [allow('cam:*'), allow('sts:AssumeRole')])
    const one = await server.assume(role.arn, { DurationSeconds: 60 }, { as: second })
    const two = await server.assume(role.arn, { DurationSeconds: 3600 }, { as: one })
    server.clock.set(server.clock() + 61_000)
    await server.dispatcher.prune()
    await ended(one)
    await works(two)
    const three = await server.assume(role.arn, {}, { as: two })
    await works(three)
    const turn = (Status: string) => server.ok('UpdateAccessKey', { AccessKeyId, Status, TargetUin: account })
    await turn('Inactive')
    await turn('Active')
    for (const as of [two, three]) await ended(as)
    await server.ok('DeleteAccessKey', { AccessKeyId })
  })

  test('ends with a role that it went through in another account', async () => {
    const theirs = await server.account('owner of a link')
    const { account } = server.root
    const trust = { trust: trusting(rootOf(account)), as: theirs }
    const link = await makeTestRole(server, 'link', [allow('sts:AssumeRole')], trust)
    const back = await makeTestRole(server, 'back', [allow('cam:*')], {
      trust: trusting(`qcs::cam::uin/${theirs.account}:roleName/link`),
    })
    const as = await server.assume(back.arn, {}, { as: await server.assume(link.arn) })
    await works(as)
    await server.ok('DeleteRole', { RoleName: 'link' }, { as: theirs })
    await ended(as)
  })

  test("ends with the other account's user that began it", async () => {
    const theirs = await server.account('owner of a user')
    const { Uin, SecretId, SecretKey } = await server.ok('AddUser', { Name: 'guest', UseApi: 1 }, { as: theirs })
    const guest = { ...theirs, uin: Number(Uin), secretId: String(SecretId), secretKey: String(SecretKey) }
    const role = await makeTestRole(server, 'for-guests', [allow('cam:*')], { trust: trusting(rootOf(theirs.account)) })
    const permit = { PolicyName: 'use', PolicyDocument: JSON.stringify(allow('sts:AssumeRole', role.arn)) }
    const { PolicyId } = await server.ok('CreatePolicy', permit, { as: theirs })
    await server.ok('AttachUserPolicy', { PolicyId, AttachUin: Uin }, { as: theirs })
    const as = await server.assume(role.arn, {}, { as: guest })
    await works(as)
    await server.ok('DeleteUser', { Name: 'guest', Force: 1 }, { as: theirs })
    await ended(as)
  })
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
