// `opencam test-server`: a server for tests in whatever language, with control endpoints beside it. Everything in it is thrown
// away at its end, and its keys can be guessed: it listens on 127.0.0.1 only.
import { Command, InvalidArgumentError, Option } from 'commander'
import { UsageError } from '../config/read.ts'
import { randomText } from '../kernel/random.ts'
import { endAlone } from '../server/processes.ts'
import type { StartOptions, TestServer } from '../testing/types.ts'
import { moment, number } from './arguments.ts'
import { facts, type Io } from './io.ts'
import { type Output, outputOption, write } from './output.ts'
import { toldToStop } from './serve.ts'

interface Options extends Output {
  readonly port: number
  readonly controlPort: number
  readonly seed: number
  readonly startTime?: number
  readonly runningClock?: true
  readonly rateLimits: 'off' | 'documented'
  readonly catalogs?: string
  readonly set?: readonly Setting[]
}

type Setting = readonly [name: string, value: string]

export function testServerCommand(io: Io): Command {
  return new Command('test-server')
    .option('--port <port>', 'where clients call; 0 takes a free port', portNumber, 0)
    .option('--control-port <port>', 'where tests control it; 0 takes a free port', portNumber, 0)
    .option('--seed <number>', 'what ids and keys come from', number, 1)
    .option('--start-time <time>', 'where its clock begins, such as 2026-01-02T03:04:05Z; now unless told', moment)
    .option('--running-clock', 'its clock runs; without it, it stands still until it is moved')
    .addOption(
      new Option('--rate-limits <how>', 'documented: by seconds of its clock')
        .choices(['off', 'documented'])
        .default('off'),
    )
    .option('--catalogs <folder>', 'catalogs of further services')
    .option(
      '--set <NAME=value>',
      'a setting of the server, such as OPENCAM_RESOURCE_LEVEL=fine; repeatable',
      setting,
      [],
    )
    .addOption(outputOption())
    .action((options: Options) => serveTests(options, io))
}

async function serveTests(options: Options, io: Io): Promise<void> {
  const { openControl } = await import('../testing/control.ts')
  const { startOpenCam } = await import('../testing/index.ts')
  try {
    await using server = await startOpenCam(startOptions(options))
    const token = randomText(io.random, 32)
    const control = await openControl({
      ...{ server, token, port: options.controlPort },
      onFault: (fault) =>
        io.err(`opencam: a control request failed: ${fault instanceof Error ? fault.stack : fault}\n`),
    })
    const stopped = toldToStop(io.clock)
    endAlone()
    say(io, options, { server, control: control.url, token })
    await stopped
    await control.close()
  } finally {
    endAlone()
    if (process.connected) process.disconnect()
  }
}

interface Said {
  readonly server: TestServer
  readonly control: string
  readonly token: string
}

function say(io: Io, options: Output, { server: { url, root }, control, token }: Said): void {
  write(io, options, { url, root, control, token }, () => {
    const shown = facts([
      ['Endpoint', url],
      ['Root account', root.account],
      ['SecretId', root.secretId],
      ['SecretKey', root.secretKey],
      ['Control', control],
      ['Token', token],
    ])
    return `OpenCAM for tests: all that is in it is thrown away at its end.\n\n${shown}\n\nStop with Ctrl-C.\n`
  })
}

function startOptions({ port, seed, startTime, runningClock, rateLimits, catalogs, set = [] }: Options): StartOptions {
  const clock = { ...(startTime === undefined ? {} : { startMs: startTime }), runs: runningClock ?? false }
  const settings = Object.fromEntries(set)
  if (Object.keys(settings).length < set.length) throw new UsageError('--set names a setting twice')
  return { port, seed, clock, rateLimits, settings, ...(catalogs === undefined ? {} : { catalogDir: catalogs }) }
}

function portNumber(text: string): number {
  const value = number(text)
  if (value <= 65_535) return value
  throw new InvalidArgumentError('It must be a port, 0 to 65535.')
}

function setting(text: string, before: readonly Setting[] = []): readonly Setting[] {
  const [, name, value] = /^(OPENCAM_[A-Z0-9_]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw new InvalidArgumentError('It must be OPENCAM_NAME=value.')
  return [...before, [name, value]]
}
