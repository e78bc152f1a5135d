// Takes and restores backups of a store, of either database, while servers write. The master key is never in one unless
// asked for. A restore that is refused has changed nothing; one that is done has been compared with the backup.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDataFolder } from '../data-folder.ts'
import { parseMasterKeys } from '../master-key.ts'
import { BackupRefused, copyNew, madeWhole, sync, writeNew } from './folder.ts'
import { type Manifest, manifestName, masterKeyName, readBackup, writeManifest } from './manifest.ts'
import { assertEmptyDatabase, dumpPostgres, type PostgresPlace, restorePostgres } from './postgres.ts'
import { assertEmptyTarget, dumpSqlite, restoreSqlite } from './sqlite.ts'

export { BackupRefused }

export interface BackupPlace extends Omit<PostgresPlace, 'databaseUrl'> {
  /** `undefined`: SQLite in the data folder. */
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  /** As the operator gave it; else it is in the data folder, if anywhere. */
  readonly masterKey: string | undefined
}

/** Takes a backup into a new folder. Throws BackupRefused, and leaves nothing, where that cannot be. */
export async function takeBackup(
  place: BackupPlace,
  folder: string,
  { nowMs, withMasterKey }: { readonly nowMs: number; readonly withMasterKey: boolean },
): Promise<Manifest> {
  const { databaseUrl, dataDir } = place
  let manifest: Manifest | undefined
  await madeWhole(folder, async (draft) => {
    const contents =
      databaseUrl === undefined
        ? await dumpSqlite(dataDir, draft)
        : await dumpPostgres({ ...place, databaseUrl }, draft)
    if (withMasterKey) writeNew(join(draft, masterKeyName), `${masterKeyText(place)}\n`)
    const database = databaseUrl === undefined ? 'sqlite' : 'postgres'
    manifest = writeManifest(draft, { database, takenMs: nowMs, contents, masterKeyIncluded: withMasterKey })
  })
  if (manifest === undefined) throw new BackupRefused('the backup was not made')
  return manifest
}

function masterKeyText({ masterKey, dataDir }: BackupPlace): string {
  if (masterKey !== undefined) return masterKey
  const file = join(dataDir, masterKeyName)
  if (!existsSync(file))
    throw new BackupRefused(`there is no master key in ${dataDir}, and OPENCAM_MASTER_KEY is not set`)
  return readFileSync(file, 'utf8').trim()
}

export interface Restored {
  readonly manifest: Manifest
  /** Master keys that must be given before the server can start on what was restored. */
  readonly keysMissing: readonly string[]
}

/**
 * Restores a backup into an empty data folder or an empty database. Throws BackupRefused where the backup is damaged, foreign or
 * newer, the target is in use, or a master key is there that opens nothing of it.
 */
export async function restoreBackup(folder: string, place: BackupPlace): Promise<Restored> {
  const manifest = readBackup(folder)
  const { databaseUrl, dataDir } = place
  const wanted = databaseUrl === undefined ? 'sqlite' : 'postgres'
  if (manifest.database !== wanted) {
    throw new BackupRefused(`the backup is one of ${namesOf[manifest.database]}, the target is ${namesOf[wanted]}`)
  }
  if (databaseUrl === undefined) assertEmptyTarget(dataDir)
  else await assertEmptyDatabase(databaseUrl)
  const keysMissing = keysToGive(manifest.contents.masterKeys, place, manifest.masterKeyIncluded ? folder : undefined)
  if (databaseUrl === undefined) await restoreSqlite(folder, manifest, dataDir)
  else await restorePostgres(folder, manifest, { ...place, databaseUrl })
  if (manifest.masterKeyIncluded) placeMasterKey(folder, place)
  return { manifest, keysMissing }
}

const namesOf = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const

/** Ids that neither the operator nor the target nor the backup has. Throws where a key is there and is none of those wanted. */
export function keysToGive(
  wanted: readonly string[],
  { masterKey, dataDir }: BackupPlace,
  folder?: string | undefined,
): readonly string[] {
  const file = join(dataDir, masterKeyName)
  const own = masterKey ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined)
  const text = own ?? (folder === undefined ? undefined : readFileSync(join(folder, masterKeyName), 'utf8').trim())
  if (text === undefined) return wanted
  const { current, others } = parseMasterKeys(text)
  const given = new Set([current, ...others].map(({ id }) => id))
  const missing = wanted.filter((id) => !given.has(id))
  if (missing.length === 0) return []
  throw new BackupRefused(
    `secrets in the backup are sealed under the master key ${missing.join(' and ')}, and the one that is given or lies in the target is another`,
  )
}

function placeMasterKey(folder: string, { masterKey, dataDir }: BackupPlace): void {
  if (masterKey !== undefined || existsSync(join(dataDir, masterKeyName))) return
  makeDataFolder(dataDir)
  copyNew(join(folder, masterKeyName), join(dataDir, masterKeyName))
  sync(dataDir)
}

/** Whether a folder holds a backup at all. */
export const isBackup = (folder: string): boolean => existsSync(join(folder, manifestName))
