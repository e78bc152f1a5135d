import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { badMetadata, createOidc, createSaml, metadata, otherMetadata } from './providers.ts'

describe('UpdateSAMLProvider', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
    await createSaml(server, 'Idp', { Description: 'first' })
    await createOidc(server, 'token')
  })
  afterAll(() => server.close())
  const shown = () => server.ok('GetSAMLProvider', { Name: 'idp' })

  test('ok: description and document, each alone and neither; the name keeps its spelling', async () => {
    const made = await shown()
    server.clock.advance(60_000)
    expect(await server.ok('UpdateSAMLProvider', { Name: 'IDP', Description: '' })).toEqual({})
    const described = { ...made, Description: '', ModifyTime: '2026-01-02 11:05:05' }
    expect(await shown()).toEqual(described)
    await server.ok('UpdateSAMLProvider', { Name: 'idp', SAMLMetadataDocument: otherMetadata })
    expect(await shown()).toEqual({ ...described, SAMLMetadata: otherMetadata })
    await server.ok('UpdateSAMLProvider', { Name: 'idp' })
    expect(await shown()).toEqual({ ...described, SAMLMetadata: otherMetadata })
  })

  test.each(badMetadata)('illegal: a document with %s changes nothing', async (_, SAMLMetadataDocument, said) => {
    const before = await shown()
    const wrong = { Name: 'Idp', Description: 'changed', SAMLMetadataDocument }
    expect(await server.refused('InvalidParameterValue.MetadataError', 'UpdateSAMLProvider', wrong)).toContain(said)
    expect(await shown()).toEqual(before)
  })

  test('absent: nobody has the name, only an OIDC provider, or only another account', async () => {
    const other = await server.account('other')
    await createSaml(server, 'theirs', {}, { as: other })
    for (const Name of ['', 'nobody', 'token', 'theirs']) {
      const given = { Name, SAMLMetadataDocument: metadata }
      await server.refused('ResourceNotFound.IdentityNotExist', 'UpdateSAMLProvider', given)
    }
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'UpdateSAMLProvider', { Name: 'Idp' }, { as })
  })
})
