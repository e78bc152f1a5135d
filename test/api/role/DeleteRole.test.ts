import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import {
  addSystemRole,
  create,
  createLinked,
  freshName,
  openRoles,
  refusesBadChoice,
  sessionOf,
  stored,
} from './roles.ts'

describe('DeleteRole', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openRoles()
  })
  afterAll(() => server.close())

  test('ok: with attachments and tags, by id or by name', async () => {
    const RoleName = freshName()
    const RoleId = await create(server, RoleName, { Tags: [{ Key: 'k', Value: 'v' }] })
    await server.ok('AttachRolePolicy', { AttachRoleId: RoleId, PolicyId: 1 })
    expect(await server.ok('DeleteRole', { RoleId })).toEqual({})
    await server.refused('InvalidParameter.RoleNotExist', 'GetRole', { RoleId })
    expect(await server.ok('ListEntitiesForPolicy', { PolicyId: 1 })).toEqual({ List: [], TotalNum: 0 })
    const again = await create(server, RoleName)
    expect(await server.ok('GetRole', { RoleId: again })).toMatchObject({ RoleInfo: { Tags: [] } })
    expect(await server.ok('ListAttachedRolePolicies', { RoleName, Page: 1, Rp: 10 })).toMatchObject({ TotalNum: 0 })
    await server.ok('DeleteRole', { RoleName: RoleName.toUpperCase() })
  })

  test('ok: its sessions end at once, also where the name is used again', async () => {
    const RoleName = freshName()
    const RoleId = await create(server, RoleName)
    await server.ok('AttachRolePolicy', { AttachRoleId: RoleId, PolicyId: 1 })
    const session = await sessionOf(server, await stored(server, RoleId))
    await server.ok('ListGroups', {}, { as: session })
    await server.ok('DeleteRole', { RoleId })
    await server.refused('AuthFailure.TokenFailure', 'ListGroups', {}, { as: session })
    const again = await create(server, RoleName)
    await server.ok('AttachRolePolicy', { AttachRoleId: again, PolicyId: 1 })
    await server.refused('AuthFailure.TokenFailure', 'ListGroups', {}, { as: session })
  })

  test('InvalidParameter.OrganizationRoleOperateError: the role of an organization', async () => {
    const own = await create(server, 'OrganizationAccessControlRole')
    await server.ok('DeleteRole', { RoleId: own })
    const RoleId = await addSystemRole(server, 'OrganizationAccessControlRole')
    await server.refused('InvalidParameter.OrganizationRoleOperateError', 'DeleteRole', { RoleId })
    await server.ok('GetRole', { RoleId })
  })

  test('InvalidParameter.ParamError: a service-linked role', async () => {
    const { roleId: RoleId } = await createLinked(server, '')
    await server.refused('InvalidParameter.ParamError', 'DeleteRole', { RoleId })
    await server.ok('GetRole', { RoleId })
  })

  test('InvalidParameter.PolicyNameError: no name', async () => {
    for (const RoleName of ['a b', 'x'.repeat(129)]) {
      await server.refused('InvalidParameter.PolicyNameError', 'DeleteRole', { RoleName })
    }
  })

  test('refused: a choice that is none', async () => {
    await refusesBadChoice(server, 'DeleteRole')
  })
})
