import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { create, readable, store } from './stored.ts'

describe('SetDefaultPolicyVersion', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: there and back, in force with the next call', async () => {
    const texts = [JSON.stringify(allow('cam:GetUser')), JSON.stringify(allow('cam:ListUsers'))]
    const PolicyId = await store(server, { documents: texts })
    const user = await server.user('switched')
    await server.ok('AttachUserPolicy', { PolicyId, AttachUin: user.uin })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: user })
    server.clock.advance(3_000)
    expect(await server.ok('SetDefaultPolicyVersion', { PolicyId, VersionId: 2 })).toEqual({})
    await server.ok('ListUsers', {}, { as: user })
    expect(await server.ok('GetPolicy', { PolicyId })).toMatchObject({
      PolicyDocument: texts[1],
      UpdateTime: '2026-01-02 11:04:08',
    })
    await server.ok('SetDefaultPolicyVersion', { PolicyId, VersionId: 1 })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: user })
  })

  test('FailedOperation.PolicyVersionAlreadyDefault: it is in force', async () => {
    const parameters = { PolicyId: await create(server), VersionId: 1 }
    await server.refused('FailedOperation.PolicyVersionAlreadyDefault', 'SetDefaultPolicyVersion', parameters)
  })

  test('InvalidParameter.ParamError: no number of a version', async () => {
    const parameters = { PolicyId: await create(server), VersionId: 0 }
    await server.refused('InvalidParameter.ParamError', 'SetDefaultPolicyVersion', parameters)
  })

  test('InvalidParameter.PolicyIdError: no number of a policy', async () => {
    const parameters = { PolicyId: 0, VersionId: 1 }
    await server.refused('InvalidParameter.PolicyIdError', 'SetDefaultPolicyVersion', parameters)
  })

  test('InvalidParameter.PolicyIdNotExist: a preset', async () => {
    const parameters = { PolicyId: 1, VersionId: 1 }
    await server.refused('InvalidParameter.PolicyIdNotExist', 'SetDefaultPolicyVersion', parameters)
  })

  test('InvalidParameter.PolicyVersionNotExists: never there, or deleted', async () => {
    const PolicyId = await store(server, { documents: [readable, readable] })
    await server.ok('DeletePolicyVersion', { PolicyId, VersionId: [2] })
    for (const VersionId of [2, 7]) {
      const parameters = { PolicyId, VersionId }
      await server.refused('InvalidParameter.PolicyVersionNotExists', 'SetDefaultPolicyVersion', parameters)
    }
  })

  test('ResourceNotFound.PolicyIdNotFound: never there, or of another account', async () => {
    const PolicyId = await store(server, { documents: [readable, readable] })
    const other = await server.account('stranger')
    const code = 'ResourceNotFound.PolicyIdNotFound'
    await server.refused(code, 'SetDefaultPolicyVersion', { PolicyId: 987654321, VersionId: 2 })
    await server.refused(code, 'SetDefaultPolicyVersion', { PolicyId, VersionId: 2 }, { as: other })
  })
})
