// Makes the changes of a plan, one call after the other. One that is refused stops only those that need it. What was done stands
// in the journal, so that a second run goes on where the first one ended, wherever that was.
import { textOf } from './answers.ts'
import { type Ask, Refusal } from './calls.ts'
import { bind, type Change, NameUnknown } from './change.ts'
import { changesBetween } from './diff.ts'
import { digestOf, estateDigest } from './digest.ts'
import { type Journal, lineOf, type Past, readJournal } from './journal.ts'
import type { Estate } from './model.ts'
import type { Directory } from './names.ts'
import type { Plan } from './plan.ts'

export interface ApplyParts {
  readonly ask: Ask
  /** Numbers of the account as it is; learns those of what is made. */
  readonly directory: Directory
  readonly journal: Journal
  readonly progress?: ((text: string) => void) | undefined
}

export interface Failure {
  readonly change: Change
  readonly code: string
  readonly message: string
  readonly requestId: string | undefined
}

export interface Applied {
  readonly done: readonly Change[]
  readonly failed: readonly Failure[]
  /** Not made, because something that they need failed. */
  readonly stopped: readonly Change[]
  /** What people have to do now. */
  readonly next: readonly string[]
}

/** The part of a plan that says what shall be made of what. */
export const planDigest = ({ account, digest, changes }: Pick<Plan, 'account' | 'digest' | 'changes'>): string =>
  digestOf([account, digest, changes])

/** The account is not as the plan found it, and not only by what was applied of the plan. */
export class MovedOn extends Error {}

/** What is left to do of a saved plan. Throws `MovedOn`. */
export function leftOf(plan: Plan, live: Estate, journal: string): readonly Change[] {
  const past = readJournal(journal)
  const begun = past.plan === planDigest(plan)
  if (!begun) {
    if (estateDigest(live) === plan.digest) return plan.changes
    const [first] = changesBetween(plan.before, live)
    throw new MovedOn(`the account is not as the plan found it${first === undefined ? '' : `: ${saidOf(first)}`}`)
  }
  const planned = new Map(plan.changes.map((change) => [change.id, change]))
  // What goes anyway may look otherwise meanwhile: its documents name things that went before it.
  const goes = new Set(plan.changes.flatMap(({ verb, object }) => (verb === 'delete' ? [object] : [])))
  for (const made of changesBetween(plan.before, live)) {
    if (made.verb === 'update' && goes.has(made.object)) continue
    const change = planned.get(made.id)
    const byUs = past.done.has(made.id) || past.open.has(made.id)
    const alike = change !== undefined && (change.provisional === true || sameCall(change, made))
    if (!byUs || !alike) throw new MovedOn(`the account was changed by somebody else: ${saidOf(made)}`)
  }
  const left = changesBetween(live, plan.after)
  for (const change of left) {
    const first = planned.get(change.id)
    if (first !== undefined && sameCall(first, change) && !past.done.has(change.id)) continue
    throw new MovedOn(`what was done of the plan was undone by somebody else: ${saidOf(change)}`)
  }
  return left
}

const saidOf = ({ object, text }: Change): string => `${object}: ${text}`

const sameCall = (one: Change, other: Change): boolean =>
  one.action === other.action && digestOf(one.parameters) === digestOf(other.parameters)

/** `plan`: what the journal is of; a journal of something else that was not finished is begun anew. */
export async function apply(
  changes: readonly Change[],
  plan: { readonly digest: string; readonly account: string },
  { ask, directory, journal, progress = () => {} }: ApplyParts,
): Promise<Applied> {
  const text = journal.read()
  const past = readJournal(text)
  // A line that was cut off must not become the beginning of the next one.
  if (!text.endsWith('\n') && text !== '') journal.restart(text.slice(0, text.lastIndexOf('\n') + 1))
  const goesOn = past.plan === plan.digest && !past.finished
  if (!goesOn) journal.restart(lineOf({ step: 'start', plan: plan.digest, account: plan.account }))
  const done: Change[] = []
  const failed: Failure[] = []
  const stopped: Change[] = []
  const out = new Set<string>()
  for (const [index, change] of changes.entries()) {
    if (change.needs.some((id) => out.has(id))) {
      out.add(change.id)
      stopped.push(change)
      continue
    }
    progress(`${index + 1}/${changes.length} ${change.object}: ${change.text}`)
    const failure = await make(change, { ask, directory, journal })
    if (failure === undefined) done.push(change)
    else {
      out.add(change.id)
      failed.push(failure)
    }
  }
  if (failed.length === 0) journal.append(lineOf({ step: 'finished' }))
  return { done, failed, stopped, next: nextSteps(readJournal(journal.read()), [...failed, ...stopped]) }
}

async function make(
  change: Change,
  { ask, directory, journal }: Omit<ApplyParts, 'progress'>,
): Promise<Failure | undefined> {
  const failure = (code: string, message: string, requestId?: string): Failure => {
    const why = `${code}: ${message}`
    journal.append(lineOf({ step: 'failed', id: change.id, why }))
    return { change, code, message, requestId }
  }
  try {
    const parameters = bind(change.parameters, directory)
    const { learns, next } = change
    journal.append(lineOf({ step: 'begin', id: change.id, ...(next !== undefined && { next }) }))
    const answer = await ask(change.product, change.action, parameters)
    if (learns !== undefined) directory.add(learns.kind, learns.name, textOf(answer, learns.member))
    journal.append(lineOf({ step: 'done', id: change.id, requestId: answer.RequestId }))
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return failure(error.code, error.said, error.requestId)
    if (error instanceof NameUnknown) return failure('not made', error.message)
    throw error
  }
}

/** Of everything in the journal but what was not made. One whose answer never came was made, or it would be here. */
function nextSteps({ next }: Past, out: readonly (Change | Failure)[]): readonly string[] {
  const notMade = new Set(out.map((one) => ('change' in one ? one.change.id : one.id)))
  return [...next].flatMap(([id, step]) => (notMade.has(id) ? [] : [step])).toSorted()
}
