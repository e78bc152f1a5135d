import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { create, readable } from './stored.ts'

const otherText = JSON.stringify(allow('cos:PutObject'))

describe('CreatePolicyVersion', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: kept for later, or in force at once; numbers are integers', async () => {
    const PolicyId = await create(server)
    const later = { PolicyId, PolicyDocument: otherText, SetAsDefault: false }
    expect(await server.ok('CreatePolicyVersion', later)).toEqual({ VersionId: 2 })
    expect((await server.ok('GetPolicy', { PolicyId }))['PolicyDocument']).toBe(readable)
    const now = { PolicyId, PolicyDocument: ` ${otherText}\n`, SetAsDefault: true }
    expect(await server.ok('CreatePolicyVersion', now)).toEqual({ VersionId: 3 })
    expect((await server.ok('GetPolicy', { PolicyId }))['PolicyDocument']).toBe(otherText)
  })

  test('ok: numbers are never used again', async () => {
    const PolicyId = await create(server)
    const parameters = { PolicyId, PolicyDocument: otherText, SetAsDefault: false }
    await server.ok('CreatePolicyVersion', parameters)
    await server.ok('DeletePolicyVersion', { PolicyId, VersionId: [2] })
    expect(await server.ok('CreatePolicyVersion', parameters)).toEqual({ VersionId: 3 })
  })

  test('FailedOperation.PolicyVersionFull: a sixth, which is not put in force either', async () => {
    const PolicyId = await create(server)
    const parameters = { PolicyId, PolicyDocument: otherText, SetAsDefault: true }
    for (let version = 2; version <= 5; version += 1) await server.ok('CreatePolicyVersion', parameters)
    const code = 'FailedOperation.PolicyVersionFull'
    const sixth = { ...parameters, PolicyDocument: readable }
    expect(await server.refused(code, 'CreatePolicyVersion', sixth)).toContain('`5`')
    expect((await server.ok('GetPolicy', { PolicyId }))['PolicyDocument']).toBe(otherText)
  })

  test('FailedOperation.PolicyFull: an account over its lowered limit', async () => {
    const lowered = await openHarness()
    const PolicyId = await create(lowered)
    const { account } = lowered.root
    const parameters = { PolicyId, PolicyDocument: otherText, SetAsDefault: false }
    await lowered.world.store.transaction(({ accounts }) => accounts.setQuota(account, 'policies', 0))
    await lowered.refused('FailedOperation.PolicyFull', 'CreatePolicyVersion', parameters)
    await lowered.world.store.transaction(({ accounts }) => accounts.setQuota(account, 'policies', 1))
    await lowered.ok('CreatePolicyVersion', parameters)
    await lowered.close()
  })

  test('InvalidParameter.ParamError: a number below 1', async () => {
    const parameters = { PolicyId: 0, PolicyDocument: otherText, SetAsDefault: false }
    await server.refused('InvalidParameter.ParamError', 'CreatePolicyVersion', parameters)
  })

  test('InvalidParameter.PolicyIdNotExist: a preset, never there, or deleted', async () => {
    const gone = await create(server)
    await server.ok('DeletePolicy', { PolicyId: [gone] })
    for (const PolicyId of [1, 987654321, gone]) {
      const parameters = { PolicyId, PolicyDocument: otherText, SetAsDefault: false }
      await server.refused('InvalidParameter.PolicyIdNotExist', 'CreatePolicyVersion', parameters)
    }
  })
})
