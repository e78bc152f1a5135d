// Backup and restore of a PostgreSQL store, by PostgreSQL's own programs: pg_dump reads the snapshot of a transaction of
// ours, in which we describe what is in it, so that dump and description are of one moment.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { makePrivateFile } from '../data-folder.ts'
import { type Cell, type ContentSource, type Contents, contentsOf, differences } from './contents.ts'
import { BackupRefused, sync, writeNew } from './folder.ts'
import { type Manifest, revisionsName } from './manifest.ts'

export const dumpName = 'opencam.dump'
const rowsAtOnce = 2_000

export interface PostgresPlace {
  readonly databaseUrl: string
  /** Folder of pg_dump and pg_restore; else where Debian has the newest, else the path of the system. */
  readonly programs?: string | undefined
  /** Search path of programs. */
  readonly path?: string | undefined
}

/** Everything as the text that the database writes. */
const asText = { getTypeParser: () => (text: string) => text }

async function onSnapshot<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, types: asText, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin transaction isolation level repeatable read, read only')
    const value = await work(client)
    await client.query('commit')
    return value
  } finally {
    await client.end().catch(() => {})
  }
}

/** Writes dump and revisions into the folder and answers what is in them. */
export function dumpPostgres(place: PostgresPlace, folder: string): Promise<Contents> {
  return onSnapshot(place.databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>('select pg_export_snapshot() as id')
    const target = join(folder, dumpName)
    makePrivateFile(target)
    // Numbers of sequences belong to no snapshot: read before the dump, none in it is below them.
    const sequences = await postgresSource(client).sequences()
    const how = ['--format=custom', '--no-owner', '--no-privileges', `--snapshot=${rows[0]?.id}`, `--file=${target}`]
    await runProgram(place, 'pg_dump', how)
    sync(target)
    const revisions: string[] = []
    const contents = await contentsOf(postgresSource(client), (account, revision) =>
      revisions.push(`${account} ${revision}\n`),
    )
    writeNew(join(folder, revisionsName), revisions.join(''))
    return { ...contents, sequences }
  })
}

export const describePostgres = (databaseUrl: string): Promise<Contents> =>
  onSnapshot(databaseUrl, (client) => contentsOf(postgresSource(client)))

/** Restores into an empty database, in one transaction, and compares. */
export async function restorePostgres(folder: string, manifest: Manifest, place: PostgresPlace): Promise<void> {
  await assertEmptyDatabase(place.databaseUrl)
  const how = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges', join(folder, dumpName)]
  await runProgram(place, 'pg_restore', how)
  const problems = differences(manifest.contents, await describePostgres(place.databaseUrl))
  if (problems.length === 0) return
  throw new BackupRefused(`the restored database is not what the backup says: ${problems.join('; ')}`)
}

/** Throws where the database has a table of anybody's. */
export async function assertEmptyDatabase(databaseUrl: string): Promise<void> {
  const [found] = await onSnapshot(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema') limit 1`,
    )
    return rows
  })
  if (found !== undefined)
    throw new BackupRefused(`the database is not empty (it has ${found.name}): restore to a new one`)
}

export function postgresSource(client: pg.Client): ContentSource {
  const ask = async (text: string, values: readonly string[] = []) =>
    (await client.query<Record<string, string>>(text, [...values])).rows
  return {
    async migrations() {
      const rows = await ask('select name, timestamp from kysely_migration order by name collate "C"')
      return rows.map(({ name = '', timestamp = '' }) => ({ name, timestamp }))
    },
    async tables() {
      const columns = await ask(
        `select table_name as t, column_name as c from information_schema.columns join information_schema.tables
           using (table_schema, table_name) where table_schema = current_schema() and table_type = 'BASE TABLE'
          order by table_name collate "C", column_name collate "C"`,
      )
      const keys = await ask(
        `select k.table_name as t, k.column_name as c from information_schema.key_column_usage k
           join information_schema.table_constraints c using (constraint_schema, constraint_name)
          where c.constraint_type = 'PRIMARY KEY' and k.table_schema = current_schema() order by k.ordinal_position`,
      )
      const of = (rows: typeof columns, name: string) => rows.filter(({ t }) => t === name).map(({ c = '' }) => c)
      const names = [...new Set(columns.map(({ t = '' }) => t))]
      return names.map((name) => ({ name, columns: of(columns, name), key: of(keys, name) }))
    },
    async *rows({ name, columns, key }) {
      const quoted = (names: readonly string[]) => names.map((one) => `"${one}"`).join(', ')
      const order = key.length === 0 ? '' : `order by ${quoted(key)}`
      await client.query(`declare reading no scroll cursor for select ${quoted(columns)} from "${name}" ${order}`)
      for (;;) {
        const { rows } = await client.query<Cell[]>({ text: `fetch ${rowsAtOnce} from reading`, rowMode: 'array' })
        yield* rows
        if (rows.length < rowsAtOnce) break
      }
      await client.query('close reading')
    },
    async sequences() {
      const names = await ask(
        `select sequencename as n from pg_sequences where schemaname = current_schema() order by sequencename collate "C"`,
      )
      const values: Record<string, string> = {}
      for (const { n = '' } of names) values[n] = (await ask(`select last_value as v from "${n}"`))[0]?.['v'] ?? '0'
      return values
    },
  }
}

// ---- programs ---------------------------------------------------------------------------------------------------------

const debianFolder = '/usr/lib/postgresql'

/** Where Debian keeps the newest version's programs. */
function debianPrograms(): string | undefined {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : []
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0]
  return newest === undefined ? undefined : join(debianFolder, newest, 'bin')
}

/** Runs a program on the database. The password goes by the environment: arguments can be read by other users. */
async function runProgram(
  { databaseUrl, programs, path = '' }: PostgresPlace,
  name: string,
  args: readonly string[],
): Promise<void> {
  const url = new URL(databaseUrl)
  const password = decodeURIComponent(url.password)
  url.password = ''
  const folder = programs ?? debianPrograms()
  const program = folder === undefined ? name : join(folder, name)
  const env = { PATH: path, ...(password === '' ? {} : { PGPASSWORD: password }), LC_ALL: 'C' }
  const child = spawn(program, [`--dbname=${url.href}`, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000)
  })
  const code = await new Promise<number | string | null>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    child.on('close', (exit) => resolve(exit))
  })
  if (code === 'ENOENT') {
    throw new BackupRefused(
      `${program} is not here: install PostgreSQL's programs, or name their folder with --programs`,
    )
  }
  if (code !== 0) throw new BackupRefused(`${name} failed (${code}): ${said.trim().split('\n').slice(-4).join(' / ')}`)
}
