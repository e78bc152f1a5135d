import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { makeThings, type Things, tag, tagsOf, wrongDescriptions, wrongKeys } from './things.ts'

describe('UnTagResources', () => {
  let server: Harness
  let things: Things
  beforeAll(async () => {
    server = await openHarness()
    things = await makeThings(server, 'ours')
    const Tags = ['a', 'b', 'c'].map((key) => tag(key, '1'))
    await server.ok('TagResources', { ResourceList: things.texts, Tags })
  })
  afterAll(() => server.close())

  const refused = (code: string, given: object) =>
    server.refused(code, 'UnTagResources', { ResourceList: [things.texts[0]], TagKeys: ['a'], ...given })

  test('ok: keys go from all of them; those that are not there are passed over', async () => {
    const given = { ResourceList: things.texts.slice(0, 2), TagKeys: ['a', 'none', 'A'] }
    expect(await server.ok('UnTagResources', given)).toEqual({ FailedResources: [] })
    expect(await tagsOf(server, things.texts[0])).toEqual(['b=1', 'c=1'])
    expect(await tagsOf(server, things.texts[1])).toEqual(['b=1', 'c=1'])
    expect(await tagsOf(server, things.texts[2])).toEqual(['a=1', 'b=1', 'c=1'])
    await server.ok('UnTagResources', { ResourceList: [things.texts[2]], TagKeys: ['a', 'b', 'c'] })
    expect(await server.ok('GetResources', { ResourceList: [things.texts[2]] })).toMatchObject({
      ResourceTagMappingList: [],
    })
  })

  test('partly: what is not there is named and passed over', async () => {
    const Resource = 'qcs::cam::uin/:uin/1'
    const given = { ResourceList: [Resource, things.texts[0]], TagKeys: ['b'] }
    expect(await server.ok('UnTagResources', given)).toMatchObject({
      FailedResources: [{ Resource, Code: 'InvalidParameterValue.ResourceIdInvalid' }],
    })
    expect(await tagsOf(server, things.texts[0])).toEqual(['c=1'])
  })

  test('wrong resources', async () => {
    await refused('InvalidParameterValue.ResourceDescriptionError', { ResourceList: [] })
    for (const text of wrongDescriptions(server.root.account)) {
      await refused('InvalidParameterValue.ResourceDescriptionError', { ResourceList: [text] })
    }
    await refused('InvalidParameter.UnsupportedService', { ResourceList: ['qcs::cos::uin/:bucket/1'] })
  })

  test.each(wrongKeys)('wrong key: %s %j', async (code, key) => {
    await refused(code, { TagKeys: [key] })
  })

  test('too many, none, or one twice', async () => {
    const many = Array.from({ length: 11 }, (_, n) => n)
    await refused('LimitExceeded.TagNumPerRequest', { TagKeys: many.map((n) => `k${n}`) })
    await refused('LimitExceeded.ResourceNumPerRequest', { ResourceList: many.map((n) => `qcs::cam:::uin/${n + 1}`) })
    await refused('InvalidParameter.Tag', { TagKeys: [] })
    await refused('InvalidParameterValue.TagKeyDuplicate', { TagKeys: ['a', 'a'] })
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const given = { ResourceList: [things.texts[1]], TagKeys: ['b'] }
    await server.refused('AuthFailure.UnauthorizedOperation', 'UnTagResources', given, { as: nobody })
    expect(await tagsOf(server, things.texts[1])).toEqual(['b=1', 'c=1'])
  })
})
