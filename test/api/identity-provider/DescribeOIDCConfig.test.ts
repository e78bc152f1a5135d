import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { createOidc, createSaml, keys } from './providers.ts'

describe('DescribeOIDCConfig', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
    await createOidc(server, 'Token')
    await createSaml(server, 'saml')
  })
  afterAll(() => server.close())

  test('ok: by its name in any case', async () => {
    for (const Name of ['Token', 'TOKEN']) {
      expect(await server.ok('DescribeOIDCConfig', { Name })).toEqual({
        ProviderType: 11,
        Name: 'Token',
        IdentityUrl: 'https://idp.example',
        IdentityKey: keys,
        ClientId: ['client'],
        Status: 11,
        Description: '',
        AutoRotateKey: 0,
      })
    }
  })

  test('absent: nobody has the name, only a SAML provider, or only another account', async () => {
    await createOidc(server, 'theirs', {}, { as: await server.account('other') })
    for (const Name of ['nobody', 'saml', 'theirs', '__proto__']) {
      await server.refused('ResourceNotFound.IdentityNotExist', 'DescribeOIDCConfig', { Name })
    }
  })

  test('illegal: a text that can be no name, or no text', async () => {
    for (const Name of ['', 'ab', 'a b', 'n'.repeat(129)]) {
      await server.refused('InvalidParameterValue.NameError', 'DescribeOIDCConfig', { Name })
    }
    await server.refused('InvalidParameter', 'DescribeOIDCConfig', { Name: ['Token'] })
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'DescribeOIDCConfig', { Name: 'Token' }, { as })
  })
})
