// Backup and restore of a SQLite store. VACUUM INTO, not a copy of pages: it reads one snapshot while writers go on (a copy
// begins anew whenever another process has written), and what was deleted does not travel in free pages.
import { existsSync, linkSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeDataFolder, makePrivateFile, ownDataFolder } from '../data-folder.ts'
import { type Cell, type ContentSource, type Contents, contentsOf, differences, type TableShape } from './contents.ts'
import { BackupRefused, copyNew, sync, writeNew } from './folder.ts'
import { type Manifest, masterKeyName, revisionsName } from './manifest.ts'

export const databaseName = 'opencam.db'

/** Writes database and revisions into the folder and answers what is in them. */
export async function dumpSqlite(dataDir: string, folder: string): Promise<Contents> {
  const target = join(folder, databaseName)
  const source = new DatabaseSync(join(dataDir, databaseName), { readOnly: true, timeout: 5_000 })
  try {
    // A copy is made of rows: where only an index or an unused part is broken nobody would hear of it.
    assertWhole(source)
    // Into an empty file, so that nobody else may read what comes.
    makePrivateFile(target)
    source.prepare('vacuum into ?').run(target)
  } finally {
    source.close()
  }
  // SQLite leaves the new file to the system's memory.
  sync(target)
  return describeSqlite(target, (revisions) => writeNew(join(folder, revisionsName), revisions))
}

/** What is in a database file that nobody writes. `said` hears the revisions. */
export async function describeSqlite(file: string, said: (revisions: string) => void = () => {}): Promise<Contents> {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    assertWhole(db)
    assertReferences(db)
    const revisions: string[] = []
    const contents = await contentsOf(sqliteSource(db), (account, revision) =>
      revisions.push(`${account} ${revision}\n`),
    )
    said(revisions.join(''))
    return contents
  } finally {
    db.close()
  }
}

/** Throws where a page or an index is broken. */
export function assertWhole(db: DatabaseSync): void {
  const [problem] = db.prepare('pragma integrity_check(1)').all()
  if (problem?.['integrity_check'] !== 'ok')
    throw new BackupRefused(`the database is damaged: ${Object.values(problem ?? {})}`)
}

function assertReferences(db: DatabaseSync): void {
  const [loose] = db.prepare('pragma foreign_key_check').all()
  if (loose !== undefined)
    throw new BackupRefused(`the database is damaged: a row of ${loose['table']} refers to nothing`)
}

export function sqliteSource(db: DatabaseSync): ContentSource {
  const all = (text: string, ...values: string[]) => db.prepare(text).all(...values)
  return {
    async migrations() {
      const rows = all('select name, timestamp from kysely_migration order by name')
      return rows.map(({ name, timestamp }) => ({ name: String(name), timestamp: String(timestamp) }))
    },
    async tables() {
      const rows = all("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
      return rows.map(({ name }): TableShape => {
        const columns = all('select name, pk from pragma_table_info(?) order by name', String(name))
        const key = columns.filter(({ pk }) => Number(pk) > 0).toSorted((a, b) => Number(a['pk']) - Number(b['pk']))
        const names = (some: typeof columns) => some.map((column) => String(column['name']))
        return { name: String(name), columns: names(columns), key: names(key) }
      })
    },
    async *rows({ name, columns, key }) {
      const quoted = (names: readonly string[]) => names.map((one) => `"${one}"`).join(', ')
      const query = db.prepare(`select ${quoted(columns)} from "${name}" order by ${quoted(key)}`)
      query.setReturnArrays(true)
      query.setReadBigInts(true)
      for (const row of query.iterate()) {
        yield (row as unknown as readonly (string | bigint | null)[]).map(
          (value): Cell => (value === null ? null : String(value)),
        )
      }
    },
    async sequences() {
      const query = db.prepare('select name, next_value from sequences order by name')
      query.setReadBigInts(true)
      return Object.fromEntries(query.all().map((row) => [String(row['name']), String(row['next_value'])]))
    },
  }
}

/** Files that may be where a store is restored to: the master key, put there beforehand, and a lock that nobody holds. */
const welcome = new Set([masterKeyName, 'server.lock'])

/** Throws where the data folder holds anything of a store. */
export function assertEmptyTarget(dataDir: string): void {
  const [found] = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => !welcome.has(name)) : []
  if (found !== undefined)
    throw new BackupRefused(`${dataDir} is not empty (it holds ${found}): restore to a new folder`)
}

/**
 * Puts a database file that was checked into the data folder, under its name only once it was compared. `from` writes the
 * draft.
 */
export async function placeSqlite(
  dataDir: string,
  from: (draft: string) => void,
  check: (found: Contents) => readonly string[],
): Promise<void> {
  makeDataFolder(dataDir)
  const release = ownDataFolder(dataDir)
  const draft = join(dataDir, `.${databaseName}.${process.pid}.part`)
  try {
    from(draft)
    const problems = check(await describeSqlite(draft))
    if (problems.length > 0) throw new BackupRefused(`the backup does not hold what it says: ${problems.join('; ')}`)
    // Unlike a rename, a link never replaces what came meanwhile.
    linkSync(draft, join(dataDir, databaseName))
    sync(dataDir)
  } finally {
    rmSync(draft, { force: true })
    release()
  }
}

/** Restores a backup that was read and found whole. */
export function restoreSqlite(folder: string, manifest: Manifest, dataDir: string): Promise<void> {
  return placeSqlite(
    dataDir,
    (draft) => copyNew(join(folder, databaseName), draft),
    (found) => differences(manifest.contents, found),
  )
}
