// Runs a command of the CLI in this process, on a clock and a randomness of the test's own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { run } from '../../src/cli/main.ts'
import type { Environment } from '../../src/config/read.ts'
import { type Clock, virtualClock } from '../../src/kernel/clock.ts'
import { seededRandom } from '../../src/kernel/random.ts'

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Cli {
  readonly dataDir: string
  readonly clock: Clock
  /** Runs with the folder's `--data`; answers what was printed. */
  cli(...args: readonly string[]): Promise<Outcome>
  /** The JSON that a command must print. */
  json(...args: readonly string[]): Promise<Record<string, unknown>>
}

export const startMs = Date.UTC(2026, 0, 2, 3, 4, 5)

/** A folder for one test, removed at its end. */
export function temporaryFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'opencam-cli-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** Runs any command. */
export async function runCli(
  args: readonly string[],
  env: Environment = {},
  clock: Clock = () => startMs,
  seed = 1,
): Promise<Outcome> {
  const printed = { out: '', err: '' }
  const code = await run(args, {
    env,
    clock,
    random: seededRandom(seed),
    terminal: false,
    input: async () => '',
    out: (text) => {
      printed.out += text
    },
    err: (text) => {
      printed.err += text
    },
  })
  return { code, ...printed }
}

/** Commands on a data folder of the test's own. */
export function cliOn(dataDir: string = temporaryFolder()): Cli {
  const clock = virtualClock(startMs)
  let seed = 0
  const cli = (...args: readonly string[]): Promise<Outcome> => {
    seed += 1
    return runCli([...args, '--data', dataDir], {}, clock, seed)
  }
  return {
    dataDir,
    clock,
    cli,
    async json(...args) {
      const { code, out, err } = await cli(...args, '--json')
      if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${err}`)
      return JSON.parse(out)
    },
  }
}
