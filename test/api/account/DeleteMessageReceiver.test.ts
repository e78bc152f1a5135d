import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('DeleteMessageReceiver', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: gone, and its name is free again', async () => {
    await addPerson(server, 'pager', 5)
    expect(await server.ok('DeleteMessageReceiver', { Name: 'Pager' })).toEqual({})
    expect(await server.ok('ListReceiver')).toMatchObject({ TotalCount: 0 })
    await server.refused('ResourceNotFound.UserNotExists', 'DeleteMessageReceiver', { Name: 'pager' })
    await server.ok('AddUser', { Name: 'pager' })
  })

  test('absent: users of other kinds, nobody, a recipient of another root account', async () => {
    await server.ok('AddUser', { Name: 'anna' })
    await addPerson(server, 'partner', 4)
    const given = { Name: 'theirs', CountryCode: '86', PhoneNumber: '1', Email: 'a@b' }
    const other = await server.account('other')
    await server.ok('CreateMessageReceiver', given, { as: other })
    for (const Name of ['anna', 'partner', 'nobody-here', '', 'theirs', 'root']) {
      await server.refused('ResourceNotFound.UserNotExists', 'DeleteMessageReceiver', { Name })
    }
    await server.ok('GetUser', { Name: 'anna' })
    expect(await server.ok('ListReceiver', {}, { as: other })).toMatchObject({ TotalCount: 1 })
  })

  test('denied: a user without the permission', async () => {
    await addPerson(server, 'kept', 5)
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'DeleteMessageReceiver', { Name: 'kept' }, { as: nobody })
    expect(await server.ok('ListReceiver')).toMatchObject({ TotalCount: 1 })
  })
})
