// The server as a process of its own, started as its users start it.
import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export interface ServerProcess {
  readonly child: ChildProcess
  readonly url: string
  readonly port: number
  /** Everything printed so far. */
  output(): string
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

/** Starts `opencam serve` on a free port and waits for its banner. Killed at the end of the test. */
export async function serverProcess(dataDir: string, ...args: readonly string[]): Promise<ServerProcess> {
  const argv = [cli, 'serve', '--port', '0', '--data', dataDir, ...args]
  const child = spawn(process.execPath, argv, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: join(tmpdir(), 'opencam-compiled') },
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let text = ''
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal))
  })
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      text += chunk.toString()
      if (text.includes('Stop with Ctrl-C')) resolve()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    ended.then((how) => reject(new Error(`the server ended with ${how}: ${text}`)))
  })
  const url = /Endpoint +(\S+)/.exec(text)?.[1] ?? ''
  return { child, url, port: Number(new URL(url).port), output: () => text, ended }
}
