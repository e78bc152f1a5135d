// The `opencam` command: which commands there are, how they are spelt, and exit codes (0 done, 1 failed, 2 called wrongly,
// 3 done and the answer is no).
import { text as readAll } from 'node:stream/consumers'
import { Command, CommanderError } from 'commander'
import { UsageError } from '../config/read.ts'
import { systemClock } from '../kernel/clock.ts'
import { systemRandom } from '../kernel/random.ts'
import { version } from '../server/version.ts'
import { askAtTerminal } from './ask.ts'
import { commandRows } from './commands.ts'
import { AnswerIsNo, CommandFailure, type Io } from './io.ts'

const exitCodes =
  'Exit codes: 0 done, 1 failed, 2 called wrongly, 3 done and the answer is no (findings, a refusal, other access).'

/** The program with the command that was called, and of the others what its help tells. */
async function programOf(io: Io, called: string | undefined): Promise<Command> {
  const program = new Command('opencam')
    .description('The open Cloud Access Management server.')
    .version(version)
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride()
    .addHelpText('after', `\n${exitCodes}`)
  for (const { name, description, load } of commandRows) {
    // `opencam help lint` asks for one of the others: then each must be whole.
    const whole = called === name || called === 'help'
    const command = whole ? (await load())(io) : new Command(name)
    program.addCommand(command.description(description))
  }
  return program
}

/** Settings of the parent that commander does not hand down to commands added whole. */
function inherit(parent: Command): Command {
  for (const command of parent.commands) inherit(command.copyInheritedSettings(parent))
  return parent
}

/** Runs a command and answers its exit code. What went wrong is said in one line. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    const called = args.find((arg) => !arg.startsWith('-'))
    await inherit(await programOf(io, called)).parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof AnswerIsNo) return 3
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
    input: () => readAll(process.stdin),
    ask: process.stdin.isTTY && process.stderr.isTTY ? askAtTerminal : undefined,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  })
}

if (import.meta.main) await main(process.argv.slice(2))
