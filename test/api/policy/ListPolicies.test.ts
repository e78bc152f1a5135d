import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, type Identity, openHarness } from '../harness.ts'
import { create, group, readable } from './stored.ts'

interface Row {
  readonly PolicyId: number
  readonly PolicyName: string
  readonly Type: number
  readonly IsAttached: number | null
}

describe('ListPolicies', () => {
  let server: Harness
  let user: Identity
  let crew: number
  let first: number
  beforeAll(async () => {
    server = await openHarness()
    first = await create(server, 'alpha')
    await create(server, 'Beta')
    user = await server.user('reader')
    crew = await group(server, 'readers', user.uid)
    await server.ok('AttachUserPolicy', { PolicyId: first, AttachUin: user.uin })
    await server.ok('AttachGroupPolicy', { PolicyId: first, AttachGroupId: crew })
    await server.ok('PutUserPermissionsBoundary', { TargetUin: user.uin, PolicyId: first })
  })
  afterAll(() => server.close())

  const rows = async (parameters: object): Promise<readonly Row[]> =>
    (await server.ok('ListPolicies', parameters))['List'] as readonly Row[]

  test('ok: custom policies in the form of recorded answers', async () => {
    const answer = await server.ok('ListPolicies', { Scope: 'Local', Page: 1, Rp: 200 })
    expect(Object.keys(answer)).toEqual(['ServiceTypeList', 'List', 'TotalNum'])
    expect(answer).toMatchObject({ ServiceTypeList: [], TotalNum: 2 })
    const [newest, oldest] = answer['List'] as readonly Row[]
    expect(newest?.PolicyName).toBe('Beta')
    expect(oldest).toEqual({
      PolicyId: first,
      PolicyName: 'alpha',
      Type: 1,
      Description: '',
      CreateMode: 2,
      Attachments: 2,
      ServiceType: '',
      IsAttached: null,
      IsServiceLinkedPolicy: 0,
      AttachEntityCount: 2,
      AttachEntityBoundaryCount: 1,
      AddTime: '2026-01-02 11:04:05',
      UpdateTime: '2026-01-02 11:04:05',
      Deactived: 0,
      DeactivedDetail: [],
      Tags: [],
      PermissionLevel: '',
    })
    expect(Object.keys(oldest ?? {}).slice(0, 8)).toEqual([
      'PolicyId',
      'PolicyName',
      'Type',
      'Description',
      'CreateMode',
      'Attachments',
      'ServiceType',
      'IsAttached',
    ])
  })

  test('ok: presets alone, with their levels', async () => {
    const presets = await rows({ Scope: 'QCS', Rp: 200 })
    expect(presets.every((row) => row.Type === 2)).toBe(true)
    const level = new Map(presets.map((row) => [row.PolicyName, row]))
    expect(level.get('AdministratorAccess')).toMatchObject({ PolicyId: 1, PermissionLevel: 'Global' })
    expect(level.get('QCloudFinanceFullAccess')).toMatchObject({ PermissionLevel: 'Finance' })
    expect(level.get('QcloudCOSFullAccess')).toMatchObject({ PermissionLevel: 'CloudProduct', ServiceType: 'cos' })
  })

  test('ok: both together, newest first, page after page without gap or double', async () => {
    const { TotalNum } = await server.ok('ListPolicies', {})
    const ids: number[] = []
    for (let Page = 1; ids.length < Number(TotalNum); Page += 1) {
      const page = await rows({ Page, Rp: 7 })
      expect(page.length).toBeGreaterThan(0)
      ids.push(...page.map((row) => row.PolicyId))
    }
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => b - a))
    expect(ids).toHaveLength(server.world.presets.all.length + 2)
    expect(await rows({ Page: 200, Rp: 200 })).toEqual([])
  })

  test('ok: 20 on the first page by default', async () => {
    expect(await rows({})).toHaveLength(20)
  })

  test('ok: part of the name, without regard to case', async () => {
    expect((await rows({ Keyword: 'BET' })).map((row) => row.PolicyName)).toEqual(['Beta'])
    expect((await rows({ Keyword: 'administrator' })).map((row) => row.PolicyId)).toEqual([1])
    expect(await rows({ Keyword: 'constructor' })).toEqual([])
  })

  test('ok: whether a user or group has each, when one is asked for', async () => {
    const flags = async (entity: object): Promise<unknown> =>
      (await rows({ Scope: 'Local', ...entity })).map((row) => [row.PolicyName, row.IsAttached])
    for (const entity of [{ Uin: user.uin }, { GroupId: crew }, { Uin: user.uin, GroupId: crew }]) {
      expect(await flags(entity)).toEqual([
        ['Beta', 0],
        ['alpha', 1],
      ])
    }
  })

  test('ok: the presets of a product', async () => {
    const names = (await rows({ ServiceType: 'cos' })).map((row) => row.PolicyName)
    expect(names).toContain('QcloudCOSFullAccess')
    expect(names).not.toContain('alpha')
  })

  test('ok: tags of each', async () => {
    const Tags = [{ Key: 'team', Value: 'b' }]
    await server.ok('CreatePolicy', { PolicyName: 'zz-tagged', PolicyDocument: readable, Tags })
    expect(await rows({ Keyword: 'zz-tagged' })).toMatchObject([{ Tags }])
    const [row] = await rows({ Keyword: 'zz-tagged' })
    await server.ok('DeletePolicy', { PolicyId: [row?.PolicyId] })
  })

  test('ok: another account sees its own and the same presets, with its own counts', async () => {
    const other = await server.account('neighbour')
    expect(await server.ok('ListPolicies', { Scope: 'Local' }, { as: other })).toMatchObject({ TotalNum: 0, List: [] })
    await server.ok('AttachUserPolicy', { PolicyId: 1, AttachUin: user.uin })
    const { List } = await server.ok('ListPolicies', { Keyword: 'AdministratorAccess' }, { as: other })
    expect(List).toMatchObject([{ PolicyId: 1, AttachEntityCount: 0 }])
  })

  test('InvalidParameter.ParamError: pages outside 1 to 200', async () => {
    for (const parameters of [{ Rp: 0 }, { Rp: 201 }, { Page: 0 }, { Page: 201 }]) {
      await server.refused('InvalidParameter.ParamError', 'ListPolicies', parameters)
    }
  })

  test('InvalidParameter.ScopeError: another scope', async () => {
    await server.refused('InvalidParameter.ScopeError', 'ListPolicies', { Scope: 'local' })
  })

  test('InvalidParameter.KeywordError: control characters', async () => {
    await server.refused('InvalidParameter.KeywordError', 'ListPolicies', { Keyword: 'a\tb' })
  })

  test('InvalidParameter.SearchKeywordLengthError: longer than any name', async () => {
    await server.ok('ListPolicies', { Keyword: 'x'.repeat(128) })
    const parameters = { Keyword: 'x'.repeat(129) }
    await server.refused('InvalidParameter.SearchKeywordLengthError', 'ListPolicies', parameters)
  })

  test('InvalidParameter.UinError: no number, or nobody of this account', async () => {
    const other = await server.account('stranger')
    for (const Uin of [0, 12345, other.uin]) {
      await server.refused('InvalidParameter.UinError', 'ListPolicies', { Uin })
    }
  })

  test('InvalidParameter.GroupIdError: no number, or no group', async () => {
    for (const GroupId of [-1, 12345]) {
      await server.refused('InvalidParameter.GroupIdError', 'ListPolicies', { GroupId })
    }
  })

  test('InvalidParameter.ServiceTypeError: nothing that names a product', async () => {
    for (const ServiceType of ['', 'C O S', '__proto__']) {
      await server.refused('InvalidParameter.ServiceTypeError', 'ListPolicies', { ServiceType })
    }
  })
})
