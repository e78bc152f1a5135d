import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { metadata, userOidc } from './providers.ts'

describe('DisableUserSSO', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())
  const states = async (options: object = {}) => [
    (await server.ok('DescribeUserSAMLConfig', {}, options))['Status'],
    (await server.call('DescribeUserOIDCConfig', {}, options))['Status'],
  ]

  test('ok: nothing to switch off', async () => {
    expect(await server.ok('DisableUserSSO')).toEqual({})
    expect(await states()).toEqual([0, undefined])
  })

  test('ok: whichever is in force, in this account only; what was set stays', async () => {
    const other = { as: await server.account('other') }
    await server.ok('CreateUserSAMLConfig', { SAMLMetadataDocument: metadata }, other)
    await server.ok('CreateUserSAMLConfig', { SAMLMetadataDocument: metadata })
    await server.ok('DisableUserSSO')
    expect(await states()).toEqual([2, undefined])
    await server.ok('CreateUserOIDCConfig', userOidc)
    await server.ok('DisableUserSSO')
    await server.ok('DisableUserSSO')
    expect(await states()).toEqual([2, 2])
    expect(await server.ok('DescribeUserSAMLConfig')).toMatchObject({ SAMLMetadata: metadata })
    expect(await states(other)).toEqual([11, undefined])
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'DisableUserSSO', {}, { as })
  })
})
