import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store, Writes } from '../../../src/store/store.ts'
import { base64 } from '../../federation/saml-idp.ts'
import {
  attacker,
  clientId,
  es256,
  issuer,
  jwks,
  rs256,
  token,
  usualHeader,
  usualPayload,
} from '../../federation/tokens.ts'
import { type Harness, openHarness, sessionIdentity } from '../harness.ts'
import {
  federate,
  idToken,
  oidcArn,
  openRole,
  roleArn,
  tokenCall,
  tokenCondition,
  trustOf,
  unsigned,
} from './federation.ts'

const action = 'AssumeRoleWithWebIdentity'
const tokenError = 'InvalidParameter.WebIdentityTokenError'
let server: Harness
let role: string
let account: number
/** What happens right before the next transaction. */
let before: ((writes: Writes) => Promise<unknown>) | undefined

beforeAll(async () => {
  const wrap = (store: Store): Store => ({
    ...store,
    async transaction(work) {
      const first = before
      before = undefined
      if (first !== undefined) await store.transaction(first)
      return store.transaction(work)
    },
  })
  server = await openHarness({ wrap })
  role = (await federate(server)).oidcRole
  account = server.root.account
})
afterAll(() => server.close())

const ask = (sent?: string, change: object = {}, options = unsigned) =>
  server.ok(action, { ...tokenCall(server, role, sent), ...change }, options)
const refused = (code: string, sent?: string, change: object = {}) =>
  server.refused(code, action, { ...tokenCall(server, role, sent), ...change }, unsigned)
const seconds = (): number => Math.floor(server.clock() / 1000)

describe('ok', () => {
  test('gives a session of the role', async () => {
    const answer = await ask()
    expect(answer).toMatchObject({ ExpiredTime: seconds() + 7200 })
    const as = sessionIdentity(answer, server.root)
    expect(await server.ok('GetCallerIdentity', {}, { as })).toMatchObject({
      Type: 'CAMRole',
      UserId: expect.stringMatching(/^\d{19}:alice@ci$/),
      PrincipalId: String(account),
    })
    await server.ok('ListUsers', {}, { as })
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateGroup', { GroupName: 'g' }, { as })
  })

  test('tells in the audit log of the account who came, and no token', async () => {
    const sent = idToken(server)
    await ask(sent)
    const { Events } = await server.ok('DescribeAuditEvents', { ActionName: action, Limit: 1 })
    const Session = {
      Kind: 'oidc',
      Name: 'alice@ci',
      CallerAccount: account,
      SourceIdentity: 'oidc-provider/builds/alice',
    }
    expect(Events).toMatchObject([{ Uin: 0, Session }])
    expect(JSON.stringify(Events)).not.toContain(sent.split('.')[1])
  })

  test('again and again while the token is good', async () => {
    const sent = idToken(server)
    for (let time = 0; time < 3; time++) await ask(sent)
  })

  test('the token as files have it, with the end of a line', async () => {
    await ask(`${idToken(server)}\n`)
  })

  test('the provider without regard to case, the role by its id', async () => {
    const { RoleInfo } = (await server.ok('GetRole', { RoleName: 'deploy' })) as { RoleInfo: { RoleId: string } }
    await ask(undefined, { ProviderId: 'BUILDS', RoleArn: `qcs::cam::uin/${account}:role/${RoleInfo.RoleId}` })
  })

  test.each(['tc3-get', 'v1-get', 'v1-form'] as const)('in the form %s', async (form) => {
    await ask(undefined, {}, { form, ...(form === 'tc3-get' && unsigned) })
  })

  test('for several clients, and by a key of another kind', async () => {
    await ask(idToken(server, { aud: ['another', clientId] }))
    const payload = { ...usualPayload, iat: seconds(), exp: seconds() + 60 }
    await ask(token({ alg: 'ES256', kid: 'ec-1' }, payload, es256()))
  })

  test('as long as the role lets', async () => {
    await openRole(server, server.root, 'short', trustOf(oidcArn(account), { string_equal: tokenCondition }), {
      SessionDuration: 900,
    })
    const RoleArn = roleArn(account, 'short')
    expect(await ask(undefined, { RoleArn })).toMatchObject({ ExpiredTime: seconds() + 900 })
    expect(await refused('InvalidParameter.ParamError', undefined, { RoleArn, DurationSeconds: 901 })).toContain('900')
    expect(await ask(undefined, { DurationSeconds: 43_200 })).toMatchObject({ ExpiredTime: seconds() + 43_200 })
    await refused('InvalidParameter.ParamError', undefined, { DurationSeconds: 43_201 })
  })

  test('after the keys were changed, by the new ones only', async () => {
    const update = (IdentityKey: string) =>
      server.ok('UpdateOIDCConfig', {
        Name: 'builds',
        IdentityUrl: issuer,
        ClientId: [clientId],
        IdentityKey: base64(IdentityKey),
      })
    const other = { ...attacker.publicKey.export({ format: 'jwk' }), kid: 'rsa-1' }
    const payload = { ...usualPayload, iat: seconds(), exp: seconds() + 60 }
    const theirs = token(usualHeader, payload, rs256(attacker.privateKey))
    await refused(tokenError, theirs)
    await update(JSON.stringify({ keys: [other] }))
    await ask(theirs)
    await refused(tokenError)
    await update(jwks)
    await ask()
  })
})

/** Claims; the times in seconds from now. */
type Changes = { readonly [claim: string]: unknown; readonly exp?: number; readonly nbf?: number }

describe('a token that is not believed', () => {
  test.each<[string, Changes, string]>([
    ['expired', { exp: -60 }, 'Expired token'],
    ['of another issuer', { iss: 'https://other.example' }, 'the token is from another issuer'],
    ['for another client', { aud: 'client-9' }, 'the token is for another client'],
    ['that another client asked for', { azp: 'client-9' }, 'another client asked for the token'],
    ['not good yet', { nbf: 61 }, 'the token is not good yet'],
    ['without a subject', { sub: undefined }, 'the token names no subject'],
  ])('%s', async (_, { exp, nbf, ...claims }, said) => {
    const times = {
      ...(exp !== undefined && { exp: seconds() + exp }),
      ...(nbf !== undefined && { nbf: seconds() + nbf }),
    }
    expect(await refused(tokenError, idToken(server, { ...claims, ...times }))).toBe(
      `WebIdentityToken error. | id token error | ${said}`,
    )
  })
  test('by another key, with no algorithm, or no token at all', async () => {
    const payload = { ...usualPayload, iat: seconds(), exp: seconds() + 60 }
    await refused(tokenError, token(usualHeader, payload, rs256(attacker.privateKey)))
    await refused(tokenError, idToken(server, {}, { alg: 'none' }))
    await refused(tokenError, idToken(server, {}, { kid: 'unknown' }))
    for (const sent of ['', 'x', 'a.b.c']) await refused(tokenError, sent)
  })
  test('once it has expired', async () => {
    const sent = idToken(server)
    server.clock.advance(360_000)
    await refused(tokenError, sent)
  })
})

describe('refused', () => {
  test('parameters that are none', async () => {
    await refused('InvalidParameter.ParamError', undefined, { RoleArn: 'deploy' })
    await refused('InvalidParameter.ParamError', undefined, { RoleSessionName: 'a b' })
    await refused('InvalidParameter.ParamError', undefined, { DurationSeconds: 0 })
  })
  test('a provider that the account of the role does not have', async () => {
    await refused('InvalidParameter.ParamError', undefined, { ProviderId: 'nobody' })
    await refused('InvalidParameter.ParamError', undefined, { ProviderId: 'corp' })
    await refused('InvalidParameter.ParamError', undefined, { RoleArn: roleArn(999_999_999_999, 'deploy') })
  })
  test('a role that is not there or does not trust the provider, in the same words', async () => {
    await openRole(
      server,
      server.root,
      'inner',
      trustOf(oidcArn(account), { string_equal: { ...tokenCondition, 'oidc:sub': 'bob' } }),
    )
    const said = await refused('UnauthorizedOperation', undefined, { RoleArn: roleArn(account, 'inner') })
    const gone = await refused('UnauthorizedOperation', undefined, { RoleArn: roleArn(account, 'gone') })
    expect(gone.replace('gone', 'inner')).toBe(said)
  })
  test("another account's role", async () => {
    const other = await server.account('stranger')
    const theirs = await federate(server, other)
    await server.ok(
      'UpdateOIDCConfig',
      {
        Name: 'builds',
        IdentityUrl: issuer,
        ClientId: ['client-of-theirs'],
        IdentityKey: base64(jwks),
      },
      { as: other },
    )
    // The token is good for a provider of that name in our account, not for that of theirs.
    await refused(tokenError, undefined, { RoleArn: theirs.oidcRole })
  })
  test('a role that trusts the SAML provider only', async () => {
    await refused('UnauthorizedOperation', undefined, { RoleArn: roleArn(account, 'dev') })
  })
  test('a provider that changes while the role is asked for', async () => {
    before = ({ identityProviders }) => identityProviders.delete(account, 'oidc', 'builds')
    await refused('UnauthorizedOperation')
    expect(before).toBeUndefined()
    const keys = { IdentityUrl: issuer, IdentityKey: base64(jwks), ClientId: [clientId] }
    await server.ok('CreateOIDCConfig', { Name: 'builds', ...keys })
    await ask()
  })
})

describe('conditions of the trust policy', () => {
  let made = 0
  test.each<[string, object, object, boolean]>([
    ['the subject', { string_equal: { 'oidc:sub': ['bob', 'alice'] } }, {}, true],
    ['another subject', { string_equal: { 'oidc:sub': 'bob' } }, {}, false],
    ['a pattern of the subject', { string_like: { 'oidc:sub': 'repo:me/*' } }, { sub: 'repo:me/app:main' }, true],
    ['a pattern that it does not fit', { string_like: { 'oidc:sub': 'repo:me/*' } }, { sub: 'repo:you/app' }, false],
    ['any of the audiences', {}, { aud: ['x', clientId] }, true],
    ['what only assertions say', { string_equal: { 'saml:sub': 'alice' } }, {}, false],
    ['an address', { ip_equal: { 'qcs:ip': '127.0.0.1' } }, {}, true],
    ['another address', { ip_equal: { 'qcs:ip': '10.0.0.1' } }, {}, false],
    ['a time to come', { date_greater_than: { 'qcs:current_time': '2030-01-01T00:00:00Z' } }, {}, false],
  ])('%s', async (_, condition, claims, expected) => {
    made += 1
    const { string_equal, ...others } = condition as { string_equal?: object }
    const whole = { ...others, string_equal: { ...tokenCondition, ...string_equal } }
    await openRole(server, server.root, `asks-${made}`, trustOf(oidcArn(account), whole))
    const RoleArn = roleArn(account, `asks-${made}`)
    if (expected) await ask(idToken(server, claims), { RoleArn })
    else await refused('UnauthorizedOperation', idToken(server, claims), { RoleArn })
  })
  test('an audience of the provider that the role does not want', async () => {
    const only = { string_equal: { 'oidc:iss': issuer, 'oidc:aud': [clientId] } }
    await server.ok('UpdateOIDCConfig', {
      Name: 'builds',
      IdentityUrl: issuer,
      ClientId: [clientId, 'client-2'],
      IdentityKey: base64(jwks),
    })
    await openRole(server, server.root, 'one-client', trustOf(oidcArn(account), only))
    const RoleArn = roleArn(account, 'one-client')
    await refused('UnauthorizedOperation', idToken(server, { aud: 'client-2' }), { RoleArn })
    await ask(idToken(server, { aud: [clientId, 'client-2'] }), { RoleArn })
  })
})
