import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { createOidc, createSaml } from './providers.ts'

describe('ListSAMLProviders', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: nothing at first', async () => {
    expect(await server.ok('ListSAMLProviders')).toEqual({ TotalCount: 0, SAMLProviderSet: [] })
  })

  test('ok: the own ones of SAML, newest first', async () => {
    await createSaml(server, 'old', { Description: 'first' })
    await createOidc(server, 'token')
    await createSaml(server, 'theirs', {}, { as: await server.account('other') })
    server.clock.advance(60_000)
    await createSaml(server, 'new')
    server.clock.advance(60_000)
    await server.ok('UpdateSAMLProvider', { Name: 'old' })
    expect(await server.ok('ListSAMLProviders')).toEqual({
      TotalCount: 2,
      SAMLProviderSet: [
        { Name: 'new', Description: '', CreateTime: '2026-01-02 11:05:05', ModifyTime: '2026-01-02 11:05:05' },
        { Name: 'old', Description: 'first', CreateTime: '2026-01-02 11:04:05', ModifyTime: '2026-01-02 11:06:05' },
      ],
    })
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListSAMLProviders', {}, { as })
  })
})
