import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { create, group } from './stored.ts'

describe('ListAttachedUserAllPolicies', () => {
  let server: Harness
  let user: Identity
  let own: number
  let both: number
  let crew: number
  let readers: number
  beforeAll(async () => {
    server = await openHarness()
    user = await server.user('holder')
    own = await create(server, 'own')
    both = await create(server, 'both')
    crew = await group(server, 'crew', user.uid)
    readers = await group(server, 'readers', user.uid)
    await server.ok('AttachUserPolicy', { PolicyId: own, AttachUin: user.uin })
    server.clock.advance(1_000)
    await server.ok('AttachGroupPolicy', { PolicyId: both, AttachGroupId: crew })
    server.clock.advance(1_000)
    await server.ok('AttachUserPolicy', { PolicyId: both, AttachUin: user.uin })
    server.clock.advance(1_000)
    for (const AttachGroupId of [crew, readers]) {
      await server.ok('AttachGroupPolicy', { PolicyId: 400411, AttachGroupId })
      server.clock.advance(1_000)
    }
  })
  afterAll(() => server.close())

  const list = (parameters: object): Promise<Record<string, unknown>> =>
    server.ok('ListAttachedUserAllPolicies', { TargetUin: user.uin, Rp: 20, Page: 1, AttachType: 0, ...parameters })
  const ids = async (parameters: object): Promise<readonly string[]> =>
    ((await list(parameters))['PolicyList'] as readonly { PolicyId: string }[]).map((row) => row.PolicyId)

  test('ok: each policy once, with its groups, numbers as text', async () => {
    expect(await list({})).toEqual({
      PolicyList: [
        {
          PolicyId: '400411',
          PolicyName: 'ReadOnlyAccess',
          Description: expect.any(String),
          AddTime: '2026-01-02 11:04:08',
          StrategyType: '2',
          CreateMode: '2',
          Groups: [
            { GroupId: readers, GroupName: 'readers' },
            { GroupId: crew, GroupName: 'crew' },
          ],
          Deactived: 0,
          DeactivedDetail: [],
        },
        {
          PolicyId: String(both),
          PolicyName: 'both',
          Description: '',
          AddTime: '2026-01-02 11:04:07',
          StrategyType: '1',
          CreateMode: '2',
          Groups: [{ GroupId: crew, GroupName: 'crew' }],
          Deactived: 0,
          DeactivedDetail: [],
        },
        expect.objectContaining({ PolicyId: String(own), Groups: [] }),
      ],
      TotalNum: 3,
    })
  })

  test('ok: own only, or through groups only', async () => {
    expect(await ids({ AttachType: 1 })).toEqual([String(both), String(own)])
    expect(await ids({ AttachType: 2 })).toEqual(['400411', String(both)])
  })

  test('ok: by kind, by word and by page', async () => {
    expect(await ids({ StrategyType: 1 })).toEqual([String(both), String(own)])
    expect(await ids({ StrategyType: 2 })).toEqual(['400411'])
    expect(await ids({ StrategyType: 0 })).toEqual(await ids({}))
    expect(await ids({ Keyword: 'OWN' })).toEqual([String(own)])
    expect(await ids({ Rp: 2, Page: 2 })).toEqual([String(own)])
    expect(await list({ Rp: 1, Page: 1 })).toMatchObject({ TotalNum: 3 })
  })

  test('InvalidParameter.ParamError: values outside the lists', async () => {
    for (const wrong of [{ AttachType: 3 }, { StrategyType: 3 }, { Rp: 201 }, { Page: 0 }]) {
      const parameters = { TargetUin: user.uin, Rp: 20, Page: 1, AttachType: 0, ...wrong }
      await server.refused('InvalidParameter.ParamError', 'ListAttachedUserAllPolicies', parameters)
    }
  })

  test('MissingParameter: the page has no default here', async () => {
    const parameters = { TargetUin: user.uin, Rp: 20, AttachType: 0 }
    await server.refused('MissingParameter', 'ListAttachedUserAllPolicies', parameters)
  })

  test('ResourceNotFound.UserNotExist: nobody, or somebody of another account', async () => {
    const other = await server.account('stranger')
    for (const TargetUin of [12345, other.uin, server.root.uin]) {
      const parameters = { TargetUin, Rp: 20, Page: 1, AttachType: 0 }
      await server.refused('ResourceNotFound.UserNotExist', 'ListAttachedUserAllPolicies', parameters)
    }
  })

  test('UnauthorizedOperation: a sub-account asks about the root account', async () => {
    const reader = await server.user('reader', allow('cam:*'))
    const parameters = { TargetUin: server.root.uin, Rp: 20, Page: 1, AttachType: 0 }
    await server.refused('UnauthorizedOperation', 'ListAttachedUserAllPolicies', parameters, { as: reader })
  })
})
