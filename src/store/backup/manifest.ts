// The manifest of a backup says what it contains, and by its own digest whether it was damaged. A digest guards against
// accidents, not against somebody who can write there: keep backups where only operators do.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { migrationsFor } from '../migrations/index.ts'
import type { DialectName } from '../sql/dialect.ts'
import { BackupRefused, fileFact, writeNew } from './folder.ts'

export const manifestName = 'manifest.json'
/** One line for each account: its number, a space, its revision. */
export const revisionsName = 'revisions.txt'
export const masterKeyName = 'master.key'
const format = 'opencam-backup'
const formatVersion = 1

const table = z.object({ rows: z.number(), sha256: z.string() })
const contents = {
  schema: z.array(z.string()).min(1),
  origin: z.string(),
  accounts: z.number(),
  tables: z.record(z.string(), table),
  sequences: z.record(z.string(), z.string()),
  masterKeys: z.array(z.string()),
}
const manifestShape = z.object({
  format: z.literal(format),
  formatVersion: z.literal(formatVersion),
  database: z.enum(['sqlite', 'postgres']),
  /** Before this moment acknowledged means contained. */
  takenMs: z.number(),
  contents: z.object(contents),
  files: z.array(z.object({ name: z.string().regex(/^[\w.-]+$/), bytes: z.number(), sha256: z.string() })),
  masterKeyIncluded: z.boolean(),
})
export type Manifest = z.infer<typeof manifestShape>

export type NewManifest = Pick<Manifest, 'database' | 'takenMs' | 'contents' | 'masterKeyIncluded'>

/** Text with a digest of itself in its first member. */
export function signedText(value: object): string {
  const text = JSON.stringify(value, undefined, 1)
  return `${JSON.stringify({ digest: createHash('sha256').update(text).digest('hex') })}\n${text}\n`
}

/** The value of such a text; `undefined`: damaged, or nothing of the kind. */
export function readSignedText(text: string): unknown {
  const end = text.indexOf('\n')
  const body = text.slice(end + 1, -1)
  try {
    const { digest } = JSON.parse(text.slice(0, end)) as { digest?: unknown }
    return digest === createHash('sha256').update(body).digest('hex') ? JSON.parse(body) : undefined
  } catch {
    return undefined
  }
}

/** Writes the manifest over the files that are in the folder. */
export function writeManifest(folder: string, given: NewManifest): Manifest {
  const files = readdirSync(folder)
    .toSorted()
    .map((name) => fileFact(folder, name))
  const manifest: Manifest = { format, formatVersion, ...given, files }
  writeNew(join(folder, manifestName), signedText(manifest))
  return manifest
}

/** Reads the manifest and every file of a backup. Throws BackupRefused where it is damaged, foreign or newer. */
export function readBackup(folder: string): Manifest {
  const path = join(folder, manifestName)
  if (!existsSync(path)) throw new BackupRefused(`${folder} holds no backup: there is no ${manifestName} in it`)
  const value = readSignedText(readFileSync(path, 'utf8'))
  if (value === undefined)
    throw new BackupRefused(`the backup is damaged: ${path} does not have the digest that it says`)
  const manifest = manifestOf(value, folder)
  for (const file of manifest.files) assertFile(folder, file)
  return manifest
}

function manifestOf(value: unknown, folder: string): Manifest {
  const head = z.object({ format: z.string(), formatVersion: z.number() }).safeParse(value)
  if (!head.success || head.data.format !== format) throw new BackupRefused(`${folder} is no backup of OpenCAM`)
  if (head.data.formatVersion > formatVersion) {
    throw new BackupRefused(`the backup was made by a newer version (its format is ${head.data.formatVersion})`)
  }
  const read = manifestShape.safeParse(value)
  if (!read.success) throw new BackupRefused(`${folder} is no backup of OpenCAM: its manifest lacks what one has`)
  assertKnownSchema(read.data.contents.schema, read.data.database)
  return read.data
}

/** Throws where a migration ran that this version does not know. */
export function assertKnownSchema(schema: readonly string[], dialect: DialectName): void {
  const known = new Set(Object.keys(migrationsFor(dialect)))
  const newer = schema.find((name) => !known.has(name))
  if (newer === undefined) return
  throw new BackupRefused(`the backup was made by a newer version (it has ${newer}): restore it with that one`)
}

function assertFile(folder: string, wanted: Manifest['files'][number]): void {
  if (!existsSync(join(folder, wanted.name)))
    throw new BackupRefused(`the backup is damaged: ${wanted.name} is missing`)
  const found = fileFact(folder, wanted.name)
  if (found.bytes === wanted.bytes && found.sha256 === wanted.sha256) return
  throw new BackupRefused(`the backup is damaged: ${wanted.name} does not have the digest that the manifest says`)
}
