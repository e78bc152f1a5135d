import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness } from '../harness.ts'
import { deletedMeanwhile } from '../policy/meanwhile.ts'
import { create as createPolicy, freshName as policyName } from '../policy/stored.ts'
import { create, createLinked, openRoles, refusesBadChoice, sessionOf, stored } from './roles.ts'

const names = { id: 'RoleId', name: 'RoleName', two: 'InvalidParameter.OperateEntitiesOverLimit' }

describe('PutRolePermissionsBoundary', () => {
  let server: Harness
  let RoleId: string
  beforeAll(async () => {
    server = await openRoles()
    RoleId = await create(server, 'bounded')
    await server.ok('AttachRolePolicy', { PolicyId: 1, AttachRoleId: RoleId })
  })
  afterAll(() => server.close())

  test('ok: a session under way keeps what both allow, and nothing loosens that from inside', async () => {
    const session = await sessionOf(server, await stored(server, RoleId))
    await server.ok('CreateGroup', { GroupName: 'before' }, { as: session })
    expect(await server.ok('PutRolePermissionsBoundary', { RoleId, PolicyId: 400411 })).toEqual({})
    await server.ok('ListGroups', {}, { as: session })
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateGroup', { GroupName: 'after' }, { as: session })
    const loose = { RoleId, PolicyId: 1 }
    await server.refused('AuthFailure.UnauthorizedOperation', 'PutRolePermissionsBoundary', loose, { as: session })
  })

  test('ok: the second replaces the first and counts alone', async () => {
    const first = await createPolicy(server)
    const second = await createPolicy(server)
    await server.ok('PutRolePermissionsBoundary', { RoleId, PolicyId: first })
    await server.ok('PutRolePermissionsBoundary', { RoleName: 'BOUNDED', PolicyId: second })
    const { List } = await server.ok('ListPolicies', { Scope: 'Local' })
    const counts = (List as { PolicyId: number; AttachEntityBoundaryCount: number }[]).map(
      (row) => [row.PolicyId, row.AttachEntityBoundaryCount] as const,
    )
    expect(new Map(counts)).toMatchObject(
      new Map([
        [first, 0],
        [second, 1],
      ]),
    )
  })

  test('ok: the policy cannot be deleted from under the role', async () => {
    const PolicyId = await createPolicy(server)
    await server.ok('PutRolePermissionsBoundary', { RoleId, PolicyId })
    expect(await server.refused('FailedOperation', 'DeletePolicy', { PolicyId: [PolicyId] })).toContain('boundary')
    await server.ok('GetPolicy', { PolicyId })
    await server.ok('PutRolePermissionsBoundary', { RoleId, PolicyId: 1 })
    await server.ok('DeletePolicy', { PolicyId: [PolicyId] })
  })

  test('ok: deleting the role frees the policy', async () => {
    const doomed = await create(server)
    const PolicyId = await createPolicy(server)
    await server.ok('PutRolePermissionsBoundary', { RoleId: doomed, PolicyId })
    await server.ok('DeleteRole', { RoleId: doomed })
    await server.ok('DeletePolicy', { PolicyId: [PolicyId] })
  })

  test('UnauthorizedOperation: a session of the role itself, whatever its rights', async () => {
    const own = await create(server)
    await server.ok('AttachRolePolicy', { PolicyId: 1, AttachRoleId: own })
    const session = await sessionOf(server, await stored(server, own))
    const given = { RoleId: own, PolicyId: 1 }
    await server.refused('UnauthorizedOperation', 'PutRolePermissionsBoundary', given, { as: session })
    await server.ok('PutRolePermissionsBoundary', { RoleId: await create(server), PolicyId: 1 }, { as: session })
  })

  test('InvalidParameter.PolicyIdNotExist: none, deleted, or of another account', async () => {
    const deleted = await createPolicy(server)
    await server.ok('DeletePolicy', { PolicyId: [deleted] })
    const as = await server.account('owner')
    const PolicyDocument = JSON.stringify(allow('*'))
    const { PolicyId: theirs } = await server.ok('CreatePolicy', { PolicyName: policyName(), PolicyDocument }, { as })
    for (const PolicyId of [987654321, deleted, theirs]) {
      const given = { RoleId, PolicyId }
      await server.refused('InvalidParameter.PolicyIdNotExist', 'PutRolePermissionsBoundary', given)
    }
  })

  test('InvalidParameter.ServiceLinkedPolicyCantInPermissionBoundary: a policy of a service-linked role', async () => {
    const code = 'InvalidParameter.ServiceLinkedPolicyCantInPermissionBoundary'
    await server.refused(code, 'PutRolePermissionsBoundary', { RoleId, PolicyId: 9_000_020 })
  })

  test('InvalidParameter.ServiceLinkedRoleCantUsePermissionBoundary: a service-linked role', async () => {
    const { roleId } = await createLinked(server, '')
    const code = 'InvalidParameter.ServiceLinkedRoleCantUsePermissionBoundary'
    await server.refused(code, 'PutRolePermissionsBoundary', { RoleId: roleId, PolicyId: 1 })
  })

  test('InvalidParameter.UserNotExist: the caller was deleted while it called', async () => {
    const parameters = async (fresh: Harness) => ({ RoleId: await create(fresh), PolicyId: 1 })
    await deletedMeanwhile('PutRolePermissionsBoundary', parameters, 'InvalidParameter.UserNotExist')
  })

  test('refused: a choice that is none', async () => {
    await server.refused('InvalidParameter.ParamError', 'PutRolePermissionsBoundary', { RoleId, PolicyId: 0 })
    await refusesBadChoice(server, 'PutRolePermissionsBoundary', { PolicyId: 1 }, names)
  })
})
