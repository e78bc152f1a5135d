import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create, openRoles } from './roles.ts'

describe('DescribeRoleList', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openRoles()
    const tag = (Key: string, Value: string) => ({ Key, Value })
    await create(server, 'oldest', { Tags: [tag('team', 'red'), tag('env', 'test')] })
    server.clock.advance(1000)
    await create(server, 'middle', { Tags: [tag('team', 'red'), tag('env', 'live')] })
    server.clock.advance(1000)
    await create(server, 'newest')
  })
  afterAll(() => server.close())

  async function names(given: object): Promise<readonly [number, ...string[]]> {
    const { TotalNum, List } = await server.ok('DescribeRoleList', { Page: 1, Rp: 10, ...given })
    return [Number(TotalNum), ...(List as { RoleName: string }[]).map(({ RoleName }) => RoleName)]
  }

  test('ok: newest first, in pages', async () => {
    expect(await names({})).toEqual([3, 'newest', 'middle', 'oldest'])
    expect(await names({ Rp: 2 })).toEqual([3, 'newest', 'middle'])
    expect(await names({ Rp: 2, Page: 2 })).toEqual([3, 'oldest'])
    expect(await names({ Rp: 2, Page: 3 })).toEqual([3])
  })

  test('ok: page 0 is the first one', async () => {
    expect(await names({ Page: 0, Rp: 1 })).toEqual([3, 'newest'])
  })

  test('ok: an entry says what GetRole says', async () => {
    const { List } = await server.ok('DescribeRoleList', { Page: 1, Rp: 200 })
    for (const entry of List as { RoleId: string }[]) {
      expect(await server.ok('GetRole', { RoleId: entry.RoleId })).toEqual({ RoleInfo: entry })
    }
  })

  test('ok: only roles that carry every tag', async () => {
    const red = { Key: 'team', Value: 'red' }
    expect(await names({ Tags: [red] })).toEqual([2, 'middle', 'oldest'])
    expect(await names({ Tags: [red, { Key: 'env', Value: 'test' }] })).toEqual([1, 'oldest'])
    expect(await names({ Tags: [{ Key: 'team', Value: 'Red' }] })).toEqual([0])
    expect(await names({ Tags: [red, { Key: 'team', Value: 'blue' }] })).toEqual([0])
    expect(await names({ Tags: [{ Key: 'constructor', Value: '' }] })).toEqual([0])
  })

  test('InvalidParameter.ParamError: pages that are none', async () => {
    for (const bad of [{ Rp: 201 }, { Rp: 0 }, { Page: -1 }]) {
      await server.refused('InvalidParameter.ParamError', 'DescribeRoleList', { Page: 1, Rp: 10, ...bad })
    }
  })

  test('GetAccountSummary counts the roles', async () => {
    expect(await server.ok('GetAccountSummary')).toMatchObject({ Roles: 3 })
  })
})
