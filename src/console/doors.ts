// Scripts, styles and pictures of the console, as doors of the server. They hold nothing of anybody, so anybody may read
// them; the page that they belong to is given by the session's door.
import type { Door, Reply } from '../protocol/door.ts'
import type { HttpRequest } from '../protocol/request.ts'
import type { ConsoleFile, ConsoleFiles } from './files.ts'

const prefix = '/console/'
/** Named by their content when they are built. */
const hashed = 'assets/'

/** A door for the hashed files and one for each other file. */
export function consoleDoors({ files }: ConsoleFiles): readonly Door[] {
  const loose = [...files.keys()].filter((name) => !name.startsWith(hashed))
  const respond = (request: HttpRequest): Promise<Reply> => answer(files, request)
  return [hashed, ...loose].map((name) => ({ path: `${prefix}${name}`, bodyBytesMax: 0, respond }))
}

const own = [
  ...['X-Content-Type-Options', 'nosniff'],
  ...['Cross-Origin-Resource-Policy', 'same-origin'],
  ...['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
]

async function answer(files: ConsoleFiles['files'], request: HttpRequest): Promise<Reply> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return empty(405, ['Allow', 'GET, HEAD'])
  const name = request.path.slice(prefix.length)
  const file = files.get(name)
  // After an update a page left open may ask for files of the build before; a browser must not remember that they are gone.
  if (file === undefined) return empty(404, ['Cache-Control', 'no-store'])
  const kept = name.startsWith(hashed) ? 'public, max-age=31536000, immutable' : 'no-cache'
  const headers = [...own, 'Cache-Control', kept, 'ETag', file.tag, 'Vary', 'Accept-Encoding']
  if (asksFor(request.header('if-none-match'), file.tag)) return { status: 304, headers, body: '' }
  const { body, encoding } = await bodyFor(file, request.header('accept-encoding') ?? '')
  const about = ['Content-Type', file.type, 'Content-Length', String(body.byteLength)]
  return { status: 200, headers: [...headers, ...about, ...encoding], body }
}

function empty(status: number, headers: readonly string[]): Reply {
  return { status, headers: [...own, ...headers, 'Content-Length', '0'], body: '' }
}

const asksFor = (given: string | undefined, tag: string): boolean =>
  given?.split(',').some((one) => one.trim().replace(/^W\//, '') === tag) === true

interface Body {
  readonly body: Uint8Array
  readonly encoding: readonly string[]
}

async function bodyFor({ br, gzip, plain }: ConsoleFile, accepted: string): Promise<Body> {
  if (br !== undefined && accepts(accepted, 'br')) return { body: br, encoding: ['Content-Encoding', 'br'] }
  if (gzip !== undefined && accepts(accepted, 'gzip')) return { body: gzip, encoding: ['Content-Encoding', 'gzip'] }
  return { body: await plain(), encoding: [] }
}

const accepts = (accepted: string, wanted: string): boolean =>
  accepted.split(',').some((one) => {
    const [name = '', ...parameters] = one
      .toLowerCase()
      .split(';')
      .map((part) => part.trim())
    return name === wanted && !parameters.some((part) => /^q=0(\.0*)?$/.test(part))
  })
