import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { badIssuers, badKeys, createSaml, keys, metadata, otherKeys, userOidc } from './providers.ts'

const wrong: readonly (readonly [code: string, change: object])[] = [
  ['InvalidParameter', { ClientId: '' }],
  ['InvalidParameter', { ClientId: '-a' }],
  ['InvalidParameter', { ClientId: 'x'.repeat(65) }],
  ['InvalidParameter', { ResponseType: 'code' }],
  ['InvalidParameter', { ResponseMode: 'query' }],
  ['InvalidParameter', { Scope: ['openidScope.1'] }],
  ['InvalidParameter', { Description: 'x'.repeat(256) }],
  ['InvalidParameter', { AutoRotateKey: 2 }],
  ['InvalidParameterValue.NameError', { MappingFiled: '' }],
  ['InvalidParameterValue.NameError', { MappingFiled: 'a b' }],
  ['InvalidParameterValue.NameError', { MappingFiled: 'x'.repeat(256) }],
  ['InvalidParameterValue.IdentityUrlError', { IdentityUrl: 'http://idp.example' }],
  ['InvalidParameterValue.MetadataError', { AuthorizationEndpoint: 'http://idp.example/authorize' }],
  ['InvalidParameterValue.MetadataError', { AuthorizationEndpoint: 'https://idp.example/authorize?a=b' }],
  ['InvalidParameterValue.MetadataError', { AuthorizationEndpoint: 'javascript:alert(1)' }],
]

describe('CreateUserOIDCConfig', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness({ quotas: { 'identity-providers': 2 } })
  })
  afterAll(() => server.close())
  const shown = (options: object = {}) => server.ok('DescribeUserOIDCConfig', {}, options)
  const refused = (code: string, change: object = {}) =>
    server.refused(code, 'CreateUserOIDCConfig', { ...userOidc, ...change })

  test.each(wrong)('illegal, %s: %j', async (code, change) => void (await refused(code, change)))

  test.each(badIssuers)('illegal: the issuer %s', async (IdentityUrl) => {
    await refused('InvalidParameterValue.IdentityUrlError', { IdentityUrl })
  })

  test.each(badKeys)('illegal: keys with %s', async (_, IdentityKey, said) => {
    expect(await refused('InvalidParameterValue.IdentityKeyError', { IdentityKey })).toContain(said)
    await server.refused('ResourceNotFound.IdentityNotExist', 'DescribeUserOIDCConfig')
  })

  test('ok: in force at once, openid added to what is asked for', async () => {
    const sent = { ...userOidc, MappingFiled: '用户名_[a]-1', Scope: ['email'], Description: 'ours', AutoRotateKey: 1 }
    expect(await server.ok('CreateUserOIDCConfig', sent)).toEqual({})
    expect(await shown()).toEqual({
      ...userOidc,
      ProviderType: 12,
      IdentityKey: keys,
      Status: 11,
      MappingFiled: '用户名_[a]-1',
      Scope: ['openid', 'email'],
      Description: 'ours',
      AutoRotateKey: 1,
    })
  })

  test('taken: while it is in force', async () => {
    await refused('InvalidParameter.IdentityNameInUse', { ClientId: 'other' })
    expect(await shown()).toMatchObject({ ClientId: 'client' })
  })

  test('ok: in place of what was switched off, by the call or by SAML, which goes out of force', async () => {
    await server.ok('DisableUserSSO')
    await server.ok('CreateUserOIDCConfig', { ...userOidc, IdentityKey: otherKeys })
    const bare = { IdentityKey: otherKeys, Scope: ['openid'], Description: '', AutoRotateKey: 0, Status: 11 }
    expect(await shown()).toMatchObject(bare)
    await server.ok('CreateUserSAMLConfig', { SAMLMetadataDocument: metadata })
    await server.ok('CreateUserOIDCConfig', userOidc)
    expect(await server.ok('DescribeUserSAMLConfig')).toMatchObject({ Status: 2, SAMLMetadata: metadata })
    expect(await shown()).toMatchObject({ Status: 11 })
  })

  test('full: it counts as a provider, once', async () => {
    await createSaml(server, 'one')
    await server.refused('LimitExceeded.IdentityFull', 'CreateSAMLProvider', {
      Name: 'two',
      Description: '',
      SAMLMetadataDocument: metadata,
    })
    await server.ok('DisableUserSSO')
    await server.ok('CreateUserOIDCConfig', userOidc)
    const as = await server.account('full')
    for (const name of ['one', 'two']) await createSaml(server, name, {}, { as })
    await server.refused('LimitExceeded.IdentityFull', 'CreateUserOIDCConfig', userOidc, { as })
  })

  test('illegal: keys to be fetched by a server that fetches none', async () => {
    const closed = await openHarness({ rules: { fetchesKeys: false } })
    try {
      const message = await closed.refused('InvalidParameter', 'CreateUserOIDCConfig', {
        ...userOidc,
        AutoRotateKey: 1,
      })
      expect(message).toContain('AutoRotateKey')
    } finally {
      await closed.close()
    }
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateUserOIDCConfig', userOidc, { as })
  })
})
