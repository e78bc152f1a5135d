// Opens the store that the settings name. The only file that knows which drivers there are.
import { join } from 'node:path'
import type { Around, StoreWatch } from '../kernel/watch.ts'
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
  /** Told of every transaction. */
  readonly watch?: StoreWatch | undefined
  /** Put around each transaction. */
  readonly around?: Around | undefined
}

/** Opens the database and brings it to the newest shape. Throws with a plain reason, never with a password in it. */
export async function openStore(options: OpenOptions): Promise<Store> {
  const driver = await openDriver(options)
  const told = options.watch === undefined ? driver : watched(driver, options.watch)
  const transaction = options.around?.('store transaction', told.transaction) ?? told.transaction
  return storeOver({ ...told, transaction }, options.follow)
}

/** The driver, whose transactions are told of. */
function watched(driver: Driver, watch: StoreWatch): Driver {
  return {
    ...driver,
    async transaction(work) {
      const beganMs = watch.now()
      let committed = false
      try {
        const value = await driver.transaction(work)
        committed = true
        return value
      } finally {
        watch.transactionEnded(beganMs, committed)
      }
    },
  }
}

async function openDriver({ databaseUrl, dataDir, role, watch }: OpenOptions): Promise<Driver> {
  if (databaseUrl !== undefined) {
    // Loaded only where it is used: a start on SQLite is quicker without it.
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(databaseUrl)
  }
  makeDataFolder(dataDir)
  const release = role === 'server' ? ownDataFolder(dataDir) : () => {}
  const file = join(dataDir, 'opencam.db')
  try {
    const alone = role === 'server'
    const driver = await openSqlite(file, `SQLite ${file}`, { grouped: watch?.grouped, alone })
    return { ...driver, close: () => driver.close().finally(release) }
  } catch (error) {
    release()
    throw new Error(`the database ${file} cannot be opened: ${messageOf(error)}`, { cause: error })
  }
}
