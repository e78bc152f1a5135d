// Servers as processes, each behind a proxy of its own to the database: what can happen to one of them.
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { nodeEnvironment } from './nodes.ts'
import { type FaultyProxy, startProxy, type Target } from './proxy.ts'

export interface NodeProcess {
  readonly name: string
  readonly skewMs: number
  readonly proxy: FaultyProxy
  /** Another one after each start. */
  url(): string
  pause(): void
  resume(): void
  /** Whether it ended by itself, which no fault may make it do. */
  died(): boolean
  /** Ends it at once and starts it anew. One that cannot begin is started again, as whoever runs servers does. */
  restart(): Promise<void>
  /** Starts that came to nothing. */
  failedStarts(): number
  stop(): Promise<void>
}

export interface NodeGiven {
  readonly name: string
  readonly databaseUrl: string
  readonly dataDir: string
  readonly flags: readonly string[]
  /** How wrong its clock is. */
  readonly skewMs: number
}

const startsMax = 5
const file = fileURLToPath(new URL('./node-process.ts', import.meta.url))

export async function startNodeProcess({ name, databaseUrl, dataDir, flags, skewMs }: NodeGiven): Promise<NodeProcess> {
  const target = new URL(databaseUrl)
  const proxy = await startProxy(targetOf(databaseUrl))
  target.port = String(proxy.port)
  const env = { ...nodeEnvironment({ databaseUrl: target.href, dataDir }), PATH: process.env['PATH'] ?? '' }
  const begin = () => startChild({ env, flags, skewMs })
  let running = await begin()
  let failed = 0
  return {
    name,
    skewMs,
    proxy,
    url: () => running.url,
    died: () => running.child.exitCode !== null,
    pause: () => void running.child.kill('SIGSTOP'),
    resume: () => void running.child.kill('SIGCONT'),
    async restart() {
      await end(running.child)
      for (let attempt = 1; ; attempt += 1) {
        try {
          running = await begin()
          return
        } catch (error) {
          failed += 1
          if (attempt === startsMax) throw error
        }
      }
    },
    failedStarts: () => failed,
    async stop() {
      await end(running.child)
      await proxy.close()
    },
  }
}

/** Where a database listens. */
export function targetOf(databaseUrl: string): Target {
  const { hostname, port } = new URL(databaseUrl)
  return { host: hostname, port: Number(port) }
}

async function startChild(settings: object): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  // Of a group of its own: what stops the run from a terminal must not stop it first.
  const child = fork(file, [JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    detached: true,
    execArgv: [],
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { url: string }).url))
    child.once('exit', (code) => reject(new Error(`a server ended with ${code}`)))
  })
  return { child, url }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}
