import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { create, group } from './stored.ts'

describe('DeletePolicy', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: several at once, one of them named twice; reading answers the code that clients wait for', async () => {
    const ids = [await create(server), await create(server)]
    expect(await server.ok('DeletePolicy', { PolicyId: [...ids, ids[0]] })).toEqual({})
    for (const PolicyId of ids) await server.refused('ResourceNotFound.PolicyIdNotFound', 'GetPolicy', { PolicyId })
  })

  test('ok: attachments go with it, and with them the rights', async () => {
    const { PolicyId } = await server.ok('CreatePolicy', {
      PolicyName: 'attached',
      PolicyDocument: JSON.stringify(allow('cam:ListUsers')),
    })
    const user = await server.user('holder')
    const crew = await group(server, 'holders', user.uid)
    await server.ok('AttachUserPolicy', { PolicyId, AttachUin: user.uin })
    await server.ok('AttachGroupPolicy', { PolicyId, AttachGroupId: crew })
    await server.ok('ListUsers', {}, { as: user })
    await server.ok('DeletePolicy', { PolicyId: [PolicyId] })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: user })
    expect(await server.ok('ListAttachedUserPolicies', { TargetUin: user.uin })).toEqual({ TotalNum: 0, List: [] })
    expect(await server.ok('ListAttachedGroupPolicies', { TargetGroupId: crew })).toEqual({ TotalNum: 0, List: [] })
  })

  test('ok: the name is free again, the number is not', async () => {
    const first = await create(server, 'again')
    await server.ok('DeletePolicy', { PolicyId: [first] })
    expect(await create(server, 'again')).toBeGreaterThan(first)
  })

  test('FailedOperation: a permissions boundary stays, and with it all the others named', async () => {
    const [bound, other] = [await create(server), await create(server)]
    const user = await server.user('bounded')
    await server.ok('PutUserPermissionsBoundary', { TargetUin: user.uin, PolicyId: bound })
    const message = await server.refused('FailedOperation', 'DeletePolicy', { PolicyId: [other, bound] })
    expect(message).toContain(`\`${bound}\` is the permissions boundary of 1`)
    await server.ok('GetPolicy', { PolicyId: other })
    await server.ok('DeleteUserPermissionsBoundary', { TargetUin: user.uin })
    await server.ok('DeletePolicy', { PolicyId: [other, bound] })
  })

  test('InvalidParameter.ParamError: nothing named', async () => {
    await server.refused('InvalidParameter.ParamError', 'DeletePolicy', { PolicyId: [] })
  })

  test('InvalidParameter.PolicyIdError: a number below 1', async () => {
    await server.refused('InvalidParameter.PolicyIdError', 'DeletePolicy', { PolicyId: [-1] })
  })

  test('InvalidParameter.PolicyIdNotExist: presets are nobody’s to delete', async () => {
    const id = await create(server)
    await server.refused('InvalidParameter.PolicyIdNotExist', 'DeletePolicy', { PolicyId: [1] })
    await server.refused('InvalidParameter.PolicyIdNotExist', 'DeletePolicy', { PolicyId: [id, 1] })
    await server.ok('GetPolicy', { PolicyId: id })
  })

  test('ResourceNotFound.PolicyIdNotFound: one that is not there, or not ours', async () => {
    const foreign = await create(server)
    const other = await server.account('stranger')
    await server.refused('ResourceNotFound.PolicyIdNotFound', 'DeletePolicy', { PolicyId: [987654321] })
    await server.refused('ResourceNotFound.PolicyIdNotFound', 'DeletePolicy', { PolicyId: [foreign] }, { as: other })
    await server.ok('GetPolicy', { PolicyId: foreign })
  })

  test('ResourceNotFound.NotFound: one of several is missing, and none is deleted', async () => {
    const id = await create(server)
    const message = await server.refused('ResourceNotFound.NotFound', 'DeletePolicy', { PolicyId: [id, 987654321] })
    expect(message).toContain('`987654321`')
    await server.ok('GetPolicy', { PolicyId: id })
  })
})
