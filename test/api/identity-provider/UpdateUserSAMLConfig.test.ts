import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { badMetadata, metadata, otherMetadata, userOidc } from './providers.ts'

describe('UpdateUserSAMLConfig', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
    await server.ok('CreateUserSAMLConfig', { SAMLMetadataDocument: metadata, AuxiliaryDomain: 'a.example' })
  })
  afterAll(() => server.close())
  const shown = () => server.ok('DescribeUserSAMLConfig')
  const update = (Operate: string, given: object = {}) => server.ok('UpdateUserSAMLConfig', { Operate, ...given })

  test('ok: switched off and on again', async () => {
    expect(await update('disable')).toEqual({})
    expect(await shown()).toEqual({ SAMLMetadata: metadata, Status: 2, AuxiliaryDomain: 'a.example' })
    await update('disable')
    await update('enable')
    expect(await shown()).toEqual({ SAMLMetadata: metadata, Status: 11, AuxiliaryDomain: 'a.example' })
  })

  test('ok: another document, in force or not', async () => {
    await update('updateSAML', { SAMLMetadataDocument: otherMetadata })
    expect(await shown()).toEqual({ SAMLMetadata: otherMetadata, Status: 11, AuxiliaryDomain: 'a.example' })
    await update('disable', { AuxiliaryDomain: '' })
    await update('updateSAML', { SAMLMetadataDocument: metadata })
    expect(await shown()).toEqual({ SAMLMetadata: metadata, Status: 2, AuxiliaryDomain: '' })
    await update('enable', { SAMLMetadataDocument: otherMetadata, AuxiliaryDomain: 'b.example' })
    expect(await shown()).toEqual({ SAMLMetadata: otherMetadata, Status: 11, AuxiliaryDomain: 'b.example' })
  })

  test('ok: switching on switches OIDC off, nothing else does', async () => {
    await server.ok('CreateUserOIDCConfig', userOidc)
    await update('updateSAML', { SAMLMetadataDocument: metadata })
    await update('disable')
    expect(await server.ok('DescribeUserOIDCConfig')).toMatchObject({ Status: 11 })
    await update('enable')
    expect(await server.ok('DescribeUserOIDCConfig')).toMatchObject({ Status: 2 })
    expect(await shown()).toMatchObject({ Status: 11 })
  })

  test.each(badMetadata)('illegal: a document with %s, whatever the operation', async (_, document, said) => {
    const before = await shown()
    for (const Operate of ['enable', 'disable', 'updateSAML']) {
      const given = { Operate, SAMLMetadataDocument: document }
      const code = 'InvalidParameterValue.MetadataError'
      expect(await server.refused(code, 'UpdateUserSAMLConfig', given)).toContain(said)
    }
    expect(await shown()).toEqual(before)
  })

  test('illegal: another document without one, another operation', async () => {
    const code = 'InvalidParameterValue.MetadataError'
    await server.refused(code, 'UpdateUserSAMLConfig', { Operate: 'updateSAML', AuxiliaryDomain: 'c.example' })
    await server.refused('InvalidParameterValue', 'UpdateUserSAMLConfig', { Operate: 'Enable' })
  })

  test('absent: nothing was ever set', async () => {
    const as = await server.account('other')
    for (const Operate of ['enable', 'disable', 'updateSAML']) {
      const given = { Operate, SAMLMetadataDocument: metadata }
      await server.refused('ResourceNotFound.IdentityNotExist', 'UpdateUserSAMLConfig', given, { as })
    }
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    const given = { Operate: 'disable' }
    await server.refused('AuthFailure.UnauthorizedOperation', 'UpdateUserSAMLConfig', given, { as })
  })
})
