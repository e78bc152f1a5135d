import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('GetUserPermissionBoundary', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  const nothing = { PolicyId: null, PolicyName: null, PolicyDocument: null, PolicyType: null, CreateMode: null }
  const boundaryOf = (TargetUin: number) => server.ok('GetUserPermissionBoundary', { TargetUin })

  test('ok: nulls without one, and after it was taken away', async () => {
    const { uin: TargetUin } = await addPerson(server, 'anna', 2)
    expect(await boundaryOf(TargetUin)).toEqual(nothing)
    await server.ok('PutUserPermissionsBoundary', { TargetUin, PolicyId: 1 })
    await server.ok('DeleteUserPermissionsBoundary', { TargetUin })
    expect(await boundaryOf(TargetUin)).toEqual(nothing)
  })

  test('ok: a custom policy with the text in force, also of a collaborator', async () => {
    const { uin: TargetUin } = await addPerson(server, 'partner', 4)
    const [first, second] = [allow('cam:GetUser'), allow('cam:ListUsers')].map((one) => JSON.stringify(one))
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: 'limit', PolicyDocument: first })
    await server.ok('PutUserPermissionsBoundary', { TargetUin, PolicyId })
    const shown = { PolicyId, PolicyName: 'limit', PolicyDocument: first, PolicyType: 1, CreateMode: 2 }
    expect(await boundaryOf(TargetUin)).toEqual(shown)
    await server.ok('CreatePolicyVersion', { PolicyId, PolicyDocument: second, SetAsDefault: true })
    expect(await boundaryOf(TargetUin)).toEqual({ ...shown, PolicyDocument: second })
  })

  test('ok: a preset policy', async () => {
    const { uin: TargetUin } = await addPerson(server, 'bert', 3)
    await server.ok('PutUserPermissionsBoundary', { TargetUin, PolicyId: 1 })
    const preset = server.world.presets.byId(1)
    expect(await boundaryOf(TargetUin)).toEqual({
      PolicyId: 1,
      PolicyName: preset?.name,
      PolicyDocument: preset?.document,
      PolicyType: 2,
      CreateMode: preset?.createMode,
    })
  })

  test('absent: nobody, the root account, a recipient, somebody of another root account', async () => {
    const { uin: pager } = await addPerson(server, 'pager', 5)
    const { Uin } = await server.ok('AddUser', { Name: 'theirs' }, { as: await server.account('other') })
    for (const TargetUin of [1, server.root.uin, pager, Uin]) {
      await server.refused('InvalidParameter.UserNotExist', 'GetUserPermissionBoundary', { TargetUin })
    }
  })

  test('wrong values', async () => {
    await server.refused('InvalidParameter.ParamError', 'GetUserPermissionBoundary', { TargetUin: 0 })
  })

  test('denied: a user without the permission, also about itself', async () => {
    const nobody = await server.user('nobody')
    const given = { TargetUin: nobody.uin }
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetUserPermissionBoundary', given, { as: nobody })
  })
})
