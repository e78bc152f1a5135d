import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { makeThings, type Things, tag } from './things.ts'

describe('DescribeResourceTagsByResourceIds', () => {
  let server: Harness
  let one: Things
  let two: Things
  beforeAll(async () => {
    server = await openHarness()
    one = await makeThings(server, 'one')
    two = await makeThings(server, 'two')
    const Tags = [tag('a', '1'), tag('b', '')]
    for (const tagged of Tags.slice(1)) {
      await server.ok('ModifyResourceTags', { Resource: two.texts[0], ReplaceTags: [tagged] })
    }
    await server.ok('TagResources', { ResourceList: one.texts, Tags: [tag('a', '1'), tag('c', '3')] })
  })
  afterAll(() => server.close())

  const given = (more: object = {}) => ({
    ServiceType: 'cam',
    ResourcePrefix: 'uin',
    ResourceIds: [String(one.uin)],
    ResourceRegion: '',
    ...more,
  })
  const ask = async (more: object = {}) => {
    const answer = await server.ok('DescribeResourceTagsByResourceIds', given(more))
    const tags = answer['Tags'] as { TagKey: string; TagValue: string; ResourceId: string }[]
    return { ...answer, short: tags.map(({ ResourceId, TagKey, TagValue }) => `${ResourceId} ${TagKey}=${TagValue}`) }
  }
  const refused = (code: string, more: object) => server.refused(code, 'DescribeResourceTagsByResourceIds', given(more))

  test('ok: every member', async () => {
    const { short: _, ...answer } = await ask({ ResourceRegion: 'ap-guangzhou' })
    expect(answer).toEqual({
      TotalCount: 2,
      Offset: 0,
      Limit: 15,
      Tags: [
        {
          TagKey: 'a',
          TagValue: '1',
          ResourceId: String(one.uin),
          TagKeyMd5: '0cc175b9c0f1b6a831c399e269772661',
          TagValueMd5: 'c4ca4238a0b923820dcc509a6f75849b',
          ServiceType: 'cam',
          Category: 'Custom',
        },
        expect.objectContaining({ TagKey: 'c', TagValue: '3' }),
      ],
    })
  })

  test('ok: several resources in the order asked, each once, page by page', async () => {
    const ResourceIds = [two.uin, 1, one.uin, two.uin].map(String)
    const all = [`${two.uin} b=`, `${one.uin} a=1`, `${one.uin} c=3`]
    expect(await ask({ ResourceIds })).toMatchObject({ TotalCount: 3, short: all })
    expect(await ask({ ResourceIds, Limit: 2 })).toMatchObject({ TotalCount: 3, Limit: 2, short: all.slice(0, 2) })
    expect(await ask({ ResourceIds, Offset: 2, Limit: 2 })).toMatchObject({ Offset: 2, short: all.slice(2) })
    expect(await ask({ ResourceIds, Offset: 4, Limit: 2 })).toMatchObject({ TotalCount: 3, short: [] })
  })

  test('ok: policies, roles; tags of the system are none', async () => {
    for (const [ResourcePrefix, id] of [
      ['policy', one.policyId],
      ['role', one.roleId],
    ] as const) {
      const more = { ResourcePrefix, ResourceIds: [String(id)] }
      expect((await ask(more)).short).toEqual([`${id} a=1`, `${id} c=3`])
    }
    expect(await ask({ Category: 'System' })).toMatchObject({ TotalCount: 0, short: [] })
    expect(await ask({ Category: 'Custom', ServiceType: 'CAM' })).toMatchObject({ TotalCount: 2 })
  })

  test('wrong product, kind, id, region, page', async () => {
    for (const ServiceType of ['cvm', '', 'constructor']) {
      await refused('InvalidParameterValue.ServiceTypeInvalid', { ServiceType })
    }
    for (const ResourcePrefix of ['instance', '', 'UIN', 'constructor']) {
      await refused('InvalidParameterValue.ResourcePrefixInvalid', { ResourcePrefix })
    }
    const many = Array.from({ length: 51 }, (_, n) => String(n + 1))
    for (const ResourceIds of [[], many, ['1', 'x'], [''], ['01'], ['-1']]) {
      await refused('InvalidParameterValue.ResourceIdInvalid', { ResourceIds })
    }
    await refused('InvalidParameterValue.RegionInvalid', { ResourceRegion: 'ap guangzhou' })
    await refused('InvalidParameterValue.OffsetInvalid', { Offset: 1 })
    await refused('InvalidParameterValue.OffsetInvalid', { Offset: 3, Limit: 2 })
    for (const wrong of [{ Offset: -1 }, { Limit: 0 }, { Limit: 1001 }, { Category: 'Other' }]) {
      await refused('InvalidParameterValue', wrong)
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const code = 'AuthFailure.UnauthorizedOperation'
    await server.refused(code, 'DescribeResourceTagsByResourceIds', given(), { as: nobody })
  })
})
