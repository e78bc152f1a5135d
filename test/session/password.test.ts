// Signing in by password, its rules and its ends, at the doors of a whole server.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashPassword } from '../../src/store/passwords.ts'
import { sessionIdentity } from '../api/harness.ts'
import { expectSignedIn, openSignIn, type SignInHarness, signInUser } from './browser.ts'

const password = 'Right-horse-9'
const other = 'Other-horse-9'
const hourMs = 3_600_000
const dayMs = 24 * hourMs

let server: SignInHarness
beforeAll(async () => {
  server = await openSignIn()
})
afterAll(() => server.close())

let made = 0
const person = (given: object = {}) => signInUser(server, `person-${++made}`, password, given)
const signIn = (name: string, word = password, address?: string) =>
  server.browser(address).signIn(server.root.account, name, word)

describe('a sub-user', () => {
  test('signs in by account, name and password, and lands at the console', async () => {
    const { name, uin } = await person()
    expectSignedIn(await signIn(name, password, '198.51.100.4'), name)
    const at = '2026-01-02 11:04:05'
    expect(await server.ok('GetUser', { Name: name })).toMatchObject({
      RecentlyLoginIP: '198.51.100.4',
      RecentlyLoginTime: at,
    })
    expect(await server.ok('DescribeSubAccounts', { FilterSubAccountUin: [uin] })).toMatchObject({
      SubAccounts: [{ LastLoginIp: '198.51.100.4', LastLoginTime: at }],
    })
    const [event] = await server.world.store.read.audit.list(server.root.account, {}, { limit: 1 })
    expect(event).toMatchObject({ action: 'ConsoleLogin', product: 'console', uin, sourceIp: '198.51.100.4' })
  })

  test('lands where it wanted to go, where that is here', async () => {
    const { name } = await person()
    const browser = server.browser()
    expect((await browser.signIn(server.root.account, name, password, '/console/?a=b')).path).toBe('/console/')
  })

  test.each([
    ['a wrong password', () => person(), 'Wrong-horse-9', undefined],
    ['no sign-in allowed', () => person({ ConsoleLogin: 0 }), password, undefined],
    ['a name that nobody has', async () => ({ name: 'nobody' }), password, undefined],
    ['an account that is not there', () => person(), password, 999],
    ['another account', () => person(), password, 'another'],
  ])('is refused with %s, always in the same words', async (_, who, word, account) => {
    const { name } = await who()
    const number = account === 'another' ? (await server.account('stranger')).account : (account ?? server.root.account)
    const page = await server.browser().signIn(Number(number), name, word)
    expect(page.status).toBe(401)
    const plain = page.text.replaceAll(name, 'NAME').replaceAll(String(number), 'ACCOUNT')
    const known = await server.browser().signIn(server.root.account, 'nobody-at-all', 'x')
    const same = known.text.replaceAll('nobody-at-all', 'NAME').replaceAll(String(server.root.account), 'ACCOUNT')
    const noTokens = (text: string) => text.replace(/name="token" value="[^"]*"/g, '')
    expect(noTokens(plain)).toBe(noTokens(same))
    expect(page.text).not.toContain(word)
  })
})

describe('a root account', () => {
  test('signs in by number, and by a mail address that is its own alone', async () => {
    const { account } = await server.account('owner')
    const passwordHash = await hashPassword(password)
    const bind = (number: number, email: string) =>
      server.world.store.transaction((writes) => writes.accounts.bind(number, { passwordHash, email }))
    await bind(account, 'owner@example.com')
    expectSignedIn(await server.browser().signIn(account, undefined, password), 'owner')
    const byMail = async (mail: string) => {
      const browser = server.browser()
      await browser.open('/signin/?as=root')
      return browser.submit('/signin/password', { account: mail, password })
    }
    expectSignedIn(await byMail('Owner@Example.com'), 'owner')
    expect(await server.ok('DescribeSubAccounts', { FilterSubAccountUin: [account] })).toEqual({ SubAccounts: [] })
    const second = (await server.account('second')).account
    await bind(second, 'owner@example.com')
    expect((await byMail('owner@example.com')).status).toBe(401)
  })
})

describe('a password that must not stay', () => {
  test.each([
    ['asked for by an administrator', { NeedResetPassword: 1 }, 0],
    ['older than the rule allows', {}, 31 * dayMs],
  ])('%s: nothing else can be done before it is changed', async (_, given, later) => {
    await server.ok('UpdatePasswordRules', {
      Rules: { ForcePasswordChange: 30, PasswordExpirationInvalidation: 2, ReusePasswordLimit: 3 },
    })
    const { name } = await person(given)
    server.clock.advance(later)
    const browser = server.browser()
    expect((await browser.signIn(server.root.account, name, password)).path).toBe('/signin/new-password')
    expect((await browser.send('/console/')).location).toBe('/signin/new-password')
    expect((await browser.script('/session/')).status).toBe(401)
    const change = (word: string, again = word) => browser.submit('/signin/new-password', { password: word, again })
    expect((await change('short')).status).toBe(400)
    expect((await change(other, `${other}x`)).text).toContain('not the same')
    expect((await change(password)).text).toContain('one of your last')
    expectSignedIn(await change(other), name)
    expect((await signIn(name)).status).toBe(401)
    expectSignedIn(await signIn(name, other), name)
  })

  test('opens nothing where only an administrator may reset it', async () => {
    const { name } = await person()
    await server.ok('UpdatePasswordRules', {
      Rules: { ForcePasswordChange: 30, PasswordExpirationInvalidation: 1, ReusePasswordLimit: 0 },
    })
    expectSignedIn(await signIn(name), name)
    server.clock.advance(30 * dayMs)
    const page = await signIn(name)
    expect([page.status, page.text.includes('An administrator must set another')]).toEqual([401, true])
    expect((await signIn(name, 'Wrong-horse-9')).text).not.toContain('An administrator must set another')
    await server.ok('UpdateUser', { Name: name, Password: other })
    expectSignedIn(await signIn(name, other), name)
    await server.ok('UpdatePasswordRules', { Rules: { ForcePasswordChange: 0 } })
  })
})

describe('lock-out', () => {
  test('after as many wrong passwords as the rule says the right one is refused, for an hour', async () => {
    await server.ok('UpdatePasswordRules', { Rules: { RetryPasswordLimit: 3 } })
    const { name } = await person()
    for (let i = 0; i < 2; i++) expect((await signIn(name, 'Wrong-horse-9')).status).toBe(401)
    expectSignedIn(await signIn(name), name)
    for (let i = 0; i < 3; i++) expect((await signIn(name, 'Wrong-horse-9')).status).toBe(401)
    expect((await signIn(name)).status).toBe(401)
    server.clock.advance(hourMs - 1)
    expect((await signIn(name)).status).toBe(401)
    server.clock.advance(1)
    expectSignedIn(await signIn(name), name)
  })

  test('failures of an hour ago do not count, and each user has a count of its own', async () => {
    await server.ok('UpdatePasswordRules', { Rules: { RetryPasswordLimit: 2 } })
    const [one, two] = [await person(), await person()]
    await signIn(one.name, 'Wrong-horse-9')
    server.clock.advance(hourMs)
    await signIn(one.name, 'Wrong-horse-9')
    expectSignedIn(await signIn(one.name), one.name)
    for (let i = 0; i < 2; i++) await signIn(one.name, 'Wrong-horse-9')
    expect((await signIn(one.name)).status).toBe(401)
    expectSignedIn(await signIn(two.name), two.name)
  })

  test('guesses made at once are all counted', async () => {
    await server.ok('UpdatePasswordRules', { Rules: { RetryPasswordLimit: 4 } })
    const { name } = await person()
    await Promise.all(Array.from({ length: 8 }, () => signIn(name, 'Wrong-horse-9')))
    const [row] = await Promise.all([
      server.world.store.read.signIn.tries(server.root.account, `password/${(await uinOf(name)) ?? 0}`),
    ])
    expect(row?.lockedMs).toBe(server.clock() + hourMs)
    expect((await signIn(name)).status).toBe(401)
  })

  test('no number of wrong passwords locks where the rule is 0', async () => {
    await server.ok('UpdatePasswordRules', { Rules: { RetryPasswordLimit: 0 } })
    const { name } = await person()
    for (let i = 0; i < 12; i++) await signIn(name, 'Wrong-horse-9')
    expectSignedIn(await signIn(name), name)
  })

  const uinOf = async (name: string) => (await server.world.store.read.users.byName(server.root.account, name))?.uin
})

describe('from where', () => {
  test.each([
    [[{ IP: '10.0.0.0/8', Effect: 'Allow' }], '10.1.2.3', '11.1.2.3'],
    [[{ IP: '198.51.100.0/24', Effect: 'Deny' }], '198.51.101.1', '198.51.100.1'],
    [[{ IP: '2001:db8::/32', Effect: 'Allow' }], '2001:db8:1::1', '10.1.2.3'],
    [
      [
        { IP: '10.0.0.0/8', Effect: 'Allow' },
        { IP: '192.0.2.7', Effect: 'Deny' },
      ],
      '10.9.9.9',
      '192.0.2.7',
    ],
  ])('%j lets %s in and not %s', async (IpPolicies, inside, outside) => {
    await server.ok('CreateSubAccountLoginIpPolicy', { IpPolicies, PolicyType: 1 })
    const { name } = await person()
    expectSignedIn(await signIn(name, password, inside), name)
    const page = await signIn(name, password, outside)
    expect([page.status, page.text.includes('does not allow signing in from this address')]).toEqual([403, true])
    // Whoever does not know the password does not learn of the rule.
    expect((await signIn(name, 'Wrong-horse-9', outside)).text).not.toContain('from this address')
    await server.ok('CreateSubAccountLoginIpPolicy', { DisablePolicy: 1, PolicyType: 1 })
    expectSignedIn(await signIn(name, password, outside), name)
  })
})

describe('a session', () => {
  const inside = async () => {
    const someone = await person()
    const browser = server.browser()
    await browser.signIn(server.root.account, someone.name, password)
    return { browser, ...someone }
  }
  const open = async ({ browser }: Awaited<ReturnType<typeof inside>>) =>
    (await browser.send('/console/')).status === 200

  test('ends at sign-out, for every copy of its cookie', async () => {
    const it = await inside()
    const copy = server.browser()
    for (const [name, value] of it.browser.cookies) copy.cookies.set(name, value)
    expect((await copy.send('/console/')).status).toBe(200)
    expect((await it.browser.submit('/session/end')).text).toContain('You have signed out')
    expect((await copy.send('/console/')).location).toBe('/signin/?next=%2Fconsole%2F')
  })

  test('ends at once with another password, with no sign-in any more, with its user', async () => {
    const changes: ((name: string) => Promise<unknown>)[] = [
      (name) => server.ok('UpdateUser', { Name: name, Password: other }),
      (name) => server.ok('UpdateUser', { Name: name, ConsoleLogin: 0 }),
      (name) => server.ok('DeleteUser', { Name: name }),
    ]
    for (const change of changes) {
      const it = await inside()
      expect(await open(it)).toBe(true)
      await change(it.name)
      expect(await open(it)).toBe(false)
    }
  })

  test('does not come back when sign-in is allowed again', async () => {
    const it = await inside()
    await server.ok('UpdateUser', { Name: it.name, ConsoleLogin: 0 })
    await server.ok('UpdateUser', { Name: it.name, ConsoleLogin: 1 })
    expect(await open(it)).toBe(false)
  })

  test('stays with a change that has nothing to do with it', async () => {
    const it = await inside()
    await server.ok('UpdateUser', { Name: it.name, Remark: 'x' })
    expect(await open(it)).toBe(true)
  })

  test('ends an hour after its last use, and twelve hours after its beginning', async () => {
    const it = await inside()
    for (let hour = 0; hour < 11; hour++) {
      server.clock.advance(hourMs - 1)
      expect(await open(it)).toBe(true)
    }
    server.clock.advance(hourMs - 1)
    expect(await open(it)).toBe(true)
    server.clock.advance(12)
    expect(await open(it)).toBe(false)
    const idle = await inside()
    server.clock.advance(hourMs)
    expect(await open(idle)).toBe(false)
  })

  test('gives keys that sign calls as its user, and end with it', async () => {
    const it = await inside()
    const page = await it.browser.script('/session/keys', {})
    const keys = sessionIdentity(page.json, { ...server.root, uin: it.uin })
    expect(await server.ok('GetCallerIdentity', {}, { as: keys })).toMatchObject({ UserId: String(it.uin) })
    expect(await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: keys })).toContain(
      'ListUsers',
    )
    const elsewhere = sessionIdentity((await it.browser.script('/session/keys', {})).json, server.root)
    await it.browser.open('/console/')
    await it.browser.submit('/session/end')
    for (const as of [keys, elsewhere])
      await server.refused('AuthFailure.TokenFailure', 'GetCallerIdentity', {}, { as })
    expect((await it.browser.script('/session/')).status).toBe(401)
  })

  test("of root gives root's keys", async () => {
    const { account } = await server.account('boss')
    const passwordHash = await hashPassword(password)
    await server.world.store.transaction((writes) => writes.accounts.bind(account, { passwordHash }))
    const browser = server.browser()
    await browser.signIn(account, undefined, password)
    const as = sessionIdentity((await browser.script('/session/keys', {})).json, { ...server.root, account })
    await server.ok('AddUser', { Name: 'made-at-the-console' }, { as })
    expect(await server.ok('ListUsers', {}, { as })).toMatchObject({ Data: [{ Name: 'made-at-the-console' }] })
  })
})
