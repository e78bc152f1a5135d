// A store for a test: a SQLite file in a folder that nobody needs afterwards. All that is in it can be taken out as bytes and
// opened again elsewhere, any number of times.
import {
  closeSync,
  constants,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { storeOver } from './sql-store.ts'
import { openSqlite } from './sqlite.ts'
import type { Store } from './store.ts'

/** What was in a store at a moment: its files by their names. */
export type StoreImage = ReadonlyMap<string, Uint8Array>

export interface ThrowawayStore {
  readonly store: Store
  /** All that is committed. No transaction may be under way. */
  image(): StoreImage
  /** Closes it. The folder may be used for another one. */
  close(): Promise<void>
}

const databaseFile = 'opencam.db'

/**
 * Opens a store in the folder, which is made where there is none: an empty one of the newest shape, or what an image of this
 * program holds. Another one may have been there before, and been closed: it is gone then.
 */
export async function openThrowaway(folder: string, image: StoreImage = new Map()): Promise<ThrowawayStore> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const [name, bytes] of image) overwrite(join(folder, name), bytes)
  const driver = await openSqlite(join(folder, databaseFile), 'SQLite in a temporary folder', { throwaway: true })
  return { store: storeOver(driver), image: () => imageOf(folder), close: () => driver.close() }
}

/** In place: to drop what was written costs a disk more than to write again. */
function overwrite(file: string, bytes: Uint8Array): void {
  const handle = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600)
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at, bytes.length - at, at)
    ftruncateSync(handle, bytes.length)
  } finally {
    closeSync(handle)
  }
}

function imageOf(folder: string): StoreImage {
  const names = readdirSync(folder).filter((name) => name.endsWith('.db'))
  return new Map(names.map((name) => [name, bytesOf(join(folder, name))]))
}

/** Of a database file that others have open but are not changing: its log is copied into it before. */
function bytesOf(file: string): Uint8Array {
  // Without anything in its log the file is whole.
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return readFileSync(file)
  const db = new DatabaseSync(file)
  try {
    const done = db.prepare('pragma wal_checkpoint(truncate)').get()
    if (done?.['busy'] !== 0) throw new Error('the store cannot be copied while it is being changed')
    return readFileSync(file)
  } finally {
    db.close()
  }
}
