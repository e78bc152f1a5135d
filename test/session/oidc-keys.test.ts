// Signing in while the provider changes its keys: the issuer is asked for them, and whatever somebody sets meanwhile counts.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  authorizationEndpoint,
  clientId,
  type FaultyIssuer,
  issuer,
  openFaultyIssuer,
} from '../federation/faulty-issuer.ts'
import { base64 } from '../federation/saml-idp.ts'
import { expectSignedIn, openSignIn, type Page, type SignInHarness, signInUser } from './browser.ts'

const origin = 'https://cam.example.com'
const user = 'alice'

let server: SignInHarness
let idp: FaultyIssuer
const asked: string[] = []
/** Runs once, while the issuer is asked. */
const during: { run: (() => Promise<unknown>) | undefined } = { run: undefined }

beforeAll(async () => {
  const fetchText = async (url: string) => {
    asked.push(url)
    const { run } = during
    during.run = undefined
    await run?.()
    return idp.fetchText(url)
  }
  server = await openSignIn({ signIn: { origins: () => [origin] }, fetchText })
  const given = { redirectUri: `${origin}/signin/oidc/callback`, responseMode: 'form_post', clock: server.clock }
  idp = openFaultyIssuer({}, given)
  await signInUser(server, user, 'Right-horse-9')
  const keys = { IdentityUrl: issuer, IdentityKey: base64(idp.keySet()), AutoRotateKey: 1 }
  const client = { ClientId: clientId, AuthorizationEndpoint: authorizationEndpoint, MappingFiled: 'sub' }
  const form = { ResponseType: 'id_token', ResponseMode: 'form_post' }
  await server.ok('CreateUserOIDCConfig', { ...keys, ...client, ...form })
  await server.dispatcher.fetchProviderKeys()
})
afterAll(() => server.close())
beforeEach(() => {
  server.clock.advance(60_000)
  asked.length = 0
})

async function come(): Promise<Page> {
  const browser = server.browser()
  const page = await browser.open(`/signin/sso?account=${server.root.account}`)
  const address = (/id="go" href="([^"]*)"/.exec(page.text)?.[1] ?? '').replaceAll('&amp;', '&')
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(issuer).origin }
  const body = new URLSearchParams(await idp.answer(address, user)).toString()
  const reply = await server.browser().send('/signin/oidc/callback', { method: 'POST', headers, body })
  return reply.location === undefined ? reply : browser.open(reply.location)
}

test('the issuer is asked once a minute, and those who come in between are not let in', async () => {
  idp.rotate()
  expectSignedIn(await come(), user)
  expect(asked).toHaveLength(2)
  idp.rotate()
  expect((await come()).status).toBe(403)
  expect(asked).toHaveLength(2)
  server.clock.advance(60_000)
  expectSignedIn(await come(), user)
})

test('of two who come at once one has the issuer asked, and both are let in', async () => {
  idp.rotate()
  for (const page of await Promise.all([come(), come()])) expectSignedIn(page, user)
  expect(asked).toHaveLength(2)
})

test('nobody is let in when sign-in by the provider is put out of force meanwhile', async () => {
  idp.rotate()
  during.run = () => server.ok('DisableUserSSO')
  expect((await come()).status).toBe(403)
  expect(during.run).toBeUndefined()
})
