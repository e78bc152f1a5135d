// What provisioning by SCIM needs: tokens, and the ids that a client gives to users and groups. Never edited once released.
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'
import { indexName, tellPlannerMore, tellPlannerOfIndex } from './planner.ts'
import { createTable, type Table } from './tables.ts'

const tables: Readonly<Record<string, Table>> = {
  scim_tokens: {
    columns: {
      account: 'integer',
      token_id: 'text',
      uin: 'integer',
      secret_hash: 'text',
      description: 'text',
      created_ms: 'integer',
      expires_ms: 'integer',
    },
    key: ['account', 'token_id'],
    indexes: [['token_id'], ['account', 'uin']],
    references: [{ columns: ['account', 'uin'], table: 'users' }],
  },
}

const externalId = ['account', 'external_id']

export async function scim(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const types = columnTypes(dialect)
  for (const [name, table] of Object.entries(tables)) await createTable(db, types, name, table)
  if (dialect === 'sqlite') await tellPlannerMore(db, tables)
  for (const table of ['users', 'groups']) {
    await db.schema.alterTable(table).addColumn('external_id', types.text).execute()
    await db.schema.createIndex(indexName(table, externalId)).on(table).columns(externalId).execute()
    if (dialect === 'sqlite') await tellPlannerOfIndex(db, table, externalId)
  }
}
