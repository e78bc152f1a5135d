// Which migrations a database lacks, without making them: for whoever only wants to look.
import { DatabaseSync } from 'node:sqlite'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { migrationsFor } from './migrations/index.ts'
import { databaseOf } from './sqlite.ts'

/** Names in order; `databaseUrl` or a file. Throws where it cannot be read. */
export async function missingMigrations(
  place: { readonly databaseUrl: string } | { readonly file: string },
): Promise<readonly string[]> {
  const dialect = 'file' in place ? 'sqlite' : 'postgres'
  const db = new Kysely<unknown>({
    dialect:
      'file' in place
        ? new SqliteDialect({ database: databaseOf(new DatabaseSync(place.file, { readOnly: true })) })
        : new PostgresDialect({ pool: new pg.Pool({ connectionString: place.databaseUrl, max: 1 }) }),
  })
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrationsFor(dialect) } })
    const all = await migrator.getMigrations()
    return all.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name)
  } finally {
    await db.destroy()
  }
}
