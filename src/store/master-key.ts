// Where the master key comes from: a given value, else a key file in the data folder, made on first use with mode 0600.
// Never prints a key; a key file that others may read is refused.
import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { MasterKey, MasterKeys } from './seal.ts'

const keyBytes = 32

/**
 * Reads keys separated by commas or lines, each 32 bytes as base64 (either alphabet) or hex. The first seals, all of them open.
 * After a `#` a line may say until when its key sealed. Throws without repeating any part of the value.
 */
export function parseMasterKeys(value: string): MasterKeys {
  const [current, ...others] = value
    .trim()
    .split(/\n\s*|,/)
    .map((text) => text.trim())
    .map((text, index) => parseKey(text, index + 1))
  if (current === undefined) throw new Error('the master key is empty')
  return { current, others }
}

const note = /^(?<key>[^#\s]*)\s*(?:# sealed until (?<until>\S+))?$/

function parseKey(text: string, position: number): MasterKey {
  const { key: written = text, until } = note.exec(text)?.groups ?? {}
  const key = decode(written)
  if (key === undefined) {
    throw new Error(`master key ${position} is not 32 bytes written as base64 or hex`)
  }
  const sealedUntilMs = until === undefined ? Number.NaN : Date.parse(until)
  return { id: keyId(key), key, ...(Number.isNaN(sealedUntilMs) ? {} : { sealedUntilMs }) }
}

/** The text of a key file; what `parseMasterKeys` reads. */
export function masterKeysText({ current, others }: MasterKeys): string {
  const lines = [current, ...others].map(({ key, sealedUntilMs }) => {
    const until = sealedUntilMs === undefined ? '' : ` # sealed until ${new Date(sealedUntilMs).toISOString()}`
    return `${Buffer.from(key).toString('base64')}${until}\n`
  })
  return lines.join('')
}

/** A fresh key. */
export function newMasterKey(random: (count: number) => Uint8Array): MasterKey {
  const key = random(keyBytes)
  return { id: keyId(key), key }
}

/** Puts other keys into the key file: whole and synced under its name, or not at all. */
export function replaceMasterKeyFile(dataDir: string, keys: MasterKeys): void {
  const file = join(dataDir, 'master.key')
  const draft = `${file}.${process.pid}.new`
  rmSync(draft, { force: true })
  const handle = openSync(draft, 'wx', 0o600)
  try {
    writeFileSync(handle, masterKeysText(keys))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(draft, file)
  const folder = openSync(dataDir, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function decode(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (!/^[\w+/-]{43}=?$/.test(text)) return undefined
  const key = Buffer.from(text, 'base64')
  return key.length === keyBytes ? key : undefined
}

// A name made from the key itself needs no book-keeping. 48 bits of a hash of 256 random bits give nothing away.
const keyId = (key: Uint8Array): string =>
  createHash('sha256').update('opencam master key id').update(key).digest('hex').slice(0, 12)

/**
 * The key file `master.key` of the data folder, made with a fresh key where there is none. The folder must exist. Throws
 * when the file may be read by others or doesn't hold a key.
 */
export function masterKeyFile(dataDir: string, random: (count: number) => Uint8Array = randomBytes): MasterKeys {
  const file = join(dataDir, 'master.key')
  return readKeyFile(file) ?? makeKeyFile(file, random)
}

function readKeyFile(file: string): MasterKeys | undefined {
  const handle = openOrAbsent(file)
  if (handle === undefined) return undefined
  try {
    const mode = fstatSync(handle).mode & 0o777
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new Error(`${file} may be read by others (mode ${mode.toString(8)}): make it 600 (chmod 600 ${file})`)
    }
    return parseMasterKeys(readFileSync(handle, 'utf8').trim())
  } finally {
    closeSync(handle)
  }
}

function openOrAbsent(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Written whole and synced before it gets its name: two processes that start at once end with the same key. */
function makeKeyFile(file: string, random: (count: number) => Uint8Array): MasterKeys {
  const draft = `${file}.${process.pid}.${Buffer.from(random(6)).toString('hex')}`
  const handle = openSync(draft, 'wx', 0o600)
  try {
    writeFileSync(handle, `${Buffer.from(random(keyBytes)).toString('base64')}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  const made = readKeyFile(file)
  if (made === undefined) throw new Error(`${file} could not be made`)
  return made
}
