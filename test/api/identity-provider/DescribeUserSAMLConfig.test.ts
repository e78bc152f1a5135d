import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { metadata } from './providers.ts'

describe('DescribeUserSAMLConfig', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: nothing set, in force, switched off', async () => {
    const shown = () => server.ok('DescribeUserSAMLConfig')
    expect(await shown()).toEqual({ SAMLMetadata: '', Status: 0, AuxiliaryDomain: '' })
    await server.ok('CreateUserSAMLConfig', { SAMLMetadataDocument: metadata, AuxiliaryDomain: 'a.example' })
    expect(await shown()).toEqual({ SAMLMetadata: metadata, Status: 11, AuxiliaryDomain: 'a.example' })
    await server.ok('DisableUserSSO')
    expect(await shown()).toEqual({ SAMLMetadata: metadata, Status: 2, AuxiliaryDomain: 'a.example' })
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'DescribeUserSAMLConfig', {}, { as })
  })
})
