// What ends temporary credentials for good: how often a key was turned off, what a session was asked for with and through
// which roles, and the wrong codes of a software token. Never edited once released: later shapes are later migrations.
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'

/**
 * Sessions that an earlier version gave out for a permanent key go on. Those that a temporary key asked for name no key that
 * there is, so they are over: what they came from is not known.
 */
export async function sessionChains(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const { integer, text } = columnTypes(dialect)
  const counts = [
    ['access_keys', 'generation'],
    ['sessions', 'issuing_generation'],
    ['totp_devices', 'failures'],
    ['totp_devices', 'failed_ms'],
  ] as const
  for (const [table, column] of counts) {
    await db.schema
      .alterTable(table)
      .addColumn(column, integer, (c) => c.notNull().defaultTo(0))
      .execute()
  }
  await db.schema.alterTable('sessions').addColumn('through', text).execute()
}
