// On SQLite, what may be forgotten is in a file of its own, whose commits wait for no disk: the operating system keeps them
// when the process is killed. When the machine goes down the file may be torn, so it is never read after that: its name
// holds the machine's boot.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makePrivateFile } from './data-folder.ts'
import { fleetingTables } from './migrations/0019-fleeting.ts'
import { indexName } from './migrations/planner.ts'

const prefix = 'fleeting-'

/** Another one after each start of the machine; `undefined` where the system does not tell. */
function bootOf(): string | undefined {
  try {
    const id = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')
    return createHash('sha256').update(id).digest('hex').slice(0, 16)
  } catch {
    return undefined
  }
}

/**
 * Opens the file, made if there is none. `fresh`: the store itself is new, so no request was used up before. `alone`: no
 * other process has the folder, so files of earlier starts of the machine go.
 */
export function openFleetingFile(
  folder: string,
  { fresh, alone, timeout }: { readonly fresh: boolean; readonly alone: boolean; readonly timeout: number },
): DatabaseSync {
  const boot = bootOf()
  const name = `${prefix}${boot ?? 'unknown'}.db`
  if (alone) {
    for (const file of readdirSync(folder)) {
      const stale = file.startsWith(prefix) && (boot === undefined || !file.startsWith(name))
      if (stale) rmSync(join(folder, file), { force: true })
    }
  }
  const path = join(folder, name)
  makePrivateFile(path)
  const db = new DatabaseSync(path, { timeout })
  try {
    db.exec('pragma journal_mode = wal; pragma synchronous = off')
    db.exec(`begin immediate; ${makeTables(fresh)}; commit`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function makeTables(fresh: boolean): string {
  const made = Object.entries(fleetingTables).flatMap(([name, { columns, key, indexes = [] }]) => [
    `create table if not exists ${name} (${Object.entries(columns)
      .map(([column, type]) => `${column} ${type} not null, `)
      .join('')}primary key (${key.join(', ')})) strict, without rowid`,
    ...indexes.map((of) => `create index if not exists ${indexName(name, of)} on ${name} (${of.join(', ')})`),
  ])
  return [...made, ...(fresh ? ['insert into fleeting_memory values (0, 0) on conflict do nothing'] : [])].join('; ')
}
