import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { deletedMeanwhile } from '../policy/meanwhile.ts'
import { create, createLinked, openRoles, refusesBadChoice, sessionOf, stored } from './roles.ts'

const names = { id: 'RoleId', name: 'RoleName', two: 'InvalidParameter.OperateEntitiesOverLimit' }

describe('DeleteRolePermissionsBoundary', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openRoles()
  })
  afterAll(() => server.close())

  test('ok: the role has all its rights again', async () => {
    const RoleId = await create(server, 'freed')
    await server.ok('AttachRolePolicy', { PolicyId: 1, AttachRoleId: RoleId })
    await server.ok('PutRolePermissionsBoundary', { RoleId, PolicyId: 400411 })
    const session = await sessionOf(server, await stored(server, RoleId))
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateGroup', { GroupName: 'g' }, { as: session })
    expect(await server.ok('DeleteRolePermissionsBoundary', { RoleName: 'FREED' })).toEqual({})
    await server.ok('CreateGroup', { GroupName: 'g' }, { as: session })
  })

  test('InvalidParameter.PolicyIdNotExist: a role without one', async () => {
    const RoleId = await create(server)
    await server.refused('InvalidParameter.PolicyIdNotExist', 'DeleteRolePermissionsBoundary', { RoleId })
  })

  test('UnauthorizedOperation: a session of the role itself, whatever its rights', async () => {
    const RoleId = await create(server)
    await server.ok('AttachRolePolicy', { PolicyId: 1, AttachRoleId: RoleId })
    await server.ok('PutRolePermissionsBoundary', { RoleId, PolicyId: 1 })
    const session = await sessionOf(server, await stored(server, RoleId))
    await server.refused('UnauthorizedOperation', 'DeleteRolePermissionsBoundary', { RoleId }, { as: session })
    expect((await stored(server, RoleId)).boundaryPolicyId).toBe(1)
  })

  test('InvalidParameter.ServiceLinkedRoleCantUsePermissionBoundary: a service-linked role', async () => {
    const { roleId: RoleId } = await createLinked(server, '')
    const code = 'InvalidParameter.ServiceLinkedRoleCantUsePermissionBoundary'
    await server.refused(code, 'DeleteRolePermissionsBoundary', { RoleId })
  })

  test('InvalidParameter.UserNotExist: the caller was deleted while it called', async () => {
    const parameters = async (fresh: Harness) => ({ RoleId: await create(fresh) })
    await deletedMeanwhile('DeleteRolePermissionsBoundary', parameters, 'InvalidParameter.UserNotExist')
  })

  test('refused: a choice that is none', async () => {
    await refusesBadChoice(server, 'DeleteRolePermissionsBoundary', {}, names)
  })
})
