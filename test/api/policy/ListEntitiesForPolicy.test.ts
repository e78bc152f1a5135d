import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, type Identity, openHarness } from '../harness.ts'
import { create, group } from './stored.ts'

describe('ListEntitiesForPolicy', () => {
  let server: Harness
  let user: Identity
  let crew: number
  let policy: number
  beforeAll(async () => {
    server = await openHarness()
    user = await server.user('holder')
    crew = await group(server, 'crew')
    policy = await create(server)
    await server.ok('AttachUserPolicy', { PolicyId: policy, AttachUin: user.uin })
    server.clock.advance(1_000)
    await server.ok('AttachGroupPolicy', { PolicyId: policy, AttachGroupId: crew })
  })
  afterAll(() => server.close())

  test('ok: users by uid and uin, groups by number, the latest attached first', async () => {
    const answer = await server.ok('ListEntitiesForPolicy', { PolicyId: policy })
    expect(answer).toEqual({
      List: [
        { Id: String(crew), RelatedType: 2, Uin: null, AttachmentTime: '2026-01-02 11:04:06', Name: 'crew' },
        {
          Id: String(user.uid),
          RelatedType: 1,
          Uin: user.uin,
          AttachmentTime: '2026-01-02 11:04:05',
          Name: 'holder',
        },
      ],
      TotalNum: 2,
    })
  })

  test('ok: one kind only, and pages', async () => {
    const names = async (parameters: object): Promise<unknown> => {
      const { List, TotalNum } = await server.ok('ListEntitiesForPolicy', { PolicyId: policy, ...parameters })
      return [(List as readonly { Name: string }[]).map((row) => row.Name), TotalNum]
    }
    expect(await names({ EntityFilter: 'User' })).toEqual([['holder'], 1])
    expect(await names({ EntityFilter: 'Group' })).toEqual([['crew'], 1])
    expect(await names({ EntityFilter: 'Role' })).toEqual([[], 0])
    expect(await names({ EntityFilter: 'All', Page: 2, Rp: 1 })).toEqual([['holder'], 2])
    expect(await names({ Page: Number.MAX_SAFE_INTEGER, Rp: 300 })).toEqual([[], 2])
  })

  test('ok: a preset counts the entities of the own account only', async () => {
    await server.ok('AttachUserPolicy', { PolicyId: 1, AttachUin: user.uin })
    const other = await server.account('neighbour')
    expect(await server.ok('ListEntitiesForPolicy', { PolicyId: 1 }, { as: other })).toEqual({ List: [], TotalNum: 0 })
  })

  test('InvalidParameter.EntityFilterError: another kind', async () => {
    const parameters = { PolicyId: policy, EntityFilter: 'user' }
    await server.refused('InvalidParameter.EntityFilterError', 'ListEntitiesForPolicy', parameters)
  })

  test('InvalidParameter.ParamError: a page before the first', async () => {
    await server.refused('InvalidParameter.ParamError', 'ListEntitiesForPolicy', { PolicyId: policy, Page: 0 })
  })

  test('InvalidParameter.PolicyIdError: no number, never there, deleted, or of another account', async () => {
    const gone = await create(server)
    await server.ok('DeletePolicy', { PolicyId: [gone] })
    for (const PolicyId of [0, 987654321, gone]) {
      await server.refused('InvalidParameter.PolicyIdError', 'ListEntitiesForPolicy', { PolicyId })
    }
    const as = await server.account('stranger')
    await server.refused('InvalidParameter.PolicyIdError', 'ListEntitiesForPolicy', { PolicyId: policy }, { as })
  })
})
