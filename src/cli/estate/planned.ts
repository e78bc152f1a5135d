// Makes plans for commands: against a live account or another folder, with examples that name actions which exist.

import { loadPresets } from '../../catalog/presets.ts'
import type { Estate } from '../../estate/model.ts'
import { createDirectory } from '../../estate/names.ts'
import { type Plan, planOf, presetsBy } from '../../estate/plan.ts'
import { type DocumentFault, documentFaults } from '../../estate/valid.ts'
import { PROOF_SUBJECT } from '../../policy/index.ts'
import { CommandFailure, harmless, type Io } from '../io.ts'
import { catalogsOf, type KnowledgeOptions } from '../policy/knowledge.ts'
import { withKnownAction } from '../policy/known-action.ts'
import type { FoundEstate } from './folder.ts'
import type { Live } from './live.ts'

export interface PlanOptions extends KnowledgeOptions {
  readonly prune?: true
}

/** The plan for a live account. Ends where a document that it would send cannot be in force, with the faults said. */
export async function livePlan(live: Live, found: FoundEstate, options: PlanOptions, io: Io): Promise<Plan> {
  const catalogs = catalogsOf(options)
  const plan = await planOf({
    before: live.estate,
    folder: found.estate,
    numbers: live.directory,
    endpoint: live.endpoint,
    prune: options.prune === true,
    presetDocument: presetsBy(live.ask, live.directory),
    known: (request, alike) => withKnownAction(request, alike, catalogs),
  })
  sayFaults(documentFaults(plan.changes, found.places, live.directory), io)
  return { ...plan, notes: [...plan.notes, ...ownNotes(plan, live)] }
}

/** Somebody may saw off the branch. */
function ownNotes({ access }: Plan, { directory, caller }: Live): readonly string[] {
  const own = access.find(({ principal }) => principal === `user ${directory.nameOf('user', caller)}`)
  if (own === undefined || own.lostAccess.answer === 'yes') return []
  return [`${own.principal}, whose key is used here, loses access by this: it may be unable to finish`]
}

/** What would make the one folder the other; numbers are made up, presets are those that this program knows. */
export async function folderPlan(before: Estate, found: FoundEstate, options: PlanOptions, io: Io): Promise<Plan> {
  const catalogs = catalogsOf(options)
  const presets = loadPresets(catalogs)
  const numbers = createDirectory(String(PROOF_SUBJECT.account), String(PROOF_SUBJECT.appId))
  const plan = await planOf({
    before,
    folder: found.estate,
    numbers,
    endpoint: undefined,
    prune: options.prune === true,
    presetDocument: async (name) => presets.byName(name)?.document,
    known: (request, alike) => withKnownAction(request, alike, catalogs),
  })
  sayFaults(documentFaults(plan.changes, found.places, numbers), io)
  return plan
}

function sayFaults(faults: readonly DocumentFault[], io: Io): void {
  if (faults.length === 0) return
  for (const { file, line, column, message } of faults) io.err(`${harmless(`${file}:${line}:${column} ${message}`)}\n`)
  throw new CommandFailure('the server would refuse documents of the folder')
}

/** A folder of one account is not for another one; `account` left out is for any. */
export function checkAccount(folder: Estate, live: Pick<Live, 'account'>): void {
  if (folder.account === undefined || folder.account === live.account) return
  throw new CommandFailure(
    `the files are of account ${folder.account} and the key is of account ${live.account}: ` +
      'leave `account` out of account.yaml, or use opencam import, to carry them over',
  )
}
