// The question that a catalogued call becomes, with tags from the real store, before the engine.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCatalogs, parseCatalog } from '../../src/catalog/load.ts'
import type { CatalogFlags } from '../../src/catalog/passes.ts'
import { type AccessPlace, accessOf, type CataloguedAction } from '../../src/gateway/access.ts'
import { resourcesOf } from '../../src/gateway/resources.ts'
import { assemble, decide, explain } from '../../src/policy/index.ts'
import type { ContextValue } from '../../src/policy/types.ts'
import type { RawObject } from '../../src/protocol/call.ts'
import { type Harness, openHarness } from '../api/harness.ts'

let server: Harness
beforeAll(async () => {
  server = await openHarness()
})
afterAll(() => server.close())

const catalogs = loadCatalogs()
const region = 'ap-guangzhou'
const stated: Readonly<Record<string, ContextValue>> = {
  'qcs:ip': '10.0.0.1',
  'qcs:uin': '100000000011',
  'qcs:resource_tag': ['stated&by-the-caller'],
  'qcs:resource_tag/stated': 'by-the-caller',
  'qcs:tag/stated': 'by-the-caller',
}

function target(service: string, name: string): CataloguedAction {
  const catalog = catalogs.get(service)
  const row = catalog?.actions.get(name)
  if (catalog === undefined || row === undefined) throw new Error(`no ${service}:${name}`)
  return { catalog, name, row }
}

async function access(what: CataloguedAction, parameters: object = {}, given: Partial<AccessPlace> = {}) {
  const { account } = server.root
  const call = { region, account, parameters: Object.assign(Object.create(null), parameters) as RawObject }
  const asked = resourcesOf(what.catalog.service, what.name, what.row, call)
  if (asked.kind === 'refused') throw asked.error
  const base = new Map(Object.entries(stated))
  const place = { tags: server.world.store.read.tags, flags: 'strict' as CatalogFlags, account, call: base, ...given }
  return accessOf(place, what, asked)
}

const allowing = (action: string, condition: object): ReturnType<typeof assemble> => {
  const document = JSON.stringify({
    version: '2.0',
    statement: [{ effect: 'allow', action, resource: '*', condition }],
  })
  const { account } = server.root
  const via = { kind: 'direct' as const }
  const source = { policyId: 1, policyName: 'p', versionId: 1, preset: false, creator: account, document, via }
  const who = { kind: 'user' as const, uin: 100_000_000_011, account, appId: 1_250_000_000 }
  return assemble({ ...who, identity: [source], boundary: undefined, session: undefined })
}

const anyTag = (key: string, value: string) => ({ 'for_any_value:string_equal': { [key]: value } })
const fromTen = { ip_equal: { 'qcs:ip': '10.0.0.0/8' } }
const domain = (name: string, at = region) => `qcs::ses:${at}:uin/${server.root.account}:senderdomain/${name}`
const tags = (texts: readonly string[], TagKey: string, TagValue: string) =>
  server.ok('TagResources', { ResourceList: texts, Tags: [{ TagKey, TagValue }] })

describe('the address', () => {
  const query = target('intlpartnersmgt', 'QueryUser')

  test('is passed for an API that supports it', async () => {
    const asked = await access(target('intlpartnersmgt', 'AddUserToGroup'))
    expect(asked.context.get('qcs:ip')).toBe('10.0.0.1')
    expect(decide(allowing('intlpartnersmgt:*', fromTen), asked).effect).toBe('allow')
  })

  test('is withheld for one that does not: an allow that asks for it grants nothing, and the explanation says why', async () => {
    const asked = await access(query)
    expect(asked.context.get('qcs:ip')).toBeUndefined()
    expect(asked.context.get('qcs:uin')).toBe('100000000011')
    const program = allowing('intlpartnersmgt:*', fromTen)
    expect(decide(program, asked).effect).toBe('deny')
    const [finding] = explain(program, asked).resources
    expect(finding?.layers[0]?.nearest?.obstacles).toEqual([
      expect.objectContaining({
        element: 'condition',
        key: 'qcs:ip',
        seen: undefined,
        withheld: 'passes no address (qcs:ip)',
      }),
    ])
  })

  test('is passed all the same where flags are advice', async () => {
    const asked = await access(query, {}, { flags: 'advisory' })
    expect(decide(allowing('intlpartnersmgt:*', fromTen), asked).effect).toBe('allow')
  })
})

describe('tags of resources', () => {
  const get = target('ses', 'GetEmailIdentity')
  const envTest = () => allowing('ses:*', anyTag('qcs:resource_tag', 'env&test'))

  test('come from the store, whatever the call says of itself', async () => {
    await tags([domain('tagged.example.com')], 'env', 'test')
    const tagged = await access(get, { EmailIdentity: 'tagged.example.com' })
    expect(decide(envTest(), tagged).effect).toBe('allow')
    expect(decide(allowing('ses:*', anyTag('qcs:tag', 'env&test')), tagged).effect).toBe('allow')
    expect(decide(allowing('ses:*', { null_equal: { 'qcs:resource_tag/env': 'false' } }), tagged).effect).toBe('allow')
    expect(decide(allowing('ses:*', anyTag('qcs:resource_tag', 'stated&by-the-caller')), tagged).effect).toBe('deny')
    expect(decide(allowing('ses:*', anyTag('qcs:resource_tag/stated', 'by-the-caller')), tagged).effect).toBe('deny')
    expect(decide(envTest(), await access(get, { EmailIdentity: 'other.example.com' })).effect).toBe('deny')
  })

  test('belong to the resource in its region, by either name of the region', async () => {
    await tags([domain('regional.example.com', 'gz')], 'env', 'test')
    const here = { EmailIdentity: 'regional.example.com' }
    expect(decide(envTest(), await access(get, here)).effect).toBe('allow')
    const asked = resourcesOf('ses', get.name, get.row, {
      region: 'ap-hongkong',
      account: server.root.account,
      parameters: here,
    })
    if (asked.kind === 'refused') throw asked.error
    const place = { tags: server.world.store.read.tags, flags: 'strict' as const, account: server.root.account }
    expect(decide(envTest(), await accessOf({ ...place, call: new Map() }, get, asked)).effect).toBe('deny')
  })

  test('of one resource say nothing of another in the same call', async () => {
    const row = { class: 'read', level: 'resource', ip: true, summary: 'Shows two things.' }
    const actions = { Do: { ...row, resources: ['qcs::shop:::thing/${Id}'], fill: { Id: 'Ids' } } }
    const head = { service: 'shop', product: 'Shop', console: false, tags: true, level: 'resource', ip: 'supported' }
    const catalog = parseCatalog(JSON.stringify({ ...head, updated: '2026-01-01 00:00:00', actions }), 'shop.json')
    const found = catalog.actions.get('Do')
    if (found === undefined) throw new Error('no row')
    const what = { catalog, name: 'Do', row: found }
    const { account } = server.root
    await server.world.store.transaction((writes) =>
      writes.tags.put(account, { product: 'shop', kind: 'thing', id: ':a' }, [{ key: 'env', value: 'test' }]),
    )
    const program = allowing('shop:*', anyTag('qcs:resource_tag', 'env&test'))
    expect(decide(program, await access(what, { Ids: ['a'] })).effect).toBe('allow')
    const both = await access(what, { Ids: ['a', 'b'] })
    expect(decide(program, both)).toMatchObject({ effect: 'deny', resource: 'qcs::shop:::thing/b' })
    expect(explain(program, both).resources.map(({ layers }) => layers[0]?.outcome)).toEqual(['allow', 'no-allow'])
  })

  test('are read once for all resources, and not at all where no call carries them', async () => {
    let reads = 0
    const counting: AccessPlace['tags'] = {
      ofMany(account, resources) {
        reads += 1
        return server.world.store.read.tags.ofMany(account, resources)
      },
    }
    await access(target('ses', 'CreateEmailAddress'), { EmailAddress: ['a@x.com', 'b@x.com'] }, { tags: counting })
    expect(reads).toBe(1)
    await access(target('ccc', 'CreateStaff'), { SdkAppId: 1 }, { tags: counting })
    await access(target('ses', 'BatchSendEmail'), {}, { tags: counting })
    // A whole kind has no tags of its own.
    await access(target('ses', 'AllocateDedicatedIp'), {}, { tags: counting })
    expect(reads).toBe(1)
  })

  test('are withheld for a product without them, unless flags are advice', async () => {
    const staff = target('ccc', 'CreateStaff')
    const { account } = server.root
    await server.world.store.transaction((writes) =>
      writes.tags.put(account, { product: 'ccc', kind: 'SdkAppId', id: ':1' }, [{ key: 'env', value: 'test' }]),
    )
    const program = allowing('ccc:*', anyTag('qcs:resource_tag', 'env&test'))
    expect(decide(program, await access(staff, { SdkAppId: 1 })).effect).toBe('deny')
    expect(decide(program, await access(staff, { SdkAppId: 1 }, { flags: 'advisory' })).effect).toBe('allow')
    expect((await access(staff, { SdkAppId: 1 })).context.withheld?.('qcs:resource_tag/env')).toMatch(/^passes no tags/)
  })
})

describe('tags that a call sets', () => {
  const create = target('ses', 'CreateEmailIdentity')
  const identity = (TagList: unknown) => ({ EmailIdentity: 'example.com', TagList })

  test('are passed as request tags', async () => {
    const parameters = identity([
      { TagKey: 'env', TagValue: 'test' },
      { TagKey: 'owner', TagValue: '' },
    ])
    const asked = await access(create, parameters)
    expect(asked.context.get('qcs:request_tag')).toEqual(['env&test', 'owner&'])
    expect(decide(allowing('ses:*', anyTag('qcs:request_tag', 'env&test')), asked).effect).toBe('allow')
    expect(decide(allowing('ses:*', anyTag('qcs:request_tag', 'env&prod')), asked).effect).toBe('deny')
  })

  test('are none where the call sets none', async () => {
    for (const parameters of [{}, identity(null), identity([])]) {
      expect((await access(create, parameters)).context.get('qcs:request_tag')).toEqual([])
    }
  })

  test.each([
    'x',
    { TagKey: ['a', 'b'], TagValue: 'c' },
    { TagKey: 'a', TagValue: ['b', 'c'] },
    [{ TagKey: 'a' }],
    [{ TagValue: 'a' }],
    [{ TagKey: 1, TagValue: 'a' }],
    [{ TagKey: 'a', TagValue: {} }],
    [{ TagKey: 'a', TagValue: 'b', tagkey: 'c' }],
    Array.from({ length: 101 }, (_, index) => ({ TagKey: `k${index}`, TagValue: 'v' })),
  ])('of the wrong form are refused: %j', async (TagList) => {
    await expect(access(create, identity(TagList))).rejects.toMatchObject({ code: 'InvalidParameter' })
  })

  test('another API of the product passes none', async () => {
    const asked = await access(target('ses', 'GetEmailIdentity'), { EmailIdentity: 'a', TagList: [] })
    expect(asked.context.withheld?.('qcs:request_tag')).toBe('passes no tags of the request: it sets none')
    expect(asked.context.get('qcs:request_tag')).toBeUndefined()
  })
})
