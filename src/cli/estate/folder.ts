// A folder with an account in it, on the disk: read whole, and written so that what was there before of the account goes.
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Journal } from '../../estate/journal.ts'
import type { Estate } from '../../estate/model.ts'
import { type Files, type ReadEstate, readFolder, readWhole } from '../../estate/read.ts'
import { writeFolder } from '../../estate/write.ts'
import { CommandFailure, harmless, type Io } from '../io.ts'

/** Folders of an account within its folder; nothing lies deeper. */
const inner = ['roles', 'trust', 'policies']

const isFile = (name: string): boolean => !name.startsWith('.') && !/\.md$/i.test(name)
/** Names of roles and policies may begin with a dot, and then their files do. */
const isInnerFile = (name: string): boolean => isFile(name) || /^\..+\.(?:yaml|yml|json)$/.test(name)

/** Files by their paths in the folder; hidden ones and pages to read are nobody's business. */
export function filesOf(folder: string): Files {
  const files = new Map<string, string>()
  const take = (path: string) => files.set(path, readFileSync(join(folder, path), 'utf8'))
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) {
        if (isFile(entry.name)) take(entry.name)
      } else if (inner.includes(entry.name)) {
        for (const name of readdirSync(join(folder, entry.name))) if (isInnerFile(name)) take(`${entry.name}/${name}`)
      } else if (isFile(entry.name)) files.set(`${entry.name}/`, '')
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'it is not there' : code === 'ENOTDIR' ? 'it is no folder' : code
    throw new CommandFailure(`${harmless(folder)} cannot be read: ${why}`)
  }
  return files
}

export interface FoundEstate {
  readonly estate: Estate
  readonly places: Extract<ReadEstate, { places: unknown }>['places']
}

/** The account of a folder. What is wrong is said on standard error, a line for each fault. */
export function estateIn(folder: string, io: Io): FoundEstate {
  return foundOr(readFolder(filesOf(folder)), (file) => join(folder, file), io)
}

export const estateOf = (file: string, text: string, io: Io): FoundEstate =>
  foundOr(readWhole(file, text), (name) => name, io)

function foundOr(read: ReadEstate, shown: (file: string) => string, io: Io): FoundEstate {
  if ('estate' in read) return read
  for (const { file, line, column, message } of read.faults) {
    io.err(`${harmless(`${shown(file)}:${line}:${column} ${message}`)}\n`)
  }
  const count = read.faults.length
  throw new CommandFailure(count === 1 ? 'the files have a fault' : `the files have ${count} faults`)
}

/** Writes the account, and removes files of things that it has no longer. Answers the paths that changed. */
export function writeEstate(folder: string, estate: Estate): readonly string[] {
  const files = writeFolder(estate)
  mkdirSync(folder, { recursive: true })
  const before = filesOf(folder)
  const changed: string[] = []
  for (const [path, text] of files) {
    if (before.get(path) === text) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    changed.push(path)
  }
  for (const path of before.keys()) {
    if (files.has(path) || !isOurs(path)) continue
    rmSync(join(folder, path))
    changed.push(path)
  }
  return changed.toSorted()
}

const isOurs = (path: string): boolean =>
  /^(?:(?:account|users|groups|policies|providers)|(?:roles|trust|policies)\/[^/]+)\.(?:yaml|yml|json)$/.test(path)

/** A journal in a file; each line is on the disk before it is acknowledged. */
export function journalIn(file: string): Journal {
  const write = (line: string, flag: 'a' | 'w') => {
    const handle = openSync(file, flag, 0o600)
    try {
      writeSync(handle, line)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  }
  return {
    read() {
      try {
        return readFileSync(file, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
        throw error
      }
    },
    restart: (line) => write(line, 'w'),
    append: (line) => write(line, 'a'),
  }
}
