import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'

describe('UpdatePasswordRules', () => {
  let server: Harness
  beforeEach(async () => {
    server = await openHarness()
  })
  afterEach(() => server.close())

  const set = (Rules: object) => server.ok('UpdatePasswordRules', { Rules })
  const rules = async () => (await server.ok('GetPasswordRules'))['Rules']
  const violated = (action: string, given: object) =>
    server.refused('InvalidParameter.PasswordViolatedRules', action, { ConsoleLogin: 1, ...given })
  const change = (Name: string, Password: string) => server.ok('UpdateUser', { Name, Password, ConsoleLogin: 1 })

  test('ok: what is left out or null stays; kinds of characters are kept in one order', async () => {
    expect(await set({ MinimumLength: 10, MustContain: '!1aA' })).toEqual({})
    await set({ MinimumLength: null, ReusePasswordLimit: 0, ForcePasswordChange: 365 })
    expect(await rules()).toEqual({
      MinimumLength: 10,
      MustContain: 'Aa1!',
      ForcePasswordChange: 365,
      ReusePasswordLimit: 0,
      RetryPasswordLimit: null,
      PasswordExpirationInvalidation: null,
    })
    await set({ MustContain: '1' })
    expect(await rules()).toMatchObject({ MinimumLength: 10, MustContain: '1' })
  })

  test('ok: new passwords must keep to them, those in use stay', async () => {
    await server.ok('AddUser', { Name: 'anna', ConsoleLogin: 1, Password: 'Aa1!aaaa' })
    await set({ MinimumLength: 12, MustContain: 'a1' })
    expect(await violated('AddUser', { Name: 'bert', Password: 'aaaaaaaaaa1' })).toContain('fewer than 12 characters')
    expect(await violated('UpdateUser', { Name: 'anna', Password: 'AAAAAAAAAAAA!' })).toContain(
      'it lacks a lower-case letter, a digit',
    )
    await server.ok('AddUser', { Name: 'bert', ConsoleLogin: 1, Password: 'aaaaaaaaaaa1' })
    await change('anna', 'bbbbbbbbbbb1')
    // A change of something else needs no new password.
    await set({ MinimumLength: 32 })
    await server.ok('UpdateUser', { Name: 'anna', Remark: 'kept', ConsoleLogin: 1 })
  })

  test('ok: passwords made at random keep to the strictest', async () => {
    await set({ MinimumLength: 32, MustContain: 'Aa1!' })
    const { Password } = await server.ok('AddUser', { Name: 'anna', ConsoleLogin: 1 })
    await server.ok('AddUser', { Name: 'bert', ConsoleLogin: 1, Password })
  })

  test('ok: none of the last few passwords is taken again, the one in force among them', async () => {
    const passwords = ['Aa1!aaaa', 'Aa1!bbbb', 'Aa1!cccc', 'Aa1!dddd']
    const [first = '', second = '', third = '', fourth = ''] = passwords
    await server.ok('AddUser', { Name: 'anna', ConsoleLogin: 1, Password: first })
    await change('anna', first)
    await set({ ReusePasswordLimit: 2 })
    for (const Password of [second, third]) await change('anna', Password)
    for (const Password of [third, second]) {
      expect(await violated('UpdateUser', { Name: 'anna', Password })).toBe(
        'The password does not comply with the password rules of the account: it is one of the last 2 passwords of the user',
      )
    }
    await change('anna', first)
    await violated('UpdateUser', { Name: 'anna', Password: third })
    await change('anna', second)
    await set({ ReusePasswordLimit: 24 })
    for (const Password of [first, second, third]) await violated('UpdateUser', { Name: 'anna', Password })
    await change('anna', fourth)
    await set({ ReusePasswordLimit: 0 })
    await change('anna', fourth)
    // Another user may have the same, and a new one of the same name has had none.
    await set({ ReusePasswordLimit: 24 })
    await server.ok('AddUser', { Name: 'bert', ConsoleLogin: 1, Password: first })
    await server.ok('DeleteUser', { Name: 'anna' })
    await server.ok('AddUser', { Name: 'anna', ConsoleLogin: 1, Password: fourth })
  })

  test('ok: the password in force counts where it was set before passwords were kept', async () => {
    await server.ok('AddUser', { Name: 'anna', ConsoleLogin: 1, Password: 'Aa1!aaaa' })
    const { account } = server.root
    const user = await server.world.store.read.users.byName(account, 'anna')
    await server.world.store.transaction((writes) =>
      writes.users.recordPassword(account, user?.uin ?? 0, { hash: 'forgotten', setMs: 1 }, 0),
    )
    await set({ ReusePasswordLimit: 1 })
    await violated('UpdateUser', { Name: 'anna', Password: 'Aa1!aaaa' })
  })

  test('wrong rules', async () => {
    for (const Rules of [
      {},
      { MinimumLength: null },
      { MinimumLength: 7 },
      { MinimumLength: 33 },
      { MustContain: '' },
      { MustContain: 'AA' },
      { MustContain: 'Aa1!x' },
      { ForcePasswordChange: -1 },
      { ForcePasswordChange: 366 },
      { ReusePasswordLimit: 25 },
      { RetryPasswordLimit: 11 },
      { PasswordExpirationInvalidation: 0 },
      { PasswordExpirationInvalidation: 3 },
    ]) {
      await server.refused('InvalidParameter.PasswordRuleError', 'UpdatePasswordRules', { Rules })
    }
    await server.refused('UnknownParameter', 'UpdatePasswordRules', { Rules: { Nonsense: 1 } })
    expect(await server.ok('GetPasswordRules')).toMatchObject({ UpdateTime: '' })
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const given = { Rules: { MinimumLength: 8 } }
    await server.refused('AuthFailure.UnauthorizedOperation', 'UpdatePasswordRules', given, { as: nobody })
  })
})
