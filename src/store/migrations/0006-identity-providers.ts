// Identity providers of roles, and the settings of sign-in by an account's own one. Never edited once released.
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'
import { tellPlannerMore } from './planner.ts'
import { createTable, type Table } from './tables.ts'

const toAccount = { columns: ['account'], table: 'accounts' }

// Documents come last: SQLite walks over what is before a column, and a look at the rest should not pay for 64 KB of XML.
const tables: Readonly<Record<string, Table>> = {
  identity_providers: {
    columns: {
      account: 'integer',
      name_key: 'text',
      kind: 'text',
      name: 'text',
      auto_rotate: 'integer',
      keys_due_ms: 'integer?',
      created_ms: 'integer',
      updated_ms: 'integer',
      issuer: 'text?',
      description: 'text',
      client_ids: 'text?',
      identity_key: 'text?',
      metadata: 'text?',
    },
    key: ['account', 'name_key'],
    indexes: [['auto_rotate', 'keys_due_ms']],
    references: [toAccount],
  },
  user_sso: {
    columns: {
      account: 'integer',
      protocol: 'text',
      enabled: 'integer',
      auto_rotate: 'integer',
      keys_due_ms: 'integer?',
      auxiliary_domain: 'text?',
      issuer: 'text?',
      client_id: 'text?',
      authorization_endpoint: 'text?',
      response_type: 'text?',
      response_mode: 'text?',
      mapping_field: 'text?',
      scopes: 'text?',
      description: 'text?',
      created_ms: 'integer',
      updated_ms: 'integer',
      identity_key: 'text?',
      metadata: 'text?',
    },
    key: ['account', 'protocol'],
    indexes: [['auto_rotate', 'enabled', 'keys_due_ms']],
    references: [toAccount],
  },
}

export async function identityProviders(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const types = columnTypes(dialect)
  for (const [name, table] of Object.entries(tables)) await createTable(db, types, name, table)
  if (dialect === 'sqlite') await tellPlannerMore(db, tables)
}
