import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { badIssuers, badKeys, createOidc, createSaml, keys, oidc, otherKeys } from './providers.ts'

describe('UpdateOIDCConfig', () => {
  let server: Harness
  const given = { ...oidc, Name: 'token' }
  beforeAll(async () => {
    server = await openHarness({ quotas: { 'clients-per-provider': 3 } })
    await createOidc(server, 'Token', { Description: 'first', AutoRotateKey: 1 })
    await createSaml(server, 'saml')
  })
  afterAll(() => server.close())
  const shown = () => server.ok('DescribeOIDCConfig', { Name: 'token' })
  const refused = async (code: string, change: object) => {
    const before = await shown()
    const message = await server.refused(code, 'UpdateOIDCConfig', { ...given, ...change })
    expect(await shown()).toEqual(before)
    return message
  }

  test('ok: what is sent takes the place of what was there, what is left out stays', async () => {
    const sent = { ...given, IdentityUrl: 'https://b.example/', IdentityKey: otherKeys, ClientId: ['b', 'c', 'b'] }
    expect(await server.ok('UpdateOIDCConfig', sent)).toEqual({})
    const now = { IdentityUrl: 'https://b.example/', IdentityKey: otherKeys, ClientId: ['b', 'c'] }
    expect(await shown()).toMatchObject({ ...now, Name: 'Token', Description: 'first', AutoRotateKey: 1 })
    await server.ok('UpdateOIDCConfig', { ...given, Description: '', AutoRotateKey: 0 })
    expect(await shown()).toMatchObject({ IdentityKey: keys, Description: '', AutoRotateKey: 0 })
  })

  test('absent: nobody has the name, or only another account', async () => {
    await createOidc(server, 'theirs', {}, { as: await server.account('other') })
    for (const Name of ['nobody', 'theirs']) await refused('ResourceNotFound.IdentityNotExist', { Name })
  })

  test('taken: the name is that of a SAML provider', async () => {
    expect(await refused('InvalidParameter.IdentityNameInUse', { Name: 'saml' })).toContain('saml')
  })

  test('illegal: the name', async () => {
    for (const Name of ['', 'a b']) await refused('InvalidParameterValue.NameError', { Name })
  })

  test.each(badIssuers)('illegal: the issuer %s', async (IdentityUrl) => {
    await refused('InvalidParameterValue.IdentityUrlError', { IdentityUrl })
  })

  test.each(badKeys)('illegal: keys with %s', async (_, IdentityKey, said) => {
    expect(await refused('InvalidParameterValue.MetadataError', { IdentityKey })).toContain(said)
  })

  test('illegal: client ids, a description that is too long, a switch that is none', async () => {
    for (const change of [{ ClientId: [] }, { ClientId: ['.a'] }, { Description: 'x'.repeat(256) }]) {
      await refused('InvalidParameter', change)
    }
    await refused('InvalidParameter', { AutoRotateKey: -1 })
  })

  test('full: more client ids than the quota', async () => {
    await refused('LimitExceeded.IdentityFull', { ClientId: ['a', 'b', 'c', 'd'] })
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'UpdateOIDCConfig', given, { as })
  })
})
