import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness } from '../harness.ts'
import { create, createLinked, openRoles, sessionOf, stored, tat } from './roles.ts'

describe('RegisterRoleUse', () => {
  let server: Harness
  let RoleId: string
  beforeAll(async () => {
    server = await openRoles()
    RoleId = (await createLinked(server, '')).roleId
  })
  afterAll(() => server.close())

  const use = (given: object = {}) => ({ RoleId, ServiceName: tat, Resource: 'job/1', ...given })
  const uses = async () =>
    (await server.world.store.read.roles.uses(server.root.account, RoleId)).map(({ resource }) => resource)

  test('ok: by id or name, in any spelling of the product, and again', async () => {
    expect(await server.ok('RegisterRoleUse', use())).toEqual({})
    await server.ok('RegisterRoleUse', use({ ServiceName: tat.toUpperCase() }))
    const RoleName = 'TAT_QCSLinkedRoleInCommand'
    await server.ok('RegisterRoleUse', { RoleName, ServiceName: tat, Resource: 'job/2' })
    expect(await uses()).toEqual(['job/1', 'job/2'])
  })

  test('ok: by a user with that right and no other', async () => {
    const as = await server.user('product', allow('cam:RegisterRoleUse'))
    await server.ok('RegisterRoleUse', use({ Resource: 'job/of a user' }), { as })
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetRole', { RoleId }, { as })
  })

  test('AuthFailure.UnauthorizedOperation: the role itself has no right to it', async () => {
    const as = await sessionOf(server, await stored(server, RoleId))
    await server.refused('AuthFailure.UnauthorizedOperation', 'RegisterRoleUse', use(), { as })
  })

  test('InvalidParameter.PrincipalServiceNotExist: a product that the role is not for', async () => {
    const plain = await create(server)
    for (const bad of [{ ServiceName: 'cls.qcloud.com' }, { RoleId: plain }]) {
      await server.refused('InvalidParameter.PrincipalServiceNotExist', 'RegisterRoleUse', use(bad))
    }
  })

  test('InvalidParameter.RoleNotExist: none, or of another account', async () => {
    await server.refused('InvalidParameter.RoleNotExist', 'RegisterRoleUse', use({ RoleId: '1' }))
    const as = await server.account('stranger')
    await server.refused('InvalidParameter.RoleNotExist', 'RegisterRoleUse', use(), { as })
  })

  test('InvalidParameter.ParamError: nothing named', async () => {
    for (const bad of [{ Resource: '' }, { ServiceName: '' }, { RoleId: '' }]) {
      await server.refused('InvalidParameter.ParamError', 'RegisterRoleUse', use(bad))
    }
  })
})
