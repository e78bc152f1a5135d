import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { create, recipient } from './stored.ts'

describe('AttachUserPolicy', () => {
  let server: Harness
  let user: Identity
  beforeAll(async () => {
    server = await openHarness({ quotas: { attachments: 3 } })
    user = await server.user('holder')
  })
  afterAll(() => server.close())

  test('ok: the rights are there with the next call, also those of a preset', async () => {
    const reader = await server.user('reader')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: reader })
    expect(await server.ok('AttachUserPolicy', { PolicyId: 1, AttachUin: reader.uin })).toEqual({})
    await server.ok('ListUsers', {}, { as: reader })
  })

  test('ok: attaching again changes nothing, also where there is no room', async () => {
    const ids = [await create(server), await create(server), await create(server)]
    for (const PolicyId of ids) await server.ok('AttachUserPolicy', { PolicyId, AttachUin: user.uin })
    const before = await server.ok('ListAttachedUserPolicies', { TargetUin: user.uin })
    server.clock.advance(60_000)
    await server.ok('AttachUserPolicy', { PolicyId: ids[0], AttachUin: user.uin })
    expect(await server.ok('ListAttachedUserPolicies', { TargetUin: user.uin })).toEqual(before)
  })

  test('InvalidParameter.AttachmentFull: a fourth of three', async () => {
    const parameters = { PolicyId: 1, AttachUin: user.uin }
    expect(await server.refused('InvalidParameter.AttachmentFull', 'AttachUserPolicy', parameters)).toContain('`3`')
  })

  test('FailedOperation.PolicyFull: an account over its lowered limit cannot hand out more', async () => {
    const lowered = await openHarness()
    const somebody = await lowered.user('somebody')
    const PolicyId = await create(lowered)
    await create(lowered)
    const { account } = lowered.root
    await lowered.world.store.transaction(({ accounts }) => accounts.setQuota(account, 'policies', 1))
    const parameters = { PolicyId, AttachUin: somebody.uin }
    expect(await lowered.refused('FailedOperation.PolicyFull', 'AttachUserPolicy', parameters)).toContain('`1`')
    await lowered.ok('AttachUserPolicy', { PolicyId: 1, AttachUin: somebody.uin })
    await lowered.close()
  })

  test('InvalidParameter.ParamError: no number of a user', async () => {
    await server.refused('InvalidParameter.ParamError', 'AttachUserPolicy', { PolicyId: 1, AttachUin: 0 })
  })

  test('InvalidParameter.PolicyIdError: no number of a policy', async () => {
    await server.refused('InvalidParameter.PolicyIdError', 'AttachUserPolicy', { PolicyId: 0, AttachUin: user.uin })
  })

  test('InvalidParameter.PolicyIdNotExist: never there, or of another account', async () => {
    const other = await server.account('stranger')
    const foreign = await server.ok(
      'CreatePolicy',
      { PolicyName: 'theirs', PolicyDocument: JSON.stringify(allow('cos:*')) },
      { as: other },
    )
    for (const PolicyId of [987654321, foreign['PolicyId']]) {
      const parameters = { PolicyId, AttachUin: user.uin }
      await server.refused('InvalidParameter.PolicyIdNotExist', 'AttachUserPolicy', parameters)
    }
  })

  test('ResourceNotFound.PolicyIdNotFound: deleted', async () => {
    const PolicyId = await create(server)
    await server.ok('DeletePolicy', { PolicyId: [PolicyId] })
    const parameters = { PolicyId, AttachUin: user.uin }
    await server.refused('ResourceNotFound.PolicyIdNotFound', 'AttachUserPolicy', parameters)
  })

  test('InvalidParameter.UserNotExist: the root account and recipients have no policies', async () => {
    for (const AttachUin of [server.root.uin, await recipient(server, 'postbox')]) {
      await server.refused('InvalidParameter.UserNotExist', 'AttachUserPolicy', { PolicyId: 1, AttachUin })
    }
  })

  test('ResourceNotFound.UserNotExist: nobody, or somebody of another account', async () => {
    const other = await server.account('neighbour')
    for (const AttachUin of [12345, other.uin]) {
      await server.refused('ResourceNotFound.UserNotExist', 'AttachUserPolicy', { PolicyId: 1, AttachUin })
    }
  })
})
