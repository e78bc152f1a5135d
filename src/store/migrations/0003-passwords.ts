// Passwords that users had: hashes only, so that none of the last few is taken again. Never edited once released.
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'
import { tellPlannerMore } from './planner.ts'
import { createTable, type Table } from './tables.ts'

const tables: Readonly<Record<string, Table>> = {
  passwords_used: {
    columns: { account: 'integer', uin: 'integer', position: 'integer', password_hash: 'text', set_ms: 'integer' },
    key: ['account', 'uin', 'position'],
    references: [{ columns: ['account', 'uin'], table: 'users' }],
  },
}

export async function passwords(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const types = columnTypes(dialect)
  for (const [name, table] of Object.entries(tables)) await createTable(db, types, name, table)
  if (dialect === 'sqlite') await tellPlannerMore(db, tables)
}
