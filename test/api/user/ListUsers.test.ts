import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('ListUsers', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: nobody is an empty list', async () => {
    expect(await server.ok('ListUsers')).toEqual({ Data: [] })
  })

  test('ok: sub-users of both kinds, newest first; neither collaborators nor recipients nor other accounts', async () => {
    const { Uin, Uid } = await server.ok('AddUser', { Name: 'anna', Remark: 'writes', Email: 'anna@example.com' })
    await addPerson(server, 'wecom', 3)
    await addPerson(server, 'partner', 4)
    await addPerson(server, 'pager', 5)
    await server.ok('AddUser', { Name: 'theirs' }, { as: await server.account('other') })
    const { Data } = await server.ok('ListUsers')
    expect(Data).toEqual([
      expect.objectContaining({ Name: 'wecom', ConsoleLogin: 1 }),
      {
        Uin,
        Name: 'anna',
        Uid,
        Remark: 'writes',
        ConsoleLogin: 0,
        PhoneNum: '',
        CountryCode: '86',
        Email: 'anna@example.com',
        CreateTime: '2026-01-02 11:04:05',
        NickName: 'anna',
      },
    ])
  })

  test('ok: by GET, without parameters', async () => {
    expect(await server.ok('ListUsers', {}, { form: 'tc3-get' })).toHaveProperty('Data')
  })

  test('unknown: the call has no pages', async () => {
    await server.refused('UnknownParameter', 'ListUsers', { Page: 1 })
  })

  test('denied: a user without the permission', async () => {
    const user = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: user })
  })
})
