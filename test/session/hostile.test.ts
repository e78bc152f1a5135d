// Attacks on signing in, at the level of requests. Beside each stands what differs from it in one thing only and is let
// through: a refusal of everything would be no defence.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consoleKeyOf } from '../../src/store/console-key.ts'
import { sessionIdentity } from '../api/harness.ts'
import { type Browser, expectSignedIn, openSignIn, origin, type SignInHarness, signInUser } from './browser.ts'

const password = 'Right-horse-9'

let server: SignInHarness
beforeAll(async () => {
  server = await openSignIn()
})
afterAll(() => server.close())

let made = 0
const person = () => signInUser(server, `person-${++made}`, password)
async function inside(): Promise<Browser & { readonly who: string }> {
  const { name } = await person()
  const browser = server.browser()
  await browser.signIn(server.root.account, name, password)
  return Object.assign(browser, { who: name })
}
const cookieOf = (browser: Browser) => browser.cookies.get('opencam_session') ?? ''
const isIn = async (browser: Browser) => (await browser.send('/console/')).status === 200

describe('fixation: an id planted before signing in', () => {
  const account = () => server.root.account
  test.each([
    ['that nobody has', async () => `${account()}.${'A'.repeat(43)}`],
    ["of the attacker's own session", async () => cookieOf(await inside())],
    [
      'of an unfinished sign-in',
      async () => {
        const { name } = await signInUser(server, `person-${++made}`, password, { NeedResetPassword: 1 })
        const browser = server.browser()
        await browser.signIn(account(), name, password)
        return cookieOf(browser)
      },
    ],
  ])('%s is not the id afterwards', async (_, plant) => {
    const planted = await plant()
    const { name } = await person()
    const victim = server.browser()
    victim.cookies.set('opencam_session', planted)
    await victim.open('/signin/')
    const page = await victim.submit('/signin/password', { account: String(account()), name, password })
    expectSignedIn(page, name)
    expect(cookieOf(victim)).not.toBe(planted)
    const attacker = server.browser()
    attacker.cookies.set('opencam_session', planted)
    expect((await attacker.send('/console/')).text).not.toContain(name)
  })

  test('each step gives another id, and the one before is worth nothing', async () => {
    const { name } = await signInUser(server, `person-${++made}`, password, { NeedResetPassword: 1 })
    const browser = server.browser()
    await browser.signIn(account(), name, password)
    const before = cookieOf(browser)
    await browser.submit('/signin/new-password', { password: 'Other-horse-9', again: 'Other-horse-9' })
    expect(cookieOf(browser)).not.toBe(before)
    const old = server.browser()
    old.cookies.set('opencam_session', before)
    expect(await isIn(old)).toBe(false)
    expect(await isIn(browser)).toBe(true)
  })
})

describe('cookies', () => {
  test('are out of reach of scripts, of other sites, and of plain HTTP where there is HTTPS', async () => {
    const browser = server.browser()
    expect((await browser.send('/signin/')).header('Set-Cookie')).toMatch(
      /^opencam_visit=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    const secure = await openSignIn({ signIn: { origins: () => ['https://cam.example.com'] }, seed: 9 })
    const { name } = await signInUser(secure, 'ann', password)
    const safe = secure.browser()
    expectSignedIn(await safe.signIn(secure.root.account, name, password), name)
    expect([...safe.cookies.keys()].toSorted()).toEqual(['__Host-opencam_session', '__Host-opencam_visit'])
    expect((await safe.send('/signin/')).header('Set-Cookie')).toContain('; Secure')
    // The name without the prefix is one that others can set.
    const plain = secure.browser()
    plain.cookies.set('opencam_session', safe.cookies.get('__Host-opencam_session') ?? '')
    expect((await plain.send('/console/')).status).toBe(303)
    await secure.close()
  })

  test.each([
    ['twice', (value: string) => `opencam_session=${value}; opencam_session=${value}`],
    ['under another account', (value: string) => `opencam_session=${value.replace(/^\d+/, '100000000002')}`],
    ['with its account written otherwise', (value: string) => `opencam_session=0${value}`],
    ['cut short', (value: string) => `opencam_session=${value.slice(0, -1)}`],
    ['in another case', (value: string) => `OPENCAM_SESSION=${value}`],
    [
      'as the key that the store has',
      (value: string) => `opencam_session=${value.split('.')[0]}.${consoleKeyOf(value.split('.')[1] ?? '').slice(8)}`,
    ],
  ])('%s open nothing', async (_, lie) => {
    const browser = await inside()
    const cookie = cookieOf(browser)
    const send = (header: string) => server.browser().send('/console/', { headers: { cookie: header } })
    expect((await send(lie(cookie))).status).toBe(303)
    expect((await send(`other=1; opencam_session=${cookie}; more=2`)).status).toBe(200)
  })

  test('are in the store as a hash only', async () => {
    const browser = await inside()
    const id = cookieOf(browser).split('.')[1] ?? ''
    const rows = await server.world.store.read.consoleSessions.ofUser(server.root.account, await uinOf(browser.who))
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(id)
    expect(rows[0]?.key).toBe(consoleKeyOf(id))
  })

  const uinOf = async (name: string) =>
    (await server.world.store.read.users.byName(server.root.account, name))?.uin ?? 0
})

describe('forms posted from elsewhere', () => {
  type Lie = (
    browser: Browser,
    other: Browser,
  ) => Promise<{ values?: Record<string, string>; headers?: Record<string, string> }>
  const tokenOf = (browser: Browser) => /name="token" value="([^"]*)"/.exec(browser.page?.text ?? '')?.[1] ?? ''
  const lies: [string, Lie][] = [
    ['without a token', async () => ({ values: { token: '' } })],
    ["with another browser's token", async (_, other) => ({ values: { token: tokenOf(other) } })],
    [
      'with the token of the sign-in page',
      async (browser) => {
        const page = await browser.send('/signin/')
        return { values: { token: /name="token" value="([^"]*)"/.exec(page.text)?.[1] ?? '' } }
      },
    ],
    ['from another origin', async () => ({ headers: { origin: 'https://evil.example' } })],
    ['from an origin that begins like ours', async () => ({ headers: { origin: `${origin}.evil.example` } })],
    ['from our host by another scheme', async () => ({ headers: { origin: 'https://localhost:8600' } })],
    ['from our host at another port', async () => ({ headers: { origin: 'http://localhost:8601' } })],
    ['from no origin', async () => ({ headers: { origin: 'null' } })],
    ['without an origin', async () => ({ headers: { origin: '' } })],
    [
      'from a host that the request itself names',
      async () => ({ headers: { origin: 'http://evil.example', host: 'evil.example' } }),
    ],
    [
      'from a host that a proxy is said to have named',
      async () => ({
        headers: { origin: 'http://evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
      }),
    ],
    ['as text', async () => ({ headers: { 'content-type': 'text/plain' } })],
  ]
  test.each(lies)('%s sign nobody out', async (_, lie) => {
    const [browser, other] = [await inside(), await inside()]
    await browser.open('/console/')
    await other.open('/console/')
    const { values = {}, headers = {} } = await lie(browser, other)
    expect((await browser.post('/session/end', values, headers)).status).toBe(403)
    expect(await isIn(browser)).toBe(true)
    expect((await browser.post('/session/end')).status).toBe(303)
    expect(await isIn(browser)).toBe(false)
  })

  test.each(lies.filter(([name]) => !name.includes('sign-in page')))('%s sign nobody in', async (_, lie) => {
    const { name } = await person()
    const [browser, other] = [server.browser(), server.browser()]
    await browser.open('/signin/')
    await other.open('/signin/')
    const typed = { account: String(server.root.account), name, password }
    const { values = {}, headers = {} } = await lie(browser, other)
    expect((await browser.post('/signin/password', { ...typed, ...values }, headers)).status).toBe(403)
    expect(browser.cookies.has('opencam_session')).toBe(false)
    expectSignedIn(await browser.submit('/signin/password', typed), name)
  })

  test('keys are given to scripts of our pages only', async () => {
    const browser = await inside()
    const token = String((await browser.send('/session/')).json['token'])
    const ask = (headers: Record<string, string>, method = 'POST') =>
      browser.send('/session/keys', { method, headers: { 'content-type': 'application/json', ...headers }, body: '{}' })
    expect((await ask({ origin })).status).toBe(403)
    expect((await ask({ origin, 'x-csrf-token': `${token}x` })).status).toBe(403)
    expect((await ask({ origin: 'https://evil.example', 'x-csrf-token': token })).status).toBe(403)
    expect((await ask({ 'x-csrf-token': token })).status).toBe(403)
    expect((await ask({ origin, 'x-csrf-token': token }, 'GET')).status).toBe(405)
    expect((await ask({ origin, 'x-csrf-token': token })).json).toHaveProperty('Credentials')
  })
})

describe('pages', () => {
  test.each([
    '/signin/',
    '/signin/style.css',
    '/signin/webauthn.js',
    '/console/',
    '/session/security',
    '/session/',
    '/signin/nothing',
  ])('%s can neither be framed nor sniffed nor kept nor run foreign code', async (path) => {
    const page = await (await inside()).send(path)
    const csp = page.header('Content-Security-Policy') ?? ''
    expect(csp).toContain("default-src 'none'")
    expect(csp).toContain("frame-ancestors 'none'")
    expect(csp).not.toMatch(/unsafe|\*|data:|https?:/)
    expect(page.header('X-Frame-Options')).toBe('DENY')
    expect(page.header('X-Content-Type-Options')).toBe('nosniff')
    expect(page.header('Cache-Control')).toBe('no-store')
    expect(page.header('Access-Control-Allow-Origin')).toBeUndefined()
    expect(page.text).not.toMatch(/<script(?! src="\/signin\/webauthn\.js" defer>)| on\w+=| style=|javascript:/)
  })

  test('what is typed comes back as text', async () => {
    const browser = server.browser()
    await browser.open('/signin/')
    const hostile = `"><img src=x onerror=alert(1)>'`
    const page = await browser.submit('/signin/password', {
      account: hostile,
      name: hostile,
      password: hostile,
      next: hostile,
    })
    expect(page.status).toBe(401)
    expect(page.text).not.toContain('<img')
    expect(page.text).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(
      (await browser.open(`/signin/?account=${encodeURIComponent(hostile)}&next=${encodeURIComponent(hostile)}`)).text,
    ).not.toContain('<img')
  })

  test('say nothing of the Host that a request names', async () => {
    const lies = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
    for (const path of ['/signin/', '/console/', '/signin']) {
      const page = await server.browser().send(path, { headers: lies })
      expect(`${page.text} ${page.location}`).not.toContain('evil.example')
    }
  })

  test.each([
    ['https://evil.example/', '/console/'],
    ['//evil.example', '/console/'],
    ['/\\evil.example', '/console/'],
    ['/console/?x=1', '/console/?x=1'],
    ['/session/security', '/session/security'],
  ])('after signing in, next=%s leads to %s', async (next, to) => {
    const { name } = await person()
    const browser = server.browser()
    await browser.open(`/signin/?next=${encodeURIComponent(next)}`)
    const page = await browser.post('/signin/password', { account: String(server.root.account), name, password })
    expect(page.location).toBe(to)
    // The same sent with the form, past the page.
    const other = server.browser()
    await other.open('/signin/')
    expect(
      (await other.post('/signin/password', { account: String(server.root.account), name, password, next })).location,
    ).toBe(to)
  })

  test('methods and paths that are not there are refused', async () => {
    const browser = await inside()
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      expect((await browser.send('/session/end', { method })).status).toBe(405)
    }
    for (const path of [
      '/session/__proto__',
      '/signin/constructor',
      '/session/keys/',
      '/console/x',
      '/signin//password',
    ]) {
      expect((await browser.send(path)).status).toBe(404)
    }
    expect(await isIn(browser)).toBe(true)
  })
})

describe('what a session gives', () => {
  test("to one account's user says nothing in another", async () => {
    const stranger = await server.account('stranger')
    const browser = await inside()
    const keys = sessionIdentity((await browser.script('/session/keys', {})).json, server.root)
    expect(await server.ok('GetCallerIdentity', {}, { as: keys })).toMatchObject({
      AccountId: String(server.root.account),
    })
    const as = { ...keys, secretKey: stranger.secretKey }
    await server.refused('AuthFailure.SignatureFailure', 'GetCallerIdentity', {}, { as })
    const { token: _, ...tokenless } = keys
    await server.refused('AuthFailure.TokenFailure', 'GetCallerIdentity', {}, { as: tokenless })
  })

  test('cannot be made into keys that outlive it', async () => {
    const browser = await inside()
    const keys = sessionIdentity((await browser.script('/session/keys', {})).json, server.root)
    const policy = JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: '*', resource: '*' }] })
    await server.refused('UnsupportedOperation', 'GetFederationToken', { Name: 'x', Policy: policy }, { as: keys })
    const code = { SerialNumber: `qcs::cam:uin/${server.root.account}::mfa/softToken`, TokenCode: '000000' }
    await server.refused('FailedOperation.TempKeyNotAllowed', 'GetSessionToken', code, { as: keys })
  })

  test('is nothing before it is open', async () => {
    const { name } = await signInUser(server, `person-${++made}`, password, { NeedResetPassword: 1 })
    const browser = server.browser()
    await browser.signIn(server.root.account, name, password)
    const token = /name="token" value="([^"]*)"/.exec(browser.page?.text ?? '')?.[1] ?? ''
    const headers = { origin, 'x-csrf-token': token, 'content-type': 'application/json' }
    expect((await browser.send('/session/keys', { method: 'POST', headers, body: '{}' })).status).toBe(401)
    expect((await browser.post('/session/end', { token })).location).toBe('/signin/new-password')
  })
})

test('too many passwords at once are sent away, not queued for ever', async () => {
  const { name } = await person()
  await server.ok('UpdatePasswordRules', { Rules: { RetryPasswordLimit: 0 } })
  const tries = Array.from({ length: 90 }, () => server.browser().signIn(server.root.account, name, 'Wrong-horse-9'))
  const statuses = (await Promise.all(tries)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([401, 503]))
  expectSignedIn(await server.browser().signIn(server.root.account, name, password), name)
})
