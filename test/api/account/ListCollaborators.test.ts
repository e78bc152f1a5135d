import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('ListCollaborators', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: none is an empty list', async () => {
    await server.ok('AddUser', { Name: 'anna' })
    expect(await server.ok('ListCollaborators')).toEqual({ TotalNum: 0, Data: [] })
  })

  test('ok: newest first, twenty at a time, other kinds and accounts apart', async () => {
    const first = await addPerson(server, 'partner-1', 4, { remark: 'helps', phone: '10086', email: 'p@example.com' })
    for (let index = 2; index <= 22; index++) await addPerson(server, `partner-${index}`, 4)
    await addPerson(server, 'pager', 5)
    const { TotalNum, Data } = await server.ok('ListCollaborators')
    expect(TotalNum).toBe(22)
    expect(Data).toHaveLength(20)
    expect(await server.ok('ListCollaborators', { Offset: 21, Limit: 5 })).toEqual({
      TotalNum: 22,
      Data: [
        {
          Uin: first.uin,
          Name: 'partner-1',
          Uid: first.uid,
          Remark: 'helps',
          ConsoleLogin: 1,
          PhoneNum: '10086',
          CountryCode: '86',
          Email: 'p@example.com',
          CreateTime: '2026-01-02 11:04:05',
          NickName: 'partner-1',
        },
      ],
    })
    expect(await server.ok('ListCollaborators', {}, { as: await server.account('other') })).toMatchObject({
      TotalNum: 0,
    })
  })

  test('wrong values', async () => {
    for (const wrong of [{ Limit: 0 }, { Limit: 1001 }, { Offset: -1 }]) {
      await server.refused('InvalidParameterValue', 'ListCollaborators', wrong)
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListCollaborators', {}, { as: nobody })
  })
})
