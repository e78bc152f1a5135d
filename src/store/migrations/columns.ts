// Column types and table endings by database, for migrations. Append-only like the migrations that use them: what is
// here once must keep its meaning.
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DialectName } from '../sql/dialect.ts'

export interface ColumnTypes {
  /** Integers up to 2^53. */
  readonly integer: RawBuilder<unknown>
  /** Text compared and ordered by bytes. */
  readonly text: RawBuilder<unknown>
  /** What ends `create table`. */
  readonly ending: RawBuilder<unknown>
}

const byDialect: Record<DialectName, ColumnTypes> = {
  // STRICT refuses a value of another type as PostgreSQL does; WITHOUT ROWID keeps each row in its key's own tree, one
  // page written instead of two.
  sqlite: { integer: sql`integer`, text: sql`text`, ending: sql`strict, without rowid` },
  postgres: { integer: sql`bigint`, text: sql`text collate "C"`, ending: sql`` },
}

export const columnTypes = (dialect: DialectName): ColumnTypes => byDialect[dialect]

/** Migrations run before any table is known: no table type applies. */
export type AnyDatabase = Kysely<Record<string, Record<string, unknown>>>
