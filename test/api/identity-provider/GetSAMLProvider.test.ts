import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { createOidc, createSaml, metadata } from './providers.ts'

describe('GetSAMLProvider', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
    await createSaml(server, 'Idp')
    await createOidc(server, 'token')
  })
  afterAll(() => server.close())

  test('ok: by its name in any case', async () => {
    for (const Name of ['Idp', 'IDP']) {
      expect(await server.ok('GetSAMLProvider', { Name })).toMatchObject({ Name: 'Idp', SAMLMetadata: metadata })
    }
  })

  test('absent: nobody has the name, only an OIDC provider, or only another account', async () => {
    await createSaml(server, 'theirs', {}, { as: await server.account('other') })
    for (const Name of ['nobody', 'token', 'theirs', '__proto__']) {
      const message = await server.refused('ResourceNotFound.IdentityNotExist', 'GetSAMLProvider', { Name })
      expect(message).toContain(`\`${Name}\``)
    }
  })

  test('absent: a text that can be no name', async () => {
    for (const Name of ['', 'ab', 'a b', 'n'.repeat(129)]) {
      await server.refused('ResourceNotFound.NotFound', 'GetSAMLProvider', { Name })
    }
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetSAMLProvider', { Name: 'Idp' }, { as })
  })
})
