import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backends, type Place } from '../../store/backends.ts'
import { allow, type Harness, openHarness } from '../harness.ts'
import { consoleKeys, makeTestRole } from '../sessions.ts'

describe.each(backends)('ListRoleSessions on $name', ({ make }) => {
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

  interface Shown {
    readonly SessionName: string
    readonly InForce: boolean
    readonly Origin: string
  }
  const list = async (RoleName: string, Page = 1, Rp = 100) => {
    const { List, TotalNum } = await server.ok('ListRoleSessions', { RoleName, Page, Rp })
    return { List: List as Shown[], TotalNum }
  }
  const names = ({ List }: { readonly List: readonly Shown[] }) => List.map(({ SessionName }) => SessionName)

  test('says who is there, since when, until when and where from, and nothing to sign with', async () => {
    const user = await server.user('ann', allow('sts:AssumeRole'))
    const role = await makeTestRole(server, 'told', [allow('sts:AssumeRole')])
    const next = await makeTestRole(server, 'next')
    const as = await server.assume(
      role.arn,
      { RoleSessionName: 'work', SourceIdentity: String(user.uin) },
      { as: user },
    )
    await server.assume(next.arn, { RoleSessionName: 'further' }, { as })
    const [shown] = (await list('told')).List
    expect(shown).toEqual({
      SessionId: expect.stringMatching(/^[\w-]{10,32}$/),
      SessionName: 'work',
      Origin: 'key',
      CallerAccount: user.account,
      CallerUin: user.uin,
      CallerName: 'ann',
      Provider: null,
      Through: [],
      SourceIdentity: String(user.uin),
      SecondFactor: false,
      InForce: true,
      StartTime: '2026-01-02T03:04:05Z',
      ExpireTime: '2026-01-02T05:04:05Z',
    })
    expect((await list('next')).List).toMatchObject([
      { SessionName: 'further', CallerUin: user.uin, Through: [`qcs::cam::uin/${user.account}:role/${role.roleId}`] },
    ])
    for (const secret of [as.secretId, as.secretKey, as.token ?? ''])
      expect(JSON.stringify(shown)).not.toContain(secret)
  })

  test('tells where a session came from, and whether what it came from is still there', async () => {
    const role = await makeTestRole(server, 'origins')
    const user = await server.user('bert', allow('sts:AssumeRole'))
    await server.assume(role.arn, { RoleSessionName: 'by-key' }, { as: user })
    await server.assume(role.arn, { RoleSessionName: 'by-page' }, { as: await consoleKeys(server, server.root) })
    const inForce = async () => {
      const { List } = await list('origins')
      return Object.fromEntries(List.map(({ SessionName, InForce, Origin }) => [SessionName, [Origin, InForce]]))
    }
    expect(await inForce()).toEqual({ 'by-key': ['key', true], 'by-page': ['console', true] })
    await server.ok('UpdateAccessKey', { AccessKeyId: user.secretId, Status: 'Inactive', TargetUin: user.uin })
    expect(await inForce()).toEqual({ 'by-key': ['key', false], 'by-page': ['console', true] })
  })

  test('pages, the newest first, without what has expired; of another account without the name of the user', async () => {
    const theirs = await server.account('theirs')
    const trust = {
      version: '2.0',
      statement: [
        {
          effect: 'allow',
          action: 'name/sts:AssumeRole',
          principal: { qcs: [`qcs::cam::uin/${theirs.account}:root`, `qcs::cam::uin/${server.root.account}:root`] },
        },
      ],
    }
    const role = await makeTestRole(server, 'paged', [], { trust })
    await server.assume(role.arn, { RoleSessionName: 'brief', DurationSeconds: 60 })
    for (const name of ['one', 'two']) {
      server.clock.set(server.clock() + 10_000)
      await server.assume(role.arn, { RoleSessionName: name })
    }
    server.clock.set(server.clock() + 10_000)
    await server.assume(role.arn, { RoleSessionName: 'foreign' }, { as: theirs })
    expect(names(await list('paged'))).toEqual(['foreign', 'two', 'one', 'brief'])
    server.clock.set(server.clock() + 40_000)
    expect(names(await list('paged'))).toEqual(['foreign', 'two', 'one'])
    const second = await list('paged', 2, 2)
    expect([names(second), second.TotalNum]).toEqual([['one'], 3])
    expect((await list('paged')).List[0]).toMatchObject({ CallerAccount: theirs.account, CallerName: null })
    const absent = 'InvalidParameter.RoleNotExist'
    await server.refused(absent, 'ListRoleSessions', { RoleName: 'paged', Page: 1, Rp: 1 }, { as: theirs })
    await server.refused('InvalidParameter.ParamError', 'ListRoleSessions', { Page: 1, Rp: 1 })
  })
})
