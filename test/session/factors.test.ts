// Second factors at sign-in: each kind, what it refuses, and which is asked when.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { base32, fromBase32, totpCode, totpStep } from '../../src/actions/mfa/totp.ts'
import { hardTokenContext } from '../../src/store/sealed-columns.ts'
import type { MfaFlags } from '../../src/store/store.ts'
import { type Identity, sessionIdentity } from '../api/harness.ts'
import { bindDevice } from '../api/sessions.ts'
import { Authenticator } from './authenticator.ts'
import { type Browser, expectSignedIn, openSignIn, origin, type SignInHarness, signInUser } from './browser.ts'
import { codeIn, openPostOffice, type PostOffice } from './post.ts'

const password = 'Right-horse-9'
const hourMs = 3_600_000

let post: PostOffice
let server: SignInHarness
beforeAll(async () => {
  post = await openPostOffice()
  server = await openSignIn({
    signIn: {
      mail: post.mail,
      phone: post.phone,
      origins: () => [origin, 'http://127.0.0.1:8600'],
      customFactors: new Map([['100000000001', 'https://verify.example.com/start?from=cam']]),
    },
  })
})
afterAll(async () => {
  await server.close()
  await post.close()
})

let made = 0
interface Person extends Identity {
  readonly uin: number
  readonly name: string
}
/** Somebody with these factors on, and whatever else. */
async function person(
  login: MfaFlags['login'] = {},
  given: { action?: MfaFlags['action']; offsite?: MfaFlags['offsite'] } = {},
) {
  const name = `person-${++made}`
  const { uin } = await signInUser(server, name, password, { PhoneNum: '13800000000', Email: `${name}@example.com` })
  await server.world.store.transaction(async (writes) => {
    const contacts = ['Phone', 'Mail'].some((kind) => login[kind] === 1) || given.offsite !== undefined
    const verified = { phoneVerified: contacts, emailVerified: contacts }
    await writes.users.update(server.root.account, uin, verified)
    await writes.users.setMfaFlags(server.root.account, uin, {
      login,
      action: given.action ?? {},
      offsite: given.offsite ?? {},
    })
  })
  return { ...server.root, uin, name } satisfies Person
}

async function begin({ name }: Person, address?: string): Promise<Browser> {
  const browser = server.browser(address)
  await browser.signIn(server.root.account, name, password)
  return browser
}

const answer = (browser: Browser, kind: string, values: Record<string, string>) =>
  browser.submit('/signin/factor', { kind, ...values })
const atFactor = (browser: Browser) => expect(browser.page?.path).toBe('/signin/factor')

async function addPasskey(who: Person, kind: 'Passkey' | 'U2FToken') {
  const key = new Authenticator(origin, `${who.uin}/${kind}`)
  const browser = await begin(who)
  await browser.open('/session/security')
  const options = (await browser.script('/session/security/passkey/options', { kind })).json
  const response = key.create({ challenge: String(options['challenge']) })
  const page = await browser.submit('/session/security/passkey', { kind, name: 'mine', response })
  expect(page.text).toContain('mine')
  await setLogin(who, { [kind]: 1 })
  return key
}
const setLogin = (who: Person, login: MfaFlags['login']) =>
  server.world.store.transaction((w) => w.users.setMfaFlags(who.account, who.uin, { login, action: {}, offsite: {} }))

async function optionsFor(browser: Browser, kind: string, from = origin) {
  const token = /name="token" value="([^"]*)"/.exec(browser.page?.text ?? '')?.[1] ?? ''
  return browser.send('/signin/factor/passkey', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: from, 'x-csrf-token': token },
    body: JSON.stringify({ kind }),
  })
}

describe('a factor that is switched on', () => {
  test('is asked before anything else, and nothing can be done without it', async () => {
    const who = await person({ Stoken: 1 })
    const device = await bindDevice(server, who)
    const browser = await begin(who)
    atFactor(browser)
    expect((await browser.send('/console/')).location).toBe('/signin/factor')
    expect((await browser.send('/session/')).status).toBe(401)
    expect((await browser.send('/session/security')).location).toBe('/signin/factor')
    expectSignedIn(await answer(browser, 'Stoken', { code: device.code() }), who.name)
    const keys = sessionIdentity((await browser.script('/session/keys', {})).json, who)
    const record = await server.world.store.session(who.account, await sessionIdOf(keys))
    expect(record?.session.mfa).toBe(true)
  })

  const sessionIdOf = async (who: Identity) => server.world.tokens.open(who.secretId, who.token ?? '')?.sessionId ?? ''

  test('comes before a password that must be changed', async () => {
    const who = await person({ Stoken: 1 })
    await server.ok('UpdateUser', { Name: who.name, NeedResetPassword: 1 })
    const device = await bindDevice(server, who)
    const browser = await begin(who)
    atFactor(browser)
    expect((await browser.send('/signin/new-password')).location).toBe('/signin/factor')
    expect((await answer(browser, 'Stoken', { code: device.code() })).path).toBe('/signin/new-password')
  })

  test('and cannot be shown lets nobody in', async () => {
    for (const login of [{ Wechat: 1 }, { Token: 1 }, { Passkey: 1 }]) {
      const page = await server.browser().signIn(server.root.account, (await person(login)).name, password)
      expect([page.status, page.text.includes('An administrator must bind one')]).toEqual([403, true])
    }
  })

  test('may be any of several', async () => {
    const who = await person({ Stoken: 1, Mail: 1, Wechat: 1 })
    const device = await bindDevice(server, who)
    const browser = await begin(who)
    expect(browser.page?.text).toContain('id="title-Mail"')
    expect(browser.page?.text).not.toContain('Wechat')
    expectSignedIn(await answer(browser, 'Stoken', { code: device.code() }), who.name)
  })

  test('of another kind than those asked for is not looked at', async () => {
    const who = await person({ Mail: 1 })
    const device = await bindDevice(server, who)
    const browser = await begin(who)
    await answer(browser, 'Stoken', { code: device.code() })
    atFactor(browser)
  })
})

describe('a software token', () => {
  test('is bound on the way in where it is wanted and missing; its code counts once', async () => {
    const who = await person({ Stoken: 1 })
    const browser = await begin(who)
    const secret = /id="soft-token-key">([A-Z2-7]+)</.exec(browser.page?.text ?? '')?.[1] ?? ''
    const image = await browser.send('/signin/factor/qr.svg')
    expect([image.header('Content-Type'), image.text.startsWith('<svg ')]).toEqual(['image/svg+xml', true])
    const code = (steps = 0) => totpCode(fromBase32(secret), totpStep(server.clock()) + steps)
    expect((await answer(browser, 'Stoken', { code: '000000' })).status).toBe(401)
    expect(browser.page?.text).toContain(secret)
    expectSignedIn(await answer(browser, 'Stoken', { code: code() }), who.name)
    const again = await begin(who)
    expect(again.page?.text).not.toContain('soft-token-key')
    expect((await answer(again, 'Stoken', { code: code() })).status).toBe(401)
    expectSignedIn(await answer(again, 'Stoken', { code: code(1) }), who.name)
  })

  test('is not bound on the way in beside another factor, which whoever has only the password lacks', async () => {
    const browser = await begin(await person({ Stoken: 1, Mail: 1 }))
    expect(browser.page?.text).toContain('id="title-Mail"')
    expect(browser.page?.text).not.toContain('soft-token-key')
    expect((await browser.send('/signin/factor/qr.svg')).status).toBe(404)
  })

  test("refuses another user's code, a used one, one of an hour ago, and locks after five", async () => {
    const [one, two] = [await person({ Stoken: 1 }), await person({ Stoken: 1 })]
    const [mine, other] = [await bindDevice(server, one), await bindDevice(server, two)]
    const browser = await begin(one)
    expect((await answer(browser, 'Stoken', { code: other.code() })).status).toBe(401)
    expect((await answer(browser, 'Stoken', { code: mine.code(-120) })).status).toBe(401)
    expectSignedIn(await answer(browser, 'Stoken', { code: mine.code() }), one.name)
    const second = await begin(one)
    expect((await answer(second, 'Stoken', { code: mine.code() })).status).toBe(401)
    server.clock.advance(60_000)
    expectSignedIn(await answer(second, 'Stoken', { code: mine.code() }), one.name)
    const third = await begin(one)
    for (let i = 0; i < 5; i++) await answer(third, 'Stoken', { code: '000000' })
    server.clock.advance(60_000)
    expect((await answer(third, 'Stoken', { code: mine.code() })).text).toContain('Too many wrong codes')
    server.clock.advance(hourMs)
    expectSignedIn(await answer(await begin(one), 'Stoken', { code: mine.code() }), one.name)
  })
})

describe('a hardware token', () => {
  test('shows codes of its own period; each counts once, with drift', async () => {
    const who = await person({ Token: 1 })
    const seed = base32(server.world.random.bytes(20))
    const token = { account: who.account, serial: `S-${who.uin}` }
    await server.world.store.transaction((w) =>
      w.factors.importHardToken({
        ...token,
        sealedSecret: server.world.sealer.seal(seed, hardTokenContext(token.account, token.serial)),
        periodSeconds: 60,
        uin: who.uin,
        lastStep: 0,
        importedMs: 1,
      }),
    )
    const code = (steps = 0) => totpCode(fromBase32(seed), Math.floor(server.clock() / 60_000) + steps)
    const browser = await begin(who)
    expect((await answer(browser, 'Token', { code: code(3) })).status).toBe(401)
    expect((await answer(browser, 'Token', { code: code(-3) })).status).toBe(401)
    expectSignedIn(await answer(browser, 'Token', { code: code(-1) }), who.name)
    const again = await begin(who)
    expect((await answer(again, 'Token', { code: code(-1) })).status).toBe(401)
    expectSignedIn(await answer(again, 'Token', { code: code(1) }), who.name)
  })
})

describe.each([
  ['mail', 'Mail', () => codeIn(post.mails.at(-1)?.text)],
  ['text message', 'Phone', () => codeIn(post.messages().at(-1)?.text)],
] as const)('a code by %s', (_, kind, received) => {
  const send = (browser: Browser) => browser.submit('/signin/factor/send', { kind })

  test('arrives where it should and lets its user in, once', async () => {
    const who = await person({ [kind]: 1 })
    const browser = await begin(who)
    expect((await send(browser)).text).toContain('A code was sent')
    if (kind === 'Mail')
      expect(post.mails.at(-1)).toMatchObject({ from: 'cam@example.com', to: [`${who.name}@example.com`] })
    else expect(post.messages().at(-1)).toMatchObject({ countryCode: '86', phone: '13800000000' })
    const code = received()
    expect((await answer(browser, kind, { code: code === '000000' ? '000001' : '000000' })).status).toBe(401)
    expectSignedIn(await answer(browser, kind, { code: ` ${code} ` }), who.name)
    const again = await begin(who)
    expect((await answer(again, kind, { code })).status).toBe(401)
  })

  test('is worth nothing in another session, after a newer one, or after ten minutes', async () => {
    const who = await person({ [kind]: 1 })
    const [browser, other] = [await begin(who), await begin(who)]
    await send(browser)
    const first = received()
    expect((await answer(other, kind, { code: first })).status).toBe(401)
    await send(browser)
    const second = received()
    if (first !== second) expect((await answer(browser, kind, { code: first })).status).toBe(401)
    expectSignedIn(await answer(browser, kind, { code: second }), who.name)
    const late = await begin(who)
    server.clock.advance(1_000)
    await send(late)
    server.clock.advance(10 * 60_000 - 1_001)
    expect((await late.send('/signin/factor')).status).toBe(200)
    server.clock.advance(1_001)
    expect((await late.send('/signin/factor')).location).toContain('/signin/?next=')
  })

  test('is guessed five times at most, whatever is sent anew, and sent ten times an hour at most', async () => {
    const who = await person({ [kind]: 1 })
    const browser = await begin(who)
    for (let i = 0; i < 5; i++) {
      await send(browser)
      await answer(browser, kind, { code: 'x' })
    }
    await send(browser)
    expect((await answer(browser, kind, { code: received() })).text).toContain('Too many wrong codes')
    for (let i = 0; i < 4; i++) expect((await send(browser)).text).toContain('A code was sent')
    expect((await send(browser)).text).toContain('could not be sent')
  })

  test('is not asked for an address that nobody has shown to be theirs', async () => {
    const who = await person({ [kind]: 1 })
    const change = kind === 'Mail' ? { Email: 'new@example.com' } : { PhoneNum: '13900000000' }
    await server.ok('UpdateUser', { Name: who.name, ...change })
    const page = await server.browser().signIn(server.root.account, who.name, password)
    expect(page.status).toBe(403)
  })
})

describe.each(['Passkey', 'U2FToken'] as const)('a %s', (kind) => {
  test('signs its user in, again and again', async () => {
    const who = await person()
    const key = await addPasskey(who, kind)
    for (let i = 0; i < 2; i++) {
      const browser = await begin(who)
      const options = (await optionsFor(browser, kind)).json as {
        challenge: string
        allowCredentials: { id: string }[]
      }
      expect(options.allowCredentials.map(({ id }) => id)).toEqual([key.id])
      expectSignedIn(await answer(browser, kind, { response: key.get(options) }), who.name)
    }
  })
})

describe('a passkey is refused', () => {
  type Ask = { readonly key: Authenticator; readonly challenge: string; readonly old: string }
  test.each<[string, (ask: Ask) => string]>([
    ['for another origin', ({ key, challenge }) => key.get({ challenge }, { origin: 'https://evil.example' })],
    ['for another site', ({ key, challenge }) => key.get({ challenge }, { site: 'evil.example' })],
    ['for an older challenge', ({ key, old }) => key.get({ challenge: old })],
    ['for a challenge of its own', ({ key }) => key.get({ challenge: 'AAAA' })],
    ['where it was not touched', ({ key, challenge }) => key.get({ challenge }, { flags: 0x04 })],
    ['where its user was not verified', ({ key, challenge }) => key.get({ challenge }, { flags: 0x01 })],
    ['signed by another key', ({ key, challenge }) => key.get({ challenge }, { foreignKey: true })],
    ['made as a registration', ({ key, challenge }) => key.get({ challenge }, { type: 'webauthn.create' })],
    ["inside another site's frame", ({ key, challenge }) => key.get({ challenge }, { crossOrigin: true })],
    ['under an id that nobody has', ({ key, challenge }) => key.get({ challenge }, { id: 'AAAA' })],
    ['as no JSON', () => '{'],
    ['as null', () => 'null'],
    ['empty', () => ''],
  ])('%s', async (_, lie) => {
    const who = await person()
    const key = await addPasskey(who, 'Passkey')
    const browser = await begin(who)
    const old = String((await optionsFor(browser, 'Passkey')).json['challenge'])
    const challenge = String((await optionsFor(browser, 'Passkey')).json['challenge'])
    expect((await answer(browser, 'Passkey', { response: lie({ key, challenge, old }) })).status).toBe(401)
    const fresh = String((await optionsFor(browser, 'Passkey')).json['challenge'])
    expectSignedIn(await answer(browser, 'Passkey', { response: key.get({ challenge: fresh }) }), who.name)
  })

  test('a second time with the same challenge, and with a counter that goes back', async () => {
    const who = await person()
    const key = await addPasskey(who, 'Passkey')
    const first = await begin(who)
    const challenge = String((await optionsFor(first, 'Passkey')).json['challenge'])
    const response = key.get({ challenge }, { counter: 10 })
    expectSignedIn(await answer(first, 'Passkey', { response }), who.name)
    const again = await begin(who)
    expect((await answer(again, 'Passkey', { response })).status).toBe(401)
    const fresh = async () => String((await optionsFor(again, 'Passkey')).json['challenge'])
    expect(
      (await answer(again, 'Passkey', { response: key.get({ challenge: await fresh() }, { counter: 9 }) })).status,
    ).toBe(401)
    expect(
      (await answer(again, 'Passkey', { response: key.get({ challenge: await fresh() }, { counter: 10 }) })).status,
    ).toBe(401)
    expectSignedIn(
      await answer(again, 'Passkey', { response: key.get({ challenge: await fresh() }, { counter: 11 }) }),
      who.name,
    )
  })

  test("of another user, and with another session's challenge", async () => {
    const [one, two] = [await person(), await person()]
    const [mine, other] = [await addPasskey(one, 'Passkey'), await addPasskey(two, 'Passkey')]
    const [browser, elsewhere] = [await begin(one), await begin(one)]
    const challenge = String((await optionsFor(browser, 'Passkey')).json['challenge'])
    expect((await answer(browser, 'Passkey', { response: other.get({ challenge }) })).status).toBe(401)
    const foreign = String((await optionsFor(elsewhere, 'Passkey')).json['challenge'])
    await optionsFor(browser, 'Passkey')
    expect((await answer(browser, 'Passkey', { response: mine.get({ challenge: foreign }) })).status).toBe(401)
  })

  test('where a passkey is wanted and only a U2F token is there; the other way round is fine', async () => {
    const who = await person()
    await addPasskey(who, 'U2FToken')
    await setLogin(who, { Passkey: 1 })
    expect((await server.browser().signIn(server.root.account, who.name, password)).status).toBe(403)
    const better = await person()
    const key = await addPasskey(better, 'Passkey')
    await setLogin(better, { U2FToken: 1 })
    const browser = await begin(better)
    const challenge = String((await optionsFor(browser, 'U2FToken')).json['challenge'])
    expectSignedIn(await answer(browser, 'U2FToken', { response: key.get({ challenge }) }), better.name)
  })

  test('where the page is known by an address only', async () => {
    const who = await person()
    await addPasskey(who, 'Passkey')
    const browser = await begin(who)
    expect((await optionsFor(browser, 'Passkey', 'http://127.0.0.1:8600')).status).toBe(409)
  })
})

describe("the account's own check", () => {
  test('lets in once the token was used up by the account, and by nobody else', async () => {
    const who = await person({ Custom: 1 })
    const browser = await begin(who)
    const go = await browser.post('/signin/factor/send', { kind: 'Custom' })
    const url = new URL((/id="go" href="([^"]*)"/.exec(go.text)?.[1] ?? '').replaceAll('&amp;', '&'))
    expect(`${url.origin}${url.pathname}?from=${url.searchParams.get('from')}`).toBe(
      'https://verify.example.com/start?from=cam',
    )
    expect(url.searchParams.get('ReturnUrl')).toBe(`${origin}/signin/factor`)
    const MFAToken = url.searchParams.get('MFAToken')
    expect((await answer(browser, 'Custom', {})).status).toBe(401)
    expect(await server.ok('GetCustomMFATokenInfo', { MFAToken })).toEqual({ Uin: who.uin })
    expect((await answer(browser, 'Custom', {})).status).toBe(401)
    await server.ok('ConsumeCustomMFAToken', { MFAToken })
    expectSignedIn(await answer(browser, 'Custom', {}), who.name)
  })

  test('does not let in for a token that ran out', async () => {
    const browser = await begin(await person({ Custom: 1 }))
    await browser.post('/signin/factor/send', { kind: 'Custom' })
    server.clock.advance(5 * 60_000)
    expect((await answer(browser, 'Custom', {})).status).toBe(401)
  })

  test('does not let in without having sent anybody anywhere', async () => {
    const browser = await begin(await person({ Custom: 1 }))
    expect((await answer(browser, 'Custom', {})).status).toBe(401)
  })
})

describe('an unusual place', () => {
  test('wants a factor of whoever has that switched on, not at the first sign-in and not at known places', async () => {
    const who = await person({}, { offsite: { VerifyFlag: 1 } })
    expectSignedIn((await begin(who, '198.51.100.1')).page as never, who.name)
    expectSignedIn((await begin(who, '198.51.100.200')).page as never, who.name)
    const away = await begin(who, '192.0.2.1')
    atFactor(away)
    expect(away.page?.text).toContain('id="title-Phone"')
    await away.submit('/signin/factor/send', { kind: 'Phone' })
    expectSignedIn(await answer(away, 'Phone', { code: codeIn(post.messages().at(-1)?.text) }), who.name)
    expectSignedIn((await begin(who, '192.0.2.9')).page as never, who.name)
    server.clock.advance(31 * 24 * hourMs)
    atFactor(await begin(who, '192.0.2.9'))
  })

  test('is told to its user, as far as that is switched on, and only once it was entered from there', async () => {
    const who = await person({}, { offsite: { NotifyEmail: 1, NotifyPhone: 1 } })
    expectSignedIn((await begin(who, '198.51.100.1')).page as never, who.name)
    const before = { mails: post.mails.length, messages: post.messages().length }
    const browser = server.browser('192.0.2.77')
    await browser.signIn(who.account, who.name, 'Wrong-horse-9')
    expectSignedIn((await begin(who, '198.51.100.9')).page as never, who.name)
    expect({ mails: post.mails.length, messages: post.messages().length }).toEqual(before)
    expectSignedIn((await begin(who, '192.0.2.77')).page as never, who.name)
    expect(post.mails.at(-1)).toMatchObject({ to: [`${who.name}@example.com`] })
    expect(post.mails.at(-1)?.text).toContain('192.0.2.77')
    expect(post.messages().at(-1)?.text).toContain('192.0.2.77')
    expect({ mails: post.mails.length, messages: post.messages().length }).toEqual({
      mails: before.mails + 1,
      messages: before.messages + 1,
    })
    const quiet = await person({}, { offsite: { NotifyEmail: 0, NotifyPhone: 0 } })
    for (const address of ['198.51.100.1', '192.0.2.77']) await begin(quiet, address)
    expect(post.mails).toHaveLength(before.mails + 1)
  })

  test('is the same for IPv6 within a /48', async () => {
    const who = await person({}, { offsite: { VerifyFlag: 1 } })
    expectSignedIn((await begin(who, '2001:db8:1:1::1')).page as never, who.name)
    expectSignedIn((await begin(who, '2001:db8:1:2::2')).page as never, who.name)
    atFactor(await begin(who, '2001:db8:2::1'))
  })

  test('wants a factor of all sub-users where the account says so', async () => {
    const who = await person({}, { offsite: { VerifyFlag: 0 } })
    expectSignedIn((await begin(who, '198.51.100.1')).page as never, who.name)
    await server.ok('CreateSubAccountLoginIpPolicy', { PolicyType: 2 })
    atFactor(await begin(who, '192.0.2.1'))
    await server.ok('CreateSubAccountLoginIpPolicy', { PolicyType: 2, DisablePolicy: 1 })
    expectSignedIn((await begin(who, '192.0.2.1')).page as never, who.name)
  })
})

describe('an address that is not allowed', () => {
  const prepare = async () => {
    const [asker, approver] = [await person(), await person()]
    await server.world.store.transaction((w) => w.users.update(approver.account, approver.uin, { phoneVerified: true }))
    await server.ok('CreateSubAccountLoginIpPolicy', {
      IpPolicies: [{ IP: '10.0.0.0/8', Effect: 'Allow' }],
      ApproverType: 'SubAccountLoginLimitApproval',
      ApproverUin: [approver.uin],
      PolicyType: 1,
    })
    const outside = server.browser('192.0.2.50')
    await outside.signIn(asker.account, asker.name, password)
    return { asker, approver, outside }
  }
  const free = () => server.ok('CreateSubAccountLoginIpPolicy', { DisablePolicy: 1, PolicyType: 1 })

  test('lets in for two hours once an approver agreed to a request of half an hour at most', async () => {
    const { asker, approver, outside } = await prepare()
    expect(outside.page?.status).toBe(403)
    expect((await outside.submit('/signin/access-request')).text).toContain('You have asked to be let in')
    expect(post.messages().at(-1)?.text).toContain(`${asker.name}, 192.0.2.50`)
    const inside = await begin(approver, '10.1.1.1')
    await inside.open('/session/approvals')
    expect(inside.page?.text).toContain(`${asker.name} (${asker.uin}), 192.0.2.50`)
    await inside.submit('/session/approvals')
    expect(inside.page?.text).not.toContain(asker.name)
    expectSignedIn((await begin(asker, '192.0.2.50')).page as never, asker.name)
    expect((await server.browser('192.0.2.51').signIn(asker.account, asker.name, password)).status).toBe(403)
    server.clock.advance(2 * hourMs)
    expect((await server.browser('192.0.2.50').signIn(asker.account, asker.name, password)).status).toBe(403)
    await free()
  })

  test('is asked about by whoever knew the password only, and approved by nobody else, nor by the asker, nor too late', async () => {
    const { asker, approver, outside } = await prepare()
    const elsewhere = server.browser('192.0.2.99')
    await elsewhere.open('/signin/')
    const wish = /name="wish" value="([^"]*)"/.exec(outside.page?.text ?? '')?.[1] ?? ''
    const token = /name="token" value="([^"]*)"/.exec(elsewhere.page?.text ?? '')?.[1] ?? ''
    expect((await elsewhere.post('/signin/access-request', { token, wish })).status).toBe(403)
    expect((await elsewhere.post('/signin/access-request', { token, wish: 'x' })).status).toBe(403)
    await outside.submit('/signin/access-request')
    const other = await begin(await person(), '10.1.1.1')
    expect((await other.open('/session/approvals')).status).toBe(404)
    const [mine, agreed] = [await begin(asker, '10.1.1.1'), await begin(approver, '10.1.1.1')]
    await mine.open('/console/')
    const values = { uin: String(asker.uin), address: '192.0.2.50' }
    const own = { ...values, token: String((await mine.script('/session/')).json['token']) }
    expect((await mine.post('/session/approvals', own)).status).toBe(404)
    await agreed.open('/session/approvals')
    server.clock.advance(30 * 60_000)
    await agreed.submit('/session/approvals')
    expect((await server.browser('192.0.2.50').signIn(asker.account, asker.name, password)).status).toBe(403)
    await free()
  })
})

describe('sensitive operations', () => {
  const everything = { version: '2.0', statement: [{ effect: 'allow', action: '*', resource: '*' }] }
  const powerful = async () => {
    const who = await person({}, { action: { Stoken: 1 } })
    const policy = await server.ok('CreatePolicy', { PolicyName: who.name, PolicyDocument: JSON.stringify(everything) })
    await server.ok('AttachUserPolicy', { PolicyId: policy['PolicyId'], AttachUin: who.uin })
    return { who, device: await bindDevice(server, who), browser: await begin(who) }
  }
  const keysOf = async (browser: Browser, who: Person) =>
    sessionIdentity((await browser.script('/session/keys', {})).json, who)

  test('by keys of the console want a factor shown there lately; others do not', async () => {
    const { who, device, browser } = await powerful()
    const keys = await keysOf(browser, who)
    await server.refused('AuthFailure.MFAFailure', 'CreateAccessKey', {}, { as: keys })
    await server.ok('ListAccessKeys', {}, { as: keys })
    await browser.open('/session/verify')
    expect((await browser.submit('/session/verify', { kind: 'Stoken', code: '000000' })).status).toBe(401)
    expectSignedIn(await browser.submit('/session/verify', { kind: 'Stoken', code: device.code() }), who.name)
    await server.refused('AuthFailure.TokenFailure', 'ListAccessKeys', {}, { as: keys })
    const confirmed = await keysOf(browser, who)
    const { AccessKey } = (await server.ok('CreateAccessKey', {}, { as: confirmed })) as {
      AccessKey: { AccessKeyId: string; SecretAccessKey: string }
    }
    // Keys of one's own are never held up.
    const own = { ...who, secretId: AccessKey.AccessKeyId, secretKey: AccessKey.SecretAccessKey }
    await server.ok('CreateAccessKey', {}, { as: own })
    await server.ok('DeleteAccessKey', { AccessKeyId: AccessKey.AccessKeyId }, { as: confirmed })
    server.clock.advance(10 * 60_000)
    const later = await keysOf(browser, who)
    await server.refused('AuthFailure.MFAFailure', 'CreateAccessKey', {}, { as: later })
  })

  test('on the page of protection want one too, of whoever has one', async () => {
    const { who, device, browser } = await powerful()
    await browser.open('/session/security')
    const page = await browser.submit('/session/security/soft-token/unbind')
    expect([page.path, page.status]).toEqual(['/session/verify', 200])
    expect(await server.world.store.read.settings.totpDevice(who.account, who.uin)).toBeDefined()
    const passed = await browser.submit('/session/verify', { kind: 'Stoken', code: device.code() })
    expect(passed.path).toBe('/session/security')
    await browser.submit('/session/security/soft-token/unbind')
    expect(await server.world.store.read.settings.totpDevice(who.account, who.uin)).toBeUndefined()
  })
})

describe('one looks after oneself', () => {
  const bare = async () => {
    const name = `person-${++made}`
    const { uin } = await signInUser(server, name, password, { Email: `${name}@example.com`, PhoneNum: '13700000000' })
    const who: Person = { ...server.root, uin, name }
    const browser = await begin(who)
    await browser.open('/session/security')
    return { who, browser }
  }

  test('a first device is bound after a sign-in made lately, and only then', async () => {
    const { who, browser } = await bare()
    server.clock.advance(10 * 60_000)
    expect((await browser.open('/session/security/soft-token')).status).toBe(403)
    const fresh = await begin(who)
    const page = await fresh.open('/session/security/soft-token')
    const secret = /id="soft-token-key">([A-Z2-7]+)</.exec(page.text)?.[1] ?? ''
    const code = totpCode(fromBase32(secret), totpStep(server.clock()))
    expect((await fresh.submit('/session/security/soft-token', { code })).text).toContain('Bound')
    expect((await fresh.script('/session/')).json).toMatchObject({ secondFactor: true })
  })

  test('an address counts once its code came back', async () => {
    const { who, browser } = await bare()
    await browser.submit('/session/security/contact/send', { what: 'email' })
    const code = codeIn(post.mails.at(-1)?.text)
    const verify = (what: string, word: string) => browser.submit('/session/security/contact', { what, code: word })
    expect((await verify('phone', code)).status).toBe(400)
    expect((await verify('email', code)).text).toContain('(verified)')
    const row = await server.world.store.read.users.byUin(who.account, who.uin)
    expect([row?.emailVerified, row?.phoneVerified]).toEqual([true, false])
  })

  test('a code sent to an older address does not verify a newer one', async () => {
    const { who, browser } = await bare()
    await browser.submit('/session/security/contact/send', { what: 'email' })
    const code = codeIn(post.mails.at(-1)?.text)
    await server.ok('UpdateUser', { Name: who.name, Email: 'victim@example.com' })
    expect((await browser.submit('/session/security/contact', { what: 'email', code })).status).toBe(400)
    expect((await server.world.store.read.users.byUin(who.account, who.uin))?.emailVerified).toBe(false)
  })

  test('switches go on for what can be shown, and nothing else', async () => {
    const { who, browser } = await bare()
    await bindDevice(server, who)
    await browser.open('/session/verify')
    const device = await bindDevice(server, who)
    await browser.submit('/session/verify', { kind: 'Stoken', code: device.code() })
    await browser.open('/session/security')
    await browser.submit('/session/security/switches', { 'login-Stoken': '1', 'action-Stoken': '1', 'login-Mail': '1' })
    expect(await server.ok('DescribeSafeAuthFlagColl', { SubUin: who.uin })).toMatchObject({
      LoginFlag: { Stoken: 1, Phone: 0 },
      ActionFlag: { Stoken: 1 },
    })
    expect(await server.ok('DescribeSafeAuthFlagColl', { SubUin: who.uin })).not.toHaveProperty('LoginFlag.Mail')
  })

  test('the password is changed with the present one; other sessions end, this one stays', async () => {
    const { who, browser } = await bare()
    const other = await begin(who)
    const change = (old: string) =>
      browser.submit('/session/security/password', { old, password: 'Other-horse-9', again: 'Other-horse-9' })
    expect((await change('Wrong-horse-9')).status).toBe(400)
    expect((await change(password)).status).toBe(200)
    expect((await browser.send('/console/')).status).toBe(200)
    expect((await other.send('/console/')).location).toContain('/signin/')
    expectSignedIn(await server.browser().signIn(who.account, who.name, 'Other-horse-9'), who.name)
  })

  test('other sessions are ended on request', async () => {
    const { who, browser } = await bare()
    const other = await begin(who)
    await browser.open('/session/security')
    await browser.submit('/session/security/end-others')
    expect([(await browser.send('/console/')).status, (await other.send('/console/')).status]).toEqual([200, 303])
  })
})

describe('a sender of text messages', () => {
  let webhook: Server
  const seen: { readonly body: string; readonly signature: unknown }[] = []
  let status = 200
  beforeAll(async () => {
    webhook = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        seen.push({ body: Buffer.concat(chunks).toString(), signature: request.headers['x-opencam-signature'] })
        response.writeHead(status).end()
      })
    })
    await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => void webhook.close())

  test('gets each as signed JSON, and what it refuses was not sent', async () => {
    const { createHmac } = await import('node:crypto')
    const { webhookSender } = await import('../../src/session/phone.ts')
    const url = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`
    const sender = webhookSender(url, 'a secret of the two')
    const message = { countryCode: '86', phone: '1', text: 'ä' }
    await sender.send(message)
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(message)
    expect(seen[0]?.signature).toBe(
      createHmac('sha256', 'a secret of the two')
        .update(seen[0]?.body ?? '')
        .digest('hex'),
    )
    status = 500
    await expect(sender.send(message)).rejects.toThrow('answered 500')
  })
})
