// Ending sessions of a role before their time: all, or one, with what was asked for with them; on both databases, where two
// servers share one at once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chainMax } from '../../../src/actions/sts/session.ts'
import { backends, type Place } from '../../store/backends.ts'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { consoleKeys, makeTestRole, rootOf, type TestRole, trusting } from '../sessions.ts'

describe.each(backends)('on $name', ({ make }) => {
  let place: Place
  let server: Harness
  beforeAll(async () => {
    place = await make()
    const { databaseUrl } = place.options
    server = await openHarness(databaseUrl === undefined ? {} : { databaseUrl })
  })
  afterAll(async () => {
    await server.close()
    await place.drop()
  })

  const works = (as: Identity) => server.ok('ListGroups', {}, { as })
  const ended = async (as: Identity): Promise<void> => {
    await server.refused('AuthFailure.TokenFailure', 'ListGroups', {}, { as })
    await server.refused('AuthFailure.TokenFailure', 'CreateGroup', { GroupName: 'too-late' }, { as })
  }
  let serial = 0
  const role = (given: Parameters<typeof makeTestRole>[3] = {}): Promise<TestRole> => {
    serial += 1
    return makeTestRole(server, `role-${serial}`, [allow('cam:*'), allow('sts:AssumeRole')], given)
  }
  const sessionsOf = async ({ roleId }: TestRole) => {
    const { List } = await server.ok('ListRoleSessions', { RoleId: roleId, Page: 1, Rp: 100 })
    return List as { readonly SessionId: string; readonly SessionName: string }[]
  }
  const idOf = async (of: TestRole, name: string): Promise<string> =>
    (await sessionsOf(of)).find(({ SessionName }) => SessionName === name)?.SessionId ?? ''

  test('all of a role end with the next call; whoever is trusted may ask anew', async () => {
    const mine = await role()
    const other = await role()
    const [one, two, strange] = [
      await server.assume(mine.arn),
      await server.assume(mine.arn),
      await server.assume(other.arn),
    ]
    expect(await server.ok('LogoutRoleSessions', { RoleName: mine.name.toUpperCase() })).toEqual({ EndedCount: 2 })
    for (const as of [one, two]) await ended(as)
    await works(strange)
    expect(await sessionsOf(mine)).toEqual([])
    // In the very same millisecond of the clock.
    const anew = await server.assume(mine.arn)
    await works(anew)
    expect(await server.ok('LogoutRoleSessions', { RoleId: mine.roleId })).toEqual({ EndedCount: 1 })
    await ended(anew)
    expect(await server.ok('LogoutRoleSessions', { RoleId: mine.roleId })).toEqual({ EndedCount: 0 })
  })

  test('one ends, and the others of the role go on', async () => {
    const mine = await role()
    const one = await server.assume(mine.arn, { RoleSessionName: 'one' })
    const two = await server.assume(mine.arn, { RoleSessionName: 'two' })
    const SessionId = await idOf(mine, 'one')
    expect(await server.ok('LogoutRoleSessions', { RoleId: mine.roleId, SessionId })).toEqual({ EndedCount: 1 })
    await ended(one)
    await works(two)
    expect((await sessionsOf(mine)).map(({ SessionName }) => SessionName)).toEqual(['two'])
    const again = { RoleId: mine.roleId, SessionId }
    await server.refused('ResourceNotFound.NotFound', 'LogoutRoleSessions', again)
  })

  test('a chain ends from the session on that was ended, through other accounts too', async () => {
    const theirs = await server.account(`owner of a link ${serial}`)
    const { account } = server.root
    const first = await role()
    const link = await makeTestRole(server, `link-${serial}`, [allow('sts:AssumeRole')], {
      trust: trusting(rootOf(account)),
      as: theirs,
    })
    const last = await role({ trust: trusting(`qcs::cam::uin/${theirs.account}:roleName/${link.name}`) })
    for (const all of [true, false]) {
      const one = await server.assume(first.arn, { DurationSeconds: 600, RoleSessionName: 'one' })
      const beside = await server.assume(first.arn)
      const back = await server.assume(last.arn, {}, { as: await server.assume(link.arn, {}, { as: one }) })
      const beyond = await server.assume(first.arn, { DurationSeconds: 3600 }, { as: back })
      for (const as of [one, beside, back, beyond]) await works(as)
      const which = all ? {} : { SessionId: await idOf(first, 'one') }
      await server.ok('LogoutRoleSessions', { RoleId: first.roleId, ...which })
      for (const as of [one, back, beyond]) await ended(as)
      if (all) await ended(beside)
      else await works(beside)
      // What is left of the ended one goes only after everything that it asked for.
      server.clock.set(server.clock() + 601_000)
      await server.dispatcher.prune()
      for (const as of [back, beyond]) await ended(as)
    }
  })

  test('a chain whose first session is over by time ends with the sessions of its role', async () => {
    const first = await role()
    const last = await role()
    const one = await server.assume(first.arn, { DurationSeconds: 60 })
    const two = await server.assume(last.arn, { DurationSeconds: 3600 }, { as: one })
    server.clock.set(server.clock() + 61_000)
    await server.dispatcher.prune()
    const three = await server.assume(last.arn, {}, { as: two })
    await works(three)
    expect(await server.ok('LogoutRoleSessions', { RoleId: first.roleId })).toEqual({ EndedCount: 0 })
    for (const as of [two, three]) await ended(as)
  })

  test('a browser that acts as the role is signed out with its session, and asks for no other key', async () => {
    const mine = await role()
    const { world, clock } = server
    const who = await consoleKeys(server, server.root)
    const [{ key = '' } = {}] = await world.store.read.consoleSessions.ofUser(who.account, who.uin)
    const as = await server.assume(mine.arn, { RoleSessionName: 'page' }, { as: who })
    await works(as)
    const SessionId = await idOf(mine, 'page')
    await server.ok('LogoutRoleSessions', { RoleId: mine.roleId, SessionId })
    for (const one of [as, who]) await ended(one)
    expect(await world.store.read.consoleSessions.get(who.account, key)).toBeUndefined()
    expect(clock()).toBeGreaterThan(0)
  })

  test('a chain goes on by itself for ever, but not with too many sessions that have not expired', async () => {
    const mine = await role({ parameters: {} })
    let as = await server.assume(mine.arn, { DurationSeconds: 7200 })
    for (let step = 1; step < chainMax; step++) as = await server.assume(mine.arn, { DurationSeconds: 7200 }, { as })
    const last = await server.assume(mine.arn, { DurationSeconds: 7200 }, { as })
    const asked = { RoleArn: mine.arn, RoleSessionName: 'more' }
    const told = await server.refused('InvalidParameter.ParamError', 'AssumeRole', asked, { as: last })
    expect(told).toContain(String(chainMax))
    server.clock.set(server.clock() + 3_600_000)
    const fresh = await server.assume(mine.arn, { DurationSeconds: 7200 })
    server.clock.set(server.clock() + 3_700_000)
    await ended(last)
    await works(await server.assume(mine.arn, {}, { as: fresh }))
  })

  test('it has a right of its own, on the role', async () => {
    const mine = await role()
    const other = await role()
    const keeper = await server.user(`keeper-${serial}`, allow('cam:LogoutRoleSessions', mine.arn))
    const as = await server.assume(mine.arn)
    const call = (given: object) => server.call('LogoutRoleSessions', given, { as: keeper })
    for (const given of [{ RoleId: other.roleId }, { RoleName: other.name }, { RoleName: 'nobody' }]) {
      expect((await call(given)).Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
    }
    await works(as)
    expect((await call({ RoleId: mine.roleId })).Error).toBeUndefined()
    await ended(as)
    const list = await server.call('ListRoleSessions', { RoleId: mine.roleId, Page: 1, Rp: 1 }, { as: keeper })
    expect(list.Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
  })

  test('it is told in the audit log, and no other account reaches a role', async () => {
    const mine = await role()
    const as = await server.assume(mine.arn, { RoleSessionName: 'kept' })
    const SessionId = await idOf(mine, 'kept')
    const theirs = await server.account(`stranger ${serial}`)
    const absent = 'InvalidParameter.RoleNotExist'
    await server.refused(absent, 'LogoutRoleSessions', { RoleId: mine.roleId }, { as: theirs })
    const their = await makeTestRole(server, 'their', [], { as: theirs })
    const reach = { RoleId: their.roleId, SessionId }
    await server.refused('ResourceNotFound.NotFound', 'LogoutRoleSessions', reach, { as: theirs })
    const other = { RoleId: (await role()).roleId, SessionId }
    await server.refused('ResourceNotFound.NotFound', 'LogoutRoleSessions', other)
    await works(as)
    await server.ok('LogoutRoleSessions', { RoleId: mine.roleId, SessionId })
    const { Events } = await server.ok('DescribeAuditEvents', { ActionName: 'LogoutRoleSessions' })
    const [event] = Events as { readonly Resources: readonly string[]; readonly Parameters: string }[]
    expect(JSON.stringify(event)).toContain(`roleName/${mine.name}`)
    expect(JSON.stringify(event)).toContain(SessionId)
  })

  test('a role must be named, and a session by what can be an id', async () => {
    for (const given of [{}, { RoleId: '', RoleName: '' }, { RoleName: 'x', SessionId: 'a b' }]) {
      await server.refused('InvalidParameter.ParamError', 'LogoutRoleSessions', given)
    }
    const [one, two] = [await role(), await role()]
    const both = { RoleId: one.roleId, RoleName: two.name }
    await server.refused('InvalidParameter.OperateEntitiesOverLimit', 'LogoutRoleSessions', both)
    await server.refused(absentRole, 'LogoutRoleSessions', { RoleId: '1' })
  })
})

const absentRole = 'InvalidParameter.RoleNotExist'
