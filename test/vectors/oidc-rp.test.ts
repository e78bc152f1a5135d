// Plays the conformance suite's cases for relying parties: a provider that does what the case says, against the browser's way in
// and against the call that nobody signs. Whatever is refused is believed as soon as the same provider leaves its fault out.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Identity } from '../api/harness.ts'
import { oidcArn, openRole, roleArn, trustOf, unsigned } from '../api/sts/federation.ts'
import { makeSigner } from '../federation/certificates.ts'
import {
  authorizationEndpoint,
  clientId,
  type FaultyIssuer,
  issuer,
  openFaultyIssuer,
} from '../federation/faulty-issuer.ts'
import { base64 } from '../federation/saml-idp.ts'
import { openSignIn, type Page, type SignInHarness } from '../session/browser.ts'
import { leftOutCases, type PlayedCase, plans, playedCases, type Way } from './oidc-rp-cases.ts'

const origin = 'https://cam.example.com'
const redirectUri = `${origin}/signin/oidc/callback`
const sessionCookie = '__Host-opencam_session'
const call = 'AssumeRoleWithWebIdentity'
const user = 'alice'
/** Of nobody: keys that are given before the right ones are fetched. */
const placeholder = base64(
  JSON.stringify({ keys: [{ ...makeSigner().publicKey.export({ format: 'jwk' }), kid: 'old' }] }),
)

interface Noted {
  readonly reason?: string
  readonly problem?: string
  readonly error?: Error
}

let server: SignInHarness
/** What answers at the issuer's address now. */
let idp: FaultyIssuer
const informed: Noted[] = []
const warned: Noted[] = []
beforeAll(async () => {
  const log = {
    debug() {},
    info: (fields: Noted) => void informed.push(fields),
    warn: (fields: Noted) => void warned.push(fields),
    error: expect.fail,
  }
  server = await openSignIn({ signIn: { origins: () => [origin] }, fetchText: (url) => idp.fetchText(url), log })
})
afterAll(() => server.close())

/** The provider of the case as somebody set it up, with one user and one role. */
async function configure({ id, provider = {} }: PlayedCase, way: Way): Promise<Identity> {
  const owner = await server.account(`${id} ${way}`)
  const as = { as: owner }
  const fetched = provider.fetched === true
  const given = {
    IdentityUrl: issuer,
    IdentityKey: fetched ? placeholder : base64(idp.keySet()),
    AutoRotateKey: fetched ? 1 : 0,
  }
  if (way === 'call') {
    await server.ok('CreateOIDCConfig', { ...given, Name: 'provider', ClientId: [clientId] }, as)
    const string_equal = { 'oidc:iss': issuer, 'oidc:aud': clientId, 'oidc:sub': user }
    await openRole(server, owner, 'reader', trustOf(oidcArn(owner.account, 'provider'), { string_equal }))
  } else {
    const { scopes = ['openid'], mapping = 'sub' } = provider
    const asked = { ResponseType: 'id_token', ResponseMode: way, MappingFiled: mapping, Scope: scopes }
    const client = { ClientId: clientId, AuthorizationEndpoint: authorizationEndpoint }
    await server.ok('CreateUserOIDCConfig', { ...given, ...client, ...asked }, as)
    await server.ok('AddUser', { Name: user, ConsoleLogin: 1, Password: 'Right-horse-9' }, as)
  }
  if (fetched) await server.dispatcher.fetchProviderKeys()
  return owner
}

/** Without what is said of it further. */
const reasonOf = ({ reason, problem = '' }: Noted = {}): string => reason ?? problem.replace(/:.*/, '')

/** One login with a browser of its own: whether it ended in a session, or the reason that the log has. */
async function signIn({ account }: Identity, way: 'fragment' | 'form_post', begins: boolean): Promise<string> {
  const browser = server.browser()
  const more = begins ? `&iss=${encodeURIComponent(issuer)}` : ''
  const page = await browser.open(`/signin/sso?account=${account}${more}`)
  const address = (/id="go" href="([^"]*)"/.exec(page.text)?.[1] ?? '').replaceAll('&amp;', '&')
  const values = await idp.answer(address, user)
  informed.length = 0
  let reply: Page
  if (way === 'fragment') {
    // What the script of that page does with what stands behind the `#`.
    await browser.open('/signin/oidc/callback')
    reply = await browser.post('/signin/oidc/callback', values)
  } else {
    // From elsewhere: another origin, and none of our cookies.
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(issuer).origin }
    const body = new URLSearchParams(values).toString()
    reply = await server.browser().send('/signin/oidc/callback', { method: 'POST', headers, body })
  }
  const last = reply.location === undefined ? reply : await browser.open(reply.location)
  if (browser.cookies.has(sessionCookie)) {
    expect([last.path, last.text]).toEqual(['/console/', expect.stringContaining(`<dd id="principal">${user}</dd>`)])
    return 'accepted'
  }
  expect([last.status, last.header('content-type')]).toEqual([403, expect.stringContaining('text/html')])
  return reasonOf(informed[0])
}

async function assume({ account }: Identity): Promise<string> {
  const WebIdentityToken = await idp.token(user)
  informed.length = 0
  const parameters = {
    ProviderId: 'provider',
    WebIdentityToken,
    RoleArn: roleArn(account, 'reader'),
    RoleSessionName: user,
  }
  const { Error: error } = await server.call(call, parameters, unsigned)
  if (error === undefined) return 'accepted'
  expect(error.Code).toBe('InvalidParameter.WebIdentityTokenError')
  return reasonOf(informed[0])
}

const runs = playedCases.flatMap((one) => one.ways.map((way) => ({ ...one, way })))

test.each(runs)('$id by $way: $expected', async ({ way, ...one }) => {
  const { provider = {}, fault = {}, expected, reason = 'accepted' } = one
  const given = { redirectUri, responseMode: way, clock: server.clock }
  idp = openFaultyIssuer({ ...provider, ...fault }, given)
  warned.length = 0
  const owner = await configure(one, way)
  const come = () => (way === 'call' ? assume(owner) : signIn(owner, way, provider.begins === true))
  for (let login = 0; login < (provider.logins ?? 1); login++) {
    if (login > 0 && provider.rotates === 'between-logins') idp.rotate()
    expect(await come()).toBe(reason)
  }
  if (expected === 'accepted') return
  expect(warned.map(({ error }) => error?.message).slice(0, 1)).toEqual(one.warned === undefined ? [] : [one.warned])
  idp.behave(provider)
  // After a minute the issuer may be asked again.
  server.clock.advance(60_000)
  expect(await come()).toBe('accepted')
})

test('every module of the plans is played by the way of the plan, or is left out for a reason', () => {
  const played = new Map(playedCases.map((one) => [one.id, one]))
  const leftOut = new Set(leftOutCases.map(({ id }) => id))
  expect(played.size + leftOut.size).toBe(playedCases.length + leftOutCases.length)
  expect([...leftOut].filter((id) => played.has(id))).toEqual([])
  for (const { plan, way, modules, why } of plans) {
    if (way === null) expect([plan, modules.length, (why ?? '').length > 10]).toEqual([plan, 0, true])
    else expect(modules.filter((id) => !leftOut.has(id) && played.get(id)?.ways.includes(way) !== true)).toEqual([])
  }
  const listed = new Set(plans.flatMap(({ modules }) => modules))
  expect([...leftOut].filter((id) => !listed.has(id))).toEqual([])
})

test('what is refused names its reason, what is accepted has no fault', () => {
  for (const { id, expected, reason, fault } of playedCases) {
    const faulty = expected === 'refused'
    expect([id, reason !== undefined, fault !== undefined]).toEqual([id, faulty, faulty])
  }
})
