// Tags on resources of products that only a catalog knows: the server does not have the resources, but keeps their tags.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { tag, tagsOf } from './things.ts'

let server: Harness
beforeAll(async () => {
  server = await openHarness()
})
afterAll(() => server.close())

const domain = (name: string, region = 'ap-guangzhou') =>
  `qcs::ses:${region}:uin/${server.root.account}:senderdomain/${name}`

test('are set, shown with their region, changed and taken off', async () => {
  const [one, other] = [domain('a.example.com'), domain('a.example.com', 'ap-hongkong')]
  await server.ok('TagResources', { ResourceList: [one], Tags: [tag('env', 'test'), tag('owner', 'me')] })
  expect(await tagsOf(server, one)).toEqual(['env=test', 'owner=me'])
  expect(await tagsOf(server, other)).toEqual([])
  await server.ok('ModifyResourceTags', { Resource: one, ReplaceTags: [tag('env', 'prod')] })
  await server.ok('UnTagResources', { ResourceList: [one], TagKeys: ['owner'] })
  expect(await tagsOf(server, one)).toEqual(['env=prod'])
  const { ResourceTagMappingList } = await server.ok('GetResources', { TagFilters: [{ TagKey: 'env' }] })
  expect(ResourceTagMappingList).toEqual([{ Resource: one, Tags: [{ ...tag('env', 'prod'), Category: 'Custom' }] }])
})

test('short and long name of a region are one region; an id may hold colons and slashes', async () => {
  await server.ok('TagResources', { ResourceList: [domain('x:y/z', 'gz')], Tags: [tag('k', 'v')] })
  expect(await tagsOf(server, domain('x:y/z'))).toEqual(['k=v'])
})

test('pages go on across products', async () => {
  const texts = ['p', 'q', 'r'].map((name) => domain(name, 'ap-beijing'))
  await server.ok('TagResources', { ResourceList: texts, Tags: [tag('page', '1')] })
  const seen: string[] = []
  let PaginationToken = ''
  do {
    const page = await server.ok('GetResources', { TagFilters: [{ TagKey: 'page' }], MaxResults: 1, PaginationToken })
    seen.push(...(page['ResourceTagMappingList'] as { Resource: string }[]).map(({ Resource }) => Resource))
    PaginationToken = String(page['PaginationToken'])
  } while (PaginationToken !== '')
  expect(seen).toEqual(texts)
  for (const token of ['x', 'null', '[]', '["a","b"]', '["a","b",1]', '["a","b","c\\u0000"]', '["a","b","c","d"]']) {
    await server.refused('InvalidParameter.PaginationTokenInvalid', 'GetResources', {
      PaginationToken: Buffer.from(token).toString('base64url'),
    })
  }
})

test('by id, with the region of the call', async () => {
  await server.ok('TagResources', { ResourceList: [domain('by.id')], Tags: [tag('k', 'v')] })
  const asked = { ServiceType: 'ses', ResourcePrefix: 'senderdomain', ResourceIds: ['by.id'] }
  const here = await server.ok('DescribeResourceTagsByResourceIds', { ...asked, ResourceRegion: 'ap-guangzhou' })
  expect(here).toMatchObject({ TotalCount: 1, Tags: [{ TagKey: 'k', ResourceId: 'by.id', ServiceType: 'ses' }] })
  const there = await server.ok('DescribeResourceTagsByResourceIds', { ...asked, ResourceRegion: '' })
  expect(there).toMatchObject({ TotalCount: 0 })
})

test('what is no resource is refused: a whole kind, no kind, another account, a product without tags', async () => {
  const wrong = [domain('*'), `qcs::ses::uin/:*`, 'qcs::ses::uin/:a', 'qcs::ses::uin/:/a', 'qcs::ses::uin/:a/']
  for (const text of [
    ...wrong,
    `qcs::ses::uin/${server.root.account + 1}:a/b`,
    domain('x'.repeat(1025)),
    domain('a\nb'),
  ]) {
    await server.refused('InvalidParameterValue.ResourceDescriptionError', 'TagResources', {
      ResourceList: [text],
      Tags: [tag('k', 'v')],
    })
  }
  for (const service of ['ccc', 'intlpartnersmgt', 'sts', 'tag', 'constructor']) {
    await server.refused('InvalidParameter.UnsupportedService', 'TagResources', {
      ResourceList: [`qcs::${service}::uin/:a/b`],
      Tags: [tag('k', 'v')],
    })
  }
})
