import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create, createLinked, openRoles, refusesBadChoice } from './roles.ts'

describe('UpdateRoleDescription', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openRoles()
  })
  afterAll(() => server.close())

  test('ok: replaced, and emptied', async () => {
    const RoleId = await create(server, 'described', { Description: 'before' })
    for (const Description of ['after', '']) {
      expect(await server.ok('UpdateRoleDescription', { RoleId, Description })).toEqual({})
      expect(await server.ok('GetRole', { RoleId })).toMatchObject({ RoleInfo: { Description } })
    }
  })

  test('ok: of a service-linked role too', async () => {
    const { name: RoleName } = await createLinked(server, '')
    await server.ok('UpdateRoleDescription', { RoleName, Description: 'ours' })
    expect(await server.ok('GetRole', { RoleName })).toMatchObject({ RoleInfo: { Description: 'ours' } })
  })

  test('InvalidParameter.DescriptionLengthOverlimit: 301 bytes', async () => {
    const RoleId = await create(server)
    for (const Description of ['x'.repeat(301), '字'.repeat(101)]) {
      const given = { RoleId, Description }
      await server.refused('InvalidParameter.DescriptionLengthOverlimit', 'UpdateRoleDescription', given)
    }
    await server.ok('UpdateRoleDescription', { RoleId, Description: '字'.repeat(100) })
  })

  test('refused: a choice that is none', async () => {
    await refusesBadChoice(server, 'UpdateRoleDescription', { Description: 'x' })
  })
})
