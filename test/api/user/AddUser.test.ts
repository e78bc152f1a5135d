import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyPassword } from '../../../src/store/passwords.ts'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson, setQuota } from '../people.ts'

describe('AddUser', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness({ quotas: { users: 100 } })
  })
  afterAll(() => server.close())
  const stored = (name: string) => server.world.store.read.users.byName(server.root.account, name)

  test('ok: nothing but a name answers every member, unused ones empty', async () => {
    const made = await server.ok('AddUser', { Name: 'plain' })
    expect(made).toEqual({
      Uin: expect.any(Number),
      Name: 'plain',
      Password: '',
      SecretId: '',
      SecretKey: '',
      Uid: expect.any(Number),
    })
    expect(await server.ok('GetUser', { Name: 'plain' })).toMatchObject({
      ConsoleLogin: 0,
      CountryCode: '86',
      PhoneNum: '',
      Email: '',
      Remark: '',
    })
    expect((await stored('plain'))?.passwordHash).toBeUndefined()
  })

  test('ok: every parameter is kept, and the password given is answered and hashed', async () => {
    const made = await server.ok('AddUser', {
      Name: 'jörg@example.com',
      Remark: 'writes',
      ConsoleLogin: 1,
      UseApi: 1,
      Password: 'Secret-123',
      NeedResetPassword: 1,
      PhoneNum: '10086',
      CountryCode: '49',
      Email: 'jörg@example.com',
    })
    expect(made).toMatchObject({ Password: 'Secret-123', SecretId: expect.stringMatching(/^AKID[A-Za-z0-9]{32}$/) })
    expect(made['SecretKey']).toMatch(/^[A-Za-z0-9]{32}$/)
    expect(await server.ok('GetUser', { Name: 'jörg@example.com' })).toMatchObject({
      Remark: 'writes',
      ConsoleLogin: 1,
      PhoneNum: '10086',
      CountryCode: '49',
      Email: 'jörg@example.com',
    })
    const user = await stored('jörg@example.com')
    expect(user).toMatchObject({ needResetPassword: true, phoneVerified: false, nickName: 'jörg@example.com', type: 2 })
    expect(await verifyPassword(user?.passwordHash ?? '', 'Secret-123')).toBe(true)
  })

  test('ok: console login without a password makes one of 32 characters and all four kinds', async () => {
    const { Password } = await server.ok('AddUser', { Name: 'random', ConsoleLogin: 1, Password: '' })
    expect(Password).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])(?=.*[^A-Za-z0-9]).{32}$/)
    expect(await verifyPassword((await stored('random'))?.passwordHash ?? '', String(Password))).toBe(true)
  })

  test('ok: a password without console login is answered but counts for nothing', async () => {
    const { Password } = await server.ok('AddUser', { Name: 'idle', Password: 'Secret-123' })
    expect(Password).toBe('Secret-123')
    expect((await stored('idle'))?.passwordHash).toBeUndefined()
  })

  test('ok: a password of 8 characters and of 128', async () => {
    for (const [index, Password] of ['Secret-1', `Secret-1${'x'.repeat(120)}`].entries()) {
      expect(await server.ok('AddUser', { Name: `length-${index}`, ConsoleLogin: 1, Password })).toMatchObject({
        Password,
      })
    }
  })

  test('ok: the new key signs calls at once', async () => {
    const user = await server.user('signer')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: user })
  })

  test('ok: integers as text, by form, and names that programs like to trip over', async () => {
    await server.ok('AddUser', { Name: 'by-form', ConsoleLogin: '0', UseApi: '0' }, { form: 'v1-form' })
    for (const Name of ['__proto__', 'constructor', '张三']) {
      await server.ok('AddUser', { Name })
      expect(await server.ok('GetUser', { Name })).toMatchObject({ Name })
    }
  })

  test('taken: a name differing in case only, also one of a message recipient', async () => {
    await server.refused('InvalidParameter.SubUserNameInUse', 'AddUser', { Name: 'Plain' })
    await addPerson(server, 'pager', 5)
    await server.refused('InvalidParameter.SubUserNameInUse', 'AddUser', { Name: 'pager' })
  })

  test('illegal: a name that is empty, too long or has other characters', async () => {
    for (const Name of ['', ' blank', 'a b', 'a/b', 'x'.repeat(65)]) {
      await server.refused('InvalidParameter.UserNameIllegal', 'AddUser', { Name })
    }
  })

  test('password: each rule is told, the password never', async () => {
    const faults = [
      ['Sh0rt-a', 'it has fewer than 8 characters'],
      ['secret-123', 'it lacks an upper-case letter'],
      ['SECRET-123', 'it lacks a lower-case letter'],
      ['Secret-abc', 'it lacks a digit'],
      ['Secret1234', 'it lacks a special character'],
      ['test123456', 'it lacks an upper-case letter, a special character'],
      [`Secret-1${'x'.repeat(121)}`, 'it has more than 128 characters'],
    ] as const
    for (const [Password, problem] of faults) {
      const given = { Name: 'weak', ConsoleLogin: 1, Password }
      const message = await server.refused('InvalidParameter.PasswordViolatedRules', 'AddUser', given)
      expect(message).toContain(problem)
      expect(message).not.toContain(Password)
    }
    expect(await stored('weak')).toBeUndefined()
  })

  test('wrong values answer ParamError', async () => {
    for (const wrong of [
      { ConsoleLogin: 2 },
      { UseApi: -1 },
      { NeedResetPassword: 7 },
      { Remark: 'x'.repeat(256) },
      { PhoneNum: 'call me' },
      { CountryCode: 'de' },
      { Email: 'a b@example.com' },
    ]) {
      await server.refused('InvalidParameter.ParamError', 'AddUser', { Name: 'wrong', ...wrong })
    }
  })

  test('denied: a user without the permission', async () => {
    const user = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'AddUser', { Name: 'mine' }, { as: user })
  })

  test('full: the quota of sub-accounts is used up, collaborators counted', async () => {
    const taken = await server.world.store.read.users.count(server.root.account, [2, 3, 4])
    await addPerson(server, 'partner', 4)
    await setQuota(server, 'users', taken + 1)
    expect(await server.refused('InvalidParameter.SubUserFull', 'AddUser', { Name: 'surplus' })).toContain(
      String(taken + 1),
    )
    await setQuota(server, 'users', taken + 2)
    await server.ok('AddUser', { Name: 'last' })
  })
})

test('too many: an unverified account makes ten users in 24 hours, deleted ones counted', async () => {
  const server = await openHarness({ verified: false })
  try {
    for (let index = 0; index < 10; index++) await server.ok('AddUser', { Name: `user-${index}` })
    await server.ok('DeleteUser', { Name: 'user-0' })
    await server.refused('RequestLimitExceeded.CreateUser', 'AddUser', { Name: 'user-10' })
    server.clock.advance(24 * 3_600_000)
    await server.refused('RequestLimitExceeded.CreateUser', 'AddUser', { Name: 'user-10' })
    server.clock.advance(1)
    await server.ok('AddUser', { Name: 'user-10' })
  } finally {
    await server.close()
  }
})
