import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { badMetadata, createOidc, createSaml, metadata } from './providers.ts'

describe('CreateSAMLProvider', () => {
  let server: Harness
  const given = { Name: 'idp', Description: 'who works here', SAMLMetadataDocument: metadata }
  beforeAll(async () => {
    server = await openHarness({ quotas: { 'identity-providers': 8 } })
  })
  afterAll(() => server.close())

  test('ok: answers the name that trust policies have for it', async () => {
    const { account } = server.root
    expect(await server.ok('CreateSAMLProvider', given)).toEqual({
      ProviderArn: `qcs::cam::uin/${account}:saml-provider/idp`,
    })
    expect(await server.ok('GetSAMLProvider', { Name: 'idp' })).toEqual({
      Name: 'idp',
      Description: 'who works here',
      CreateTime: '2026-01-02 11:04:05',
      ModifyTime: '2026-01-02 11:04:05',
      SAMLMetadata: metadata,
    })
  })

  test('ok: every sign of a name, base64 in lines and percent-encoded as in the documents', async () => {
    const lines = metadata.replace(/.{76}/g, '$&\r\n')
    await server.ok('CreateSAMLProvider', { ...given, Name: 'aZ0+=,.@_-', SAMLMetadataDocument: lines })
    const encoded = encodeURIComponent(metadata)
    await server.ok('CreateSAMLProvider', { ...given, Name: 'n'.repeat(128), SAMLMetadataDocument: encoded })
    for (const Name of ['aZ0+=,.@_-', 'n'.repeat(128)]) {
      expect(await server.ok('GetSAMLProvider', { Name })).toMatchObject({ SAMLMetadata: metadata })
    }
  })

  test('taken: the name of another provider of either kind, in any case', async () => {
    await createOidc(server, 'token')
    for (const Name of ['IDP', 'Token']) {
      const message = await server.refused('InvalidParameter.IdentityNameInUse', 'CreateSAMLProvider', {
        ...given,
        Name,
      })
      expect(message).toContain(Name)
    }
    await createSaml(server, 'idp', {}, { as: await server.account('other') })
  })

  test('illegal: the name', async () => {
    for (const Name of ['', 'ab', 'a b', 'ä-idp', 'a/b', 'a:b', 'n'.repeat(129)]) {
      await server.refused('InvalidParameterValue.NameError', 'CreateSAMLProvider', { ...given, Name })
    }
  })

  test.each(badMetadata)('illegal: a document with %s', async (_, SAMLMetadataDocument, said) => {
    const wrong = { ...given, Name: 'wrong', SAMLMetadataDocument }
    expect(await server.refused('InvalidParameterValue.MetadataError', 'CreateSAMLProvider', wrong)).toContain(said)
  })

  test('full: no more than the quota, those of OIDC among them', async () => {
    for (const Name of ['five', 'six', 'seven', 'eight']) await createSaml(server, Name)
    const message = await server.refused('LimitExceeded.IdentityFull', 'CreateSAMLProvider', { ...given, Name: 'nine' })
    expect(message).toContain('`8`')
    expect(await server.ok('ListSAMLProviders')).toMatchObject({ TotalCount: 7 })
    await server.ok('DeleteSAMLProvider', { Name: 'eight' })
    await createSaml(server, 'nine')
  })

  test('denied: a user without the permission; allowed with it', async () => {
    await server.ok('DeleteSAMLProvider', { Name: 'nine' })
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateSAMLProvider', { ...given, Name: 'mine' }, { as })
    const maker = await server.user('maker', allow('cam:CreateSAMLProvider'))
    await createSaml(server, 'mine', {}, { as: maker })
  })
})
