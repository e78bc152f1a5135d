import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { deletedMeanwhile } from './meanwhile.ts'
import { create, group } from './stored.ts'

describe('DetachGroupPolicy', () => {
  let server: Harness
  let crew: number
  beforeAll(async () => {
    server = await openHarness()
    crew = await group(server, 'crew')
  })
  afterAll(() => server.close())

  test('ok: the members lose the rights with the next call, and detaching again changes nothing', async () => {
    const user = await server.user('member')
    const readers = await group(server, 'readers', user.uid)
    await server.ok('AttachGroupPolicy', { PolicyId: 400411, AttachGroupId: readers })
    await server.ok('ListUsers', {}, { as: user })
    for (let time = 1; time <= 2; time += 1) {
      expect(await server.ok('DetachGroupPolicy', { PolicyId: 400411, DetachGroupId: readers })).toEqual({})
    }
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: user })
  })

  test('InvalidParameter.ParamError: no number of a group', async () => {
    await server.refused('InvalidParameter.ParamError', 'DetachGroupPolicy', { PolicyId: 1, DetachGroupId: 0 })
  })

  test('InvalidParameter.PolicyIdError: no number of a policy', async () => {
    await server.refused('InvalidParameter.PolicyIdError', 'DetachGroupPolicy', { PolicyId: 0, DetachGroupId: crew })
  })

  test('InvalidParameter.PolicyIdNotExist: never there, or deleted', async () => {
    const gone = await create(server)
    await server.ok('DeletePolicy', { PolicyId: [gone] })
    for (const PolicyId of [987654321, gone]) {
      const parameters = { PolicyId, DetachGroupId: crew }
      await server.refused('InvalidParameter.PolicyIdNotExist', 'DetachGroupPolicy', parameters)
    }
  })

  test('ResourceNotFound.GroupNotExist: never there', async () => {
    const parameters = { PolicyId: 1, DetachGroupId: 98765 }
    await server.refused('ResourceNotFound.GroupNotExist', 'DetachGroupPolicy', parameters)
  })

  test('ResourceNotFound.UserNotExist: the caller was deleted while it called', async () => {
    await deletedMeanwhile('DetachGroupPolicy', async (fresh) => ({
      PolicyId: 1,
      DetachGroupId: await group(fresh, 'crew'),
    }))
  })
})
