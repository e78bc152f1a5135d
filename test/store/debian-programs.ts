// The system's own PostgreSQL programs, which the embedded package lacks (base backups, promotion), and servers run by them.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

const versions = '/usr/lib/postgresql'
export const debianPassword = 'opencam test: %40@/'

/** Folder of the programs; `undefined`: they are not installed. */
export function findDebianPrograms(): string | undefined {
  const newest = (existsSync(versions) ? readdirSync(versions) : []).toSorted((a, b) => Number(b) - Number(a))[0]
  return newest === undefined ? undefined : join(versions, newest, 'bin')
}

/** The same. Throws with what to install. */
export function debianPrograms(): string {
  const found = findDebianPrograms()
  if (found !== undefined) return found
  throw new Error(`there is no PostgreSQL in ${versions}: apt-get install postgresql`)
}

/** As root the server runs as `postgres`, whom Debian's package makes. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Gives a file or folder to whom the server runs as. */
export function giveToServer(path: string): void {
  const user = serverUser()
  if (user !== undefined) chownSync(path, user.uid, user.gid)
}

/** A new folder that the server may write in. */
export function debianFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-debian-'))
  chmodSync(folder, 0o711)
  giveToServer(folder)
  return folder
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

export async function runDebian(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(join(debianPrograms(), program), args, {
    ...serverUser(),
    env: { PATH: '/bin:/usr/bin', PGPASSWORD: debianPassword },
    // Of a server that it starts nobody waits for the words.
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said}`)
}

/** Makes the data folder of a fresh server in a folder. */
export async function initializeDebian(folder: string, method = 'scram-sha-256'): Promise<string> {
  const [data, secret] = [join(folder, 'data'), join(folder, 'password')]
  writeFileSync(secret, debianPassword)
  chmodSync(secret, 0o644)
  const access = ['-U', 'opencam', '-A', method, `--pwfile=${secret}`]
  await runDebian('initdb', ['-D', data, ...access, '-E', 'UTF8', '--locale=C', '-N'])
  return data
}

export const debianUrl = (port: number): string => {
  const url = new URL(`postgres://opencam@127.0.0.1:${port}/postgres`)
  url.password = encodeURIComponent(debianPassword)
  return url.href
}

/** A copy of a running server's data. */
export const baseBackup = (port: number, into: string, ...more: readonly string[]): Promise<void> =>
  runDebian('pg_basebackup', ['-h', '127.0.0.1', '-p', `${port}`, '-U', 'opencam', '-D', into, '-c', 'fast', ...more])

export interface DebianProcess {
  readonly url: string
  readonly child: ChildProcess
  /** What it said when it has ended. */
  dead(): string | undefined
  /** Its last words so far. */
  said(): string
  readonly ended: Promise<void>
}

/** A server on a data folder; it may not be ready yet. */
export function spawnDebian(
  data: string,
  port: number,
  settings: Readonly<Record<string, string | number>>,
): DebianProcess {
  const all = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', ...settings }
  const args = ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const stdio = ['ignore', 'ignore', 'pipe'] as const
  const child = spawn(join(debianPrograms(), 'postgres'), args, { ...serverUser(), stdio: [...stdio], detached: true })
  const log: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => {
    log.push(chunk.toString())
    if (log.length > 50) log.shift()
  })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const gone = (): boolean => child.exitCode !== null || child.signalCode !== null
  const said = (): string => log.join('')
  return { url: debianUrl(port), child, ended, said, dead: () => (gone() ? said() : undefined) }
}

/** The first column of the first row. */
export async function ask(url: string, text: string): Promise<unknown> {
  const [first] = await rowsOf(url, text)
  return first?.[0]
}

export async function rowsOf(url: string, text: string): Promise<readonly (readonly unknown[])[]> {
  const client = new pg.Client({ connectionString: url })
  // A server that ends amid the question tells the connection too.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query({ text, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

/** Asks again and again until the server is as wanted. Throws with its last words when it ends. */
export async function untilAsked(
  { url, dead }: Pick<DebianProcess, 'url' | 'dead'>,
  text: string,
  wanted: unknown,
): Promise<void> {
  for (;;) {
    const words = dead()
    if (words !== undefined) throw new Error(`PostgreSQL ended: ${words}`)
    const answer = await ask(url, text).catch(() => undefined)
    if (answer === wanted) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Until it takes writes. */
export const untilWritable = (server: Pick<DebianProcess, 'url' | 'dead'>): Promise<void> =>
  untilAsked(server, 'select pg_is_in_recovery()', false)
