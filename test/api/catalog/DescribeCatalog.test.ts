import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'

const folder = mkdtempSync(join(tmpdir(), 'opencam-catalogs-'))
const bookshop = {
  service: 'bookshop',
  product: 'Book Shop',
  console: false,
  tags: true,
  level: 'resource',
  ip: 'partial',
  updated: '2026-01-01 00:00:00',
  versions: ['2026-01-01'],
  actions: {
    ListShelves: { class: 'list', level: 'operation', resources: [], ip: true, summary: 'Lists the shelves.' },
    CreateBook: {
      class: 'write',
      level: 'resource',
      resources: ['qcs::bookshop:${region}:uin/${uin}:shelf/${ShelfId}'],
      fill: { ShelfId: { parameter: 'ShelfId', type: 'integer' } },
      requestTags: 'Tags',
      ip: false,
      summary: 'Puts a new book on a shelf.',
    },
  },
}

describe('DescribeCatalog', () => {
  let server: Harness
  beforeAll(async () => {
    writeFileSync(join(folder, 'bookshop.json'), JSON.stringify(bookshop))
    server = await openHarness({ catalogDir: folder })
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  test('ok: a catalog of the operator, by any capitals', async () => {
    const { Digest, ...told } = await server.ok('DescribeCatalog', { Service: 'BookShop' })
    expect(Digest).toMatch(/^[0-9a-f]{64}$/)
    expect(told).toEqual({
      Service: 'bookshop',
      ProductName: 'Book Shop',
      Own: false,
      Console: false,
      Tags: true,
      Level: 'resource',
      Ip: 'partial',
      Updated: '2026-01-01 00:00:00',
      Versions: ['2026-01-01'],
      ActionCount: 2,
      Actions: [
        {
          Name: 'ListShelves',
          Class: 'list',
          Level: 'operation',
          Resources: [],
          Fill: [],
          RequestTags: null,
          Ip: true,
          Summary: 'Lists the shelves.',
        },
        {
          Name: 'CreateBook',
          Class: 'write',
          Level: 'resource',
          Resources: ['qcs::bookshop:${region}:uin/${uin}:shelf/${ShelfId}'],
          Fill: [{ Hole: 'ShelfId', Parameter: 'ShelfId', Type: 'integer', Absent: 'refuse' }],
          RequestTags: 'Tags',
          Ip: false,
          Summary: 'Puts a new book on a shelf.',
        },
      ],
    })
  })

  test('ok: page by page, under one digest, which is that of the list', async () => {
    const { Catalogs } = await server.ok('ListCatalogs')
    const listed = (Catalogs as readonly { Service: string; Digest: string }[]).find(({ Service }) => Service === 'cam')
    const names: string[] = []
    let page = 0
    let count = 1
    while (names.length < count) {
      page += 1
      const { Actions, ActionCount, Digest } = await server.ok('DescribeCatalog', {
        Service: 'cam',
        Page: page,
        Rp: 100,
      })
      expect(Digest).toBe(listed?.Digest)
      names.push(...(Actions as readonly { Name: string }[]).map(({ Name }) => Name))
      count = Number(ActionCount)
    }
    expect(new Set(names).size).toBe(count)
    expect(names).toContain('DescribeCatalog')
  })

  test('ResourceNotFound.NotFound: a product without a catalog', async () => {
    await server.refused('ResourceNotFound.NotFound', 'DescribeCatalog', { Service: 'library' })
  })

  test('InvalidParameter.ParamError: no page', async () => {
    await server.refused('InvalidParameter.ParamError', 'DescribeCatalog', { Service: 'cam', Page: 0 })
  })

  test('denied: a user who may only list', async () => {
    const as = await server.user('lister', allow('cam:ListCatalogs'))
    await server.refused('AuthFailure.UnauthorizedOperation', 'DescribeCatalog', { Service: 'cam' }, { as })
  })
})
