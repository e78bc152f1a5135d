// The data folder: private to the user that runs the server, and owned by one server at a time.
import { closeSync, existsSync, fchmodSync, mkdirSync, openSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Makes the folder with mode 0700 where there is none. Throws with a plain reason when it can't be used. */
export function makeDataFolder(dataDir: string): void {
  try {
    makeFolders(resolve(dataDir))
  } catch (error) {
    throw new Error(`the data folder ${dataDir} cannot be made: ${messageOf(error)}`, { cause: error })
  }
}

/**
 * The folder and those above it that are missing. One by one: where the system lets nobody make folders (`/proc`) Node's
 * own recursive way never comes back.
 */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return
  makeFolders(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!existsSync(folder)) throw error
  }
}

/** Makes the file with mode 0600 where there is none, and gives it that mode where there is. */
export function makePrivateFile(file: string): void {
  const handle = openSync(file, 'a', 0o600)
  fchmodSync(handle, 0o600)
  closeSync(handle)
}

/**
 * Takes the folder for this process until the returned function is called or the process ends, however it ends: the
 * lock is the operating system's own lock on a file, held by an open SQLite transaction, so nothing is left behind.
 */
export function ownDataFolder(dataDir: string): () => void {
  const file = join(dataDir, 'server.lock')
  makePrivateFile(file)
  const lock = new DatabaseSync(file, { timeout: 0 })
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    lock.close()
    throw new Error(`another server uses the data folder ${dataDir}`, { cause: error })
  }
  return () => lock.close()
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
