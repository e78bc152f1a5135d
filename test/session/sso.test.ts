// Signing in by an account's own identity provider, and to roles by one: real tokens and assertions, and what must not be
// believed of them.
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, sessionIdentity } from '../api/harness.ts'
import { bindDevice, makeTestRole } from '../api/sessions.ts'
import { makeSigner } from '../federation/certificates.ts'
import { metadataOf, metadataXml, ssoUrl } from '../federation/metadata.ts'
import { type OidcIssuer, startIssuer } from '../federation/oidc-issuer.ts'
import {
  type AssertionGiven,
  base64,
  roleAttribute,
  sessionNameAttribute,
  signedResponse,
} from '../federation/saml-idp.ts'
import { newUserOidc } from '../store/contract/context.ts'
import { type Browser, expectSignedIn, openSignIn, type SignInHarness, signInUser } from './browser.ts'

// Providers send tokens to HTTPS only.
const origin = 'https://cam.example.com'
const sessionCookie = '__Host-opencam_session'
const password = 'Right-horse-9'
const encoded = (text: string): string => Buffer.from(text).toString('base64')

let server: SignInHarness
beforeAll(async () => {
  server = await openSignIn({ signIn: { origins: () => [origin] } })
})
afterAll(() => server.close())

let made = 0
const person = (given: object = {}) => signInUser(server, `person-${++made}`, password, given)
const post = (browser: Browser, path: string, values: Record<string, string>, headers: Record<string, string> = {}) => {
  // From elsewhere: another origin, and none of our cookies.
  const bare = server.browser(browser.address)
  return bare.send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://idp.example', ...headers },
    body: new URLSearchParams(values).toString(),
  })
}
const linkOf = (text: string): string => (/id="go" href="([^"]*)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&')

async function begin(
  next = '/console/',
  account = server.root.account,
): Promise<{ browser: Browser; address: string }> {
  const browser = server.browser()
  const page = await browser.open(`/signin/sso?account=${account}&next=${encodeURIComponent(next)}`)
  return { browser, address: linkOf(page.text) }
}

describe('by OIDC', () => {
  let idp: OidcIssuer
  beforeAll(async () => {
    idp = await startIssuer(`${origin}/signin/oidc/callback`)
    // The provider of the test has no certificate, so no call would take its address.
    const settings = newUserOidc({
      issuer: idp.issuer,
      identityKey: encoded(await idp.keys()),
      clientId: idp.clientId,
      authorizationEndpoint: `${idp.issuer}/auth`,
    })
    const { store } = server.world
    await store.transaction((writes) => writes.identityProviders.setUserSso(server.root.account, settings))
    server.clock.set(Date.now())
  })
  afterAll(async () => {
    await server.ok('DisableUserSSO')
    await idp.close()
  })

  const answer = async (address: string, user: string) => Object.fromEntries(await idp.answer(address, user))
  const arrive = async (browser: Browser, values: Record<string, string>) => {
    const reply = await post(browser, '/signin/oidc/callback', values)
    return reply.location === undefined ? reply : browser.open(reply.location)
  }

  test('the provider is asked, its token is believed, and the user lands where they wanted', async () => {
    const { name } = await person()
    const { browser, address } = await begin('/session/security')
    const url = new URL(address)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: idp.clientId,
      response_type: 'id_token',
      response_mode: 'form_post',
      scope: 'openid',
      redirect_uri: `${origin}/signin/oidc/callback`,
    })
    const page = await arrive(browser, await answer(address, name))
    expect(page.path).toBe('/session/security')
    expectSignedIn(await browser.open('/console/'), name)
  })

  test('a token behind a # is sent on by a page of ours', async () => {
    const { name } = await person()
    const { browser, address } = await begin()
    const values = Object.fromEntries(await idp.answer(address.replace('form_post', 'fragment'), name))
    const page = await browser.open('/signin/oidc/callback')
    expect(page.text).toContain('src="/signin/fragment.js"')
    expect((await browser.send('/signin/fragment.js')).text).toContain('location.hash')
    expectSignedIn(await browser.submit('/signin/oidc/callback', values), name)
  })

  test('once: neither token nor ticket is good again', async () => {
    const { name } = await person()
    const { browser, address } = await begin()
    const values = await answer(address, name)
    const first = await post(browser, '/signin/oidc/callback', values)
    expect((await post(browser, '/signin/oidc/callback', values)).status).toBe(403)
    expectSignedIn(await browser.open(first.location ?? ''), name)
    expect((await browser.open(first.location ?? '')).path).toBe('/signin/')
  })

  test('only in the browser that asked', async () => {
    const { name } = await person()
    const { browser, address } = await begin()
    const [stranger, asker] = [server.browser(), (await begin()).browser]
    const reply = await post(browser, '/signin/oidc/callback', await answer(address, name))
    for (const other of [stranger, asker]) {
      expect((await other.open(reply.location ?? '')).status).toBe(403)
      expect(other.cookies.has(sessionCookie)).toBe(false)
    }
    expectSignedIn(await browser.open(reply.location ?? ''), name)
  })

  test.each<[string, (values: Record<string, string>, other: Record<string, string>) => Record<string, string>]>([
    ['without a state', ({ id_token = '' }) => ({ id_token })],
    ["with another request's state", ({ id_token = '' }, { state = '' }) => ({ id_token, state })],
    [
      'with another account in its state',
      ({ id_token = '', state = '' }) => ({ id_token, state: state.replace(/^_\d+/, '_100000000002') }),
    ],
    [
      'with a later end in its state',
      ({ id_token = '', state = '' }) => ({ id_token, state: state.replace(/\.[0-9a-z]+\./, '.zzzzzzzz.') }),
    ],
    ['without a token', ({ state = '' }) => ({ state })],
    [
      'with its token altered',
      ({ id_token = '', state = '' }) => ({ id_token: `${id_token.slice(0, -4)}AAAA`, state }),
    ],
    [
      'with no signature',
      ({ id_token = '', state = '' }) => ({ id_token: `${id_token.split('.').slice(0, 2).join('.')}.`, state }),
    ],
  ])('%s nobody is let in', async (_, lie) => {
    const { name } = await person()
    const [one, two] = [await begin(), await begin()]
    const [values, other] = [await answer(one.address, name), await answer(two.address, name)]
    expect((await post(one.browser, '/signin/oidc/callback', lie(values, other))).status).toBe(403)
    expectSignedIn(await arrive(one.browser, values), name)
  })

  test('nobody who is not there, may not sign in, or came too late', async () => {
    const { name } = await person({ ConsoleLogin: 0 })
    for (const user of ['nobody', name]) {
      const { browser, address } = await begin()
      expect((await post(browser, '/signin/oidc/callback', await answer(address, user))).status).toBe(403)
    }
    const { browser, address } = await begin()
    const values = await answer(address, (await person()).name)
    server.clock.advance(10 * 60_000)
    expect((await post(browser, '/signin/oidc/callback', values)).status).toBe(403)
    server.clock.set(Date.now())
  })

  test('and passwords of sub-users count no more, until it is switched off', async () => {
    const { name } = await person()
    expect((await server.browser().signIn(server.root.account, name, password)).status).toBe(401)
    await server.ok('DisableUserSSO')
    expectSignedIn(await server.browser().signIn(server.root.account, name, password), name)
    const { browser, address } = await begin()
    expect([address, browser.page?.status]).toEqual(['', 404])
  })
})

describe('by SAML', () => {
  const signer = makeSigner()
  let account: number
  let acs: string
  beforeAll(async () => {
    account = server.root.account
    acs = `${origin}/signin/saml/acs/${account}`
    server.clock.set(Date.UTC(2026, 10, 27, 12, 0, 0))
    await server.ok('CreateUserSAMLConfig', {
      SAMLMetadataDocument: encoded(metadataOf(signer)),
      AuxiliaryDomain: 'corp.example',
    })
  })
  afterAll(() => server.ok('DisableUserSSO'))

  let assertions = 0
  const response = (nameId: string, given: AssertionGiven & { readonly by?: typeof signer } = {}): string => {
    const { by = signer, ...assertion } = given
    const audience = `${origin}/signin/saml/metadata/${account}`
    const issuedMs = server.clock()
    const id = `_a${++assertions}`
    return base64(
      signedResponse(by, {
        assertion: { id, issuedMs, nameId, recipient: acs, audience, attributes: [], ...assertion },
        response: {
          destination: acs,
          issuedMs,
          ...(given.inResponseTo !== undefined && { inResponseTo: given.inResponseTo }),
        },
      }),
    )
  }
  const requestOf = (address: string): string =>
    inflateRawSync(Buffer.from(new URL(address).searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
  const idOf = (address: string): string => /ID="([^"]*)"/.exec(requestOf(address))?.[1] ?? ''
  const arrive = async (browser: Browser, SAMLResponse: string) => {
    const reply = await post(browser, `/signin/saml/acs/${account}`, { SAMLResponse })
    return reply.location === undefined ? reply : browser.open(reply.location)
  }

  test('the provider is asked, its assertion is believed', async () => {
    const { name } = await person()
    const { browser, address } = await begin('/session/security')
    expect(requestOf(address)).toContain(`AssertionConsumerServiceURL="${acs}"`)
    const page = await arrive(browser, response(`${name}@corp.example`, { inResponseTo: idOf(address) }))
    expect(page.path).toBe('/session/security')
    expectSignedIn(await browser.open('/console/'), name)
  })

  test('a provider that takes requests by post only gets a form, which brings it nothing but the request', async () => {
    const endpoint = (binding: string) =>
      `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${ssoUrl}"/>`
    const metadata = (...bindings: readonly string[]) =>
      encoded(metadataXml({ certificates: [signer.certificateBase64], endpoints: bindings.map(endpoint).join('') }))
    const update = (SAMLMetadataDocument: string) =>
      server.ok('UpdateUserSAMLConfig', { Operate: 'updateSAML', SAMLMetadataDocument })
    await update(metadata('HTTP-POST'))
    const { name } = await person()
    const { browser } = await begin('/session/security')
    const { page } = browser
    const form = /<form method="post" action="([^"]*)" id="go">(.*?)<\/form>/s.exec(page?.text ?? '')
    const inputs = [...(form?.[2] ?? '').matchAll(/name="([^"]*)" value="([^"]*)"/g)]
    expect([form?.[1], inputs.map(([, field]) => field)]).toEqual([ssoUrl, ['SAMLRequest']])
    expect(page?.header('Content-Security-Policy')).toContain("form-action 'self' https:;")
    expect(page?.text).toContain('src="/signin/go.js"')
    expect((await browser.send('/signin/go.js')).text).toContain("getElementById('go').submit()")
    const request = Buffer.from(inputs[0]?.[2] ?? '', 'base64').toString('utf8')
    expect(request).toContain(`Destination="${ssoUrl}"`)
    const id = /ID="([^"]*)"/.exec(request)?.[1] ?? ''
    expect((await arrive(browser, response(name, { inResponseTo: id }))).path).toBe('/session/security')
    expectSignedIn(await browser.open('/console/'), name)
    await update(metadata('SOAP'))
    expect((await begin()).browser.page?.status).toBe(404)
    await update(encoded(metadataOf(signer)))
  })

  test('whoever has a second factor on shows it after the provider', async () => {
    const { name, uin } = await person()
    await server.ok('SetMfaFlag', { OpUin: uin, LoginFlag: { Stoken: 1 } })
    const { code } = await bindDevice(server, { ...server.root, uin })
    const { browser, address } = await begin('/session/security')
    const page = await arrive(browser, response(name, { inResponseTo: idOf(address) }))
    expect(page.path).toBe('/signin/factor')
    expect((await browser.send('/session/security')).location).toBe('/signin/factor')
    const after = await browser.submit('/signin/factor', { kind: 'Stoken', code: code() })
    expect(after.path).toBe('/session/security')
  })

  test('what a provider says unasked is confirmed by its user first', async () => {
    const { name } = await person()
    const browser = server.browser()
    const page = await arrive(browser, response(name))
    expect([page.path, page.text.includes(name)]).toEqual(['/signin/arrive', true])
    expect(browser.cookies.has(sessionCookie)).toBe(false)
    expectSignedIn(await browser.submit('/signin/arrive'), name)
  })

  test.each<[string, (name: string, id: string) => string]>([
    ['signed by another', (name, id) => response(name, { inResponseTo: id, by: makeSigner() })],
    ['for another audience', (name, id) => response(name, { inResponseTo: id, audience: 'https://other.example' })],
    ['for another address', (name, id) => response(name, { inResponseTo: id, recipient: 'https://other.example/acs' })],
    ['of an hour ago', (name, id) => response(name, { inResponseTo: id, issuedMs: server.clock() - 3_600_000 })],
    ['of another issuer', (name, id) => response(name, { inResponseTo: id, issuer: 'https://other.example' })],
    ['for a request of nobody', (name) => response(name, { inResponseTo: '_nobody' })],
    [
      'for a request of another account',
      (name, id) => response(name, { inResponseTo: id.replace(/^_\d+/, '_100000000002') }),
    ],
    ['of somebody else', (_, id) => response('nobody', { inResponseTo: id })],
    ['of somebody of another domain', (name, id) => response(`${name}@evil.example`, { inResponseTo: id })],
    ['that is none', () => 'AAAA'],
  ])('an assertion %s is not believed', async (_, lie) => {
    const { name } = await person()
    const { browser, address } = await begin()
    expect((await arrive(browser, lie(name, idOf(address)))).status).toBe(403)
    expectSignedIn(await arrive(browser, response(name, { inResponseTo: idOf(address) })), name)
  })

  test('an assertion is good once, and its answer only for the browser that asked', async () => {
    const { name } = await person()
    const { browser, address } = await begin()
    const message = response(name, { inResponseTo: idOf(address) })
    const reply = await post(browser, `/signin/saml/acs/${account}`, { SAMLResponse: message })
    expect((await post(browser, `/signin/saml/acs/${account}`, { SAMLResponse: message })).status).toBe(403)
    expect((await server.browser().open(reply.location ?? '')).status).toBe(403)
    expectSignedIn(await browser.open(reply.location ?? ''), name)
  })

  test('our metadata says where assertions go', async () => {
    const page = await server.browser().send(`/signin/saml/metadata/${account}`)
    expect(page.header('Content-Type')).toBe('application/samlmetadata+xml')
    expect(page.text).toContain(`Location="${acs}"`)
    expect(page.text).toContain(`entityID="${origin}/signin/saml/metadata/${account}"`)
  })
})

describe('to a role by SAML', () => {
  const signer = makeSigner()
  let account: number
  let path: string
  const arn = (role: string) => `qcs::cam::uin/${account}:roleName/${role}`
  const providerArn = () => `qcs::cam::uin/${account}:saml-provider/corp`
  beforeAll(async () => {
    account = server.root.account
    path = `/signin/saml/role/${account}/corp`
    server.clock.set(Date.UTC(2026, 10, 27, 12, 0, 0))
    await server.ok('CreateSAMLProvider', {
      Name: 'corp',
      Description: 'd',
      SAMLMetadataDocument: encoded(metadataOf(signer)),
    })
    const trust = {
      version: '2.0',
      statement: [
        { effect: 'allow', action: 'name/sts:AssumeRoleWithSAML', principal: { federated: [providerArn()] } },
      ],
    }
    await makeTestRole(server, 'reader', [allow('cam:ListUsers')], { trust, parameters: { ConsoleLogin: 1 } })
    await makeTestRole(server, 'writer', [], { trust, parameters: { ConsoleLogin: 1 } })
    await makeTestRole(server, 'programs-only', [], { trust })
    await makeTestRole(server, 'closed', [], { parameters: { ConsoleLogin: 1 } })
  })

  let assertions = 0
  const response = (roles: readonly string[], given: AssertionGiven = {}): string => {
    const recipient = `${origin}${path}`
    const value = `${roles.map(arn).join(';')},${providerArn()}`
    const issuedMs = server.clock()
    const attributes = [
      [roleAttribute, value],
      [sessionNameAttribute, 'alice'],
    ] as const
    const id = `_r${++assertions}`
    return base64(
      signedResponse(signer, {
        assertion: { id, issuedMs, recipient, audience: origin, attributes, ...given },
        response: { destination: recipient, issuedMs },
      }),
    )
  }
  const come = async (message: string) => {
    const browser = server.browser()
    const reply = await post(browser, path, { SAMLResponse: message })
    const cookie = /^([^=]+)=([^;]+)/.exec(reply.header('Set-Cookie') ?? '')
    if (cookie !== null) browser.cookies.set(cookie[1] ?? '', cookie[2] ?? '')
    browser.page = reply
    return browser
  }

  test('roles are offered, one is taken, and its keys are its own until the session ends', async () => {
    const browser = await come(response(['reader', 'writer', 'programs-only']))
    const offered = [...(browser.page?.text ?? '').matchAll(/name="role" value="([^"]*)"/g)].map(([, role]) => role)
    expect(offered).toEqual(['reader', 'writer'])
    const page = await browser.submit('/signin/saml/role-choice', { role: 'reader' })
    expect(page.text).toContain(`<dd id="role">reader (${account})</dd>`)
    const as = sessionIdentity((await browser.script('/session/keys', {})).json, server.root)
    expect(await server.ok('GetCallerIdentity', {}, { as })).toMatchObject({ Type: 'CAMRole' })
    await server.ok('ListUsers', {}, { as })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListGroups', {}, { as })
    expect((await browser.send('/session/security')).status).toBe(404)
    await browser.submit('/session/end')
    await server.refused('AuthFailure.TokenFailure', 'ListUsers', {}, { as })
  })

  test('nothing happens before a page of ours has asked, and the assertion is good once', async () => {
    const message = response(['reader'])
    const [browser, again] = [await come(message), await come(message)]
    expect(browser.cookies.has(sessionCookie)).toBe(false)
    const stranger = server.browser()
    await stranger.open('/signin/')
    const forged = { account: String(account), provider: 'corp', SAMLResponse: message, role: 'reader', token: 'x' }
    expect((await stranger.post('/signin/saml/role-choice', forged)).status).toBe(403)
    expect((await browser.submit('/signin/saml/role-choice', { role: 'reader' })).path).toBe('/console/')
    expect((await again.submit('/signin/saml/role-choice', { role: 'reader' })).status).toBe(403)
  })

  test.each<[string, () => string, string]>([
    ['that is not for the console', () => response(['programs-only']), 'programs-only'],
    ['that does not trust the provider', () => response(['closed']), 'closed'],
    ['that the assertion does not name', () => response(['reader']), 'writer'],
    [
      'with an assertion for elsewhere',
      () => response(['reader'], { recipient: 'https://other.example', audience: 'https://other.example' }),
      'reader',
    ],
    ['with an answer to a request of nobody', () => response(['reader'], { inResponseTo: '_x' }), 'reader'],
  ])('a role %s is not given', async (_, message, role) => {
    const browser = await come(message())
    const page =
      browser.page?.status === 403 ? browser.page : await browser.submit('/signin/saml/role-choice', { role })
    expect(page.status).toBe(403)
    expect(browser.cookies.has(sessionCookie)).toBe(false)
  })

  test.each([
    ['all sessions of the role are ended', false],
    ['its session is ended', true],
  ])('a browser is signed out when %s', async (_, one) => {
    const browser = await come(response(['reader']))
    await browser.submit('/signin/saml/role-choice', { role: 'reader' })
    const as = sessionIdentity((await browser.script('/session/keys', {})).json, server.root)
    await server.ok('ListUsers', {}, { as })
    const named = { RoleName: 'reader' }
    const { List } = await server.ok('ListRoleSessions', { ...named, Page: 1, Rp: 10 })
    const listed = List as { readonly SessionId: string; readonly Origin: string }[]
    const mine = listed.find(({ Origin }) => Origin === 'console')
    await server.ok('LogoutRoleSessions', one ? { ...named, SessionId: mine?.SessionId } : named)
    await server.refused('AuthFailure.TokenFailure', 'ListUsers', {}, { as })
    expect((await browser.send('/console/')).status).toBe(303)
  })

  test('sessions and keys end with the provider, whoever is made in its place', async () => {
    const browser = await come(response(['reader']))
    await browser.submit('/signin/saml/role-choice', { role: 'reader' })
    const as = sessionIdentity((await browser.script('/session/keys', {})).json, server.root)
    await server.ok('ListUsers', {}, { as })
    server.clock.advance(1_000)
    await server.ok('DeleteSAMLProvider', { Name: 'corp' })
    await server.refused('AuthFailure.TokenFailure', 'ListUsers', {}, { as })
    await server.ok('CreateSAMLProvider', {
      Name: 'corp',
      Description: 'd',
      SAMLMetadataDocument: encoded(metadataOf(signer)),
    })
    await server.refused('AuthFailure.TokenFailure', 'ListUsers', {}, { as })
    expect((await browser.send('/console/')).status).toBe(303)
  })
})
