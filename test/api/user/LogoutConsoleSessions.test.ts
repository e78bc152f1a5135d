import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backends, type Place } from '../../store/backends.ts'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { consoleKeys, makeTestRole } from '../sessions.ts'

describe.each(backends)('LogoutConsoleSessions on $name', ({ make }) => {
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

  const works = (as: Identity) => server.ok('GetCallerIdentity', {}, { as })
  const ended = (as: Identity) => server.refused('AuthFailure.TokenFailure', 'GetCallerIdentity', {}, { as })

  test('ends every browser of one user, with what their pages asked for; keys and others go on', async () => {
    const [ann, bert] = [await server.user('ann', allow('sts:AssumeRole')), await server.user('bert')]
    const role = await makeTestRole(server, 'lent')
    const [one, two, other] = [
      await consoleKeys(server, ann),
      await consoleKeys(server, ann, { verifiedMs: 5 }),
      await consoleKeys(server, bert),
    ]
    await consoleKeys(server, ann, { expiresMs: server.clock() })
    const lent = await server.assume(role.arn, {}, { as: one })
    for (const as of [one, two, lent]) await works(as)
    expect(await server.ok('LogoutConsoleSessions', { TargetUin: ann.uin })).toEqual({ EndedCount: 2 })
    for (const as of [one, two, lent]) await ended(as)
    for (const as of [ann, other]) await works(as)
    expect(await server.ok('LogoutConsoleSessions', { TargetUin: ann.uin })).toEqual({ EndedCount: 0 })
    await works(await consoleKeys(server, ann))
  })

  test('without a number they are the caller’s own, for whoever may; the session of the call goes too', async () => {
    const dora = await server.user('dora', allow('cam:LogoutConsoleSessions', '*'))
    const page = await consoleKeys(server, dora)
    expect(await server.ok('LogoutConsoleSessions', {}, { as: page })).toEqual({ EndedCount: 1 })
    await ended(page)
    await works(dora)
  })

  test('it has a right of its own, on the user', async () => {
    const [emil, fay] = [await server.user('emil'), await server.user('fay')]
    const own = `qcs::cam::uin/${server.root.account}:uin/${emil.uin}`
    const keeper = await server.user('keeper', allow('cam:LogoutConsoleSessions', own))
    const call = async (TargetUin: number) =>
      (await server.call('LogoutConsoleSessions', { TargetUin }, { as: keeper })).Error?.Code
    const page = await consoleKeys(server, fay)
    expect(await call(fay.uin)).toBe('AuthFailure.UnauthorizedOperation')
    await works(page)
    expect(await call(emil.uin)).toBeUndefined()
  })

  test('the root account’s are its own, and no other account’s users are there', async () => {
    const admin = await server.user('admin', allow('*'))
    const page = await consoleKeys(server, server.root)
    const root = { TargetUin: server.root.uin }
    await server.refused('InvalidParameter.ParamError', 'LogoutConsoleSessions', root, { as: admin })
    const theirs = await server.account('theirs')
    const absent = 'InvalidParameter.UserNotExist'
    for (const TargetUin of [admin.uin, server.root.uin]) {
      await server.refused(absent, 'LogoutConsoleSessions', { TargetUin }, { as: theirs })
    }
    await works(page)
    await server.ok('LogoutConsoleSessions', root)
    await ended(page)
    const role = await makeTestRole(server, 'nobody', [allow('cam:*')])
    const as = await server.assume(role.arn)
    await server.refused('InvalidParameter.ParamError', 'LogoutConsoleSessions', {}, { as })
  })
})
