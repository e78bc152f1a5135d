import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create, createLinked, openRoles } from './roles.ts'

describe('UpdateRoleConsoleLogin', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openRoles()
  })
  afterAll(() => server.close())

  test('ok: by id as text or number of any form, or by name', async () => {
    const RoleId = await create(server, 'changed')
    for (const [value, choice, form] of [
      [1, { RoleId }, 'tc3-json'],
      [0, { RoleName: 'CHANGED' }, 'v1-form'],
      [1, { RoleId, RoleName: 'changed' }, 'tc3-get'],
    ] as const) {
      expect(await server.ok('UpdateRoleConsoleLogin', { ...choice, ConsoleLogin: value }, { form })).toEqual({})
      expect(await server.ok('GetRole', { RoleId })).toMatchObject({ RoleInfo: { ConsoleLogin: value } })
    }
  })

  test('InvalidParameter.ParamError: another value, or a service-linked role', async () => {
    const RoleId = await create(server)
    await server.refused('InvalidParameter.ParamError', 'UpdateRoleConsoleLogin', { RoleId, ConsoleLogin: 2 })
    const { roleId } = await createLinked(server, '')
    await server.refused('InvalidParameter.ParamError', 'UpdateRoleConsoleLogin', { RoleId: roleId, ConsoleLogin: 1 })
  })

  test('refused: a choice that is none', async () => {
    const RoleId = await create(server, 'only')
    await server.refused('InvalidParameter.ParamError', 'UpdateRoleConsoleLogin', { ConsoleLogin: 1 })
    await server.refused('InvalidParameter.RoleNotExist', 'UpdateRoleConsoleLogin', { ConsoleLogin: 1, RoleId: '1' })
    await server.refused('InvalidParameter.RoleNotExist', 'UpdateRoleConsoleLogin', {
      ConsoleLogin: 1,
      RoleName: 'nobody',
    })
    for (const id of ['', '-1', '01', '1.5', 'x', '1'.repeat(20)]) {
      await server.refused('InvalidParameter', 'UpdateRoleConsoleLogin', { ConsoleLogin: 1, RoleId: id })
    }
    const as = await server.account('stranger')
    await server.refused('InvalidParameter.RoleNotExist', 'UpdateRoleConsoleLogin', { ConsoleLogin: 1, RoleId }, { as })
  })
})
