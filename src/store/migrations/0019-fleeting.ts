// Tables that may be forgotten. On PostgreSQL they are unlogged: nothing of them goes through the log or waits for a disk,
// and a crash of the database empties them all. On SQLite they are in a file of their own (`fleeting-file.ts`). Never edited
// once released.
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'
import { indexName, tellPlannerOfIndex } from './planner.ts'
import { createTable, type Table } from './tables.ts'

export const fleetingTables: Readonly<Record<string, Table>> = {
  call_uses: {
    columns: { account: 'integer', digest: 'text', expires_ms: 'integer' },
    key: ['account', 'digest'],
    indexes: [['expires_ms']],
  },
  fleeting_memory: { columns: { account: 'integer', since_ms: 'integer' }, key: ['account'] },
  rate_counts: {
    columns: { account: 'integer', subject: 'text', second: 'integer', taken: 'integer' },
    key: ['account', 'subject', 'second'],
    indexes: [['second']],
  },
  server_beats: { columns: { account: 'integer', server: 'text', beat: 'integer' }, key: ['account', 'server'] },
}

/** So that what nobody came back for is found when its time is over. */
const expiring = ['mfa_tokens', 'access_requests']

export async function fleeting(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const expires = ['expires_ms']
  for (const table of expiring) {
    await db.schema.createIndex(indexName(table, expires)).on(table).columns(expires).execute()
    if (dialect === 'sqlite') await tellPlannerOfIndex(db, table, expires)
  }
  if (dialect === 'sqlite') return
  for (const [name, table] of Object.entries(fleetingTables)) {
    await createTable(db, columnTypes(dialect), name, { ...table, unlogged: true })
  }
  // Nothing was promised before this table was there.
  await db.insertInto('fleeting_memory').values({ account: 0, since_ms: 0 }).execute()
}
