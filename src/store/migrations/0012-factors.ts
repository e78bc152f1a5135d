// Passkeys and hardware tokens. Never edited once released.
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'
import { tellPlannerMore } from './planner.ts'
import { createTable, type Table } from './tables.ts'

const toAccount = { columns: ['account'], table: 'accounts' }

const tables: Readonly<Record<string, Table>> = {
  passkeys: {
    columns: {
      account: 'integer',
      credential_id: 'text',
      uin: 'integer',
      kind: 'text',
      site: 'text',
      public_key: 'text',
      counter: 'integer',
      transports: 'text',
      name: 'text',
      created_ms: 'integer',
      used_ms: 'integer?',
    },
    key: ['account', 'credential_id'],
    indexes: [['account', 'uin', 'created_ms']],
    references: [toAccount],
  },
  hard_tokens: {
    columns: {
      account: 'integer',
      serial: 'text',
      sealed_secret: 'text',
      period_seconds: 'integer',
      uin: 'integer?',
      last_step: 'integer',
      imported_ms: 'integer',
    },
    key: ['account', 'serial'],
    indexes: [['account', 'uin', 'serial']],
    references: [toAccount],
  },
}

export async function factors(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const types = columnTypes(dialect)
  for (const [name, table] of Object.entries(tables)) await createTable(db, types, name, table)
  if (dialect === 'sqlite') await tellPlannerMore(db, tables)
}
