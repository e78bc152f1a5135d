import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { badIssuers, badKeys, metadata, otherKeys, userOidc } from './providers.ts'

const wrong: readonly (readonly [code: string, change: object])[] = [
  ['InvalidParameter', { ClientId: ':a' }],
  ['InvalidParameter', { ResponseType: 'token' }],
  ['InvalidParameter', { ResponseMode: '' }],
  ['InvalidParameter', { Scope: ['phone'] }],
  ['InvalidParameter', { MappingFiled: '' }],
  ['InvalidParameter', { MappingFiled: 'x'.repeat(256) }],
  ['InvalidParameter', { Description: 'x'.repeat(256) }],
  ['InvalidParameter', { AutoRotateKey: 'yes' }],
  ['InvalidParameterValue.IdentityUrlError', { IdentityUrl: 'http://idp.example' }],
  ['InvalidParameterValue.MetadataError', { AuthorizationEndpoint: 'idp.example/authorize' }],
]

describe('UpdateUserOIDCConfig', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
    await server.ok('CreateUserOIDCConfig', { ...userOidc, Scope: ['email'], Description: 'first', AutoRotateKey: 1 })
  })
  afterAll(() => server.close())
  const shown = () => server.ok('DescribeUserOIDCConfig')
  const refused = async (code: string, change: object = {}) => {
    const before = await shown()
    const message = await server.refused(code, 'UpdateUserOIDCConfig', { ...userOidc, ...change })
    expect(await shown()).toEqual(before)
    return message
  }

  test('ok: what is sent takes the place of what was there, description and switch stay when left out', async () => {
    const sent = {
      IdentityUrl: 'https://b.example/',
      IdentityKey: otherKeys,
      ClientId: 'b',
      AuthorizationEndpoint: 'https://b.example/a',
      ResponseType: 'id_token',
      ResponseMode: 'fragment',
      MappingFiled: 'name',
    }
    expect(await server.ok('UpdateUserOIDCConfig', sent)).toEqual({})
    const kept = { Scope: ['openid'], Description: 'first', AutoRotateKey: 1, Status: 11, ProviderType: 12 }
    expect(await shown()).toEqual({ ...sent, ...kept })
    await server.ok('UpdateUserOIDCConfig', {
      ...sent,
      Description: '',
      AutoRotateKey: 0,
      Scope: ['openid', 'profile'],
    })
    expect(await shown()).toMatchObject({ Description: '', AutoRotateKey: 0, Scope: ['openid', 'profile'] })
  })

  test.each(wrong)('illegal, %s: %j', async (code, change) => void (await refused(code, change)))

  test.each(badIssuers)('illegal: the issuer %s', async (IdentityUrl) => {
    await refused('InvalidParameterValue.IdentityUrlError', { IdentityUrl })
  })

  test.each(badKeys)('illegal: keys with %s', async (_, IdentityKey, said) => {
    expect(await refused('InvalidParameterValue.IdentityKeyError', { IdentityKey })).toContain(said)
  })

  test('ok: what is switched off is changed and stays off', async () => {
    await server.ok('DisableUserSSO')
    await server.ok('UpdateUserOIDCConfig', { ...userOidc, ClientId: 'c' })
    expect(await shown()).toMatchObject({ ClientId: 'c', Status: 2 })
  })

  test('taken: while users sign in by SAML', async () => {
    await server.ok('CreateUserSAMLConfig', { SAMLMetadataDocument: metadata })
    expect(await refused('InvalidParameter.IdentityNameInUse')).toContain('SAML')
    await server.ok('UpdateUserSAMLConfig', { Operate: 'disable' })
    await server.ok('UpdateUserOIDCConfig', userOidc)
  })

  test('absent: nothing was ever set', async () => {
    const as = await server.account('other')
    await server.refused('ResourceNotFound.IdentityNotExist', 'UpdateUserOIDCConfig', userOidc, { as })
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'UpdateUserOIDCConfig', userOidc, { as })
  })
})
