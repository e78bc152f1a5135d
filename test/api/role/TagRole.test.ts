import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create, createLinked, openRoles, refusesBadChoice } from './roles.ts'

const tag = (Key: string, Value = '') => ({ Key, Value })

describe('TagRole', () => {
  let server: Harness
  let RoleId: string
  beforeAll(async () => {
    server = await openRoles({ quotas: { tags: 2 } })
    RoleId = await create(server, 'tagged')
  })
  afterAll(() => server.close())

  const tags = async () => {
    const { RoleInfo } = await server.ok('GetRole', { RoleId })
    return (RoleInfo as { Tags: object[] }).Tags
  }

  test('ok: new keys are added, known ones get the new value, within the limit', async () => {
    expect(await server.ok('TagRole', { RoleId, Tags: [tag('a', '1')] })).toEqual({})
    await server.ok('TagRole', { RoleName: 'TAGGED', Tags: [tag('b', '2'), tag('a', '3')] })
    expect(await tags()).toEqual([tag('a', '3'), tag('b', '2')])
    await server.refused('InvalidParameter.TagLimitExceeded', 'TagRole', { RoleId, Tags: [tag('c'), tag('a', '4')] })
    expect(await tags()).toEqual([tag('a', '3'), tag('b', '2')])
  })

  test('ok: names of prototypes, and a service-linked role', async () => {
    const { roleId } = await createLinked(server, '')
    await server.ok('TagRole', { RoleId: roleId, Tags: [tag('__proto__', 'constructor'), tag('constructor')] })
    const { RoleInfo } = await server.ok('GetRole', { RoleId: roleId })
    expect(RoleInfo).toMatchObject({ Tags: [tag('__proto__', 'constructor'), tag('constructor')] })
  })

  test('InvalidParameter.TagParamError: what can be no tag', async () => {
    for (const bad of [tag(''), tag(' '), tag('k'.repeat(129)), tag('a&b'), tag('k', 'v'.repeat(257))]) {
      await server.refused('InvalidParameter.TagParamError', 'TagRole', { RoleId, Tags: [bad] })
    }
    await server.refused('InvalidParameter.TagParamError', 'TagRole', { RoleId, Tags: [tag('k'), tag('k')] })
  })

  test('FailedOperation.TagResourceFailed: a key of the products', async () => {
    for (const key of ['qcs:x', 'QCS:x', 'tencentcloud:x']) {
      await server.refused('FailedOperation.TagResourceFailed', 'TagRole', { RoleId, Tags: [tag(key)] })
    }
  })

  test('InvalidParameter: tags that are none', async () => {
    await server.refused('InvalidParameter', 'TagRole', { RoleId, Tags: 'a' })
    await server.refused('MissingParameter', 'TagRole', { RoleId, Tags: [{ Key: 'a' }] })
    await server.refused('InvalidParameter.ParamError', 'TagRole', { RoleId, Tags: [] })
  })

  test('refused: a choice that is none', async () => {
    await refusesBadChoice(server, 'TagRole', { Tags: [tag('a')] })
  })
})
