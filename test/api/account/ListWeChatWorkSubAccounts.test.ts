import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('ListWeChatWorkSubAccounts', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  const page = { Offset: 0, Limit: 10 }

  test('ok: nobody yet', async () => {
    await addPerson(server, 'anna', 2)
    expect(await server.ok('ListWeChatWorkSubAccounts', page)).toEqual({ Data: [], TotalCount: 0 })
  })

  test('ok: sub-users from WeCom only, newest first, with every member', async () => {
    const { uin, uid } = await addPerson(server, 'first', 3, { remark: 'sales', phone: '138', email: 'a@b' })
    await addPerson(server, 'second', 3)
    const { Data, TotalCount } = await server.ok('ListWeChatWorkSubAccounts', page)
    expect(TotalCount).toBe(2)
    expect((Data as { Name: string }[]).map(({ Name }) => Name)).toEqual(['second', 'first'])
    expect(await server.ok('ListWeChatWorkSubAccounts', { Offset: 1, Limit: 1 })).toEqual({
      TotalCount: 2,
      Data: [
        {
          Uin: uin,
          Name: 'first',
          Uid: uid,
          Remark: 'sales',
          ConsoleLogin: 1,
          PhoneNum: '138',
          CountryCode: '86',
          Email: 'a@b',
          WeChatWorkUserId: '',
          CreateTime: '2026-01-02 11:04:05',
        },
      ],
    })
  })

  test('missing and wrong values', async () => {
    await server.refused('MissingParameter', 'ListWeChatWorkSubAccounts', { Offset: 0 })
    for (const wrong of [
      { Offset: -1, Limit: 1 },
      { Offset: 0, Limit: 0 },
    ]) {
      await server.refused('InvalidParameterValue', 'ListWeChatWorkSubAccounts', wrong)
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListWeChatWorkSubAccounts', page, { as: nobody })
  })
})
