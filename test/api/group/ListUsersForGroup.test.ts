import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'

describe('ListUsersForGroup', () => {
  let server: Harness
  let GroupId: unknown
  beforeAll(async () => {
    server = await openHarness()
    GroupId = (await server.ok('CreateGroup', { GroupName: 'writers' }))['GroupId']
    for (let index = 1; index <= 22; index++) {
      const { Uid } = await server.ok('AddUser', { Name: `user-${index}`, Email: 'u@example.com', Remark: 'r' })
      await server.ok('AddUserToGroup', { Info: [{ GroupId, Uid }] })
    }
  })
  afterAll(() => server.close())

  test('ok: twenty a page, in the order the users were made', async () => {
    const { TotalNum, UserInfo } = await server.ok('ListUsersForGroup', { GroupId })
    expect(TotalNum).toBe(22)
    expect(UserInfo).toHaveLength(20)
    expect((UserInfo as unknown[])[0]).toEqual({
      Uid: expect.any(Number),
      Uin: expect.any(Number),
      Name: 'user-1',
      PhoneNum: '',
      CountryCode: '86',
      PhoneFlag: 0,
      Email: 'u@example.com',
      EmailFlag: 0,
      UserType: 3,
      CreateTime: '2026-01-02 11:04:05',
      IsReceiverOwner: 0,
      Remark: 'r',
    })
    expect(await server.ok('ListUsersForGroup', { GroupId, Page: 2 })).toMatchObject({
      TotalNum: 22,
      UserInfo: [{ Name: 'user-21' }, { Name: 'user-22' }],
    })
    expect(await server.ok('ListUsersForGroup', { GroupId, Page: 8, Rp: 3 })).toMatchObject({
      TotalNum: 22,
      UserInfo: [{ Name: 'user-22' }],
    })
  })

  test('absent: a number that is no group or one of another root account', async () => {
    const other = await server.ok('CreateGroup', { GroupName: 'theirs' }, { as: await server.account('other') })
    for (const absent of [0, 999_999, other['GroupId']]) {
      await server.refused('ResourceNotFound.GroupNotExist', 'ListUsersForGroup', { GroupId: absent })
    }
  })

  test('wrong: pages count from 1', async () => {
    await server.refused('InvalidParameterValue', 'ListUsersForGroup', { GroupId, Page: 0 })
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsersForGroup', { GroupId }, { as: nobody })
  })
})
