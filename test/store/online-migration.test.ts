// Databases of every earlier shape, a row in each of their tables, opened by the present code while an older reader holds them: the
// reader goes on, and no row or value is lost. Nodes that start at once migrate once.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { migrationsFor } from '../../src/store/migrations/index.ts'
import type { DialectName } from '../../src/store/sql/dialect.ts'
import { backends, type Place } from './backends.ts'
import { opencamProcess } from './command.ts'

type Row = Readonly<Record<string, unknown>>
type AnyKysely = Kysely<Record<string, Row>>

const account = 100_000_000_001
const names = Object.keys(migrationsFor('sqlite'))

function connect({ options: { dataDir, databaseUrl } }: Place): AnyKysely {
  if (databaseUrl !== undefined) {
    return new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: databaseUrl }) }) })
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(join(dataDir, 'opencam.db'))
  db.exec('pragma journal_mode = wal')
  const prepare = (text: string) => {
    const statement = db.prepare(text)
    const all = (values: readonly unknown[]) => statement.all(...(values as readonly SQLInputValue[]))
    return {
      reader: statement.columns().length > 0,
      all,
      iterate: (values: readonly unknown[]) => statement.iterate(...(values as readonly SQLInputValue[])),
      run: (values: readonly unknown[]) => statement.run(...(values as readonly SQLInputValue[])),
    }
  }
  return new Kysely({ dialect: new SqliteDialect({ database: { close: () => db.close(), prepare } }) })
}

async function migrateTo(db: AnyKysely, dialect: DialectName, count: number): Promise<void> {
  const some = Object.fromEntries(Object.entries(migrationsFor(dialect)).slice(0, count))
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => some } }).migrateToLatest()
  if (error !== undefined) throw error
}

/** Tables of ours and their columns, as they are now. */
async function tablesOf(db: AnyKysely) {
  const tables = await db.introspection.getTables()
  return tables.filter(({ name }) => !name.startsWith('kysely_') && !name.startsWith('sqlite_') && name !== 'sequences')
}

/** The same value in all columns of a name, so that references hold; texts are lists where JSON is meant. */
const sampleOf = (column: string, type: string): unknown => {
  if (column === 'account') return account
  return /int/i.test(type) ? 7 : '[]'
}

/** One row in each table; those that refer to others after them. */
async function fill(db: AnyKysely): Promise<ReadonlyMap<string, Row>> {
  const rows = new Map<string, Row>()
  let left = await tablesOf(db)
  while (left.length > 0) {
    const later: typeof left = []
    for (const table of left) {
      const row = Object.fromEntries(table.columns.map(({ name, dataType }) => [name, sampleOf(name, dataType)]))
      try {
        await db.insertInto(table.name).values(row).execute()
        rows.set(table.name, row)
      } catch (error) {
        if (!/foreign key/i.test(String(error))) throw error
        later.push(table)
      }
    }
    if (later.length === left.length) throw new Error(`rows that refer to nothing: ${later.map(({ name }) => name)}`)
    left = later
  }
  return rows
}

/** Tables whose rows moved elsewhere on the way; `migrations.test.ts` looks at where. */
const moved = new Set(['policy_tags', 'audit_events'])
/** Values that mean something else since: sessions of before count turned-off keys from their beginning. */
const renewed = new Set(['sessions.through', 'sessions.issuing_generation', 'sessions.issuing_secret_id'])

async function lostOf(db: AnyKysely, rows: ReadonlyMap<string, Row>): Promise<readonly string[]> {
  const lost: string[] = []
  for (const [table, row] of rows) {
    if (moved.has(table)) continue
    const [found, ...more] = await db.selectFrom(table).selectAll().execute()
    if (found === undefined || more.length > 0)
      lost.push(`${table} has ${found === undefined ? 0 : more.length + 1} rows`)
    for (const [column, value] of Object.entries(row)) {
      if (renewed.has(`${table}.${column}`)) continue
      if (String(found?.[column]) !== String(value)) lost.push(`${table}.${column} is ${String(found?.[column])}`)
    }
  }
  return lost
}

/** What a node of the version before reads by, in a transaction that is open while the migration runs. */
const oldRead = sql<Row>`select account, name, revision from accounts order by account`

for (const backend of backends) {
  const dialect: DialectName = backend.name === 'SQLite' ? 'sqlite' : 'postgres'
  test.each(names.slice(0, -1).map((name, index) => [name, index + 1] as const))(
    `${backend.name}: a database of %s is brought up beside an older reader, and nothing of it is lost`,
    { timeout: 120_000 },
    async (_, count) => {
      const place = await backend.make()
      onTestFinished(() => place.drop())
      const old = connect(place)
      onTestFinished(() => old.destroy())
      await migrateTo(old, dialect, count)
      const rows = await fill(old)
      const reader = connect(place)
      const seen: unknown[] = []
      let opening: ReturnType<Place['open']> | undefined
      await reader.transaction().execute(async (transaction) => {
        seen.push((await oldRead.execute(transaction)).rows)
        opening = place.open()
        if (dialect === 'sqlite') await opening
        else await waitsOrDone(old, opening)
        seen.push((await oldRead.execute(transaction)).rows)
      })
      await (await opening)?.close()
      seen.push((await oldRead.execute(reader)).rows)
      await reader.destroy()
      expect(seen[1]).toEqual(seen[0])
      expect(seen[2]).toEqual(seen[0])
      expect(await lostOf(old, rows)).toEqual([])
      const { rows: ran } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(old)
      expect(ran.map(({ name }) => name)).toEqual(names)
    },
  )

  test(`${backend.name}: two processes that start at once on an old database migrate it once`, {
    timeout: 120_000,
  }, async () => {
    const place = await backend.make()
    onTestFinished(() => place.drop())
    const old = connect(place)
    onTestFinished(() => old.destroy())
    await migrateTo(old, dialect, 1)
    const rows = await fill(old)
    const { dataDir, databaseUrl } = place.options
    const where = ['--data', dataDir, ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl])]
    const both = await Promise.all([0, 1].map(() => opencamProcess(['account', 'list', '--json', ...where])))
    expect(both.map(({ code, err }) => [code, err])).toEqual([
      [0, ''],
      [0, ''],
    ])
    expect(new Set(both.map(({ out }) => out)).size).toBe(1)
    expect(await lostOf(old, rows)).toEqual([])
    expect(await old.selectFrom('tags').selectAll().execute()).toHaveLength(1)
    const { rows: ran } = await sql<{ name: string }>`select name from kysely_migration`.execute(old)
    expect(ran).toHaveLength(names.length)
  })
}

/** Until the migration waits for the reader's locks, or has none to wait for. */
async function waitsOrDone(db: AnyKysely, opening: Promise<unknown>): Promise<void> {
  let done = false
  const ended = opening.then(
    () => {
      done = true
    },
    () => {
      done = true
    },
  )
  while (!done) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from pg_locks where not granted and
        pid in (select pid from pg_stat_activity where datname = current_database())`.execute(db)
    if ((rows[0]?.n ?? 0) > 0) return
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 10))])
  }
}
