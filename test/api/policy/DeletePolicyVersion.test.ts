import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { create, readable, store } from './stored.ts'

describe('DeletePolicyVersion', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  const versions = async (PolicyId: number): Promise<readonly number[]> => {
    const { Versions } = await server.ok('ListPolicyVersions', { PolicyId })
    return (Versions as readonly { VersionId: number }[]).map((version) => version.VersionId)
  }

  test('ok: several at once, one of them named twice', async () => {
    const PolicyId = await store(server, { documents: [readable, readable, readable, readable] })
    expect(await server.ok('DeletePolicyVersion', { PolicyId, VersionId: [2, 4, 2] })).toEqual({})
    expect(await versions(PolicyId)).toEqual([1, 3])
  })

  test('FailedOperation.PolicyVersionAlreadyDefault: the one in force stays, and so do the others named', async () => {
    const PolicyId = await store(server, { documents: [readable, readable] })
    const parameters = { PolicyId, VersionId: [2, 1] }
    await server.refused('FailedOperation.PolicyVersionAlreadyDefault', 'DeletePolicyVersion', parameters)
    expect(await versions(PolicyId)).toEqual([1, 2])
  })

  test('InvalidParameter.ParamError: none named, or no number of a version', async () => {
    const PolicyId = await create(server)
    for (const VersionId of [[], [0]]) {
      await server.refused('InvalidParameter.ParamError', 'DeletePolicyVersion', { PolicyId, VersionId })
    }
  })

  test('InvalidParameter.PolicyIdError: no number of a policy', async () => {
    await server.refused('InvalidParameter.PolicyIdError', 'DeletePolicyVersion', { PolicyId: 0, VersionId: [1] })
  })

  test('InvalidParameter.PolicyIdNotExist: a preset', async () => {
    await server.refused('InvalidParameter.PolicyIdNotExist', 'DeletePolicyVersion', { PolicyId: 1, VersionId: [1] })
  })

  test('InvalidParameter.PolicyVersionNotExists: one of them is not there, and none is deleted', async () => {
    const PolicyId = await store(server, { documents: [readable, readable] })
    const parameters = { PolicyId, VersionId: [2, 9] }
    await server.refused('InvalidParameter.PolicyVersionNotExists', 'DeletePolicyVersion', parameters)
    expect(await versions(PolicyId)).toEqual([1, 2])
  })

  test('ResourceNotFound.PolicyIdNotFound: never there, or of another account', async () => {
    const PolicyId = await store(server, { documents: [readable, readable] })
    const other = await server.account('stranger')
    const code = 'ResourceNotFound.PolicyIdNotFound'
    await server.refused(code, 'DeletePolicyVersion', { PolicyId: 987654321, VersionId: [2] })
    await server.refused(code, 'DeletePolicyVersion', { PolicyId, VersionId: [2] }, { as: other })
  })
})
