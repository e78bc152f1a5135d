// A PostgreSQL server by the system's own programs, which the embedded one lacks: with a WAL archive, and started again on a
// base backup up to a moment. Stopped and removed at the end of the test.
import { execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { onTestFinished } from 'vitest'

const versions = '/usr/lib/postgresql'
const password = 'opencam test: %40@/'

/** Folder of the programs. Throws with what to install. */
export function debianPrograms(): string {
  const newest = (existsSync(versions) ? readdirSync(versions) : []).toSorted((a, b) => Number(b) - Number(a))[0]
  if (newest !== undefined) return join(versions, newest, 'bin')
  throw new Error(`there is no PostgreSQL in ${versions}: apt-get install postgresql`)
}

/** As root the server runs as `postgres`, whom Debian's package makes. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

export interface DebianServer {
  readonly url: string
  /** Where finished segments of its WAL go. */
  readonly archive: string
  /** The address of a new, empty database. */
  database(): Promise<string>
  /** A base backup into a new folder. */
  baseBackup(): Promise<string>
  stop(): Promise<void>
}

function folderFor(user: ReturnType<typeof serverUser>): string {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-debian-'))
  chmodSync(folder, 0o711)
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function run(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<void> {
  const child = spawn(join(debianPrograms(), program), args, {
    ...serverUser(),
    env: { PATH: '/bin:/usr/bin', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said}`)
}

/** A fresh server. */
export async function startDebian(): Promise<DebianServer> {
  const folder = folderFor(serverUser())
  const [data, secret] = [join(folder, 'data'), join(folder, 'password')]
  writeFileSync(secret, password)
  chmodSync(secret, 0o644)
  await run('initdb', [
    '-D',
    data,
    '-U',
    'opencam',
    '-A',
    'scram-sha-256',
    `--pwfile=${secret}`,
    '-E',
    'UTF8',
    '--locale=C',
    '-N',
  ])
  return serve(folder, data)
}

/** A server on a base backup, brought to a moment by another's archive. */
export async function recoverDebian(base: string, archive: string, targetTime: string): Promise<DebianServer> {
  const folder = folderFor(serverUser())
  appendFileSync(
    join(base, 'postgresql.auto.conf'),
    `restore_command = 'cp "${archive}/%f" "%p"'\nrecovery_target_time = '${targetTime}'\nrecovery_target_action = 'promote'\n`,
  )
  writeFileSync(join(base, 'recovery.signal'), '')
  const user = serverUser()
  if (user !== undefined) chownSync(join(base, 'recovery.signal'), user.uid, user.gid)
  return serve(folder, base)
}

async function serve(folder: string, data: string): Promise<DebianServer> {
  const port = await freePort()
  const archive = join(folder, 'archive')
  const user = serverUser()
  mkdirSync(archive)
  if (user !== undefined) chownSync(archive, user.uid, user.gid)
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    wal_level: 'replica',
    archive_mode: 'on',
    archive_command: `test ! -f "${archive}/%f" && cp "%p" "${archive}/%f"`,
  }
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const child = spawn(join(debianPrograms(), 'postgres'), args, { ...user, stdio: ['ignore', 'ignore', 'pipe'] })
  const log: string[] = []
  child.stderr.on('data', (chunk: Buffer) => void log.push(chunk.toString()))
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGINT')
    await ended
  }
  onTestFinished(stop)
  const url = new URL(`postgres://opencam@127.0.0.1:${port}/postgres`)
  url.password = encodeURIComponent(password)
  await untilReady(url.href, () => (child.exitCode === null ? undefined : log.join('')))
  let made = 0
  return {
    url: url.href,
    archive,
    stop,
    async database() {
      made += 1
      await ask(url.href, `create database opencam_${made} template template0`)
      const own = new URL(url)
      own.pathname = `/opencam_${made}`
      return own.href
    },
    async baseBackup() {
      const base = join(folder, 'base')
      await run('pg_basebackup', ['-h', '127.0.0.1', '-p', String(port), '-U', 'opencam', '-D', base, '-c', 'fast'], {
        PGPASSWORD: password,
      })
      return base
    },
  }
}

/** The first column of the first row. */
export async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query({ text, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

/** Asks again and again until it takes writes; `dead` answers what it said when it is gone. */
async function untilReady(url: string, dead: () => string | undefined): Promise<void> {
  for (;;) {
    const words = dead()
    if (words !== undefined) throw new Error(`PostgreSQL ended: ${words}`)
    const recovering = await ask(url, 'select pg_is_in_recovery()').catch(() => true)
    if (recovering === false) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
