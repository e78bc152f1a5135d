// A token that a real OpenID provider made opens a role, by the keys that it publishes.
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, openHarness, sessionIdentity } from '../api/harness.ts'
import { federate, oidcArn, openRole, roleArn, trustOf, unsigned } from '../api/sts/federation.ts'
import { type OidcIssuer, startIssuer } from './oidc-issuer.ts'
import { base64 } from './saml-idp.ts'

let server: Harness
let issuer: OidcIssuer
beforeAll(async () => {
  server = await openHarness()
  await federate(server)
  issuer = await startIssuer()
})
afterAll(async () => {
  await issuer.close()
  await server.close()
})

const action = 'AssumeRoleWithWebIdentity'

test('signs its user in to the role', async () => {
  const { account } = server.root
  const IdentityKey = base64(await issuer.keys())
  const provider = { IdentityUrl: issuer.issuer, ClientId: [issuer.clientId], IdentityKey }
  await server.ok('CreateOIDCConfig', { Name: 'real', ...provider })
  const condition = { 'oidc:iss': issuer.issuer, 'oidc:aud': issuer.clientId, 'oidc:sub': 'carol' }
  await openRole(server, server.root, 'of-real', trustOf(oidcArn(account, 'real'), { string_equal: condition }))

  const call = (WebIdentityToken: string) => ({
    ProviderId: 'real',
    WebIdentityToken,
    RoleArn: roleArn(account, 'of-real'),
    RoleSessionName: 'carol',
  })
  const token = await issuer.idToken('carol')
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', kid: 'signing' })
  server.clock.set(Number(decodeJwt(token).iat) * 1000)
  const as = sessionIdentity(await server.ok(action, call(token), unsigned), server.root)
  await server.ok('ListUsers', {}, { as })
  await server.refused('UnauthorizedOperation', action, call(await issuer.idToken('dave')), unsigned)
})

test.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'])(
  'a token that another library signs with %s',
  async (alg) => {
    const { account } = server.root
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
    const Name = `jose-${alg}`
    const IdentityKey = base64(JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg, kid: alg }] }))
    const provider = { IdentityUrl: 'https://jose.example', ClientId: ['client'], IdentityKey }
    await server.ok('CreateOIDCConfig', { Name, ...provider })
    const string_equal = { 'oidc:iss': 'https://jose.example', 'oidc:aud': 'client' }
    await openRole(server, server.root, Name, trustOf(oidcArn(account, Name), { string_equal }))
    const now = Math.floor(server.clock() / 1000)
    const token = await new SignJWT({})
      .setProtectedHeader({ alg, kid: alg })
      .setIssuer('https://jose.example')
      .setSubject('erin')
      .setAudience('client')
      .setIssuedAt(now)
      .setExpirationTime(now + 60)
      .sign(privateKey)
    const parameters = { ProviderId: Name, RoleArn: roleArn(account, Name), RoleSessionName: 'erin' }
    await server.ok(action, { ...parameters, WebIdentityToken: token }, unsigned)
  },
)
