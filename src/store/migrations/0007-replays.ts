// Things that are good once only, used on one node and refused on all. Never edited once released.
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'
import { tellPlannerMore } from './planner.ts'
import { createTable, type Table } from './tables.ts'

const tables: Readonly<Record<string, Table>> = {
  replays: {
    columns: { account: 'integer', kind: 'text', digest: 'text', expires_ms: 'integer' },
    key: ['account', 'kind', 'digest'],
    indexes: [['expires_ms']],
    references: [{ columns: ['account'], table: 'accounts' }],
  },
}

export async function replays(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const types = columnTypes(dialect)
  for (const [name, table] of Object.entries(tables)) await createTable(db, types, name, table)
  if (dialect === 'sqlite') await tellPlannerMore(db, tables)
}
