import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { badMetadata, metadata, otherMetadata, userOidc } from './providers.ts'

describe('CreateUserSAMLConfig', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())
  const shown = (options: object = {}) => server.ok('DescribeUserSAMLConfig', {}, options)

  test.each(badMetadata)('illegal: a document with %s', async (_, SAMLMetadataDocument, said) => {
    const code = 'InvalidParameterValue.MetadataError'
    expect(await server.refused(code, 'CreateUserSAMLConfig', { SAMLMetadataDocument })).toContain(said)
    expect(await shown()).toMatchObject({ Status: 0 })
  })

  test('illegal: a domain that is none', async () => {
    for (const AuxiliaryDomain of [
      '@example.com',
      'a b',
      '-a.example',
      'a-.example',
      'a..b',
      '.a',
      'a.',
      'x'.repeat(254),
    ]) {
      const given = { SAMLMetadataDocument: metadata, AuxiliaryDomain }
      await server.refused('InvalidParameterValue', 'CreateUserSAMLConfig', given)
    }
  })

  test('ok: in force at once, in this account only', async () => {
    const given = { SAMLMetadataDocument: metadata, AuxiliaryDomain: 'Users.example.com' }
    expect(await server.ok('CreateUserSAMLConfig', given)).toEqual({})
    expect(await shown()).toEqual({ SAMLMetadata: metadata, Status: 11, AuxiliaryDomain: 'Users.example.com' })
    expect(await shown({ as: await server.account('other') })).toMatchObject({ Status: 0 })
  })

  test('taken: while it is in force', async () => {
    const given = { SAMLMetadataDocument: otherMetadata }
    await server.refused('InvalidParameter.IdentityNameInUse', 'CreateUserSAMLConfig', given)
    expect(await shown()).toMatchObject({ SAMLMetadata: metadata })
  })

  test('ok: in place of what was switched off, without its domain; sign-in by OIDC goes out of force', async () => {
    await server.ok('CreateUserOIDCConfig', userOidc)
    expect(await shown()).toMatchObject({ Status: 2 })
    await server.ok('CreateUserSAMLConfig', { SAMLMetadataDocument: otherMetadata })
    expect(await shown()).toEqual({ SAMLMetadata: otherMetadata, Status: 11, AuxiliaryDomain: '' })
    expect(await server.ok('DescribeUserOIDCConfig')).toMatchObject({ Status: 2, ClientId: 'client' })
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    const given = { SAMLMetadataDocument: metadata }
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateUserSAMLConfig', given, { as })
  })
})
