// The shape of the tables: the same on both databases, keyed by account, and reached twice without harm.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { expect, test } from 'vitest'
import { sealedColumns } from '../../src/store/sealed-columns.ts'
import { backends } from './backends.ts'
import { insertAccount } from './contract/context.ts'

interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly required: boolean
}
interface Shape {
  readonly columns: readonly Column[]
  /** Table → columns of its primary key, in order. */
  readonly keys: Readonly<Record<string, readonly string[]>>
}

// Kysely's own tables, and the one that PostgreSQL has sequences for.
const notCompared = ['kysely_migration', 'kysely_migration_lock', 'sequences']

function sqliteShape(file: string): Shape {
  const db = new DatabaseSync(file, { readOnly: true })
  const rows = db
    .prepare(
      `select t.name as "table", c.name as "column", lower(c.type) as type, c."notnull" as required, c.pk as pk
         from sqlite_master t join pragma_table_info(t.name) c
        where t.type = 'table' and t.name not like 'sqlite_%' order by 1, 2`,
    )
    .all() as unknown as { table: string; column: string; type: string; required: number; pk: number }[]
  db.close()
  const ours = rows.filter((row) => !notCompared.includes(row.table))
  const keys: Record<string, string[]> = {}
  for (const row of ours.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk)) {
    keys[row.table] = [...(keys[row.table] ?? []), row.column]
  }
  const columns = ours.map(({ table, column, type, required }) => ({ table, column, type, required: required === 1 }))
  return { columns, keys }
}

function together(shapes: readonly Shape[]): Shape {
  const columns = shapes.flatMap((shape) => shape.columns)
  const place = ({ table, column }: Column): string => `${table} ${column}`
  return {
    columns: columns.toSorted((a, b) => (place(a) < place(b) ? -1 : 1)),
    keys: Object.assign({}, ...shapes.map((shape) => shape.keys)),
  }
}

async function postgresShape(url: string): Promise<Shape & { collations: readonly string[] }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(
    `select table_name, column_name, data_type, is_nullable, collation_name from information_schema.columns
      where table_schema = 'public' order by table_name collate "C", column_name collate "C"`,
  )
  const { rows: keyRows } = await client.query(
    `select k.table_name, k.column_name from information_schema.key_column_usage k
       join information_schema.table_constraints c using (constraint_schema, constraint_name)
      where c.constraint_type = 'PRIMARY KEY' and k.table_schema = 'public' order by k.ordinal_position`,
  )
  await client.end()
  const ours = rows.filter((row) => !notCompared.includes(row.table_name))
  const types: Record<string, string> = { bigint: 'integer', text: 'text' }
  const keys: Record<string, string[]> = {}
  for (const row of keyRows.filter(({ table_name }) => !notCompared.includes(table_name))) {
    keys[row.table_name] = [...(keys[row.table_name] ?? []), row.column_name]
  }
  const columns = ours.map((row) => ({
    table: row.table_name,
    column: row.column_name,
    type: types[row.data_type] ?? row.data_type,
    required: row.is_nullable === 'NO',
  }))
  const texts = ours.filter((row) => row.data_type === 'text')
  return { columns, keys, collations: texts.map((row) => String(row.collation_name)) }
}

test('both databases have the same tables, columns, types and keys; text is compared by bytes', {
  timeout: 60_000,
}, async () => {
  const places = await Promise.all(backends.map((backend) => backend.make()))
  try {
    for (const place of places) await (await place.open()).close()
    const [sqlite, postgres] = places
    // What may be forgotten is in a file of its own there.
    const folder = sqlite?.options.dataDir ?? ''
    const files = ['opencam.db', readdirSync(folder).find((file) => /^fleeting-.*\.db$/.test(file)) ?? '']
    const one = together(files.map((file) => sqliteShape(join(folder, file))))
    const two = await postgresShape(postgres?.options.databaseUrl ?? '')
    expect(two.columns).toEqual(one.columns)
    expect(two.keys).toEqual(one.keys)
    expect(one.columns.length).toBeGreaterThan(50)
    expect(new Set(two.collations)).toEqual(new Set(['C']))
    for (const key of Object.values(one.keys)) expect(key[0]).toBe('account')
    // What is sealed is found again when the master key changes.
    const sealed = one.columns.filter(({ column }) => column.startsWith('sealed'))
    expect(sealedColumns.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
      sealed.map(({ table, column }) => `${table}.${column}`).toSorted(),
    )
    for (const { table, key } of sealedColumns) {
      expect(one.keys[table]).toEqual(['account', ...key.map(({ name }) => name)])
    }
    expect(Object.keys(one.keys)).toHaveLength(new Set(one.columns.map(({ table }) => table)).size)
  } finally {
    for (const place of places) await place.drop()
  }
})

for (const backend of backends) {
  test(`${backend.name}: opening again changes nothing`, async () => {
    const place = await backend.make()
    const first = await place.open()
    const account = await insertAccount(first)
    await first.close()
    const second = await place.open()
    const row = await second.read.accounts.get(account)
    expect(row?.account).toBe(account)
    expect(await second.read.accounts.count()).toBe(1)
    await second.close()
    await place.drop()
  })
}
