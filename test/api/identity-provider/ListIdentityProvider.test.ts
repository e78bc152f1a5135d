import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { createOidc, createSaml, oidc } from './providers.ts'

describe('ListIdentityProvider', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  const names = async (Kind?: string): Promise<readonly string[]> => {
    const { Providers } = await server.ok('ListIdentityProvider', Kind === undefined ? {} : { Kind })
    return (Providers as readonly { Name: string }[]).map(({ Name }) => Name)
  }

  test('ok: nothing at first', async () => {
    expect(await server.ok('ListIdentityProvider')).toEqual({ TotalNum: 0, Providers: [] })
  })

  test('ok: the own ones of both kinds, newest first, without documents and keys', async () => {
    await createOidc(server, 'token', { Description: 'builds' })
    await createSaml(server, 'theirs', {}, { as: await server.account('other') })
    server.clock.advance(60_000)
    await createSaml(server, 'corp')
    expect(await server.ok('ListIdentityProvider')).toEqual({
      TotalNum: 2,
      Providers: [
        {
          Kind: 'saml',
          Name: 'corp',
          Description: '',
          IdentityUrl: null,
          ClientId: [],
          AutoRotateKey: 0,
          CreateTime: '2026-01-02 11:05:05',
          ModifyTime: '2026-01-02 11:05:05',
        },
        {
          Kind: 'oidc',
          Name: 'token',
          Description: 'builds',
          IdentityUrl: oidc.IdentityUrl,
          ClientId: oidc.ClientId,
          AutoRotateKey: 0,
          CreateTime: '2026-01-02 11:04:05',
          ModifyTime: '2026-01-02 11:04:05',
        },
      ],
    })
  })

  test('ok: of one kind', async () => {
    expect([await names('saml'), await names('oidc')]).toEqual([['corp'], ['token']])
  })

  test('ok: a provider that is deleted is gone', async () => {
    await server.ok('DeleteOIDCConfig', { Name: 'token' })
    expect(await names()).toEqual(['corp'])
  })

  test('InvalidParameter.ParamError: another kind', async () => {
    await server.refused('InvalidParameter.ParamError', 'ListIdentityProvider', { Kind: 'ldap' })
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListIdentityProvider', {}, { as })
  })
})
