import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create, createLinked, openRoles } from './roles.ts'

describe('UpdateRoleSessionDuration', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openRoles()
  })
  afterAll(() => server.close())

  test('ok: by id as text or number of any form, or by name', async () => {
    const RoleId = await create(server, 'changed')
    for (const [value, choice, form] of [
      [3600, { RoleId }, 'tc3-json'],
      [0, { RoleName: 'CHANGED' }, 'v1-form'],
      [3600, { RoleId, RoleName: 'changed' }, 'tc3-get'],
    ] as const) {
      expect(await server.ok('UpdateRoleSessionDuration', { ...choice, SessionDuration: value }, { form })).toEqual({})
      expect(await server.ok('GetRole', { RoleId })).toMatchObject({ RoleInfo: { SessionDuration: value } })
    }
  })

  test('InvalidParameter.ParamError: another value, or a service-linked role', async () => {
    const RoleId = await create(server)
    await server.refused('InvalidParameter.ParamError', 'UpdateRoleSessionDuration', { RoleId, SessionDuration: 43201 })
    const { roleId } = await createLinked(server, '')
    await server.refused('InvalidParameter.ParamError', 'UpdateRoleSessionDuration', {
      RoleId: roleId,
      SessionDuration: 3600,
    })
  })

  test('refused: a choice that is none', async () => {
    const RoleId = await create(server, 'only')
    await server.refused('InvalidParameter.ParamError', 'UpdateRoleSessionDuration', { SessionDuration: 3600 })
    await server.refused('InvalidParameter.RoleNotExist', 'UpdateRoleSessionDuration', {
      SessionDuration: 3600,
      RoleId: '1',
    })
    await server.refused('InvalidParameter.RoleNotExist', 'UpdateRoleSessionDuration', {
      SessionDuration: 3600,
      RoleName: 'nobody',
    })
    for (const id of ['', '-1', '01', '1.5', 'x', '1'.repeat(20)]) {
      await server.refused('InvalidParameter', 'UpdateRoleSessionDuration', { SessionDuration: 3600, RoleId: id })
    }
    const as = await server.account('stranger')
    await server.refused(
      'InvalidParameter.RoleNotExist',
      'UpdateRoleSessionDuration',
      { SessionDuration: 3600, RoleId },
      { as },
    )
  })
})
