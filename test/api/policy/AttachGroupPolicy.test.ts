import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { deletedMeanwhile } from './meanwhile.ts'
import { create, group } from './stored.ts'

describe('AttachGroupPolicy', () => {
  let server: Harness
  let crew: number
  beforeAll(async () => {
    server = await openHarness({ quotas: { attachments: 1 } })
    crew = await group(server, 'crew')
  })
  afterAll(() => server.close())

  test('ok: the members have the rights with the next call', async () => {
    const user = await server.user('member')
    const readers = await group(server, 'readers', user.uid)
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: user })
    expect(await server.ok('AttachGroupPolicy', { PolicyId: 400411, AttachGroupId: readers })).toEqual({})
    await server.ok('ListUsers', {}, { as: user })
  })

  test('ok: attaching again changes nothing, also where there is no room', async () => {
    const PolicyId = await create(server)
    await server.ok('AttachGroupPolicy', { PolicyId, AttachGroupId: crew })
    await server.ok('AttachGroupPolicy', { PolicyId, AttachGroupId: crew })
    expect(await server.ok('ListAttachedGroupPolicies', { TargetGroupId: crew })).toMatchObject({ TotalNum: 1 })
  })

  test('InvalidParameter.AttachmentFull: a second of one', async () => {
    const parameters = { PolicyId: 1, AttachGroupId: crew }
    expect(await server.refused('InvalidParameter.AttachmentFull', 'AttachGroupPolicy', parameters)).toContain('`1`')
  })

  test('FailedOperation.PolicyFull: an account over its lowered limit cannot hand out more', async () => {
    const lowered = await openHarness()
    const AttachGroupId = await group(lowered, 'crew')
    const PolicyId = await create(lowered)
    await lowered.world.store.transaction(({ accounts }) => accounts.setQuota(lowered.root.account, 'policies', 0))
    await lowered.refused('FailedOperation.PolicyFull', 'AttachGroupPolicy', { PolicyId, AttachGroupId })
    await lowered.ok('AttachGroupPolicy', { PolicyId: 1, AttachGroupId })
    await lowered.close()
  })

  test('InvalidParameter.ParamError: no number of a group', async () => {
    await server.refused('InvalidParameter.ParamError', 'AttachGroupPolicy', { PolicyId: 1, AttachGroupId: 0 })
  })

  test('InvalidParameter.PolicyIdError: no number of a policy', async () => {
    await server.refused('InvalidParameter.PolicyIdError', 'AttachGroupPolicy', { PolicyId: 0, AttachGroupId: crew })
  })

  test('InvalidParameter.PolicyIdNotExist: never there', async () => {
    const parameters = { PolicyId: 987654321, AttachGroupId: crew }
    await server.refused('InvalidParameter.PolicyIdNotExist', 'AttachGroupPolicy', parameters)
  })

  test('ResourceNotFound.PolicyIdNotFound: deleted', async () => {
    const PolicyId = await create(server)
    await server.ok('DeletePolicy', { PolicyId: [PolicyId] })
    const parameters = { PolicyId, AttachGroupId: crew }
    await server.refused('ResourceNotFound.PolicyIdNotFound', 'AttachGroupPolicy', parameters)
  })

  test('ResourceNotFound.GroupNotExist: never there, or of another account', async () => {
    const other = await server.account('stranger')
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'theirs' }, { as: other })
    for (const AttachGroupId of [98765, GroupId]) {
      const parameters = { PolicyId: 1, AttachGroupId }
      await server.refused('ResourceNotFound.GroupNotExist', 'AttachGroupPolicy', parameters)
    }
  })

  test('ResourceNotFound.UserNotExist: the caller was deleted while it called', async () => {
    await deletedMeanwhile('AttachGroupPolicy', async (fresh) => ({
      PolicyId: 1,
      AttachGroupId: await group(fresh, 'crew'),
    }))
  })
})
