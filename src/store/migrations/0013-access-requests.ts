// Requests to be let in from addresses that an account does not allow. Never edited once released.
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'
import { tellPlannerMore } from './planner.ts'
import { createTable, type Table } from './tables.ts'

const tables: Readonly<Record<string, Table>> = {
  access_requests: {
    columns: {
      account: 'integer',
      uin: 'integer',
      address: 'text',
      created_ms: 'integer',
      expires_ms: 'integer',
      approved_by: 'integer?',
      approved_until_ms: 'integer?',
    },
    key: ['account', 'uin', 'address'],
    indexes: [['account', 'expires_ms']],
    references: [{ columns: ['account'], table: 'accounts' }],
  },
}

export async function accessRequests(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const types = columnTypes(dialect)
  for (const [name, table] of Object.entries(tables)) await createTable(db, types, name, table)
  if (dialect === 'sqlite') await tellPlannerMore(db, tables)
}
