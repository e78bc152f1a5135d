// Every row of the shipped catalogs against an independent statement of the same facts.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadCatalogs } from '../../src/catalog/load.ts'
import { knows } from '../../src/catalog/products.ts'
import { holesOf } from '../../src/catalog/templates.ts'

interface ReferenceRow {
  readonly class: string
  readonly granularity: string
  readonly resources: readonly string[]
  readonly ipRestriction: boolean
}
interface Reference {
  readonly console: boolean
  readonly tagAuthorization: boolean
  readonly granularity: string
  readonly ipRestriction: string
  readonly updated: string
  readonly counts: Readonly<Record<'write' | 'other' | 'read' | 'list' | 'total', number>>
  readonly actions: Readonly<Record<string, ReferenceRow>>
}

const catalogs = loadCatalogs()

describe.each([
  ['ses', 113],
  ['ccc', 181],
  ['intlpartnersmgt', 238],
] as const)('%s', (service, total) => {
  const reference = JSON.parse(
    readFileSync(new URL(`./catalogs/${service}.json`, import.meta.url), 'utf8'),
  ) as Reference
  const catalog = catalogs.get(service)
  if (catalog === undefined) throw new Error(`no catalog of ${service}`)
  const rows = [...catalog.actions]

  test('has the actions of the reference, no more and no fewer, in its order', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(reference.actions))
    expect(rows).toHaveLength(total)
    expect(reference.counts.total).toBe(total)
    for (const group of ['write', 'other', 'read', 'list'] as const) {
      expect(rows.filter(([, row]) => row.class === group)).toHaveLength(reference.counts[group])
    }
  })

  test('says of the product what the reference says', () => {
    expect(knows(service)).toBe(true)
    expect(catalog).toMatchObject({
      service,
      console: reference.console,
      tags: reference.tagAuthorization,
      level: reference.granularity,
      ip: reference.ipRestriction,
      updated: reference.updated,
    })
  })

  test.each(rows)('%s has its class, level, resources and address flag', (name, row) => {
    const judge = reference.actions[name]
    expect({ class: row.class, granularity: row.level, resources: row.resources, ipRestriction: row.ip }).toEqual(judge)
  })

  test('every action has a sentence of its own', () => {
    const summaries = rows.map(([, row]) => row.summary)
    expect(rows.filter(([, row]) => !/^[A-Z].{8,98}[A-Za-z0-9)]\.$/.test(row.summary)).map(([name]) => name)).toEqual(
      [],
    )
    expect(summaries.filter((text, index) => summaries.indexOf(text) !== index)).toEqual([])
  })

  test('a confirmed parameter belongs to a hole of the row', () => {
    for (const [name, row] of rows) {
      const holes = row.resources.flatMap(holesOf)
      expect({ name, unknown: [...(row.fill?.keys() ?? [])].filter((hole) => !holes.includes(hole)) }).toEqual({
        name,
        unknown: [],
      })
    }
  })
})
