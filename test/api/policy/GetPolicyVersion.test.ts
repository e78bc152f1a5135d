import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { create, readable } from './stored.ts'

describe('GetPolicyVersion', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: a version with its text', async () => {
    const PolicyId = await create(server)
    expect(await server.ok('GetPolicyVersion', { PolicyId, VersionId: 1 })).toEqual({
      PolicyVersion: {
        VersionId: 1,
        CreateDate: '2026-01-02T03:04:05Z',
        IsDefaultVersion: 1,
        Document: readable,
      },
    })
  })

  test('InvalidParameter.ParamError: no number of a version', async () => {
    const parameters = { PolicyId: await create(server), VersionId: 0 }
    await server.refused('InvalidParameter.ParamError', 'GetPolicyVersion', parameters)
  })

  test('InvalidParameter.PolicyIdError: no number of a policy', async () => {
    await server.refused('InvalidParameter.PolicyIdError', 'GetPolicyVersion', { PolicyId: 0, VersionId: 1 })
  })

  test('InvalidParameter.PolicyVersionNotExists: not there, or of a preset, which has none', async () => {
    for (const parameters of [
      { PolicyId: await create(server), VersionId: 2 },
      { PolicyId: 1, VersionId: 1 },
    ]) {
      await server.refused('InvalidParameter.PolicyVersionNotExists', 'GetPolicyVersion', parameters)
    }
  })

  test('ResourceNotFound.PolicyIdNotFound: never there, deleted, or of another account', async () => {
    const [PolicyId, gone] = [await create(server), await create(server)]
    await server.ok('DeletePolicy', { PolicyId: [gone] })
    const other = await server.account('stranger')
    const code = 'ResourceNotFound.PolicyIdNotFound'
    await server.refused(code, 'GetPolicyVersion', { PolicyId: 987654321, VersionId: 1 })
    await server.refused(code, 'GetPolicyVersion', { PolicyId: gone, VersionId: 1 })
    await server.refused(code, 'GetPolicyVersion', { PolicyId, VersionId: 1 }, { as: other })
  })
})
