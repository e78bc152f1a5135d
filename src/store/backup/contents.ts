// What a database holds, told the same way for both: per table the number of rows and a digest over them in the order of
// their key, per account its revision. Two databases that answer alike hold the same.
import { createHash } from 'node:crypto'

/** A value as text, however the database keeps it: integers beyond 2^53 stay exact. */
export type Cell = string | null

export interface TableShape {
  readonly name: string
  /** In the order of their names. */
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

/** One snapshot of a database. */
export interface ContentSource {
  /** Names of the migrations that ran, in order. */
  migrations(): Promise<readonly { readonly name: string; readonly timestamp: string }[]>
  tables(): Promise<readonly TableShape[]>
  /** In the order of the key; each row's cells in the order of the columns. */
  rows(table: TableShape): AsyncIterable<readonly Cell[]>
  /** Name → a number that was given or will be given next: what comes back may be larger, never smaller. */
  sequences(): Promise<Readonly<Record<string, string>>>
}

export interface TableContents {
  readonly rows: number
  readonly sha256: string
}
export interface Contents {
  readonly schema: string[]
  /** Tells databases apart: it goes with a database through every backup. */
  readonly origin: string
  readonly accounts: number
  readonly tables: Record<string, TableContents>
  readonly sequences: Record<string, string>
  /** Ids of the master keys that secrets in it are sealed under. */
  readonly masterKeys: string[]
}

/** Kysely's own tables, and the one that PostgreSQL has sequences for. */
const notCompared = new Set(['kysely_migration', 'kysely_migration_lock', 'sequences'])

/** Reads everything once. `revision` hears of each account and its revision, in order. */
export async function contentsOf(
  source: ContentSource,
  revision: (account: string, revision: string) => void = () => {},
): Promise<Contents> {
  const migrations = await source.migrations()
  const tables: Record<string, TableContents> = {}
  const masterKeys = new Set<string>()
  for (const table of await source.tables()) {
    if (notCompared.has(table.name)) continue
    tables[table.name] = await tableContents(source, table, {
      revision: table.name === 'accounts' ? revision : () => {},
      masterKey: (id) => masterKeys.add(id),
    })
  }
  return {
    schema: migrations.map(({ name }) => name),
    origin: originOf(migrations[0]),
    accounts: tables['accounts']?.rows ?? 0,
    tables,
    sequences: await source.sequences(),
    masterKeys: [...masterKeys].toSorted(),
  }
}

/** When a database was made is written in it, to the millisecond, and goes with it. */
export const originOf = (first: object | undefined): string =>
  createHash('sha256')
    .update(JSON.stringify(first ?? ''))
    .digest('hex')
    .slice(0, 16)

interface Heard {
  revision(account: string, revision: string): void
  masterKey(id: string): void
}

async function tableContents(source: ContentSource, table: TableShape, heard: Heard): Promise<TableContents> {
  const hash = createHash('sha256').update(`${JSON.stringify(table.columns)}\n`)
  const [account, revision] = [table.columns.indexOf('account'), table.columns.indexOf('revision')]
  const sealed = table.columns.flatMap((name, index) => (name.startsWith('sealed') ? [index] : []))
  let rows = 0
  for await (const row of source.rows(table)) {
    hash.update(`${JSON.stringify(row)}\n`)
    rows += 1
    heard.revision(row[account] ?? '', row[revision] ?? '')
    for (const index of sealed) {
      const id = /^v1\.([\w-]+)\./.exec(row[index] ?? '')?.[1]
      if (id !== undefined) heard.masterKey(id)
    }
  }
  return { rows, sha256: hash.digest('hex') }
}

/** What `found` lacks of `wanted`, a line each; none: they hold the same. */
export function differences(wanted: Contents, found: Contents): readonly string[] {
  const said: string[] = []
  if (wanted.schema.join() !== found.schema.join()) said.push('the schema is another one')
  for (const [name, table] of Object.entries(wanted.tables)) {
    const other = found.tables[name]
    if (other === undefined) said.push(`table ${name} is not there`)
    else if (other.rows !== table.rows) said.push(`table ${name} has ${other.rows} rows, not ${table.rows}`)
    else if (other.sha256 !== table.sha256) said.push(`rows of table ${name} are others`)
  }
  for (const name of Object.keys(found.tables)) {
    if (wanted.tables[name] === undefined) said.push(`table ${name} is not in the backup`)
  }
  for (const [name, least] of Object.entries(wanted.sequences)) {
    const value = found.sequences[name]
    if (value === undefined || BigInt(value) < BigInt(least)) said.push(`sequence ${name} stands below ${least}`)
  }
  return said
}
