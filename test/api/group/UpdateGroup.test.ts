import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'

describe('UpdateGroup', () => {
  let server: Harness
  let GroupId: unknown
  beforeAll(async () => {
    server = await openHarness()
    GroupId = (await server.ok('CreateGroup', { GroupName: 'writers', Remark: 'who write' }))['GroupId']
    await server.ok('CreateGroup', { GroupName: 'readers' })
  })
  afterAll(() => server.close())

  test('ok: name and remark, each alone and neither', async () => {
    expect(await server.ok('UpdateGroup', { GroupId, GroupName: 'authors' })).toEqual({})
    expect(await server.ok('GetGroup', { GroupId })).toMatchObject({ GroupName: 'authors', Remark: 'who write' })
    await server.ok('UpdateGroup', { GroupId, Remark: '' })
    expect(await server.ok('GetGroup', { GroupId })).toMatchObject({ GroupName: 'authors', Remark: '' })
    await server.ok('UpdateGroup', { GroupId })
    expect(await server.ok('GetGroup', { GroupId })).toMatchObject({ GroupName: 'authors', Remark: '' })
  })

  test('ok: the own name in another case', async () => {
    await server.ok('UpdateGroup', { GroupId: String(GroupId), GroupName: 'Authors' })
    expect(await server.ok('GetGroup', { GroupId })).toMatchObject({ GroupName: 'Authors' })
  })

  test('taken: the name of another group, in any case', async () => {
    const given = { GroupId, GroupName: 'READERS', Remark: 'changed' }
    expect(await server.refused('InvalidParameter.GroupNameInUse', 'UpdateGroup', given)).toContain('READERS')
    expect(await server.ok('GetGroup', { GroupId })).toMatchObject({ GroupName: 'Authors', Remark: '' })
  })

  test('absent: a number that is no group, deleted, or of another root account', async () => {
    const other = await server.ok('CreateGroup', { GroupName: 'theirs' }, { as: await server.account('other') })
    const gone = await server.ok('CreateGroup', { GroupName: 'gone' })
    await server.ok('DeleteGroup', gone)
    for (const absent of [999_999, gone['GroupId'], other['GroupId']]) {
      await server.refused('ResourceNotFound.GroupNotExist', 'UpdateGroup', { GroupId: absent, Remark: 'x' })
    }
  })

  test('absent: a number that can be no group', async () => {
    for (const impossible of [0, -1]) {
      await server.refused('InvalidParameter.GroupNotExist', 'UpdateGroup', { GroupId: impossible, Remark: 'x' })
    }
  })

  test('illegal: name and remark outside their limits', async () => {
    for (const wrong of [{ GroupName: '' }, { GroupName: 'a b' }, { Remark: 'x'.repeat(256) }]) {
      await server.refused('InvalidParameter.ParamError', 'UpdateGroup', { GroupId, ...wrong })
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'UpdateGroup', { GroupId, Remark: 'x' }, { as: nobody })
  })
})
