// A PostgreSQL with a synchronous standby, by the system's programs: the primary is killed, the standby becomes the primary,
// and another standby is made of it while work goes on.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  ask,
  baseBackup,
  type DebianProcess,
  debianFolder,
  freePort,
  initializeDebian,
  rowsOf,
  runDebian,
  spawnDebian,
  untilAsked,
  untilWritable,
} from '../../store/debian-programs.ts'
import type { Embedded } from '../../store/embedded-postgres.ts'

/** A database that can be stopped, killed and, where it has a standby, replaced. */
export interface Primary extends Pick<Embedded, 'pause' | 'resume' | 'kill' | 'stop'> {
  /** Of the primary that there is now. */
  readonly url: () => string
  /** The primary's last words, where they are kept. */
  readonly said: () => string
  readonly failOver: FailOver | undefined
}

export interface FailOver {
  /** Whether all that the primary has acknowledged, or shown to anybody, is on the standby. */
  ready(): Promise<boolean>
  /** Kills the primary and promotes the standby. `url` answers the new one from then on. */
  run(): Promise<void>
}

interface Server extends DebianProcess {
  readonly data: string
  readonly port: number
}

const settings = {
  max_connections: 200,
  // Nothing is lost by the end of processes alone.
  full_page_writes: 'off',
  synchronous_commit: 'on',
  // Connections do not live long enough for plans to be made five times first.
  plan_cache_mode: 'force_generic_plan',
  wal_keep_size: '256MB',
  wal_retrieve_retry_interval: '100ms',
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const withoutStandby = (embedded: Embedded): Primary => ({
  ...embedded,
  url: () => embedded.url,
  said: () => '',
  failOver: undefined,
})

export async function startWithStandby(): Promise<Primary> {
  const pair = new Pair(debianFolder())
  await pair.begin()
  return {
    url: () => pair.primary().url,
    said: () => pair.primary().said(),
    pause: () => pair.end(),
    resume: () => pair.resume(),
    kill: () => pair.kill(),
    stop: () => pair.close(),
    failOver: { ready: () => pair.isCaughtUp(), run: () => pair.failOver() },
  }
}

class Pair {
  readonly #folder: string
  #primary: Server | undefined
  #standby: Server | undefined
  #making: Promise<void> = Promise.resolve()
  #made = 0
  #closed = false

  constructor(folder: string) {
    this.#folder = folder
  }

  async begin(): Promise<void> {
    // Connections are broken and made anew all the time, and a password's proof costs more than what they are for.
    const data = await initializeDebian(this.#folder, 'trust')
    this.#primary = await this.#spawn(data)
    await untilWritable(this.#primary)
    await this.#makeStandby()
  }

  primary(): Server {
    if (this.#primary === undefined) throw new Error('there is no primary')
    return this.#primary
  }

  async end(): Promise<void> {
    const { child, ended } = this.primary()
    child.kill('SIGINT')
    await ended
  }

  async resume(): Promise<void> {
    const { data, port } = this.primary()
    this.#primary = { ...spawnDebian(data, port, settings), data, port }
    await untilWritable(this.#primary)
  }

  /** With everybody who works for it: one that is left would go on with what it was asked. */
  async kill(): Promise<void> {
    const { child, ended } = this.primary()
    const { pid = 0 } = child
    child.kill('SIGSTOP')
    const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').match(/\d+/g) ?? []
    // While it is stopped the numbers are theirs and nobody else's.
    for (const worker of workers) endQuietly(Number(worker))
    child.kill('SIGKILL')
    await ended
  }

  /**
   * After a crash a primary shows what it wrote down before, though the standby has not got it: only a standby that has all
   * that was written down by now may take its place.
   */
  async isCaughtUp(): Promise<boolean> {
    if (this.#standby === undefined) return false
    const { url } = this.primary()
    const written = await ask(url, 'select pg_current_wal_flush_lsn()')
    const there = `select count(*)::int from pg_stat_replication where sync_state = 'sync' and flush_lsn >= '${written}'`
    for (let attempt = 0; attempt < 20; attempt += 1) {
      if ((await ask(url, there)) === 1) return true
      await pause(50)
    }
    return false
  }

  async failOver(): Promise<void> {
    const next = this.#standby
    if (next === undefined) throw new Error('there is no standby')
    const old = this.primary()
    await this.kill()
    await runDebian('pg_ctl', ['promote', '-D', next.data, '-w', '-s'])
    this.#primary = next
    this.#standby = undefined
    await untilWritable(next)
    rmSync(old.data, { recursive: true, force: true })
    this.#making = this.#makeStandbyPatiently()
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#making
    for (const server of [this.#standby, this.#primary]) {
      server?.child.kill('SIGQUIT')
      await server?.ended
    }
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #spawn(data: string): Promise<Server> {
    const port = await freePort()
    return { ...spawnDebian(data, port, settings), data, port }
  }

  /** While the primary is stopped and killed too. */
  async #makeStandbyPatiently(): Promise<void> {
    while (!this.#closed) {
      const made = await this.#makeStandby().then(
        () => true,
        () => false,
      )
      if (made) return
      await pause(200)
    }
  }

  /** From then on the primary acknowledges nothing that the standby has not got. */
  async #makeStandby(): Promise<void> {
    this.#made += 1
    const data = join(this.#folder, `standby-${this.#made}`)
    let standby: Server | undefined
    try {
      await baseBackup(this.primary().port, data, '-R', '-X', 'stream')
      standby = await this.#spawn(data)
      await untilAsked(standby, "select count(*)::int from pg_stat_wal_receiver where status = 'streaming'", 1)
      const { url } = this.primary()
      await rowsOf(url, "alter system set synchronous_standby_names = '*'")
      await rowsOf(url, 'select pg_reload_conf()')
      await untilAsked(this.primary(), "select count(*)::int from pg_stat_replication where sync_state = 'sync'", 1)
      this.#standby = standby
    } catch (error) {
      standby?.child.kill('SIGQUIT')
      await standby?.ended
      rmSync(data, { recursive: true, force: true })
      throw error
    }
  }
}

function endQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
