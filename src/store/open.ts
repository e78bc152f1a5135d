// Opens the store that the settings name. The only file that knows which drivers there are.
import { join } from 'node:path'
import type { FollowerOptions } from './cluster/follower.ts'
import { makeDataFolder, messageOf, ownDataFolder } from './data-folder.ts'
import type { Driver } from './driver.ts'
import { storeOver } from './sql-store.ts'
import { openSqlite } from './sqlite.ts'
import type { Store } from './store.ts'

export interface OpenOptions {
  /** `postgres://…` or `postgresql://…`; `undefined`: SQLite in the data folder. */
  readonly databaseUrl?: string | undefined
  /** Made with mode 0700 where there is none. The file in it is `opencam.db`, mode 0600. */
  readonly dataDir: string
  /**
   * `server` refuses a data folder that another server uses. `tool` shares the file with whoever has it open.
   * PostgreSQL is shared by any number of servers: there it makes no difference. Default `tool`.
   */
  readonly role?: 'server' | 'tool'
  /** How changes of other servers are followed, on a database that servers share. Left out: everything is asked each time. */
  readonly follow?: FollowerOptions | undefined
}

/** Opens the database and brings it to the newest shape. Throws with a plain reason, never with a password in it. */
export async function openStore(options: OpenOptions): Promise<Store> {
  return storeOver(await openDriver(options), options.follow)
}

async function openDriver({ databaseUrl, dataDir, role }: OpenOptions): Promise<Driver> {
  if (databaseUrl !== undefined) {
    // Loaded only where it is used: a start on SQLite is quicker without it.
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(databaseUrl)
  }
  makeDataFolder(dataDir)
  const release = role === 'server' ? ownDataFolder(dataDir) : () => {}
  const file = join(dataDir, 'opencam.db')
  try {
    const driver = await openSqlite(file, `SQLite ${file}`)
    return { ...driver, close: () => driver.close().finally(release) }
  } catch (error) {
    release()
    throw new Error(`the database ${file} cannot be opened: ${messageOf(error)}`, { cause: error })
  }
}
