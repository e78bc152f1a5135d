import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'

const given = { CountryCode: '86', PhoneNumber: '13800000000', Email: 'a@example.com' }

describe('CreateMessageReceiver', () => {
  let server: Harness
  beforeEach(async () => {
    server = await openHarness()
  })
  afterEach(() => server.close())

  const dayMs = 24 * 3_600_000
  const make = (Name: string, more: object = {}) => server.ok('CreateMessageReceiver', { ...given, Name, ...more })

  test('ok: a recipient whose number and address are not verified, and who can do nothing', async () => {
    expect(await make('pager', { Remark: 'on call' })).toEqual({})
    expect(await server.ok('ListReceiver')).toMatchObject({
      TotalCount: 1,
      Receivers: [{ Name: 'pager', Remark: 'on call', PhoneFlag: 0, EmailFlag: 0, IsReceiverOwner: 0 }],
    })
    expect(await server.ok('ListUsers')).toEqual({ Data: [] })
    const { rows } = await server.world.store.read.users.list(server.root.account, [5])
    expect(rows[0]).toMatchObject({ consoleLogin: false, passwordHash: undefined, nickName: 'pager' })
  })

  test('taken: the name of a recipient or a user, in whatever case', async () => {
    await server.ok('AddUser', { Name: 'anna' })
    await make('pager')
    for (const Name of ['Anna', 'PAGER']) {
      await server.refused('InvalidParameter.SubUserNameInUse', 'CreateMessageReceiver', { ...given, Name })
    }
  })

  test('unverified: the root account has not shown who it is', async () => {
    const as = await server.account('unverified', { verified: false })
    await server.refused('InvalidParameter.UserNotAuth', 'CreateMessageReceiver', { ...given, Name: 'x' }, { as })
  })

  test('limit: ten in a day for each user, deleted ones included', async () => {
    for (let n = 0; n < 10; n++) await make(`r${n}`)
    await server.ok('DeleteMessageReceiver', { Name: 'r0' })
    const refused = () => server.refused('LimitExceeded.Uin', 'CreateMessageReceiver', { ...given, Name: 'r10' })
    expect(await refused()).toContain('`10`')
    const anna = await server.user('anna', allow('cam:CreateMessageReceiver'))
    await server.ok('CreateMessageReceiver', { ...given, Name: 'annas' }, { as: anna })
    server.clock.advance(dayMs - 1)
    await refused()
    server.clock.advance(1)
    await make('r10')
  })

  test('wrong values', async () => {
    for (const wrong of [
      { Name: '' },
      { Name: 'a b' },
      { Name: 'x'.repeat(65) },
      { CountryCode: '' },
      { CountryCode: 'de' },
      { PhoneNumber: '' },
      { PhoneNumber: 'call me' },
      { Email: '' },
      { Email: 'nobody' },
      { Email: 'a b@c' },
      { Remark: 'x'.repeat(256) },
    ]) {
      await server.refused('InvalidParameter', 'CreateMessageReceiver', { ...given, Name: 'pager', ...wrong })
    }
    expect(await server.ok('ListReceiver')).toMatchObject({ TotalCount: 0 })
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const parameters = { ...given, Name: 'pager' }
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateMessageReceiver', parameters, { as: nobody })
  })
})
