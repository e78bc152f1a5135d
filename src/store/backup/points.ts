// Points in time of a SQLite store: images of its pages, cut into chunks that are kept once under their SHA-256, so that a
// point costs what changed since the one before. What is lost at worst is what came after the last point.
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { makeDataFolder, makePrivateFile, ownDataFolder } from '../data-folder.ts'
import { originOf } from './contents.ts'
import { BackupRefused, sync, writeNew } from './folder.ts'
import { assertKnownSchema, readSignedText, signedText } from './manifest.ts'
import { databaseName, placeSqlite, sqliteSource } from './sqlite.ts'

/** Of pages of 4096 bytes, sixteen. */
const chunkBytes = 65_536
const wholeInOneStep = 2 ** 31 - 1
const format = 'opencam-point'

const pointShape = z.object({
  format: z.literal(format),
  formatVersion: z.number(),
  origin: z.string(),
  schema: z.array(z.string()).min(1),
  /** Acknowledged before it means contained. */
  takenMs: z.number(),
  /** Nothing that came after it is contained. */
  untilMs: z.number(),
  bytes: z.number(),
  /** SHA-256 of each chunk, in order. */
  chunks: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
})
export type Point = z.infer<typeof pointShape>

export interface Points {
  /** Takes a point; `undefined` where nothing was committed since the last one. */
  take(): Promise<Point | undefined>
  close(): void
}

const chunkPath = (folder: string, sha256: string): string => join(folder, 'chunks', sha256.slice(0, 2), sha256)
const pointsFolder = (folder: string): string => join(folder, 'points')
const pointName = (untilMs: number): string => `${new Date(untilMs).toISOString().replaceAll(':', '')}.json`

/** Opens the folder for points of a store. Throws where it holds points of another one or somebody writes to it. */
export async function openPoints(dataDir: string, folder: string, clock: () => number): Promise<Points> {
  makeDataFolder(folder)
  let release: () => void
  try {
    release = ownDataFolder(folder)
  } catch (error) {
    throw new BackupRefused(`another process writes points to ${folder}`, { cause: error })
  }
  const source = new DatabaseSync(join(dataDir, databaseName), { readOnly: true, timeout: 5_000 })
  const close = (): void => {
    source.close()
    release()
  }
  try {
    for (const name of ['points', 'chunks']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 })
    rmSync(imagePath(folder), { force: true })
    const [first] = await sqliteSource(source).migrations()
    const origin = originOf(first)
    const last = listPoints(folder).at(-1)
    if (last !== undefined && last.origin !== origin) {
      throw new BackupRefused(`${folder} holds points of another store`)
    }
    let version: unknown
    return {
      close,
      async take() {
        const takenMs = clock()
        const now = source.prepare('pragma data_version').get()?.['data_version']
        if (now === version) return undefined
        const point = await takePoint(source, folder, { takenMs, origin, clock })
        version = now
        return point
      },
    }
  } catch (error) {
    close()
    throw error
  }
}

const imagePath = (folder: string): string => join(folder, 'image.part')

interface Moment {
  readonly takenMs: number
  readonly origin: string
  readonly clock: () => number
}

async function takePoint(source: DatabaseSync, folder: string, { takenMs, origin, clock }: Moment): Promise<Point> {
  const image = imagePath(folder)
  try {
    // In one step it is one snapshot, whoever writes meanwhile; page numbers stay, so what did not change looks the same.
    makePrivateFile(image)
    await backup(source, image, { rate: wholeInOneStep })
    const untilMs = clock()
    const schema = await schemaOf(image)
    const { bytes, chunks } = keepChunks(folder, image)
    const point: Point = { format, formatVersion: 1, origin, schema, takenMs, untilMs, bytes, chunks }
    writeWhole(join(pointsFolder(folder), pointName(untilMs)), signedText(point))
    return point
  } finally {
    rmSync(image, { force: true })
  }
}

async function schemaOf(image: string): Promise<string[]> {
  const db = new DatabaseSync(image, { readOnly: true })
  try {
    return (await sqliteSource(db).migrations()).map(({ name }) => name)
  } finally {
    db.close()
  }
}

function keepChunks(folder: string, image: string): { readonly bytes: number; readonly chunks: string[] } {
  const handle = openSync(image, 'r')
  const chunk = Buffer.allocUnsafe(chunkBytes)
  const chunks: string[] = []
  let bytes = 0
  try {
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      const part = chunk.subarray(0, read)
      const sha256 = createHash('sha256').update(part).digest('hex')
      chunks.push(sha256)
      bytes += read
      const path = chunkPath(folder, sha256)
      if (existsSync(path)) continue
      mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 })
      writeWhole(path, part)
    }
  } finally {
    closeSync(handle)
  }
  return { bytes, chunks }
}

/** A name means the whole: a process that is killed leaves a part without one. */
function writeWhole(path: string, bytes: string | Uint8Array): void {
  const draft = `${path}.part`
  rmSync(draft, { force: true })
  writeNew(draft, bytes)
  renameSync(draft, path)
  sync(join(path, '..'))
}

/** Every point, oldest first. Throws where one is damaged or the folder holds none. */
export function listPoints(folder: string): readonly Point[] {
  if (!existsSync(pointsFolder(folder))) return []
  const names = readdirSync(pointsFolder(folder)).filter((name) => name.endsWith('.json'))
  return names.toSorted().map((name) => {
    const read = pointShape.safeParse(readSignedText(readFileSync(join(pointsFolder(folder), name), 'utf8')))
    if (read.success) return read.data
    throw new BackupRefused(`the point ${name} is damaged, or none of OpenCAM`)
  })
}

/** Drops points older than the moment, never the last one, and chunks that none of the others has. Answers how many. */
export function dropPoints(folder: string, olderThanMs: number): number {
  const points = listPoints(folder)
  const gone = points.slice(0, -1).filter(({ untilMs }) => untilMs < olderThanMs)
  for (const { untilMs } of gone) rmSync(join(pointsFolder(folder), pointName(untilMs)))
  const kept = new Set(points.filter((point) => !gone.includes(point)).flatMap(({ chunks }) => chunks))
  for (const sha256 of new Set(gone.flatMap(({ chunks }) => chunks))) {
    if (!kept.has(sha256)) rmSync(chunkPath(folder, sha256), { force: true })
  }
  return gone.length
}

/** The last point that holds nothing from after the moment. */
export function pointAt(folder: string, atMs: number): Point {
  const points = listPoints(folder)
  const point = points.findLast(({ untilMs }) => untilMs <= atMs)
  if (point !== undefined) return point
  const [first] = points
  if (first === undefined) throw new BackupRefused(`${folder} holds no points in time`)
  throw new BackupRefused(`the first point is of ${new Date(first.untilMs).toISOString()}, after the moment asked for`)
}

/** Throws where a chunk of the point is missing or damaged. */
export function assertPoint(folder: string, point: Point): void {
  if (point.formatVersion > 1) throw new BackupRefused('the points were made by a newer version')
  assertKnownSchema(point.schema, 'sqlite')
  for (const sha256 of new Set(point.chunks)) readChunk(folder, sha256)
}

export interface RestoredPoint {
  readonly accounts: number
  readonly masterKeysToGive: readonly string[]
}

/**
 * Restores a point into an empty data folder; every chunk is compared with its digest, and the database is looked through.
 * `keysToGive` answers which of the master keys are missing, or throws.
 */
export async function restorePoint(
  folder: string,
  point: Point,
  dataDir: string,
  keysToGive: (keys: readonly string[]) => readonly string[],
): Promise<RestoredPoint> {
  assertPoint(folder, point)
  let restored: RestoredPoint | undefined
  await placeSqlite(
    dataDir,
    (draft) => {
      writeNew(draft, '')
      appendChunks(folder, point, draft)
    },
    ({ schema, origin, accounts, masterKeys }) => {
      restored = { accounts, masterKeysToGive: keysToGive(masterKeys) }
      return [
        ...(schema.join() === point.schema.join() ? [] : ['its schema is another one']),
        ...(origin === point.origin ? [] : ['it is another store']),
      ]
    },
  )
  if (restored === undefined) throw new BackupRefused('the point was not restored')
  return restored
}

function appendChunks(folder: string, { chunks, bytes }: Point, draft: string): void {
  const handle = openSync(draft, 'a')
  let written = 0
  try {
    for (const sha256 of chunks) written += writeAll(handle, readChunk(folder, sha256))
  } finally {
    closeSync(handle)
  }
  if (written !== bytes) throw new BackupRefused('the point is damaged: it has another length')
  sync(draft)
}

function writeAll(handle: number, bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at)
  return bytes.length
}

function readChunk(folder: string, sha256: string): Uint8Array {
  const path = chunkPath(folder, sha256)
  if (!existsSync(path)) throw new BackupRefused(`the point is damaged: a chunk is missing (${sha256})`)
  const bytes = readFileSync(path)
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes
  throw new BackupRefused(`the point is damaged: a chunk does not have its digest (${sha256})`)
}
