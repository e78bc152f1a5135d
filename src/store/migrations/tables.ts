// Makes tables out of descriptions, for the migrations after the first. Append-only like the migrations that use it: what
// a description makes must stay what it once made.
import { type CreateTableBuilder, type RawBuilder, sql } from 'kysely'
import type { AnyDatabase, ColumnTypes } from './columns.ts'
import { indexName, uniqueName } from './planner.ts'

type Column = 'integer' | 'text' | 'integer?' | 'text?'
export interface Table {
  /** A question mark allows NULL. */
  readonly columns: Readonly<Record<string, Column>>
  readonly key: readonly string[]
  readonly unique?: readonly (readonly string[])[]
  readonly indexes?: readonly (readonly string[])[]
  /** On PostgreSQL: kept out of the log, and emptied by a crash. */
  readonly unlogged?: true
  readonly references?: readonly { readonly columns: readonly string[]; readonly table: string }[]
}

/** Makes the table with its key, constraints and indexes, under names that both databases share. */
export async function createTable(db: AnyDatabase, types: ColumnTypes, name: string, table: Table): Promise<void> {
  let builder: CreateTableBuilder<string, string> = db.schema.createTable(name)
  for (const [column, type] of Object.entries(table.columns)) {
    const sqlType: RawBuilder<unknown> = type.startsWith('integer') ? types.integer : types.text
    builder = builder.addColumn(column, sqlType, (c) => (type.endsWith('?') ? c : c.notNull()))
  }
  builder = builder.addPrimaryKeyConstraint(`${name}_key`, [...table.key])
  for (const unique of table.unique ?? []) {
    builder = builder.addUniqueConstraint(uniqueName(name, unique), [...unique])
  }
  for (const { columns, table: target } of table.references ?? []) {
    builder = builder.addForeignKeyConstraint(`${name}_${target}_reference`, [...columns], target, [...columns])
  }
  if (table.unlogged === true) builder = builder.modifyFront(sql`unlogged`)
  await builder.modifyEnd(types.ending).execute()
  for (const columns of table.indexes ?? []) {
    await db.schema
      .createIndex(indexName(name, columns))
      .on(name)
      .columns([...columns])
      .execute()
  }
}
