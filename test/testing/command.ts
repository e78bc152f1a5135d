// `opencam test-server` as a process.
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Identity } from '../../src/testing/index.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export interface Started {
  readonly url: string
  readonly root: Identity
  readonly control: string
  readonly token: string
  /** Ends it by a signal; answers its exit code. */
  stop(): Promise<number | null>
}

/** Starts it, and ends it with the test. */
export async function startCommand(...args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [main, 'test-server', '--output', 'json', ...args], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: join(tmpdir(), 'opencam-compiled') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await ended
  })
  let text = ''
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += String(chunk)
  })
  const said = await new Promise<Omit<Started, 'stop'>>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      text += String(chunk)
      if (text.endsWith('}\n')) resolve(JSON.parse(text))
    })
    ended.then((code) => reject(new Error(`it ended with ${code}: ${errors}`)))
  })
  return {
    ...said,
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}
