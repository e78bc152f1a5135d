// Sign-ins at the console: sessions of browsers, counts of failed tries, challenges, places, and what root accounts lacked
// for it. Never edited once released.
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'
import { indexName, tellPlannerMore, tellPlannerOfIndex } from './planner.ts'
import { createTable, type Table } from './tables.ts'

const toAccount = { columns: ['account'], table: 'accounts' }

const tables: Readonly<Record<string, Table>> = {
  console_sessions: {
    columns: {
      account: 'integer',
      session_key: 'text',
      uin: 'integer',
      stage: 'text',
      way: 'text',
      factors: 'text',
      must_change: 'integer',
      verified_ms: 'integer?',
      role_account: 'integer?',
      role_id: 'text?',
      role_name: 'text?',
      provider: 'text?',
      name: 'text',
      next: 'text',
      address: 'text',
      created_ms: 'integer',
      seen_ms: 'integer',
      expires_ms: 'integer',
    },
    key: ['account', 'session_key'],
    indexes: [['account', 'uin', 'created_ms'], ['expires_ms']],
    references: [toAccount],
  },
  // Names that nobody has are counted too, under the account 0: no reference.
  signin_tries: {
    columns: { account: 'integer', subject: 'text', tries: 'integer', since_ms: 'integer', locked_ms: 'integer' },
    key: ['account', 'subject'],
    indexes: [['since_ms']],
  },
  signin_challenges: {
    columns: {
      account: 'integer',
      session_key: 'text',
      kind: 'text',
      sealed: 'text',
      tries: 'integer',
      expires_ms: 'integer',
    },
    key: ['account', 'session_key', 'kind'],
    indexes: [['expires_ms']],
    references: [toAccount],
  },
  signin_places: {
    columns: { account: 'integer', uin: 'integer', place: 'text', seen_ms: 'integer' },
    key: ['account', 'uin', 'place'],
    references: [toAccount],
  },
}

export async function signIn(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const types = columnTypes(dialect)
  for (const [name, table] of Object.entries(tables)) await createTable(db, types, name, table)
  await db.schema.alterTable('accounts').addColumn('last_login_ip', types.text).execute()
  await db.schema.alterTable('accounts').addColumn('last_login_ms', types.integer).execute()
  const email = ['email']
  await db.schema.createIndex(indexName('accounts', email)).on('accounts').columns(email).execute()
  if (dialect === 'sqlite') {
    await tellPlannerMore(db, tables)
    await tellPlannerOfIndex(db, 'accounts', email)
  }
}
