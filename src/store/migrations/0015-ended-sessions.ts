// What ends sessions of a role before their time: how often all of a role's were ended, which a session and the console's sessions
// that act as the role remember, and whether one was ended by itself. Never edited once released.
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'

export async function endedSessions(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const { integer } = columnTypes(dialect)
  const counts = [
    ['roles', 'session_generation'],
    ['sessions', 'role_generation'],
    ['console_sessions', 'role_generation'],
  ] as const
  for (const [table, column] of counts) {
    await db.schema
      .alterTable(table)
      .addColumn(column, integer, (c) => c.notNull().defaultTo(0))
      .execute()
  }
  await db.schema.alterTable('sessions').addColumn('ended_ms', integer).execute()
}
