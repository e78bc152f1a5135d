import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('PutUserPermissionsBoundary', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  async function policy(PolicyName: string, document: object): Promise<unknown> {
    const PolicyDocument = JSON.stringify(document)
    return (await server.ok('CreatePolicy', { PolicyName, PolicyDocument }))['PolicyId']
  }
  const boundaryOf = async (uin: number) =>
    (await server.world.store.read.users.byUin(server.root.account, uin))?.boundaryPolicyId

  test('ok: rights are what both the policies and the boundary allow; a second one replaces it', async () => {
    const anna = await server.user('anna', allow(['cam:ListUsers', 'cam:ListGroups']))
    const users = await policy('users-only', allow('cam:ListUsers'))
    const groups = await policy('groups-and-more', allow(['cam:ListGroups', 'cam:GetUser']))
    expect(await server.ok('PutUserPermissionsBoundary', { TargetUin: anna.uin, PolicyId: users })).toEqual({})
    await server.ok('ListUsers', {}, { as: anna })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListGroups', {}, { as: anna })
    await server.ok('PutUserPermissionsBoundary', { TargetUin: anna.uin, PolicyId: groups })
    await server.ok('ListGroups', {}, { as: anna })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: anna })
    // A boundary grants nothing.
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetUser', { Name: 'anna' }, { as: anna })
  })

  test('ok: a preset policy, and a collaborator', async () => {
    const { uin } = await addPerson(server, 'partner', 4)
    await server.ok('PutUserPermissionsBoundary', { TargetUin: uin, PolicyId: 1 })
    expect(await boundaryOf(uin)).toBe(1)
  })

  test('absent: the policy is not there, deleted, or of another root account', async () => {
    const { uin } = await addPerson(server, 'bert', 2)
    const gone = await policy('gone', allow('cam:*'))
    await server.ok('DeletePolicy', { PolicyId: [gone] })
    const { PolicyId: theirs } = await server.ok(
      'CreatePolicy',
      { PolicyName: 'theirs', PolicyDocument: JSON.stringify(allow('cam:*')) },
      { as: await server.account('other') },
    )
    for (const PolicyId of [999_999_999, gone, theirs]) {
      await server.refused('InvalidParameter.PolicyIdNotExist', 'PutUserPermissionsBoundary', {
        TargetUin: uin,
        PolicyId,
      })
    }
    expect(await boundaryOf(uin)).toBeUndefined()
  })

  test('linked: the policy of a service-linked role', async () => {
    const { uin } = await addPerson(server, 'carla', 2)
    const linked = server.world.presets.all.find((preset) => preset.serviceLinked)
    const given = { TargetUin: uin, PolicyId: linked?.policyId ?? 0 }
    const code = 'InvalidParameter.ServiceLinkedPolicyCantInPermissionBoundary'
    expect(await server.refused(code, 'PutUserPermissionsBoundary', given)).toContain(linked?.name)
  })

  test('absent: nobody, the root account, a recipient, somebody of another root account', async () => {
    const { uin: pager } = await addPerson(server, 'pager', 5)
    const { Uin } = await server.ok('AddUser', { Name: 'theirs' }, { as: await server.account('third') })
    for (const TargetUin of [1, server.root.uin, pager, Uin]) {
      const given = { TargetUin, PolicyId: 1 }
      await server.refused('InvalidParameter.UserNotExist', 'PutUserPermissionsBoundary', given)
    }
  })

  test('own: nobody loosens its own boundary', async () => {
    const dora = await server.user('dora', allow('cam:*'))
    await server.ok('PutUserPermissionsBoundary', {
      TargetUin: dora.uin,
      PolicyId: await policy('doras', allow('cam:Put*')),
    })
    const given = { TargetUin: dora.uin, PolicyId: 1 }
    await server.refused('UnauthorizedOperation', 'PutUserPermissionsBoundary', given, { as: dora })
    const { uin } = await addPerson(server, 'eva', 2)
    await server.ok('PutUserPermissionsBoundary', { TargetUin: uin, PolicyId: 1 }, { as: dora })
  })

  test('wrong values', async () => {
    for (const wrong of [
      { TargetUin: 0, PolicyId: 1 },
      { TargetUin: 1, PolicyId: 0 },
    ]) {
      await server.refused('InvalidParameter.ParamError', 'PutUserPermissionsBoundary', wrong)
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const given = { TargetUin: nobody.uin, PolicyId: 1 }
    await server.refused('AuthFailure.UnauthorizedOperation', 'PutUserPermissionsBoundary', given, { as: nobody })
  })
})
