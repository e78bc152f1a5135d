import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { create, readable } from './stored.ts'

describe('ListPolicyVersions', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: by number, with times in UTC and the one in force marked', async () => {
    const PolicyId = await create(server)
    server.clock.advance(60_000)
    await server.ok('CreatePolicyVersion', { PolicyId, PolicyDocument: readable, SetAsDefault: true })
    expect(await server.ok('ListPolicyVersions', { PolicyId })).toEqual({
      Versions: [
        { VersionId: 1, CreateDate: '2026-01-02T03:04:05Z', IsDefaultVersion: 0 },
        { VersionId: 2, CreateDate: '2026-01-02T03:05:05Z', IsDefaultVersion: 1 },
      ],
    })
  })

  test('InvalidParameter.ParamError: a number below 1', async () => {
    await server.refused('InvalidParameter.ParamError', 'ListPolicyVersions', { PolicyId: 0 })
  })

  test('InvalidParameter.PolicyIdNotExist: a preset has no versions', async () => {
    await server.refused('InvalidParameter.PolicyIdNotExist', 'ListPolicyVersions', { PolicyId: 1 })
  })

  test('ResourceNotFound.PolicyIdNotFound: never there, or of another account', async () => {
    const PolicyId = await create(server)
    const other = await server.account('stranger')
    await server.refused('ResourceNotFound.PolicyIdNotFound', 'ListPolicyVersions', { PolicyId: 987654321 })
    await server.refused('ResourceNotFound.PolicyIdNotFound', 'ListPolicyVersions', { PolicyId }, { as: other })
  })
})
