// The built console as it is on disk, read once at the start: a request can only ask for what was found then, so no path of
// a request ever reaches the file system. Knows nothing of what the pages do.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

export interface ConsoleFile {
  readonly type: string
  /** Quoted, as `ETag` carries it. */
  readonly tag: string
  /** As the file is, unpacked where only its compressed forms are held. */
  plain(): Promise<Uint8Array>
  /** Made when the console was built, where that is worth it. */
  readonly br: Uint8Array | undefined
  readonly gzip: Uint8Array | undefined
}

export interface ConsoleFiles {
  /** The page that the console begins with; it holds nothing of anybody. */
  readonly page: string
  /** By path below `/console/`. */
  readonly files: ReadonlyMap<string, ConsoleFile>
}

const types: ReadonlyMap<string, string> = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json'],
  ['.svg', 'image/svg+xml'],
])
const pageFile = 'index.html'

/** `undefined`: nothing was built there. */
export function readConsole(folder: string): ConsoleFiles | undefined {
  const found = namesIn(folder)
  if (!found.has(pageFile)) return undefined
  const bytesOf = (name: string): Uint8Array | undefined =>
    found.has(name) ? readFileSync(path.join(folder, name)) : undefined
  const files = new Map<string, ConsoleFile>()
  for (const name of found) {
    const type = types.get(path.extname(name))
    if (type === undefined) continue
    // Few ask for a large file without compression, and its whole text is three times what is held otherwise.
    const gzip = bytesOf(`${name}.gz`)
    const content = gzip ?? bytesOf(name)
    if (content === undefined) continue
    const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
    files.set(name, { type, tag, plain: gzip ? packed(gzip) : held(content), br: bytesOf(`${name}.br`), gzip })
  }
  return { page: readFileSync(path.join(folder, pageFile), 'utf8'), files }
}

const unpack = promisify(gunzip)

// Two functions, so that what one holds is not kept alive by the other.
const held =
  (whole: Uint8Array): ConsoleFile['plain'] =>
  async () =>
    whole
const packed =
  (gzip: Uint8Array): ConsoleFile['plain'] =>
  () =>
    unpack(gzip)

/** Paths of files below the folder, with forward slashes. */
function namesIn(folder: string): ReadonlySet<string> {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
    const files = entries.filter((entry) => entry.isFile())
    return new Set(
      files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/')),
    )
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Set()
    throw error
  }
}
