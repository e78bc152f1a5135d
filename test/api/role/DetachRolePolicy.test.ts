import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create as createPolicy, freshName as policyName } from '../policy/stored.ts'
import { create, createLinked, openRoles, refusesBadChoice, sessionOf, stored } from './roles.ts'

const names = { id: 'DetachRoleId', name: 'DetachRoleName' }

describe('DetachRolePolicy', () => {
  let server: Harness
  let DetachRoleId: string
  beforeAll(async () => {
    server = await openRoles()
    DetachRoleId = await create(server, 'crew')
  })
  afterAll(() => server.close())

  test('ok: a session under way loses the rights with its next call', async () => {
    await server.ok('AttachRolePolicy', { PolicyId: 1, AttachRoleId: DetachRoleId })
    const session = await sessionOf(server, await stored(server, DetachRoleId))
    await server.ok('ListUsers', {}, { as: session })
    expect(await server.ok('DetachRolePolicy', { PolicyId: 1, DetachRoleId })).toEqual({})
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: session })
  })

  test('ok: by names, and what it does not have', async () => {
    const PolicyName = policyName()
    await createPolicy(server, PolicyName)
    await server.ok('AttachRolePolicy', { PolicyName, AttachRoleName: 'crew' })
    for (const _ of [1, 2]) await server.ok('DetachRolePolicy', { PolicyName, DetachRoleName: 'Crew' })
    const list = { RoleName: 'crew', Page: 1, Rp: 10 }
    expect(await server.ok('ListAttachedRolePolicies', list)).toEqual({ List: [], TotalNum: 0 })
  })

  test('InvalidParameter.PolicyIdNotExist: no such policy', async () => {
    for (const policy of [{ PolicyId: 987654321 }, { PolicyName: 'nothing' }, { PolicyName: 'a b' }]) {
      await server.refused('InvalidParameter.PolicyIdNotExist', 'DetachRolePolicy', { ...policy, DetachRoleId })
    }
  })

  test('InvalidParameter.ParamError: no policy, or one of a service-linked role', async () => {
    await server.refused('InvalidParameter.ParamError', 'DetachRolePolicy', { DetachRoleId })
    const { roleId } = await createLinked(server, '')
    const given = { PolicyId: 1, DetachRoleId: roleId }
    await server.refused('InvalidParameter.ParamError', 'DetachRolePolicy', given)
  })

  test('refused: a choice that is none', async () => {
    await refusesBadChoice(server, 'DetachRolePolicy', { PolicyId: 1 }, names)
  })
})
