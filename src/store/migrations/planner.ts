// What SQLite's planner is told about the tables. It keeps no statistics of its own unless asked to, and without any it
// takes an account for a handful of rows and walks all of it where an index on more columns was meant. PostgreSQL
// gathers its own.
import { sql } from 'kysely'
import type { AnyDatabase } from './columns.ts'

interface Indexed {
  readonly key: readonly string[]
  readonly unique?: readonly (readonly string[])[]
  readonly indexes?: readonly (readonly string[])[]
}

export const indexName = (table: string, columns: readonly string[]): string => `${table}_${columns.join('_')}_index`
export const uniqueName = (table: string, columns: readonly string[]): string => `${table}_${columns.join('_')}_unique`

// The picture: one large account in each table, ten rows for what an index names beyond it. Any numbers in this
// proportion give the same plans. Rows count as equally small everywhere (`sz`), or a detour over a secondary index would
// seem cheaper than the key; and a key is never walked account by account for what has an index (`noskipscan`).
const tableRows = 100_000
const rowsPerAccount = 50_000
const rowsPerValue: Readonly<Record<string, number>> = {
  account: rowsPerAccount,
  product: 40_000,
  type: 20_000,
  kind: 20_000,
}
const properties = 'sz=50 noskipscan'

/**
 * Writes statistics for the tables of a new database. The order of plans then depends on nothing that changes at run time.
 */
export async function tellPlanner(db: AnyDatabase, tables: Readonly<Record<string, Indexed>>): Promise<void> {
  // Makes the table of statistics; of empty tables it puts nothing in.
  await sql`analyze`.execute(db)
  await tellPlannerMore(db, tables)
}

/** The same for tables of a later migration: what is said of the others stays, whatever they hold by now. */
export async function tellPlannerMore(db: AnyDatabase, tables: Readonly<Record<string, Indexed>>): Promise<void> {
  for (const [table, { key, unique = [], indexes = [] }] of Object.entries(tables)) {
    // SQLite calls the key's index by the table's name and numbers those of unique constraints after it.
    await tell(db, table, table, key, true)
    for (const [i, columns] of unique.entries())
      await tell(db, table, `sqlite_autoindex_${table}_${i + 2}`, columns, true)
    for (const columns of indexes) await tell(db, table, indexName(table, columns), columns, false)
  }
  await sql`analyze sqlite_schema`.execute(db)
}

/** The same for one more index of a table that is there. */
export async function tellPlannerOfIndex(db: AnyDatabase, table: string, columns: readonly string[]): Promise<void> {
  await tell(db, table, indexName(table, columns), columns, false)
  await sql`analyze sqlite_schema`.execute(db)
}

async function tell(db: AnyDatabase, table: string, index: string, columns: readonly string[], unique: boolean) {
  const rows = columns.map((column, i) => (unique && i === columns.length - 1 ? 1 : (rowsPerValue[column] ?? 10)))
  const stat = [tableRows, ...rows, properties].join(' ')
  await db.insertInto('sqlite_stat1').values({ tbl: table, idx: index, stat }).execute()
}
