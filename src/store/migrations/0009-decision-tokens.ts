// Bearer tokens of services that ask for decisions and cannot sign: hashes only. Never edited once released.
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'
import { tellPlannerMore } from './planner.ts'
import { createTable, type Table } from './tables.ts'

const tables: Readonly<Record<string, Table>> = {
  decision_tokens: {
    columns: {
      account: 'integer',
      token_id: 'text',
      hash: 'text',
      service: 'text',
      description: 'text',
      created_ms: 'integer',
      expires_ms: 'integer',
    },
    key: ['account', 'token_id'],
  },
}

export async function decisionTokens(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const types = columnTypes(dialect)
  for (const [name, table] of Object.entries(tables)) await createTable(db, types, name, table)
  if (dialect === 'sqlite') await tellPlannerMore(db, tables)
}
