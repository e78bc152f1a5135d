// Files of a backup: written whole and synced before they get their name, so that a backup is there or is not, and read
// again by their SHA-256. Never writes over anything.
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** What is wrong with a backup or the place it shall go to; nothing was changed. */
export class BackupRefused extends Error {}

export interface FileFact {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

const blockBytes = 1 << 20

/** Size and SHA-256 of a file, read in blocks. */
export function fileFact(folder: string, name: string): FileFact {
  const handle = openSync(join(folder, name), 'r')
  try {
    const hash = createHash('sha256')
    const block = Buffer.allocUnsafe(blockBytes)
    let bytes = 0
    for (let read = readSync(handle, block); read > 0; read = readSync(handle, block)) {
      hash.update(block.subarray(0, read))
      bytes += read
    }
    return { name, bytes, sha256: hash.digest('hex') }
  } finally {
    closeSync(handle)
  }
}

/** Syncs a file or, so that names in it last, a folder. */
export function sync(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A new file with mode 0600, synced. Throws where there is one. */
export function writeNew(path: string, bytes: string | Uint8Array): void {
  const handle = openSync(path, 'wx', 0o600)
  try {
    writeFileSync(handle, bytes)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A copy with mode 0600, synced, that takes no more memory than a block. Throws where there is one. */
export function copyNew(from: string, to: string): void {
  const [source, target] = [openSync(from, 'r'), openSync(to, 'wx', 0o600)]
  try {
    const block = Buffer.allocUnsafe(blockBytes)
    for (let read = readSync(source, block); read > 0; read = readSync(source, block)) {
      for (let at = 0; at < read; ) at += writeSync(target, block, at, read - at)
    }
    fsyncSync(target)
  } finally {
    closeSync(source)
    closeSync(target)
  }
}

const isEmptyFolder = (path: string): boolean => statSync(path).isDirectory() && readdirSync(path).length === 0

/** Runs the work on a folder beside the wanted one and gives it that name at the end; a failure leaves nothing. */
export async function madeWhole(folder: string, work: (draft: string) => Promise<void>): Promise<void> {
  const path = resolve(folder)
  if (existsSync(path) && !isEmptyFolder(path)) {
    throw new BackupRefused(`${folder} is there and not empty: a backup goes to a folder of its own`)
  }
  mkdirSync(dirname(path), { recursive: true })
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.part`)
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  try {
    await work(draft)
    sync(draft)
    // An empty folder gives way; one that was filled meanwhile makes this fail.
    renameSync(draft, path)
    sync(dirname(path))
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}
