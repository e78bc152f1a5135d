import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { create, recipient } from './stored.ts'

describe('DetachUserPolicy', () => {
  let server: Harness
  let user: Identity
  beforeAll(async () => {
    server = await openHarness()
    user = await server.user('holder', allow('cam:ListUsers'))
  })
  afterAll(() => server.close())

  test('ok: the rights are gone with the next call, and detaching again changes nothing', async () => {
    const { List } = await server.ok('ListAttachedUserPolicies', { TargetUin: user.uin })
    const [row] = List as readonly { readonly PolicyId: number }[]
    await server.ok('ListUsers', {}, { as: user })
    for (let time = 1; time <= 2; time += 1) {
      const parameters = { PolicyId: row?.PolicyId, DetachUin: user.uin }
      expect(await server.ok('DetachUserPolicy', parameters)).toEqual({})
    }
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: user })
  })

  test('ok: a preset', async () => {
    await server.ok('AttachUserPolicy', { PolicyId: 1, AttachUin: user.uin })
    await server.ok('DetachUserPolicy', { PolicyId: 1, DetachUin: user.uin })
    expect(await server.ok('ListAttachedUserPolicies', { TargetUin: user.uin })).toMatchObject({ TotalNum: 0 })
  })

  test('InvalidParameter.ParamError: no number of a user', async () => {
    await server.refused('InvalidParameter.ParamError', 'DetachUserPolicy', { PolicyId: 1, DetachUin: -7 })
  })

  test('InvalidParameter.PolicyIdError: no number of a policy', async () => {
    await server.refused('InvalidParameter.PolicyIdError', 'DetachUserPolicy', { PolicyId: 0, DetachUin: user.uin })
  })

  test('InvalidParameter.PolicyIdNotExist: never there', async () => {
    const parameters = { PolicyId: 987654321, DetachUin: user.uin }
    await server.refused('InvalidParameter.PolicyIdNotExist', 'DetachUserPolicy', parameters)
  })

  test('ResourceNotFound.PolicyIdNotFound: deleted', async () => {
    const PolicyId = await create(server)
    await server.ok('DeletePolicy', { PolicyId: [PolicyId] })
    const parameters = { PolicyId, DetachUin: user.uin }
    await server.refused('ResourceNotFound.PolicyIdNotFound', 'DetachUserPolicy', parameters)
  })

  test('InvalidParameter.UserNotExist: the root account and recipients have no policies', async () => {
    for (const DetachUin of [server.root.uin, await recipient(server, 'postbox')]) {
      await server.refused('InvalidParameter.UserNotExist', 'DetachUserPolicy', { PolicyId: 1, DetachUin })
    }
  })

  test('ResourceNotFound.UserNotExist: nobody, or somebody of another account', async () => {
    const other = await server.account('neighbour')
    for (const DetachUin of [12345, other.uin]) {
      await server.refused('ResourceNotFound.UserNotExist', 'DetachUserPolicy', { PolicyId: 1, DetachUin })
    }
  })
})
