import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { catalogsOf, loadCatalogs, parseCatalog } from './load.ts'
import { camCatalog } from './own.ts'
import { catalogSchemaText } from './schema.ts'

const row = { class: 'write', level: 'operation', resources: [], ip: true, summary: 'Makes a thing.' }
const catalog = {
  service: 'shop',
  product: 'Shop',
  console: false,
  tags: true,
  level: 'operation',
  ip: 'supported',
  updated: '2026-01-01 00:00:00',
  actions: { CreateThing: row },
}
const text = (change: object = {}): string => JSON.stringify({ ...catalog, ...change })
const withRow = (change: object): string => text({ actions: { CreateThing: { ...row, ...change } } })
const fault = (json: string): string => {
  try {
    parseCatalog(json, 'shop.json')
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'accepted'
}

const folders: string[] = []
function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'catalogs-'))
  folders.push(path)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content)
  return path
}
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true })
})

describe('parseCatalog', () => {
  test('gives rows by name, with what the file says', () => {
    const resources = ['qcs::shop:${region}:uin/${uin}:thing/${Id}']
    const read = parseCatalog(withRow({ level: 'resource', resources, fill: { Id: 'Ids' } }), 'shop.json')
    expect(read).toMatchObject({ service: 'shop', product: 'Shop', tags: true, level: 'operation', ip: 'supported' })
    expect(read.actions.get('CreateThing')).toEqual({
      ...row,
      level: 'resource',
      resources,
      fill: new Map([['Id', { parameter: 'Ids', type: 'text', absent: 'refuse', assumed: false }]]),
    })
  })

  test('gives what fills a hole in full', () => {
    const fill = { Id: { parameter: 'Thing.Id', type: 'integer', absent: 'class', assumed: true } }
    const change = { level: 'resource', resources: ['qcs::shop:::thing/${Id}'], fill, requestTags: 'Tags' }
    const read = parseCatalog(withRow(change), 'shop.json').actions.get('CreateThing')
    expect(read?.fill).toEqual(new Map(Object.entries(fill)))
    expect(read?.requestTags).toBe('Tags')
  })

  test('an inherited name is no action, and may be the name of one', () => {
    expect(parseCatalog(text(), 'shop.json').actions.get('constructor')).toBeUndefined()
    expect(parseCatalog(text({ actions: { constructor: row } }), 'shop.json').actions.get('constructor')).toEqual(row)
  })

  test.each([
    ['not JSON', '{', 'is not JSON'],
    ['not an object', '[]', '$: '],
    ['an unknown member', text({ extra: 1 }), 'extra'],
    ['a service in upper case', text({ service: 'Shop' }), '$.service: '],
    ['an unknown level', withRow({ level: 'field' }), '$.actions.CreateThing.level: '],
    ['a missing flag', withRow({ ip: undefined }), '$.actions.CreateThing.ip: '],
    ['no action', text({ actions: {} }), '$.actions: holds no action'],
    ['an action name with a blank', text({ actions: { 'Create Thing': row } }), '$.actions'],
    ['a summary without a stop', withRow({ summary: 'Makes a thing' }), '$.actions.CreateThing.summary: '],
    ['resource level without a resource', withRow({ level: 'resource' }), '$.actions.CreateThing.resources: '],
    [
      'a resource at operation level',
      withRow({ resources: ['qcs::shop::uin/:a/*'] }),
      '$.actions.CreateThing.resources: ',
    ],
    [
      'five segments',
      withRow({ level: 'resource', resources: ['qcs::shop::a/*'] }),
      '$.actions.CreateThing.resources[0]: ',
    ],
    [
      'an open hole',
      withRow({ level: 'resource', resources: ['qcs::shop:::a/${b'] }),
      '$.actions.CreateThing.resources[0]: ',
    ],
    [
      'a hole that nothing fills',
      withRow({ level: 'resource', resources: ['qcs::shop:::a/${b}'] }),
      '$.actions.CreateThing.fill: says nothing of the hole b',
    ],
    [
      'a fill without a hole',
      withRow({ level: 'resource', resources: ['qcs::shop:::a/*'], fill: { b: 'B' } }),
      '$.actions.CreateThing.fill.b: is no hole',
    ],
    [
      'one element of a list',
      withRow({ level: 'resource', resources: ['qcs::shop:::a/${b}'], fill: { b: 'B.0' } }),
      '$.actions.CreateThing.fill.b: ',
    ],
    [
      'tags of a product without',
      text({ tags: false, actions: { CreateThing: { ...row, requestTags: 'Tags' } } }),
      '$.actions.CreateThing.requestTags: ',
    ],
    ['names that differ in case', text({ actions: { GetThing: row, getthing: row } }), '$.actions.getthing: '],
    [
      'a row written twice',
      text().replace('{"CreateThing"', '{"CreateThing":1,"CreateThing"'),
      '$.actions.CreateThing: ',
    ],
    ['a hidden prototype', text().replace('{"CreateThing"', '{"__proto__":{},"CreateThing"'), '$.actions.__proto__: '],
  ])('%s is refused with file and path', (_, json, message) => {
    expect(fault(json)).toMatch(/^catalog shop\.json: /)
    expect(fault(json)).toContain(message)
  })

  test('many faults are named in one message, with the count of the rest', () => {
    const actions = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`Act${index}`, { ...row, ip: 1 }]))
    expect(fault(text({ actions }))).toMatch(/\$\.actions\.Act0\.ip: .*\$\.actions\.Act9\.ip: .*; and 2 more$/)
  })
})

describe('loadCatalogs', () => {
  test('has the shipped services in order', () => {
    expect(loadCatalogs().all.map((each) => each.service)).toEqual(['ccc', 'intlpartnersmgt', 'ses'])
  })

  test('adds the files of a folder and passes over what is not JSON', () => {
    const catalogs = loadCatalogs(folder({ 'shop.json': text(), 'README.md': 'x' }))
    expect(catalogs.get('shop')?.product).toBe('Shop')
    expect(catalogs.all).toHaveLength(4)
  })

  test('a file of the folder replaces the shipped catalog of its service', () => {
    const catalogs = loadCatalogs(folder({ 'mine.json': text({ service: 'ses' }) }))
    expect(catalogs.get('ses')?.actions.size).toBe(1)
    expect(catalogs.all).toHaveLength(3)
  })

  test('one service in two files of the folder is refused', () => {
    const path = folder({ 'a.json': text(), 'b.json': text() })
    expect(() => loadCatalogs(path)).toThrow('catalog b.json: $.service: shop is also in a.json')
  })

  test('a faulty file is named with its folder', () => {
    const path = folder({ 'shop.json': '{}' })
    expect(() => loadCatalogs(path)).toThrow(`catalog ${join(path, 'shop.json')}: $.service: `)
  })

  test('a catalog made by the server cannot be replaced by a file', () => {
    const path = folder({ 'cam.json': text({ service: 'cam' }) })
    expect(() => loadCatalogs(path, [camCatalog([])])).toThrow('catalog cam: is made by the server itself')
  })

  test('a missing folder is an error that names it', () => {
    expect(() => loadCatalogs(join(tmpdir(), 'no-such-catalogs'))).toThrow('no-such-catalogs')
  })
})

describe('look-ups', () => {
  const catalogs = catalogsOf([parseCatalog(text(), 'shop.json')])

  test('a service is found without regard to case', () => {
    expect(catalogs.get('SHOP')?.service).toBe('shop')
    expect(catalogs.get('constructor')).toBeUndefined()
    expect(catalogs.get('__proto__')).toBeUndefined()
  })

  test('the vocabulary knows actions without regard to case, and no inherited ones', () => {
    const shop = catalogs.vocabulary().service('Shop')
    expect(shop?.hasAction('createTHING')).toBe(true)
    for (const name of ['CreateThin', 'CreateThings', 'constructor', '__proto__', '']) {
      expect(shop?.hasAction(name)).toBe(false)
    }
  })

  test('the vocabulary tells the level of an action', () => {
    const shop = catalogs.vocabulary().service('shop')
    expect(shop?.granularity('CREATETHING')).toBe('operation')
    expect(shop?.granularity('constructor')).toBeUndefined()
  })

  test('the vocabulary knows products by name: loaded ones and those of the list', () => {
    expect(['shop', 'SHOP', 'cvm'].every(catalogs.vocabulary().knows)).toBe(true)
    expect(['shops', 'constructor', '__proto__', ''].some(catalogs.vocabulary().knows)).toBe(false)
  })

  test('the vocabulary lists the products that are known, and the actions of loaded ones', () => {
    const { services, service } = catalogs.vocabulary()
    expect(services).toContainEqual({ service: 'shop', product: 'Shop' })
    expect(services).toContainEqual({ service: 'cvm', product: 'cvm' })
    const names = services.map((one) => one.service)
    expect([...new Set(names)].sort()).toEqual(names)
    expect(service('shop')?.actions).toContainEqual({ name: 'CreateThing', summary: 'Makes a thing.' })
  })

  test('the vocabulary says nothing of a product without a catalog', () => {
    expect(catalogs.vocabulary().service('cvm')).toBeUndefined()
    expect(catalogs.vocabulary().service('constructor')).toBeUndefined()
  })
})

test('schema.json is what the schema makes', () => {
  expect(readFileSync(new URL('./schema.json', import.meta.url), 'utf8')).toBe(catalogSchemaText())
})
