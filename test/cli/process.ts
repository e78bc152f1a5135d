// The command line as people run it: a process of its own, in a folder, with standard input.
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export const mainFile = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Around {
  readonly cwd: string
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
}

export async function opencam(args: readonly string[], { cwd, input = '', env = {} }: Around): Promise<Outcome> {
  const compiled = { NODE_COMPILE_CACHE: join(tmpdir(), 'opencam-compiled') }
  const child = spawn(process.execPath, [mainFile, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...compiled, ...env },
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, out, err }
}
