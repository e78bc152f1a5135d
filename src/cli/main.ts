// The `opencam` command: which commands there are, how they are spelt, and exit codes (0 done, 1 failed, 2 called wrongly).
import { Command, CommanderError } from 'commander'
import { UsageError } from '../config/read.ts'
import { systemClock } from '../kernel/clock.ts'
import { systemRandom } from '../kernel/random.ts'
import { version } from '../server/version.ts'
import { accountCommand } from './account.ts'
import { auditCommand } from './audit.ts'
import { backupCommand, restoreCommand } from './backup.ts'
import { CommandFailure, type Io } from './io.ts'
import { masterKeyCommand } from './master-key.ts'
import { optionsCommand } from './options.ts'
import { quarantineCommand } from './quarantine.ts'
import { serveCommand } from './serve.ts'
import { whyCommand } from './why.ts'

const exitCodes = 'Exit codes: 0 done, 1 failed, 2 called wrongly.'

function programOf(io: Io): Command {
  return new Command('opencam')
    .description('The open Cloud Access Management server.')
    .version(version)
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride()
    .addHelpText('after', `\n${exitCodes}`)
    .addCommand(serveCommand(io))
    .addCommand(accountCommand(io))
    .addCommand(quarantineCommand(io))
    .addCommand(whyCommand(io))
    .addCommand(auditCommand(io))
    .addCommand(backupCommand(io))
    .addCommand(restoreCommand(io))
    .addCommand(masterKeyCommand(io))
    .addCommand(optionsCommand(io))
}

/** Settings of the parent that commander does not hand down to commands added whole. */
function inherit(parent: Command): Command {
  for (const command of parent.commands) inherit(command.copyInheritedSettings(parent))
  return parent
}

/** Runs a command and answers its exit code. What went wrong is said in one line. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    await inherit(programOf(io)).parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    // Commander has said already what was wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof UsageError) {
      io.err(`opencam: ${error.message}\n`)
      return 2
    }
    io.err(`opencam: ${error instanceof Error ? error.message : String(error)}\n`)
    if (!(error instanceof CommandFailure) && io.env['OPENCAM_LOG_LEVEL'] === 'debug' && error instanceof Error) {
      io.err(`${error.stack}\n`)
    }
    return 1
  }
}

/** The command of this process. */
export async function main(args: readonly string[]): Promise<void> {
  // A reader that went away (`opencam … | head`) is no reason to fall over.
  process.stdout.on('error', () => {})
  process.exitCode = await run(args, {
    env: process.env,
    clock: systemClock,
    random: systemRandom,
    terminal: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  })
}

if (import.meta.main) await main(process.argv.slice(2))
