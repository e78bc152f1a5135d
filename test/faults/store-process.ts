// Starts the store's process under limits of the system, and holds what it acknowledged against what is there afterwards.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStore } from '../../src/store/open.ts'
import type { Order, Told } from './store-writer.ts'

const writer = fileURLToPath(new URL('store-writer.ts', import.meta.url))

export interface Place {
  readonly dataDir: string
  readonly databaseUrl: string | undefined
}

export interface StoreProcess {
  readonly pid: number
  /** What it said first: `ready`, or why it could not open the store. */
  readonly first: readonly string[]
  tell(order: Order): Promise<readonly string[]>
  kill(): Promise<void>
}

/** `limits` are arguments of the shell's `ulimit`, such as `-S -n 64`; `uid` runs it as another user. */
export async function startStore(
  { dataDir, databaseUrl }: Place,
  limits?: string,
  uid?: number,
): Promise<StoreProcess> {
  const args = [process.execPath, writer, dataDir, ...(databaseUrl === undefined ? [] : [databaseUrl])]
  const script = limits === undefined ? 'exec "$@"' : `ulimit ${limits} && exec "$@"`
  const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: join(tmpdir(), 'opencam-compiled') }
  const child = spawn('bash', ['-c', script, 'store', ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env,
    ...(uid === undefined ? {} : { uid }),
  })
  const ended = once(child, 'exit')
  // Whatever it said before is heard before this.
  const silent = once(child, 'disconnect')
  const told = async (): Promise<readonly string[]> => {
    const message = await Promise.race([once(child, 'message'), silent.then(() => undefined)])
    if (message === undefined) throw new Error('the process of the store ended')
    return (message[0] as Told).outcomes
  }
  const first = await told()
  return {
    pid: child.pid ?? 0,
    first,
    async tell(order) {
      const answer = told()
      child.send(order)
      return answer
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** What writes were acknowledged and which failed, by name. */
export interface Ledger {
  readonly account: number
  readonly acknowledged: Set<string>
  readonly failed: Set<string>
  readonly faults: Set<string>
}

export const newLedger = (account: number): Ledger => ({
  account,
  acknowledged: new Set(),
  failed: new Set(),
  faults: new Set(),
})

/** Writes so many groups at once and notes how each went. Answers how many failed. */
export async function writeMany(
  store: StoreProcess,
  ledger: Ledger,
  label: string,
  count: number,
  remark = '',
): Promise<number> {
  const names = Array.from({ length: count }, (_, index) => `${label}-${index}`)
  const outcomes = await store.tell({ do: 'write', account: ledger.account, names, remark })
  for (const [index, outcome] of outcomes.entries()) {
    const name = names[index] ?? ''
    ;(outcome === 'ok' ? ledger.acknowledged : ledger.failed).add(name)
    if (outcome !== 'ok') ledger.faults.add(outcome)
  }
  return outcomes.filter((outcome) => outcome !== 'ok').length
}

/** What is not as the ledger says, a line each; looked at with a store of this process. */
export async function inspect(place: Place, { account, acknowledged, failed }: Ledger): Promise<readonly string[]> {
  const store = await openStore(place)
  try {
    const { rows } = await store.read.groups.list(account, {}, { offset: 0, limit: 1_000_000 })
    const there = new Set(rows.map(({ name }) => name))
    const events = await store.read.audit.list(account, {}, { limit: 1_000_000 })
    const told = new Set(events.map(({ requestId }) => requestId))
    const revision = await store.revision(account)
    return [
      ...[...acknowledged].filter((name) => !there.has(name)).map((name) => `${name} was acknowledged and is gone`),
      ...[...failed].filter((name) => there.has(name)).map((name) => `${name} failed and is there`),
      ...[...there].filter((name) => !told.has(name)).map((name) => `${name} has no event`),
      ...(told.size === there.size && revision === told.size ? [] : [`revision ${revision}, ${told.size} events`]),
    ]
  } finally {
    await store.close()
  }
}

/** A small file system of its own, where the machine lets us mount one. */
export function smallDisk(
  folder: string,
  megabytes: number,
): { remount(how: 'ro' | 'rw'): void; drop(): void } | undefined {
  mkdirSync(folder, { recursive: true })
  const mount = (...args: readonly string[]): boolean => spawnSync('mount', args, { stdio: 'ignore' }).status === 0
  if (!mount('-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'opencam-test', folder)) return undefined
  return {
    remount(how) {
      if (!mount('-o', `remount,${how}`, folder)) throw new Error(`the disk could not be made ${how}`)
    },
    drop() {
      spawnSync('umount', ['--lazy', folder], { stdio: 'ignore' })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Lets a process write files of any size again. */
export function unlimitFileSize(pid: number): void {
  const { status } = spawnSync('prlimit', ['--pid', String(pid), '--fsize=unlimited:'], { stdio: 'ignore' })
  if (status !== 0) throw new Error('prlimit could not raise the limit')
}
