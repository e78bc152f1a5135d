// Brings a database to the newest shape, under a lock, so that several nodes may start at once.
import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrationsFor } from './migrations/index.ts'
import type { DialectName } from './sql/dialect.ts'

/** Runs what is missing. Throws when a migration fails or when the database was made by a newer version. */
export async function migrate(db: Kysely<unknown>, dialect: DialectName): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrationsFor(dialect) } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  const known = new Set(Object.keys(migrationsFor(dialect)))
  const newer = error instanceof Error ? /executed migration (\S+) is missing/.exec(error.message)?.[1] : undefined
  if (newer !== undefined && !known.has(newer)) {
    throw new Error(`the database was used by a newer version (it has ${newer}); this version cannot open it`)
  }
  throw error
}
