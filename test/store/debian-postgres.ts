// A PostgreSQL server by the system's own programs: with a WAL archive, and started again on a base backup up to a moment.
// Stopped and removed at the end of the test.
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import {
  ask,
  baseBackup,
  debianFolder,
  freePort,
  giveToServer,
  initializeDebian,
  spawnDebian,
  untilWritable,
} from './debian-programs.ts'

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

function folderOfTest(): string {
  const folder = debianFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A fresh server. */
export async function startDebian(settings: Readonly<Record<string, string | number>> = {}): Promise<DebianServer> {
  const folder = folderOfTest()
  return serve(folder, await initializeDebian(folder), settings)
}

/** A server on a base backup, brought to a moment by another's archive. */
export async function recoverDebian(base: string, archive: string, targetTime: string): Promise<DebianServer> {
  const folder = folderOfTest()
  appendFileSync(
    join(base, 'postgresql.auto.conf'),
    `restore_command = 'cp "${archive}/%f" "%p"'\nrecovery_target_time = '${targetTime}'\nrecovery_target_action = 'promote'\n`,
  )
  writeFileSync(join(base, 'recovery.signal'), '')
  giveToServer(join(base, 'recovery.signal'))
  return serve(folder, base, {})
}

async function serve(
  folder: string,
  data: string,
  more: Readonly<Record<string, string | number>>,
): Promise<DebianServer> {
  const port = await freePort()
  const archive = join(folder, 'archive')
  mkdirSync(archive)
  giveToServer(archive)
  const server = spawnDebian(data, port, {
    wal_level: 'replica',
    archive_mode: 'on',
    archive_command: `test ! -f "${archive}/%f" && cp "%p" "${archive}/%f"`,
    ...more,
  })
  const stop = async (): Promise<void> => {
    server.child.kill('SIGINT')
    await server.ended
  }
  onTestFinished(stop)
  await untilWritable(server)
  let made = 0
  return {
    url: server.url,
    archive,
    stop,
    async database() {
      made += 1
      await ask(server.url, `create database opencam_${made} template template0`)
      const own = new URL(server.url)
      own.pathname = `/opencam_${made}`
      return own.href
    },
    async baseBackup() {
      const base = join(folder, 'base')
      await baseBackup(port, base)
      return base
    },
  }
}
