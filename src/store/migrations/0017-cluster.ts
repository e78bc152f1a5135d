// What several servers over one database need: a log of each account's changes, and the mark of principals in quarantine.
// Never edited once released.
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'
import { tellPlannerMore } from './planner.ts'
import { createTable, type Table } from './tables.ts'

const tables: Readonly<Record<string, Table>> = {
  changes: {
    columns: { account: 'integer', slot: 'integer', revision: 'integer', parts: 'text' },
    key: ['account', 'slot'],
  },
}

export async function cluster(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const types = columnTypes(dialect)
  for (const [name, table] of Object.entries(tables)) await createTable(db, types, name, table)
  if (dialect === 'sqlite') await tellPlannerMore(db, tables)
  for (const table of ['accounts', 'users', 'roles']) {
    await db.schema.alterTable(table).addColumn('quarantined_ms', types.integer).execute()
  }
}
