// `opencam apply`: makes what `opencam plan` says, from a folder or from a plan that somebody looked at.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { type Applied, apply, leftOf, MovedOn, planDigest } from '../../estate/apply.ts'
import type { Change } from '../../estate/change.ts'
import { digestOf } from '../../estate/digest.ts'
import { type Journal, JournalBroken, readJournal } from '../../estate/journal.ts'
import type { Estate } from '../../estate/model.ts'
import type { Plan } from '../../estate/plan.ts'
import { type ConnectionOptions, withConnectionOptions } from '../api/connection.ts'
import { CommandFailure, harmless, type Io } from '../io.ts'
import { type Output, outputOption, toned, write } from '../output.ts'
import { catalogsOption } from '../policy/knowledge.ts'
import { estateIn, type FoundEstate, journalIn } from './folder.ts'
import { type Live, liveAccount, progressOn, sayGaps } from './live.ts'
import { callsText } from './plan-text.ts'
import { checkAccount, livePlan, type PlanOptions } from './planned.ts'

interface Options extends ConnectionOptions, PlanOptions, Output {
  readonly journal?: string
}

export function applyCommand(io: Io): Command {
  return withConnectionOptions(new Command('apply'))
    .argument('[from]', 'the account as files, or a plan that opencam plan --out saved', '.')
    .option('--prune', 'delete what is not in the folder')
    .option('--journal <file>', 'where it is written what was done; beside what is applied unless told')
    .addOption(catalogsOption())
    .addOption(outputOption())
    .action(async (from: string, options: Options) => {
      await (isFolder(from) ? applyFolder(from, options, io) : applyPlan(from, options, io))
    })
}

async function applyFolder(folder: string, options: Options, io: Io): Promise<void> {
  const found = estateIn(folder, io)
  const live = await liveAccount(options, io)
  checkAccount(found.estate, live)
  await applyEstate(live, found, { ...options, journal: options.journal ?? join(folder, '.opencam-journal') }, io)
}

/** Plans and applies; the same files again go on with the same journal. */
export async function applyEstate(
  live: Live,
  found: FoundEstate,
  options: Options & { readonly journal: string },
  io: Io,
): Promise<void> {
  sayGaps(io, live)
  const plan = await livePlan(live, found, options, io)
  const digest = digestOf(['files', live.account, options.prune === true, found.estate satisfies Estate])
  await run(live, plan.changes, digest, options, io)
}

async function applyPlan(file: string, options: Options, io: Io): Promise<void> {
  if (options.prune === true) throw new CommandFailure('a saved plan says itself what is deleted: leave --prune out')
  const plan = readPlan(file)
  const live = await liveAccount(options, io)
  if (plan.endpoint === undefined) throw new CommandFailure('the plan compares two folders and is of no live account')
  if (plan.account !== live.account) {
    throw new CommandFailure(`the plan is of account ${plan.account} and the key is of account ${live.account}`)
  }
  const journal = options.journal ?? `${file}.journal`
  await run(live, left(plan, live.estate, journalIn(journal)), planDigest(plan), { ...options, journal }, io)
}

function left(plan: Plan, live: Estate, journal: Journal): readonly Change[] {
  try {
    return leftOf(plan, live, journal.read())
  } catch (error) {
    if (error instanceof MovedOn) throw new CommandFailure(`${harmless(error.message)}; make another plan`)
    throw broken(error)
  }
}

const broken = (error: unknown): unknown => (error instanceof JournalBroken ? new CommandFailure(error.message) : error)

function readPlan(file: string): Plan {
  try {
    const plan = JSON.parse(readFileSync(file, 'utf8'))
    if (plan?.format === 1 && Array.isArray(plan.changes) && typeof plan.digest === 'string') return plan
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== undefined) throw new CommandFailure(`${harmless(file)} cannot be read: ${code}`)
  }
  throw new CommandFailure(`${harmless(file)} is no plan that opencam plan --out saved`)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

async function run(
  live: Live,
  changes: readonly Change[],
  digest: string,
  options: Options & { readonly journal: string },
  io: Io,
): Promise<void> {
  const progress = progressOn(io)
  const journal = journalIn(options.journal)
  const plan = { digest, account: live.account }
  let applied: Applied
  try {
    applied = await apply(changes, plan, { ask: live.ask, directory: live.directory, journal, progress: progress.say })
  } catch (error) {
    throw interrupted(error, journal)
  } finally {
    progress.end()
  }
  write(io, options, dataOf(applied), () => appliedText(applied, io))
  const { failed, stopped } = applied
  if (failed.length > 0) {
    throw new CommandFailure(`${failed.length} of ${callsText(changes.length)} failed, ${stopped.length} were not made`)
  }
}

/** No answer came: what was done stands in the journal. */
function interrupted(error: unknown, journal: Journal): unknown {
  if (!(error instanceof CommandFailure)) return broken(error)
  const { size } = readJournal(journal.read()).done
  return new CommandFailure(`${error.message}; ${callsText(size)} made before: the same command again goes on`)
}

const shown = ({ id, object, text }: Change) => ({ id, object, text })

const dataOf = ({ done, failed, stopped, next }: Applied): object => ({
  done: done.map(shown),
  failed: failed.map(({ change, code, message, requestId }) => ({ ...shown(change), code, message, requestId })),
  stopped: stopped.map(shown),
  next,
})

function appliedText({ done, failed, stopped, next }: Applied, io: Io): string {
  const tone = toned(io)
  const line = ({ object, text }: Change): string => harmless(`${object}: ${text}`)
  return [
    ...done.map((change) => `${tone('green', 'done')}     ${line(change)}`),
    ...failed.flatMap(({ change, code, message, requestId }) => [
      `${tone('red', 'failed')}   ${line(change)}`,
      harmless(`         ${code}: ${message}${requestId === undefined ? '' : ` (RequestId ${requestId})`}`),
    ]),
    ...stopped.map((change) => `${tone('yellow', 'not made')} ${line(change)}`),
    ...(next.length > 0 ? ['', 'Left for people:', ...next.map((step) => `  ${harmless(step)}`), ''] : []),
    done.length + failed.length + stopped.length === 0 ? 'Nothing to do.' : `${callsText(done.length)} made.`,
    '',
  ].join('\n')
}
