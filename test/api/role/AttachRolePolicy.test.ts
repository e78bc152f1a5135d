import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create as createPolicy, freshName as policyName, store } from '../policy/stored.ts'
import { create, createLinked, openRoles, refusesBadChoice, sessionOf, stored } from './roles.ts'

const names = { id: 'AttachRoleId', name: 'AttachRoleName' }

describe('AttachRolePolicy', () => {
  let server: Harness
  let AttachRoleId: string
  beforeAll(async () => {
    server = await openRoles({ quotas: { attachments: 1 } })
    AttachRoleId = await create(server, 'crew')
  })
  afterAll(() => server.close())

  const attached = async (RoleName: string) => {
    const { List } = await server.ok('ListAttachedRolePolicies', { RoleName, Page: 1, Rp: 10 })
    return (List as { PolicyId: number }[]).map(({ PolicyId }) => PolicyId)
  }

  test('ok: a session under way has the rights with its next call', async () => {
    const RoleId = await create(server, 'worker')
    const session = await sessionOf(server, await stored(server, RoleId))
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: session })
    expect(await server.ok('AttachRolePolicy', { PolicyId: 400411, AttachRoleId: RoleId })).toEqual({})
    await server.ok('ListUsers', {}, { as: session })
  })

  test('ok: each by id or by name', async () => {
    const PolicyName = policyName()
    const PolicyId = await createPolicy(server, PolicyName)
    for (const policy of [{ PolicyId }, { PolicyName: PolicyName.toUpperCase() }, { PolicyId, PolicyName }]) {
      for (const byName of [true, false]) {
        const name = `target-${Object.keys(policy).join('-')}-${byName}`
        const RoleId = await create(server, name)
        const role = byName ? { AttachRoleName: name.toUpperCase() } : { AttachRoleId: RoleId }
        await server.ok('AttachRolePolicy', { ...policy, ...role })
        expect(await attached(name)).toEqual([PolicyId])
      }
    }
    const RoleName = 'by-preset'
    await create(server, RoleName)
    await server.ok('AttachRolePolicy', { PolicyName: 'ReadOnlyAccess', AttachRoleName: RoleName })
    expect(await attached(RoleName)).toEqual([400411])
  })

  test('InvalidParameter.AttachmentFull: a second of one; the first again is none', async () => {
    await server.ok('AttachRolePolicy', { PolicyId: 1, AttachRoleId })
    await server.ok('AttachRolePolicy', { PolicyId: 1, AttachRoleId })
    await server.refused('InvalidParameter.AttachmentFull', 'AttachRolePolicy', { PolicyId: 2, AttachRoleId })
  })

  test('InvalidParameter.PolicyIdNotExist: never there, deleted, of another account', async () => {
    const PolicyId = await createPolicy(server)
    await server.ok('DeletePolicy', { PolicyId: [PolicyId] })
    for (const policy of [{ PolicyId }, { PolicyId: 987654321 }, { PolicyName: 'nothing' }]) {
      await server.refused('InvalidParameter.PolicyIdNotExist', 'AttachRolePolicy', { ...policy, AttachRoleId })
    }
  })

  test('InvalidParameter.PolicyNameError: no name', async () => {
    const given = { PolicyName: 'a b', AttachRoleId }
    await server.refused('InvalidParameter.PolicyNameError', 'AttachRolePolicy', given)
  })

  test('InvalidParameter.VersionError: a text stored earlier that no rule of today reads', async () => {
    const PolicyId = await store(server, { documents: ['{"version":"1.0","statement":[]}'] })
    await server.refused('InvalidParameter.VersionError', 'AttachRolePolicy', { PolicyId, AttachRoleId })
  })

  test('InvalidParameter.ParamError: no policy, two policies, no number of one', async () => {
    const PolicyName = policyName()
    await createPolicy(server, PolicyName)
    for (const policy of [{}, { PolicyId: 1, PolicyName }, { PolicyId: 0 }]) {
      await server.refused('InvalidParameter.ParamError', 'AttachRolePolicy', { ...policy, AttachRoleId })
    }
  })

  test('InvalidParameter.ParamError: the policies of a service-linked role are its own', async () => {
    const { roleId } = await createLinked(server, '')
    const given = { PolicyId: 1, AttachRoleId: roleId }
    await server.refused('InvalidParameter.ParamError', 'AttachRolePolicy', given)
  })

  test('refused: a choice that is none', async () => {
    await refusesBadChoice(server, 'AttachRolePolicy', { PolicyId: 1 }, names)
  })

  test('ListEntitiesForPolicy names the roles that have it', async () => {
    const PolicyId = await createPolicy(server)
    const RoleId = await create(server, 'listed')
    await server.ok('AttachRolePolicy', { PolicyId, AttachRoleId: RoleId })
    for (const EntityFilter of ['All', 'Role']) {
      expect(await server.ok('ListEntitiesForPolicy', { PolicyId, EntityFilter })).toEqual({
        List: [{ Id: RoleId, RelatedType: 3, Uin: null, AttachmentTime: '2026-01-02 11:04:05', Name: 'listed' }],
        TotalNum: 1,
      })
    }
    expect(await server.ok('ListEntitiesForPolicy', { PolicyId, EntityFilter: 'User' })).toMatchObject({ TotalNum: 0 })
  })
})
