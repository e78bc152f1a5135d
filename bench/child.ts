// A server in a process of its own, asked for its CPU time.
import { type ChildProcess, fork } from 'node:child_process'
import cluster from 'node:cluster'
import { fileURLToPath } from 'node:url'

export interface ServerProcess {
  /** What the server told when it was ready. */
  readonly ready: { readonly port: number; readonly [name: string]: unknown }
  /** User and system seconds since it started. */
  cpuSeconds(): Promise<number>
  /** Most memory that it had at once, in bytes. */
  peakBytes(): Promise<number>
  stop(): Promise<void>
}

export async function startServer(file: string, settings: object): Promise<ServerProcess> {
  const path = fileURLToPath(new URL(`./servers/${file}`, import.meta.url))
  const child = fork(path, [JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ready = (await message(child)) as ServerProcess['ready']
  return {
    ready,
    async cpuSeconds() {
      child.send('cpu')
      return Number(await message(child))
    },
    async peakBytes() {
      child.send('memory')
      return Number(await message(child))
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
  }
}

function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the server ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (sent) => {
      child.off('exit', ended)
      resolve(sent)
    })
  })
}

/** Answers the parent's questions; called by each server file once it listens. */
export function serveParent(ready: object): void {
  process.on('message', (question) => {
    if (question === 'memory') process.send?.(process.resourceUsage().maxRSS * 1024)
    else cpuOfAll().then((seconds) => process.send?.(seconds))
  })
  process.send?.(ready)
}

/** This process and, where it keeps others, those too: each tells when it is asked. */
async function cpuOfAll(): Promise<number> {
  const { user, system } = process.cpuUsage()
  const others = Object.values(cluster.workers ?? {}).map(async (worker) => {
    if (worker === undefined) return 0
    const told = new Promise<number>((resolve) => worker.once('message', resolve))
    worker.send('cpu')
    return Number(await told)
  })
  return (user + system) / 1e6 + (await Promise.all(others)).reduce((sum, seconds) => sum + seconds, 0)
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
