// Several processes behind one address, so that a server uses more than one processor. The first of all, the keeper, serves
// no call: it hands each new connection to the next process, and starts anew what ends unasked.
import cluster, { type Worker } from 'node:cluster'
import type { Log } from '../actions/world.ts'
import type { Clock } from '../kernel/clock.ts'

export interface Kept {
  /** What the first process told its keeper when it served. */
  readonly said: string
  /** Resolves when each of the other processes has served or failed to for the first time. */
  readonly others: Promise<void>
  /** Tells all processes to finish; resolves when they have. May be called again. */
  stop(): Promise<void>
}

export interface KeeperParts {
  readonly clock: Clock
  readonly log: Log
}

/** A process that lived this long had no fault that comes back at once. */
const steadyMs = 60_000
const firstDelayMs = 100
const delayMaxMs = 30_000

/** How long the keeper waits before it starts a process anew, after so many that ended soon in a row. */
export const delayMs = (endsInARow: number): number => Math.min(delayMaxMs, firstDelayMs * 2 ** (endsInARow - 1))

/**
 * Starts so many processes of the program that this one runs, with the same arguments. The first one starts alone: it
 * makes what a new store lacks, and where the settings are wrong it says so once. Throws where it ends before it serves.
 */
export async function keepProcesses(count: number, parts: KeeperParts): Promise<Kept> {
  const keeper = new Keeper(parts)
  const said = await keeper.start()
  const others = Array.from({ length: count - 1 }, () => keeper.startAnother())
  return { said, others: Promise.all(others).then(() => {}), stop: () => keeper.stop() }
}

class Keeper {
  readonly #parts: KeeperParts
  readonly #alive = new Set<Worker>()
  readonly #delayed = new Set<NodeJS.Timeout>()
  #endsInARow = 0
  #stopping = false
  #allEnded: () => void = () => {}

  constructor(parts: KeeperParts) {
    this.#parts = parts
  }

  /** What the process said when it served. Throws where it ended before. */
  start(): Promise<string> {
    return new Promise((resolve, reject) => {
      const { clock, log } = this.#parts
      const beganMs = clock()
      const worker = cluster.fork()
      const { pid } = worker.process
      let served = false
      this.#alive.add(worker)
      worker.on('message', (message: unknown) => {
        const said = saidIn(message)
        if (said === undefined) return
        served = true
        log.info({ process: pid }, 'a process serves')
        resolve(said)
      })
      // A message that could not be sent to a process on its way out.
      worker.on('error', (error) => log.debug({ error, process: pid }, 'a process could not be told something'))
      worker.once('exit', (code, signal) => {
        this.#alive.delete(worker)
        if (!served) reject(new Error('a process ended before it served'))
        if (this.#alive.size === 0) this.#allEnded()
        if (served && !this.#stopping) this.#startLater(`${code ?? signal}`, pid, clock() - beganMs)
      })
    })
  }

  /** One that may fail: it is tried again. */
  async startAnother(): Promise<void> {
    const beganMs = this.#parts.clock()
    try {
      await this.start()
    } catch {
      if (!this.#stopping) this.#startLater('a failure', undefined, this.#parts.clock() - beganMs)
    }
  }

  #startLater(how: string, process: number | undefined, livedMs: number): void {
    this.#endsInARow = livedMs >= steadyMs ? 1 : this.#endsInARow + 1
    const againInMs = delayMs(this.#endsInARow)
    this.#parts.log.error({ process, how, againInMs }, 'a process ended unasked and is started anew')
    const timer = setTimeout(() => {
      this.#delayed.delete(timer)
      void this.startAnother()
    }, againInMs)
    this.#delayed.add(timer)
  }

  stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#allEnded = resolve
    })
    this.#stopping = true
    for (const timer of this.#delayed) clearTimeout(timer)
    for (const worker of this.#alive) worker.process.kill('SIGTERM')
    return this.#alive.size === 0 ? Promise.resolve() : ended
  }
}

/** What a process sends once, when it serves. */
interface Serves {
  readonly serves: string
}

const saidIn = (message: unknown): string | undefined =>
  typeof message === 'object' && message !== null && 'serves' in message ? String(message.serves) : undefined

/** Whether a keeper started this process. */
export const isKept = (): boolean => cluster.isWorker

/** Tells the keeper that this process serves. */
export function tellKeeper(said: string): void {
  const message: Serves = { serves: said }
  process.send?.(message)
}

/**
 * From now on this process ends by itself when its keeper is gone; until then the system's module ends it at once, and its
 * calls with it.
 */
export function endAlone(): void {
  if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true
}
