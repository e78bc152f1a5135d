import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create, openRoles, refusesBadChoice } from './roles.ts'

describe('UntagRole', () => {
  let server: Harness
  let RoleId: string
  const Tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ]
  beforeAll(async () => {
    server = await openRoles()
    RoleId = await create(server, 'tagged', { Tags })
  })
  afterAll(() => server.close())

  test('ok: those named and no others; a key that it does not have is passed over', async () => {
    expect(await server.ok('UntagRole', { RoleId, TagKeys: ['a', 'A', 'c'] })).toEqual({})
    expect(await server.ok('GetRole', { RoleId })).toMatchObject({ RoleInfo: { Tags: [{ Key: 'b', Value: '2' }] } })
    await server.ok('UntagRole', { RoleName: 'TAGGED', TagKeys: ['b'] })
    expect(await server.ok('GetRole', { RoleId })).toMatchObject({ RoleInfo: { Tags: [] } })
  })

  test('InvalidParameter.TagParamError: what can be no key', async () => {
    for (const TagKeys of [[''], ['k'.repeat(129)], ['a&b'], ['a', 'a']]) {
      await server.refused('InvalidParameter.TagParamError', 'UntagRole', { RoleId, TagKeys })
    }
  })

  test('FailedOperation.UnTagResourceFailed: a key of the products', async () => {
    await server.refused('FailedOperation.UnTagResourceFailed', 'UntagRole', { RoleId, TagKeys: ['qcs:owner'] })
  })

  test('InvalidParameter.RoleNameError: no name', async () => {
    const given = { RoleName: 'a b', TagKeys: ['a'] }
    await server.refused('InvalidParameter.RoleNameError', 'UntagRole', given)
  })

  test('InvalidParameter: keys that are none', async () => {
    await server.refused('InvalidParameter', 'UntagRole', { RoleId, TagKeys: [{}] })
    await server.refused('InvalidParameter.ParamError', 'UntagRole', { RoleId, TagKeys: [] })
  })

  test('refused: a choice that is none', async () => {
    await refusesBadChoice(server, 'UntagRole', { TagKeys: ['a'] })
  })
})
