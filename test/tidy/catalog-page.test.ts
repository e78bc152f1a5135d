// The sample of docs/catalogs.md is a catalog that the server takes, and means what the page says of it.
import { expect, test } from 'vitest'
import { parseCatalog } from '../../src/catalog/load.ts'
import { resourcesOf } from '../../src/gateway/resources.ts'
import { WARNING_CODES } from '../../src/policy/index.ts'
import type { RawObject } from '../../src/protocol/call.ts'
import { read } from './source.ts'

const page = read('docs/catalogs.md')
const catalog = parseCatalog(/```json\n(.*?)```/s.exec(page)?.[1] ?? '', 'docs/catalogs.md')

const asked = (name: string, parameters: RawObject) => {
  const row = catalog.actions.get(name)
  if (row === undefined) throw new Error(`no ${name}`)
  const result = resourcesOf('bookshop', name, row, { region: 'ap-beijing', account: 1, parameters })
  return result.kind === 'asked' ? result.resources : result.error.code
}

test('the sample is a catalog', () => {
  expect([...catalog.actions.keys()]).toEqual(['ListShelves', 'CreateBook', 'DeleteBooks', 'DescribeBooks'])
  expect(asked('ListShelves', {})).toEqual(['*'])
  expect(asked('CreateBook', { ShelfId: 7 })).toEqual([
    'qcs::bookshop:ap-beijing:uin/1:shelf/7',
    'qcs::bookshop:ap-beijing:uin/1:book/*',
  ])
  expect(asked('CreateBook', { ShelfId: '007' })).toBe('InvalidParameterValue')
  expect(asked('DeleteBooks', { Books: [{ BookId: 'a' }, { BookId: 'b' }] })).toEqual([
    'qcs::bookshop:ap-beijing:uin/1:book/a',
    'qcs::bookshop:ap-beijing:uin/1:book/b',
  ])
  expect(asked('DeleteBooks', {})).toBe('MissingParameter')
  expect(asked('DescribeBooks', {})).toEqual(['qcs::bookshop:ap-beijing:uin/1:book/*'])
})

test('the page names every member of a file, and every warning', () => {
  const schema = JSON.parse(read('src/catalog/schema.json')) as Record<string, unknown>
  const names = namesIn(schema).filter((one) => one !== '$schema' && one !== 'actions')
  expect(names).toContain('requestTags')
  for (const name of names) expect(page).toContain(`| \`${name}\` |`)
  for (const code of WARNING_CODES) expect(page).toContain(`| \`${code.replace('warning.', '')}\` |`)
})

/** Names of members in a JSON Schema, at any depth. */
function namesIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties'
      ? [...Object.keys(value as object), ...Object.values(value as object).flatMap(namesIn)]
      : namesIn(value),
  )
}
