import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('DeleteUser', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: a user without keys; the name is free again, the numbers are not', async () => {
    const { Uin, Uid } = await server.ok('AddUser', { Name: 'anna' })
    expect(await server.ok('DeleteUser', { Name: 'Anna' })).toEqual({})
    await server.refused('ResourceNotFound.UserNotExist', 'GetUser', { Name: 'anna' })
    const again = await server.ok('AddUser', { Name: 'anna' })
    expect(again['Uin']).not.toBe(Uin)
    expect(again['Uid']).not.toBe(Uid)
  })

  test('ok: memberships go with the user', async () => {
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'writers' })
    const { Uid } = await server.ok('AddUser', { Name: 'member' })
    await server.ok('AddUserToGroup', { Info: [{ GroupId, Uid }] })
    await server.ok('DeleteUser', { Name: 'member' })
    expect(await server.ok('ListUsersForGroup', { GroupId })).toEqual({ TotalNum: 0, UserInfo: [] })
  })

  test('keys: refused while there are any, enabled or not; by force they go too', async () => {
    const user = await server.user('keyed')
    await server.ok('UpdateAccessKey', { AccessKeyId: user.secretId, Status: 'Inactive', TargetUin: user.uin })
    await server.refused('OperationDenied.HaveKeys', 'DeleteUser', { Name: 'keyed' })
    await server.refused('OperationDenied.HaveKeys', 'DeleteUser', { Name: 'keyed', Force: 0 })
    await server.ok('DeleteUser', { Name: 'keyed', Force: 1 })
    await server.refused('AuthFailure.SecretIdNotFound', 'ListUsers', {}, { as: user })
  })

  test('keys: force needs a right of its own, else nothing is deleted', async () => {
    const user = await server.user('guarded')
    const weak = await server.user('weak', allow('cam:DeleteUser'))
    const options = { as: weak }
    await server.refused('UnauthorizedOperation.DeleteApiKey', 'DeleteUser', { Name: 'guarded', Force: 1 }, options)
    expect(await server.ok('ListAccessKeys', { TargetUin: user.uin })).toMatchObject({
      AccessKeys: [{ AccessKeyId: user.secretId, Status: 'Active' }],
    })
    const strong = await server.user('strong', allow(['cam:DeleteUser', 'cam:DeleteApiKey']))
    await server.ok('DeleteUser', { Name: 'guarded', Force: 1 }, { as: strong })
  })

  test('keys: force without any keys asks for no further right', async () => {
    await server.ok('AddUser', { Name: 'keyless' })
    const weak = await server.user('weaker', allow('cam:DeleteUser'))
    await server.ok('DeleteUser', { Name: 'keyless', Force: 1 }, { as: weak })
  })

  test('ok: a user deletes itself and is gone', async () => {
    const user = await server.user('lemming', allow('cam:*'))
    await server.ok('DeleteUser', { Name: 'lemming', Force: 1 }, { as: user })
    await server.refused('AuthFailure.SecretIdNotFound', 'ListUsers', {}, { as: user })
  })

  test('absent: a name that nobody has, a recipient, one of another root account', async () => {
    await addPerson(server, 'pager', 5)
    const other = await server.account('other')
    await server.ok('AddUser', { Name: 'theirs' }, { as: other })
    for (const Name of ['nobody-here', 'pager', 'theirs', 'root']) {
      await server.refused('ResourceNotFound.UserNotExist', 'DeleteUser', { Name, Force: 1 })
    }
    await server.ok('GetUser', { Name: 'theirs' }, { as: other })
  })

  test('wrong: force is 0 or 1', async () => {
    await server.refused('InvalidParameterValue', 'DeleteUser', { Name: 'anna', Force: 2 })
  })

  test('denied: a user without the permission', async () => {
    const user = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'DeleteUser', { Name: 'anna' }, { as: user })
  })
})

describe('DeleteUser with checks on the object', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness({ rules: { resourceLevel: 'fine' } })
  })
  afterAll(() => server.close())

  test('the right holds for the user named in the policy only', async () => {
    const target = await server.user('target')
    await server.user('bystander')
    const own = (uin: number) => `qcs::cam::uin/${server.root.account}:uin/${uin}`
    const keeper = await server.user('keeper', allow(['cam:DeleteUser', 'cam:DeleteApiKey'], own(target.uin)))
    for (const Name of ['bystander', 'nobody-here']) {
      await server.refused('AuthFailure.UnauthorizedOperation', 'DeleteUser', { Name, Force: 1 }, { as: keeper })
    }
    await server.ok('DeleteUser', { Name: 'target', Force: 1 }, { as: keeper })
  })
})
