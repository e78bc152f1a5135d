import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { create, group } from './stored.ts'

describe('ListAttachedGroupPolicies', () => {
  let server: Harness
  let crew: number
  let custom: number
  beforeAll(async () => {
    server = await openHarness()
    crew = await group(server, 'crew')
    custom = await create(server, 'own')
    for (const PolicyId of [custom, 1, 400411]) {
      await server.ok('AttachGroupPolicy', { PolicyId, AttachGroupId: crew })
      server.clock.advance(1_000)
    }
  })
  afterAll(() => server.close())

  const ids = async (parameters: object): Promise<readonly number[]> => {
    const { List } = await server.ok('ListAttachedGroupPolicies', { TargetGroupId: crew, ...parameters })
    return (List as readonly { PolicyId: number }[]).map((row) => row.PolicyId)
  }

  test('ok: the latest attached first', async () => {
    expect(await ids({})).toEqual([400411, 1, custom])
    expect(await ids({ Page: 2, Rp: 2 })).toEqual([custom])
    const { List } = await server.ok('ListAttachedGroupPolicies', { TargetGroupId: crew, Rp: 1 })
    expect(List).toMatchObject([{ PolicyName: 'ReadOnlyAccess', PolicyType: 'QCS', OperateUinType: 0 }])
  })

  test('ok: part of the name, and the total of what matches', async () => {
    expect(await ids({ Keyword: 'access' })).toEqual([400411, 1])
    const parameters = { TargetGroupId: crew, Keyword: 'ACCESS', Rp: 1 }
    expect(await server.ok('ListAttachedGroupPolicies', parameters)).toMatchObject({ TotalNum: 2 })
    expect(await ids({ Keyword: 'nothing' })).toEqual([])
  })

  test('InvalidParameter.ParamError: no such group, or a word that is too long', async () => {
    for (const parameters of [
      { TargetGroupId: 0 },
      { TargetGroupId: 98765 },
      { TargetGroupId: crew, Keyword: 'x'.repeat(129) },
    ]) {
      await server.refused('InvalidParameter.ParamError', 'ListAttachedGroupPolicies', parameters)
    }
  })
})
