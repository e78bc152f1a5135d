import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create as createPolicy, readable } from '../policy/stored.ts'
import { create, openRoles } from './roles.ts'

describe('GetRolePermissionBoundary', () => {
  let server: Harness
  let RoleId: string
  beforeAll(async () => {
    server = await openRoles()
    RoleId = await create(server)
  })
  afterAll(() => server.close())

  test('ok: null without one, then a custom policy, then a preset', async () => {
    const none = { PolicyId: null, PolicyName: null, PolicyDocument: null, PolicyType: null, CreateMode: null }
    expect(await server.ok('GetRolePermissionBoundary', { RoleId })).toEqual(none)
    const PolicyId = await createPolicy(server, 'fence')
    await server.ok('PutRolePermissionsBoundary', { RoleId, PolicyId })
    expect(await server.ok('GetRolePermissionBoundary', { RoleId })).toEqual({
      PolicyId,
      PolicyName: 'fence',
      PolicyDocument: readable,
      PolicyType: 1,
      CreateMode: 2,
    })
    await server.ok('PutRolePermissionsBoundary', { RoleId, PolicyId: 1 })
    const preset = { PolicyId: 1, PolicyName: 'AdministratorAccess', PolicyType: 2, CreateMode: 2 }
    expect(await server.ok('GetRolePermissionBoundary', { RoleId })).toMatchObject(preset)
    await server.ok('DeleteRolePermissionsBoundary', { RoleId })
    expect(await server.ok('GetRolePermissionBoundary', { RoleId })).toEqual(none)
  })

  test('InvalidParameter.RoleNotExist: none, or of another account', async () => {
    await server.refused('InvalidParameter.RoleNotExist', 'GetRolePermissionBoundary', { RoleId: '1' })
    const as = await server.account('stranger')
    await server.refused('InvalidParameter.RoleNotExist', 'GetRolePermissionBoundary', { RoleId }, { as })
  })

  test('InvalidParameter.ParamError: no id', async () => {
    await server.refused('InvalidParameter.ParamError', 'GetRolePermissionBoundary', { RoleId: '' })
  })
})
