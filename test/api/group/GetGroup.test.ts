import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('GetGroup', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: the group with every member in full', async () => {
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'writers', Remark: 'who write' })
    const { Uin, Uid } = await server.ok('AddUser', { Name: 'anna', Remark: 'one', PhoneNum: '10086' })
    const pager = await addPerson(server, 'pager', 5, {
      phoneVerified: true,
      emailVerified: true,
      email: 'p@example.com',
      receiverOwner: true,
    })
    const partner = await addPerson(server, 'partner', 4)
    await server.ok('AddUserToGroup', { Info: [Uin, pager.uin, partner.uin].map((Uin) => ({ GroupId, Uin })) })
    const blank = { Remark: '', PhoneNum: '', CountryCode: '86', Email: '', CreateTime: '2026-01-02 11:04:05' }
    expect(await server.ok('GetGroup', { GroupId })).toEqual({
      GroupId,
      GroupName: 'writers',
      GroupNum: 3,
      Remark: 'who write',
      CreateTime: '2026-01-02 11:04:05',
      UserInfo: [
        {
          ...blank,
          Uin,
          Uid,
          Name: 'anna',
          Remark: 'one',
          PhoneNum: '10086',
          PhoneFlag: 0,
          EmailFlag: 0,
          UserType: 3,
          IsReceiverOwner: 0,
        },
        {
          ...blank,
          Uin: pager.uin,
          Uid: pager.uid,
          Name: 'pager',
          Email: 'p@example.com',
          PhoneFlag: 1,
          EmailFlag: 1,
          UserType: 3,
          IsReceiverOwner: 1,
        },
        {
          ...blank,
          Uin: partner.uin,
          Uid: partner.uid,
          Name: 'partner',
          PhoneFlag: 0,
          EmailFlag: 0,
          UserType: 1,
          IsReceiverOwner: 0,
        },
      ],
    })
  })

  test('ok: a group without members has an empty list', async () => {
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'empty' })
    expect(await server.ok('GetGroup', { GroupId }, { form: 'tc3-get' })).toMatchObject({ GroupNum: 0, UserInfo: [] })
  })

  test('absent: a number that is no group or one of another root account', async () => {
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'theirs' }, { as: await server.account('other') })
    for (const absent of [0, 999_999, GroupId]) {
      await server.refused('ResourceNotFound.UserNotExist', 'GetGroup', { GroupId: absent })
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetGroup', { GroupId: 1 }, { as: nobody })
  })
})
