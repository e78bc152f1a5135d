import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { create, group } from './stored.ts'

describe('ListAttachedUserPolicies', () => {
  let server: Harness
  let user: Identity
  let custom: number
  beforeAll(async () => {
    server = await openHarness()
    user = await server.user('holder')
    custom = await create(server, 'own')
    await server.ok('UpdatePolicy', { PolicyId: custom, Description: 'of the account' })
    await server.ok('UpdatePolicy', { PolicyId: 1, Alias: 'everything' })
    const manager = await server.user('manager', allow('cam:*'))
    await server.ok('AttachUserPolicy', { PolicyId: custom, AttachUin: user.uin })
    server.clock.advance(1_000)
    await server.ok('AttachUserPolicy', { PolicyId: 1, AttachUin: user.uin }, { as: manager })
    await server.ok('AttachUserPolicy', { PolicyId: 400411, AttachUin: user.uin }, { as: manager })
    const crew = await group(server, 'crew', user.uid)
    await server.ok('AttachGroupPolicy', { PolicyId: 2, AttachGroupId: crew })
  })
  afterAll(() => server.close())

  test('ok: its own only, the latest attached first, ties by number', async () => {
    const { TotalNum, List } = await server.ok('ListAttachedUserPolicies', { TargetUin: user.uin })
    expect(TotalNum).toBe(3)
    expect((List as readonly { PolicyId: number }[]).map((row) => row.PolicyId)).toEqual([400411, 1, custom])
  })

  test('ok: who attached what, and of what kind it is', async () => {
    const { List } = await server.ok('ListAttachedUserPolicies', { TargetUin: user.uin, Page: 2, Rp: 2 })
    expect(List).toEqual([
      {
        PolicyId: custom,
        PolicyName: 'own',
        AddTime: '2026-01-02 11:04:05',
        CreateMode: 2,
        Remark: 'of the account',
        OperateOwnerUin: String(server.root.account),
        OperateUin: String(server.root.uin),
        OperateUinType: 0,
        PolicyType: 'User',
        Deactived: 0,
        DeactivedDetail: [],
      },
    ])
    const presets = await server.ok('ListAttachedUserPolicies', { TargetUin: user.uin, Page: 1, Rp: 2 })
    const [, everything] = presets['List'] as readonly { OperateUin: string }[]
    expect(everything).toMatchObject({ PolicyType: 'QCS', Remark: 'everything', AddTime: '2026-01-02 11:04:06' })
    expect(everything?.OperateUin).not.toBe(String(server.root.uin))
  })

  test('ok: nothing attached, and pages past the end', async () => {
    const nobody = await server.user('nobody')
    expect(await server.ok('ListAttachedUserPolicies', { TargetUin: nobody.uin })).toEqual({ TotalNum: 0, List: [] })
    const parameters = { TargetUin: user.uin, Page: Number.MAX_SAFE_INTEGER, Rp: Number.MAX_SAFE_INTEGER }
    expect(await server.ok('ListAttachedUserPolicies', parameters)).toEqual({ TotalNum: 3, List: [] })
  })

  test('InvalidParameter.ParamError: no such user here, or a page before the first', async () => {
    const other = await server.account('stranger')
    for (const TargetUin of [0, 12345, other.uin]) {
      await server.refused('InvalidParameter.ParamError', 'ListAttachedUserPolicies', { TargetUin })
    }
    const parameters = { TargetUin: user.uin, Page: 0 }
    await server.refused('InvalidParameter.ParamError', 'ListAttachedUserPolicies', parameters)
  })
})
