// What becomes of an identity provider, seen by its people: its end is the end of their sessions, and keys that the server
// fetches are the keys that count.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { base64 } from '../../federation/saml-idp.ts'
import { clientId, issuer, jwks, rs256, rsaNext, token, usualHeader } from '../../federation/tokens.ts'
import { type Harness, openHarness, sessionIdentity } from '../harness.ts'
import { type Federation, federate, samlCall, tokenCall, unsigned } from './federation.ts'

let server: Harness
let roles: Federation
/** The keys that the issuer publishes now. */
let published = jwks
beforeEach(async () => {
  published = jwks
  const configuration = JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` })
  server = await openHarness({ fetchText: async (url) => (url.endsWith('/keys') ? published : configuration) })
  roles = await federate(server)
})
afterEach(() => server.close())

const byAssertion = async () =>
  sessionIdentity(await server.ok('AssumeRoleWithSAML', samlCall(server, roles.samlRole), unsigned), server.root)
const byToken = async (sent?: string) => {
  const answer = await server.ok('AssumeRoleWithWebIdentity', tokenCall(server, roles.oidcRole, sent), unsigned)
  return sessionIdentity(answer, server.root)
}

test('a deleted provider ends the sessions that came by it, and no others', async () => {
  const [saml, oidc] = [await byAssertion(), await byToken()]
  for (const as of [saml, oidc]) await server.ok('ListUsers', {}, { as })
  await server.ok('DeleteSAMLProvider', { Name: 'corp' })
  await server.refused('AuthFailure.TokenFailure', 'ListUsers', {}, { as: saml })
  await server.ok('ListUsers', {}, { as: oidc })
  await server.ok('DeleteOIDCConfig', { Name: 'builds' })
  await server.refused('AuthFailure.TokenFailure', 'ListUsers', {}, { as: oidc })
})

test('a key that the issuer has withdrawn counts until the keys are fetched, and one that is new from then on', async () => {
  const given = { Name: 'builds', IdentityUrl: issuer, IdentityKey: base64(jwks), ClientId: [clientId] }
  await server.ok('UpdateOIDCConfig', { ...given, AutoRotateKey: 1 })
  await byToken()
  published = JSON.stringify({ keys: [{ ...rsaNext.publicKey.export({ format: 'jwk' }), kid: 'rsa-3', use: 'sig' }] })
  await server.dispatcher.fetchProviderKeys()
  const call = tokenCall(server, roles.oidcRole)
  await server.refused('InvalidParameter.WebIdentityTokenError', 'AssumeRoleWithWebIdentity', call, unsigned)
  const now = Math.floor(server.clock() / 1000)
  const payload = { iss: issuer, sub: 'alice', aud: clientId, iat: now, exp: now + 300 }
  const as = await byToken(token({ ...usualHeader, kid: 'rsa-3' }, payload, rs256(rsaNext.privateKey)))
  expect(await server.ok('GetCallerIdentity', {}, { as })).toMatchObject({ Type: 'CAMRole' })
})
