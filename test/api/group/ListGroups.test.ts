import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'

describe('ListGroups', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  const names = async (parameters: object): Promise<unknown> => {
    const { TotalNum, GroupInfo } = await server.ok('ListGroups', parameters)
    return [TotalNum, (GroupInfo as { GroupName: string }[]).map((group) => group.GroupName)]
  }

  test('ok: none is an empty list', async () => {
    expect(await server.ok('ListGroups')).toEqual({ TotalNum: 0, GroupInfo: [] })
  })

  test('ok: newest first, twenty a page, other accounts apart', async () => {
    for (let index = 1; index <= 22; index++)
      await server.ok('CreateGroup', { GroupName: `group-${index}`, Remark: 'r' })
    await server.ok('CreateGroup', { GroupName: 'theirs' }, { as: await server.account('other') })
    const { TotalNum, GroupInfo } = await server.ok('ListGroups')
    expect(TotalNum).toBe(22)
    expect(GroupInfo).toHaveLength(20)
    expect((GroupInfo as unknown[])[0]).toEqual({
      GroupId: expect.any(Number),
      GroupName: 'group-22',
      CreateTime: '2026-01-02 11:04:05',
      Remark: 'r',
    })
    expect(await names({ Page: 2 })).toEqual([22, ['group-2', 'group-1']])
    expect(await names({ Page: '3', Rp: '10' })).toEqual([22, ['group-2', 'group-1']])
    expect(await names({ Page: 4, Rp: 10 })).toEqual([22, []])
    expect(await names({ Page: Number.MAX_SAFE_INTEGER, Rp: Number.MAX_SAFE_INTEGER })).toEqual([22, []])
  })

  test('ok: a keyword anywhere in the name, without regard to case, signs taken as they are', async () => {
    await server.ok('CreateGroup', { GroupName: 'a_b' })
    expect(await names({ Keyword: 'UP-2', Rp: 2 })).toEqual([4, ['group-22', 'group-21']])
    expect(await names({ Keyword: '_' })).toEqual([1, ['a_b']])
    expect(await names({ Keyword: '%' })).toEqual([0, []])
    expect(await names({ Keyword: '', Rp: 1 })).toEqual([23, ['a_b']])
  })

  test('wrong: pages count from 1', async () => {
    for (const wrong of [{ Page: 0 }, { Rp: 0 }, { Rp: -1 }]) {
      await server.refused('InvalidParameterValue', 'ListGroups', wrong)
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListGroups', {}, { as: nobody })
  })
})
