import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'

describe('DeleteGroup', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: memberships and rights go, members stay, the name is free again', async () => {
    const user = await server.user('anna')
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'writers' })
    const { PolicyId } = await server.ok('CreatePolicy', {
      PolicyName: 'lists',
      PolicyDocument: JSON.stringify(allow('cam:ListUsers')),
    })
    await server.ok('AttachGroupPolicy', { PolicyId, AttachGroupId: GroupId })
    await server.ok('AddUserToGroup', { Info: [{ GroupId, Uin: user.uin }] })
    await server.ok('ListUsers', {}, { as: user })
    expect(await server.ok('DeleteGroup', { GroupId })).toEqual({})
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: user })
    expect(await server.ok('ListGroupsForUser', { SubUin: user.uin })).toEqual({ TotalNum: 0, GroupInfo: [] })
    expect((await server.ok('CreateGroup', { GroupName: 'writers' }))['GroupId']).not.toBe(GroupId)
  })

  test('absent: a number that is no group or one of another root account', async () => {
    const other = await server.account('other')
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'theirs' }, { as: other })
    for (const absent of [0, 999_999, GroupId]) {
      await server.refused('ResourceNotFound.UserNotExist', 'DeleteGroup', { GroupId: absent })
    }
    await server.ok('GetGroup', { GroupId }, { as: other })
  })

  test('wrong: a number of the wrong type', async () => {
    for (const GroupId of ['x', 1.5, true, [], {}]) {
      await server.refused('InvalidParameter', 'DeleteGroup', { GroupId })
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'DeleteGroup', { GroupId: 1 }, { as: nobody })
  })
})
