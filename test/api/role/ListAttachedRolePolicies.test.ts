import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create as createPolicy } from '../policy/stored.ts'
import { create, openRoles, refusesBadChoice } from './roles.ts'

describe('ListAttachedRolePolicies', () => {
  let server: Harness
  let RoleId: string
  let own: number
  beforeAll(async () => {
    server = await openRoles()
    RoleId = await create(server, 'holder')
    own = await createPolicy(server, 'own-rights')
    for (const PolicyId of [1, own, 400411]) {
      await server.ok('AttachRolePolicy', { PolicyId, AttachRoleId: RoleId })
      server.clock.advance(1000)
    }
  })
  afterAll(() => server.close())

  const list = (given: object = {}) => server.ok('ListAttachedRolePolicies', { RoleId, Page: 1, Rp: 10, ...given })
  const ids = async (given: object) => {
    const { List, TotalNum } = await list(given)
    return [TotalNum, ...(List as { PolicyId: number }[]).map(({ PolicyId }) => PolicyId)]
  }

  test('ok: the latest first, in pages, by name of the role', async () => {
    expect(await ids({})).toEqual([3, 400411, own, 1])
    expect(await ids({ Rp: 2, Page: 2, RoleId: '', RoleName: 'HOLDER' })).toEqual([3, 1])
  })

  test('ok: one kind, or a word of the name', async () => {
    expect(await ids({ PolicyType: 'User' })).toEqual([1, own])
    expect(await ids({ PolicyType: 'QCS' })).toEqual([2, 400411, 1])
    expect(await ids({ PolicyType: '' })).toEqual([3, 400411, own, 1])
    expect(await ids({ Keyword: 'access' })).toEqual([2, 400411, 1])
    expect(await ids({ Keyword: 'OWN', PolicyType: 'QCS' })).toEqual([0])
  })

  test('ok: what an entry says', async () => {
    expect((await list({ PolicyType: 'User' }))['List']).toEqual([
      {
        PolicyId: own,
        PolicyName: 'own-rights',
        AddTime: '2026-01-02 11:04:06',
        PolicyType: 'User',
        CreateMode: 2,
        Deactived: 0,
        DeactivedDetail: [],
        Description: '',
      },
    ])
  })

  test('InvalidParameter.ParamError: no such role, kind or page', async () => {
    for (const bad of [{ PolicyType: 'qcs' }, { Page: 0 }, { Rp: 201 }]) {
      const given = { RoleId, Page: 1, Rp: 10, ...bad }
      await server.refused('InvalidParameter.ParamError', 'ListAttachedRolePolicies', given)
    }
    const names = { id: 'RoleId', name: 'RoleName', absent: 'InvalidParameter.ParamError' }
    await refusesBadChoice(server, 'ListAttachedRolePolicies', { Page: 1, Rp: 10 }, names)
  })
})
