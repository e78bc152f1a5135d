import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('GetUser', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: every member, those of the last sign-in null before the first', async () => {
    const { Uin, Uid } = await server.ok('AddUser', { Name: 'anna', Remark: 'writes' })
    const answer = await server.ok('GetUser', { Name: 'anna' })
    expect(answer).toEqual({
      Uin,
      Name: 'anna',
      Uid,
      Remark: 'writes',
      ConsoleLogin: 0,
      PhoneNum: '',
      CountryCode: '86',
      Email: '',
      RecentlyLoginIP: null,
      RecentlyLoginTime: null,
    })
    expect(Object.keys(answer)[0]).toBe('Uin')
  })

  test('ok: the name without regard to case, answered as it is spelled', async () => {
    expect(await server.ok('GetUser', { Name: 'ANNA' })).toMatchObject({ Name: 'anna' })
  })

  test('ok: a collaborator', async () => {
    const { uin } = await addPerson(server, 'partner', 4)
    expect(await server.ok('GetUser', { Name: 'partner' })).toMatchObject({ Uin: uin, ConsoleLogin: 1 })
  })

  test('absent: a name that nobody has, a recipient, one of another root account', async () => {
    await addPerson(server, 'pager', 5)
    const other = await server.account('other')
    await server.ok('AddUser', { Name: 'theirs' }, { as: other })
    for (const Name of ['nobody-here', 'pager', 'theirs', '', 'a b', 'toString']) {
      await server.refused('ResourceNotFound.UserNotExist', 'GetUser', { Name })
    }
  })

  test('missing: no name', async () => {
    await server.refused('MissingParameter', 'GetUser')
  })

  test('denied: a user without the permission', async () => {
    const user = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetUser', { Name: 'anna' }, { as: user })
  })
})
