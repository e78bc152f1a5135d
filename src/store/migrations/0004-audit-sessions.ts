// Which temporary credential made a change, beside the number of whoever asked for it. Never edited once released.

import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'

export async function auditSessions(db: AnyDatabase, dialect: DialectName): Promise<void> {
  await db.schema.alterTable('audit_events').addColumn('session', columnTypes(dialect).text).execute()
}
