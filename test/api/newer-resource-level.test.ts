// The newer calls with checks on the object named turned on: a grant on one object reaches that one and no other.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from './harness.ts'
import { makeThings, type Things } from './tag/things.ts'

describe('checked on the object named', () => {
  let server: Harness
  let mine: Things
  let other: Things
  let groupId: unknown
  beforeAll(async () => {
    server = await openHarness({ rules: { resourceLevel: 'fine' } })
    mine = await makeThings(server, 'mine')
    other = await makeThings(server, 'other')
    groupId = (await server.ok('CreateGroup', { GroupName: 'readers' }))['GroupId']
    for (const Name of ['mine-pager', 'other-pager']) {
      await server.ok('CreateMessageReceiver', { Name, CountryCode: '86', PhoneNumber: '1', Email: 'a@b' })
    }
  })
  afterAll(() => server.close())

  const own = (segment: string) => `qcs::cam::uin/${server.root.account}:${segment}`
  const code = async (name: string, given: object, as: typeof server.root) =>
    (await server.call(name, given, { as })).Error?.Code

  test('boundaries, products granted, recipients', async () => {
    const pager = await server.world.store.read.users.byName(server.root.account, 'mine-pager')
    const grants = [`uin/${mine.uin}`, 'roleName/mine-role', `groupid/${String(groupId)}`, `uin/${pager?.uin}`].map(own)
    const actions = ['GetUserPermissionBoundary', 'ListPoliciesGrantingServiceAccess', 'DeleteMessageReceiver']
    const anna = await server.user(
      'anna',
      allow(
        actions.map((name) => `cam:${name}`),
        grants,
      ),
    )
    const cases: readonly (readonly [name: string, fine: object, refused: object])[] = [
      ['GetUserPermissionBoundary', { TargetUin: mine.uin }, { TargetUin: other.uin }],
      ['ListPoliciesGrantingServiceAccess', { TargetUin: mine.uin }, { TargetUin: other.uin }],
      ['ListPoliciesGrantingServiceAccess', { RoleId: mine.roleId }, { RoleId: other.roleId }],
      ['ListPoliciesGrantingServiceAccess', { GroupId: groupId }, { GroupId: 1 }],
      ['DeleteMessageReceiver', { Name: 'mine-pager' }, { Name: 'other-pager' }],
    ]
    for (const [name, fine, refused] of cases) {
      const found = await code(name, refused, anna)
      expect(found, `${name} ${JSON.stringify(refused)}`).toBe('AuthFailure.UnauthorizedOperation')
      expect(await code(name, fine, anna), name).toBeUndefined()
    }
    expect(await code('ListPoliciesGrantingServiceAccess', {}, anna)).toBe('AuthFailure.UnauthorizedOperation')
  })

  test('making a recipient needs all users', async () => {
    const given = { Name: 'new-pager', CountryCode: '86', PhoneNumber: '1', Email: 'a@b' }
    const narrow = await server.user('narrow', allow('cam:CreateMessageReceiver', own(`uin/${mine.uin}`)))
    expect(await code('CreateMessageReceiver', given, narrow)).toBe('AuthFailure.UnauthorizedOperation')
    const wide = await server.user('wide', allow('cam:CreateMessageReceiver', own('uin/*')))
    expect(await code('CreateMessageReceiver', given, wide)).toBeUndefined()
  })
})
