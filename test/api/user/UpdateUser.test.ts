import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyPassword } from '../../../src/store/passwords.ts'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('UpdateUser', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
    await server.ok('AddUser', { Name: 'anna', Remark: 'writes', PhoneNum: '10086', Email: 'anna@example.com' })
  })
  afterAll(() => server.close())
  const stored = (name: string) => server.world.store.read.users.byName(server.root.account, name)

  test('ok: what is left out stays', async () => {
    expect(await server.ok('UpdateUser', { Name: 'Anna', Remark: 'reads' })).toEqual({})
    expect(await server.ok('GetUser', { Name: 'anna' })).toMatchObject({
      Name: 'anna',
      Remark: 'reads',
      ConsoleLogin: 0,
      PhoneNum: '10086',
      CountryCode: '86',
      Email: 'anna@example.com',
    })
  })

  test('ok: every parameter', async () => {
    await server.ok('UpdateUser', {
      Name: 'anna',
      Remark: '',
      ConsoleLogin: 1,
      Password: 'Secret-123',
      NeedResetPassword: 1,
      PhoneNum: '',
      CountryCode: '',
      Email: 'a@example.com',
    })
    expect(await server.ok('GetUser', { Name: 'anna' })).toMatchObject({
      Remark: '',
      ConsoleLogin: 1,
      PhoneNum: '',
      CountryCode: '86',
      Email: 'a@example.com',
    })
    const user = await stored('anna')
    expect(user?.needResetPassword).toBe(true)
    expect(await verifyPassword(user?.passwordHash ?? '', 'Secret-123')).toBe(true)
  })

  test('ok: a password there already outlives calls that give none, and sign-in turned off and on', async () => {
    const before = (await stored('anna'))?.passwordHash
    await server.ok('UpdateUser', { Name: 'anna', ConsoleLogin: 1 })
    await server.ok('UpdateUser', { Name: 'anna', ConsoleLogin: 0 })
    expect(await stored('anna')).toMatchObject({ consoleLogin: false, passwordHash: before })
    await server.ok('UpdateUser', { Name: 'anna', ConsoleLogin: 1, NeedResetPassword: 0 })
    expect(await stored('anna')).toMatchObject({ consoleLogin: true, needResetPassword: false, passwordHash: before })
  })

  test('ok: sign-in allowed for somebody without a password makes a random one', async () => {
    await server.ok('AddUser', { Name: 'fresh' })
    await server.ok('UpdateUser', { Name: 'fresh', ConsoleLogin: 1 })
    expect((await stored('fresh'))?.passwordHash).toMatch(/^\$argon2id\$/)
  })

  test('ok: a password without sign-in is not kept', async () => {
    await server.ok('AddUser', { Name: 'idle' })
    await server.ok('UpdateUser', { Name: 'idle', Password: 'Secret-123' })
    expect((await stored('idle'))?.passwordHash).toBeUndefined()
  })

  test('ok: a new number or address is no longer verified, the same one stays so', async () => {
    const given = { phone: '10086', email: 'b@example.com', phoneVerified: true, emailVerified: true }
    await addPerson(server, 'bound', 2, given)
    await server.ok('UpdateUser', { Name: 'bound', PhoneNum: '10086', Email: 'b@example.com' })
    expect(await stored('bound')).toMatchObject({ phoneVerified: true, emailVerified: true })
    await server.ok('UpdateUser', { Name: 'bound', PhoneNum: '10010' })
    expect(await stored('bound')).toMatchObject({ phone: '10010', phoneVerified: false, emailVerified: true })
    await server.ok('UpdateUser', { Name: 'bound', Email: 'c@example.com' })
    expect(await stored('bound')).toMatchObject({ email: 'c@example.com', emailVerified: false })
  })

  test('collaborator: its remark changes, its sign-in is not ours', async () => {
    await addPerson(server, 'partner', 4)
    await server.ok('UpdateUser', { Name: 'partner', Remark: 'helps', ConsoleLogin: 1 })
    await server.refused('FailedOperation', 'UpdateUser', { Name: 'partner', ConsoleLogin: 0 })
    await server.refused('FailedOperation', 'UpdateUser', { Name: 'partner', Password: 'Secret-123' })
    expect(await stored('partner')).toMatchObject({ remark: 'helps', consoleLogin: true, passwordHash: undefined })
  })

  test('password: against the rules, and nothing changes', async () => {
    const given = { Name: 'anna', Remark: 'changed', Password: 'test123456' }
    await server.refused('InvalidParameter.PasswordViolatedRules', 'UpdateUser', given)
    expect(await server.ok('GetUser', { Name: 'anna' })).toMatchObject({ Remark: '' })
  })

  test('illegal: a name that nobody can have', async () => {
    await server.refused('InvalidParameter.UserNameIllegal', 'UpdateUser', { Name: 'a b' })
  })

  test('absent: a name that nobody has, a recipient, one of another root account', async () => {
    await addPerson(server, 'pager', 5)
    await server.ok('AddUser', { Name: 'theirs' }, { as: await server.account('other') })
    for (const Name of ['nobody-here', 'pager', 'theirs']) {
      await server.refused('ResourceNotFound.UserNotExist', 'UpdateUser', { Name, Remark: 'x' })
    }
  })

  test('wrong values', async () => {
    for (const wrong of [{ ConsoleLogin: 2 }, { NeedResetPassword: 2 }, { PhoneNum: 'x' }, { Email: ' ' }]) {
      await server.refused('InvalidParameterValue', 'UpdateUser', { Name: 'anna', ...wrong })
    }
  })

  test('denied: a user without the permission', async () => {
    const user = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'UpdateUser', { Name: 'anna', Remark: 'x' }, { as: user })
  })
})
