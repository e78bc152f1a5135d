import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { makeThings, type Things, tag, wrongDescriptions, wrongKeys } from './things.ts'

interface Answer {
  readonly PaginationToken: string
  readonly ResourceTagMappingList: readonly { readonly Resource: string }[]
}

describe('GetResources', () => {
  let server: Harness
  let one: Things
  let two: Things
  beforeAll(async () => {
    server = await openHarness()
    one = await makeThings(server, 'one')
    two = await makeThings(server, 'two')
    await server.ok('TagResources', { ResourceList: one.texts, Tags: [tag('team', 'a'), tag('stage', 'prod')] })
    await server.ok('TagResources', { ResourceList: [two.texts[0]], Tags: [tag('team', 'b')] })
    const other = await server.account('other')
    const theirs = await makeThings(server, 'theirs', other)
    await server.ok('TagResources', { ResourceList: theirs.texts, Tags: [tag('team', 'a')] }, { as: other })
  })
  afterAll(() => server.close())

  const ask = async (given: object = {}) => (await server.ok('GetResources', given)) as unknown as Answer
  const texts = async (given: object = {}) => (await ask(given)).ResourceTagMappingList.map(({ Resource }) => Resource)
  const refused = (code: string, given: object) => server.refused(code, 'GetResources', given)
  /** By kind and number as texts. */
  const everything = () => [one.texts[1], one.texts[2], one.texts[0], two.texts[0]]

  test('ok: named resources, answered without their region, untagged ones left out', async () => {
    const ResourceList = [
      `qcs::cam:ap-singapore:uin/${server.root.account}:uin/${one.uin}`,
      two.texts[1],
      'qcs::cam::uin/:uin/1',
      one.texts[0],
    ]
    const found = await ask({ ResourceList: ResourceList.slice(0, 3), MaxResults: 1 })
    expect(found).toEqual({
      PaginationToken: '',
      ResourceTagMappingList: [
        {
          Resource: one.texts[0],
          Tags: [
            { TagKey: 'stage', TagValue: 'prod', Category: 'Custom' },
            { TagKey: 'team', TagValue: 'a', Category: 'Custom' },
          ],
        },
      ],
    })
  })

  test('ok: all of the account and nothing of others', async () => {
    expect(await texts()).toEqual(everything())
    expect((await ask()).PaginationToken).toBe('')
  })

  test.each([1, 2, 3, 4, 5])('ok: page by page of %i', async (MaxResults) => {
    const seen: string[] = []
    let PaginationToken = ''
    do {
      const page: Answer = await ask({ MaxResults, PaginationToken })
      expect(page.ResourceTagMappingList.length).toBeLessThanOrEqual(MaxResults)
      seen.push(...page.ResourceTagMappingList.map(({ Resource }) => Resource))
      PaginationToken = page.PaginationToken
    } while (PaginationToken !== '')
    expect(seen).toEqual(everything())
  })

  test('ok: filters, all of which must fit', async () => {
    const filter = (TagKey: string, ...TagValue: string[]) => ({ TagKey, TagValue })
    expect(await texts({ TagFilters: [filter('team', 'b')] })).toEqual([two.texts[0]])
    expect(await texts({ TagFilters: [filter('team', 'x', 'b', 'a')] })).toEqual(everything())
    expect(await texts({ TagFilters: [{ TagKey: 'stage' }] })).toEqual(everything().slice(0, 3))
    expect(await texts({ TagFilters: [filter('team', 'b'), filter('stage')] })).toEqual([])
    expect(await texts({ TagFilters: [filter('Team')] })).toEqual([])
    const ResourceList = [one.texts[0], two.texts[0]]
    expect(await texts({ ResourceList, TagFilters: [filter('stage', 'prod')] })).toEqual([one.texts[0]])
    const page = await ask({ TagFilters: [filter('stage')], MaxResults: 2 })
    expect(page.ResourceTagMappingList.map(({ Resource }) => Resource)).toEqual(everything().slice(0, 2))
    const rest = await ask({ TagFilters: [filter('stage')], PaginationToken: page.PaginationToken })
    expect(rest).toMatchObject({ PaginationToken: '', ResourceTagMappingList: [{ Resource: one.texts[0] }] })
  })

  test('ok: more than is read at a time', async () => {
    const as = await server.account('large')
    const uins = await server.world.store.transaction(async (writes) => {
      const made: string[] = []
      for (let n = 0; n < 401; n++) {
        const id = String(100_000 + n)
        made.push(`qcs::cam::uin/${as.account}:uin/${id}`)
        const value = n % 200 === 0 ? 'rare' : 'common'
        await writes.tags.put(as.account, { product: 'cam', kind: 'uin', id }, [{ key: 'k', value }])
      }
      return made
    })
    const found = async (given: object) => (await server.ok('GetResources', given, { as })) as unknown as Answer
    const rare = { TagFilters: [{ TagKey: 'k', TagValue: ['rare'] }] }
    expect((await found(rare)).ResourceTagMappingList.map(({ Resource }) => Resource)).toEqual([
      uins[0],
      uins[200],
      uins[400],
    ])
    const first = await found({ MaxResults: 200 })
    const second = await found({ MaxResults: 200, PaginationToken: first.PaginationToken })
    const third = await found({ MaxResults: 200, PaginationToken: second.PaginationToken })
    const all = [first, second, third].flatMap((page) => page.ResourceTagMappingList.map(({ Resource }) => Resource))
    expect(all).toEqual(uins)
    expect(third.PaginationToken).toBe('')
  })

  test('wrong token, resources, filters, page', async () => {
    for (const text of ['x', 'uin/1', Buffer.from('uin/x').toString('base64url'), '%%%']) {
      await refused('InvalidParameter.PaginationTokenInvalid', { PaginationToken: text })
    }
    for (const text of wrongDescriptions(server.root.account)) {
      await refused('InvalidParameterValue.ResourceDescriptionError', { ResourceList: [text] })
    }
    await refused('InvalidParameter.UnsupportedService', { ResourceList: ['qcs::cvm::uin/:instance/ins-1'] })
    const many = Array.from({ length: 11 }, (_, n) => `k${n}`)
    await refused('LimitExceeded.ResourceNumPerRequest', { ResourceList: many })
    await refused('LimitExceeded.TagNumPerRequest', { TagFilters: many.slice(0, 7).map((TagKey) => ({ TagKey })) })
    await refused('InvalidParameter.Tag', { TagFilters: [{ TagKey: 'k', TagValue: many }] })
    await refused('InvalidParameterValue.TagKeyDuplicate', { TagFilters: [{ TagKey: 'k' }, { TagKey: 'k' }] })
    for (const MaxResults of [0, 201]) await refused('InvalidParameterValue', { MaxResults })
  })
  test.each(wrongKeys)('wrong key: %s %j', async (code, TagKey) => {
    await refused(code, { TagFilters: [{ TagKey }] })
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetResources', {}, { as: nobody })
  })
})
