// The server as its users start it, under a limit of open files, and what the system says of its process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from '../cluster/nodes.ts'

const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const kilobytesInMegabyte = 1024

export interface LimitedServer {
  readonly url: string
  readonly port: number
  descriptors(): number
  residentMb(): number
  /** Whether it ended by itself. */
  died(): boolean
  /** Everything that it said. */
  said(): string
  stop(): Promise<void>
}

/** Resident megabytes of a process; 0 where it has ended. */
export function residentMbOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / kilobytesInMegabyte
  } catch {
    return 0
  }
}

export async function startLimited(dataDir: string, files: number, flags: readonly string[]): Promise<LimitedServer> {
  const serve = [process.execPath, cli, 'serve', '--port', '0', '--data', dataDir, ...flags]
  const child = spawn('bash', ['-c', `ulimit -n ${files} && exec "$@"`, 'server', ...serve], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: join(tmpdir(), 'opencam-compiled'),
      OPENCAM_ROOT_SECRET_ID: root.secretId,
      OPENCAM_ROOT_SECRET_KEY: root.secretKey,
      OPENCAM_CONSOLE: 'off',
      OPENCAM_RATE_LIMITS: 'off',
    },
  })
  const ended = once(child, 'exit')
  let text = ''
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      text += chunk.toString()
      if (text.includes('Stop with Ctrl-C')) resolve()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    ended.then(() => reject(new Error(`the server ended: ${text}`)))
  })
  const url = /Endpoint +(\S+)/.exec(text)?.[1] ?? ''
  text = ''
  return {
    url,
    port: Number(new URL(url).port),
    descriptors: () => readdirSync(`/proc/${child.pid}/fd`).length,
    residentMb: () => residentMbOf(child.pid),
    died: () => child.exitCode !== null || child.signalCode !== null,
    said: () => text,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
