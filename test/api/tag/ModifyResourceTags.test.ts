import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { makeThings, type Things, tag, tagsOf, wrongDescriptions, wrongKeys, wrongValues } from './things.ts'

describe('ModifyResourceTags', () => {
  let server: Harness
  let things: Things
  beforeEach(async () => {
    server = await openHarness()
    things = await makeThings(server, 'ours')
  })
  afterEach(() => server.close())

  const modify = (given: object) => server.ok('ModifyResourceTags', { Resource: things.texts[0], ...given })
  const refused = (code: string, given: object) =>
    server.refused(code, 'ModifyResourceTags', { Resource: things.texts[0], ...given })
  const gone = (...keys: string[]) => keys.map((TagKey) => ({ TagKey }))

  test('ok: sets, changes and takes off in one go', async () => {
    expect(await modify({ ReplaceTags: [tag('a', '1'), tag('b', '2')] })).toEqual({})
    await modify({ ReplaceTags: [tag('b', '3'), tag('c', '')], DeleteTags: gone('a', 'none') })
    expect(await tagsOf(server, things.texts[0])).toEqual(['b=3', 'c='])
    await modify({ DeleteTags: gone('b', 'c') })
    expect(await tagsOf(server, things.texts[0])).toEqual([])
  })

  test('ok: a policy and a role, as Terraform names them', async () => {
    for (const [at, one] of [
      [1, `policy/${things.policyId}`],
      [2, `role/${things.roleId}`],
    ] as const) {
      await modify({ Resource: `qcs::cam:ap-guangzhou:uin/:${one}`, ReplaceTags: [tag('made-by', 'terraform')] })
      expect(await tagsOf(server, things.texts[at])).toEqual(['made-by=terraform'])
    }
  })

  test('limit: more than fifty, unless as many go', async () => {
    const tags = (from: number) => Array.from({ length: 10 }, (_, n) => tag(`k${from + n}`, 'v'))
    for (const from of [0, 10, 20, 30, 40]) await modify({ ReplaceTags: tags(from) })
    expect(await refused('LimitExceeded.ResourceAttachedTags', { ReplaceTags: [tag('one', 'v')] })).toContain('`50`')
    await modify({ ReplaceTags: [tag('one', 'v')], DeleteTags: gone('k0') })
    expect(await tagsOf(server, things.texts[0])).toHaveLength(50)
  })

  test('both set and taken off, twice, nothing, or too many', async () => {
    const ReplaceTags = [tag('a', '1')]
    await refused('InvalidParameterValue.DeleteTagsParamError', { ReplaceTags, DeleteTags: gone('b', 'a') })
    const many = Array.from({ length: 11 }, (_, n) => `k${n}`)
    for (const wrong of [
      {},
      { ReplaceTags: [] },
      { ReplaceTags, DeleteTags: [] },
      { ReplaceTags: [tag('a', '1'), tag('a', '2')] },
      { DeleteTags: gone('a', 'a') },
      { ReplaceTags: many.map((key) => tag(key, 'v')) },
      { DeleteTags: gone(...many) },
    ]) {
      await refused('InvalidParameter.Tag', wrong)
    }
  })

  test('wrong resources, or one that is not there', async () => {
    const texts = [
      ...wrongDescriptions(server.root.account),
      'qcs::cvm::uin/:instance/ins-1',
      'qcs::cam::uin/:uin/1',
      `qcs::cam::uin/:uin/${server.root.uin}`,
      'qcs::cam::uin/:policy/1',
      'qcs::cam::uin/:role/1',
    ]
    for (const Resource of texts) {
      await refused('InvalidParameterValue.ResourceDescriptionError', { Resource, ReplaceTags: [tag('a', '1')] })
    }
  })

  test.each(wrongKeys)('wrong key: %s %j', async (code, key) => {
    await refused(code, { ReplaceTags: [tag(key, 'v')] })
    await refused(code, { DeleteTags: gone(key) })
  })
  test.each(wrongValues)('wrong value: %s', async (code, value) => {
    await refused(code, { ReplaceTags: [tag('a', value)] })
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const given = { Resource: things.texts[0], ReplaceTags: [tag('a', '1')] }
    await server.refused('AuthFailure.UnauthorizedOperation', 'ModifyResourceTags', given, { as: nobody })
    expect(await tagsOf(server, things.texts[0])).toEqual([])
  })
})
