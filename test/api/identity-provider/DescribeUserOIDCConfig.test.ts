import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { userOidc } from './providers.ts'

describe('DescribeUserOIDCConfig', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('absent: nothing set, whatever another account has', async () => {
    await server.ok('CreateUserOIDCConfig', userOidc, { as: await server.account('other') })
    await server.refused('ResourceNotFound.IdentityNotExist', 'DescribeUserOIDCConfig')
  })

  test('ok: in force, switched off', async () => {
    await server.ok('CreateUserOIDCConfig', userOidc)
    const all = { ...userOidc, ProviderType: 12, Scope: ['openid'], Description: '', AutoRotateKey: 0 }
    expect(await server.ok('DescribeUserOIDCConfig')).toEqual({ ...all, Status: 11 })
    await server.ok('DisableUserSSO')
    expect(await server.ok('DescribeUserOIDCConfig')).toEqual({ ...all, Status: 2 })
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'DescribeUserOIDCConfig', {}, { as })
  })
})
