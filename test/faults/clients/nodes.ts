// Equal servers as processes over one PostgreSQL, which are killed at random and started anew.
import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { nodeEnvironment } from '../../cluster/nodes.ts'
import type { Chance } from '../chance.ts'
import { residentMbOf } from '../limited-server.ts'

const file = fileURLToPath(new URL('../../cluster/node-process.ts', import.meta.url))

export interface Node {
  /** `undefined` while it is dead. */
  url(): string | undefined
  residentMb(): number | undefined
  kill(): Promise<void>
  begin(): Promise<void>
  /** Ended though nobody killed it. */
  died(): boolean
}

export async function startNodes(databaseUrl: string, folder: string, count: number): Promise<readonly Node[]> {
  const nodes = Array.from({ length: count }, (_, index) => nodeIn(databaseUrl, join(folder, String(index))))
  // The first makes the tables.
  for (const node of nodes) await node.begin()
  return nodes
}

function nodeIn(databaseUrl: string, dataDir: string): Node {
  const env = { ...nodeEnvironment({ databaseUrl, dataDir }), PATH: process.env['PATH'] ?? '' }
  const flags = ['--quotas', 'groups=1000000,users=100000,policies=100000,attachments=1000000,roles=100000']
  let running: { readonly child: ChildProcess; readonly url: string } | undefined
  let died = false
  return {
    url: () => running?.url,
    residentMb: () => (running === undefined || died ? undefined : residentMbOf(running.child.pid)),
    died: () => died,
    async kill() {
      const child = running?.child
      running = undefined
      if (child === undefined) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
    async begin() {
      const settings = JSON.stringify({ env, flags, skewMs: 0 })
      const compiled = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'opencam-compiled') }
      const stdio: StdioOptions = ['ignore', 'ignore', 'inherit', 'ipc']
      const child = fork(file, [settings], { stdio, execArgv: [], env: compiled })
      const url = await new Promise<string>((resolve, reject) => {
        child.once('message', (message) => resolve((message as { url: string }).url))
        child.once('exit', (code) => reject(new Error(`a server ended with ${code}`)))
      })
      running = { child, url }
      child.once('exit', () => {
        if (running?.child === child) died = true
      })
    },
  }
}

export interface Killer {
  readonly kills: () => number
  stop(): Promise<void>
}

/** One after the other, at random moments: each is dead for as long as it takes to start. */
export function startKiller(nodes: readonly Node[], chance: Chance, everyMs: number): Killer {
  const over = new AbortController()
  let kills = 0
  const work = (async () => {
    for (;;) {
      await wait(everyMs * (0.5 + chance.next()), undefined, { signal: over.signal }).catch(() => {})
      if (over.signal.aborted) return
      const node = chance.of(nodes)
      await node?.kill()
      kills += 1
      await node?.begin()
    }
  })()
  return {
    kills: () => kills,
    async stop() {
      over.abort()
      await work
    },
  }
}
