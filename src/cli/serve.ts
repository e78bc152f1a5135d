// `opencam serve`: the server, in this process or by several, until it is told to stop. Its options are the rows of config.ts.
import { Command } from 'commander'
import { readSettings, renderOptions, type Settings } from '../config.ts'
import type { Clock } from '../kernel/clock.ts'
import { createLog } from '../server/log.ts'
import { endAlone, isKept, keepProcesses, tellKeeper } from '../server/processes.ts'
import { makeDataFolder, ownDataFolder } from '../store/data-folder.ts'
import type { Io } from './io.ts'

export function serveCommand(io: Io): Command {
  return (
    new Command('serve')
      .usage('[options]')
      .argument('[options...]')
      // The rows read the arguments themselves: they know patterns and name the nearest option.
      .allowUnknownOption()
      .addHelpText('after', () => `\nServer options, as flags or environment variables:\n${renderOptions()}`)
      .action((_: readonly string[], __: object, command: Command) => serve(command.args, io))
  )
}

async function serve(args: readonly string[], io: Io): Promise<void> {
  const settings = readSettings(args, io.env)
  try {
    await (settings.processes > 1 && !isKept() ? serveByProcesses(settings, io) : serveHere(settings, io))
  } finally {
    // An open channel to the launcher or the keeper would hold this process.
    endAlone()
    if (process.connected) process.disconnect()
  }
}

async function serveHere(settings: Settings, io: Io): Promise<void> {
  const { startServer } = await import('../main.ts')
  const server = await startServer(settings, { clock: io.clock, random: io.random })
  const stopped = toldToStop(io.clock)
  endAlone()
  const said = server.banner(io.terminal)
  if (isKept()) tellKeeper(said)
  else io.out(said)
  await stopped
  await server.close(settings.drainNoticeMs)
}

async function serveByProcesses(settings: Settings, io: Io): Promise<void> {
  // The processes share the folder among themselves, and with no other server.
  const release = settings.databaseUrl === undefined ? takeDataFolder(settings.dataDir) : undefined
  try {
    const kept = await keepProcesses(settings.processes, { clock: io.clock, log: createLog(settings.logLevel) })
    const stopped = toldToStop(io.clock)
    io.out(kept.said)
    await stopped
    await kept.stop()
  } finally {
    release?.()
  }
}

/**
 * A signal may come twice for one: a supervisor sends it to the whole group, and the launcher hands it on as well. What
 * comes later than this is somebody who has had enough of waiting.
 */
const echoMs = 300

/** Resolves at the first signal to stop, or when the launcher that started this process is gone. A second one ends it. */
export function toldToStop(clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    let firstMs: number | undefined
    const told = (): void => {
      firstMs ??= clock()
      if (clock() - firstMs > echoMs) process.exit(1)
      resolve()
    }
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, told)
    process.once('disconnect', () => resolve())
  })
}

function takeDataFolder(dataDir: string): () => void {
  makeDataFolder(dataDir)
  return ownDataFolder(dataDir)
}
