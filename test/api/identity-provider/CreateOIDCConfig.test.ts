import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { badIssuers, badKeys, createOidc, createSaml, keySet, keys, oidc } from './providers.ts'

describe('CreateOIDCConfig', () => {
  let server: Harness
  const given = { ...oidc, Name: 'token' }
  beforeAll(async () => {
    server = await openHarness({ quotas: { 'identity-providers': 6, 'clients-per-provider': 3 } })
  })
  afterAll(() => server.close())
  const refused = (code: string, change: object) => server.refused(code, 'CreateOIDCConfig', { ...given, ...change })

  test('ok: everything reads back as it was sent, a client id that came twice once', async () => {
    const ClientId = ['a.b:c/d_e-F', 'x'.repeat(64), 'a.b:c/d_e-F']
    const sent = { ...given, ClientId, Description: 'who builds', AutoRotateKey: 1 }
    expect(await server.ok('CreateOIDCConfig', sent)).toEqual({})
    expect(await server.ok('DescribeOIDCConfig', { Name: 'token' })).toEqual({
      ProviderType: 11,
      Name: 'token',
      IdentityUrl: 'https://idp.example',
      IdentityKey: keys,
      ClientId: ClientId.slice(0, 2),
      Status: 11,
      Description: 'who builds',
      AutoRotateKey: 1,
    })
  })

  test('ok: an issuer over http, keys as they are published', async () => {
    await createOidc(server, 'plain', { IdentityUrl: 'http://idp.internal:8080/a/', IdentityKey: keySet })
    expect(await server.ok('DescribeOIDCConfig', { Name: 'plain' })).toMatchObject({
      IdentityUrl: 'http://idp.internal:8080/a/',
      IdentityKey: keySet,
      Description: '',
      AutoRotateKey: 0,
    })
  })

  test('taken: the name of another provider of either kind, in any case', async () => {
    await createSaml(server, 'saml')
    for (const Name of ['TOKEN', 'Saml']) await refused('InvalidParameter.IdentityNameInUse', { Name })
    await createOidc(server, 'token', {}, { as: await server.account('other') })
  })

  test('illegal: the name', async () => {
    for (const Name of ['', 'ab', 'a b', 'n'.repeat(129)]) await refused('InvalidParameterValue.NameError', { Name })
  })

  test.each(badIssuers)('illegal: the issuer %s', async (IdentityUrl) => {
    await refused('InvalidParameterValue.IdentityUrlError', { Name: 'wrong', IdentityUrl })
  })

  test.each(badKeys)('illegal: keys with %s, which are not repeated', async (_, IdentityKey, said) => {
    const message = await refused('InvalidParameterValue.MetadataError', { Name: 'wrong', IdentityKey })
    expect(message).toContain(said)
    if (IdentityKey.length > 10) expect(message).not.toContain(IdentityKey.slice(0, 10))
  })

  test('illegal: client ids, a description that is too long, a switch that is none', async () => {
    for (const ClientId of [[], [''], ['-a'], ['a b'], ['x'.repeat(65)]]) {
      await refused('InvalidParameter', { Name: 'wrong', ClientId })
    }
    await refused('InvalidParameter', { Name: 'wrong', Description: 'x'.repeat(256) })
    await refused('InvalidParameter', { Name: 'wrong', AutoRotateKey: 2 })
  })

  test('full: more client ids than the quota, more providers than the quota', async () => {
    const clients = await refused('LimitExceeded.IdentityFull', { Name: 'wide', ClientId: ['a', 'b', 'c', 'd'] })
    expect(clients).toContain('`3`')
    for (const Name of ['four', 'five', 'six']) await createOidc(server, Name)
    expect(await refused('LimitExceeded.IdentityFull', { Name: 'seven' })).toContain('`6`')
  })

  test('illegal: keys to be fetched by a server that fetches none', async () => {
    const closed = await openHarness({ rules: { fetchesKeys: false } })
    try {
      const sent = { ...given, AutoRotateKey: 1 }
      expect(await closed.refused('InvalidParameter', 'CreateOIDCConfig', sent)).toContain('AutoRotateKey')
      await createOidc(closed, 'token', { AutoRotateKey: 0 })
    } finally {
      await closed.close()
    }
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateOIDCConfig', given, { as })
  })
})
