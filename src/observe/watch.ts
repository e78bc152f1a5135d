// Counts what the parts of the server tell. On the path of every call: each method finds its cells by one look and adds.
import type { CallEnd, CallWatch, StoreWatch } from '../kernel/watch.ts'
import type { Cell, Distribution, Metrics } from './metrics.ts'
import { authenticationReasonOf, outcomeOf } from './outcome.ts'
import { otherValue } from './row.ts'
import { type Outcome, outcomes } from './rows.ts'

/** What one action has. */
interface Counted {
  readonly outcomes: Readonly<Record<Outcome, Cell>>
  readonly seconds: Distribution
}

/** Actions by product: what may stand together in the labels of a call. */
export type ActionNames = ReadonlyMap<string, ReadonlySet<string>>

/** `actions`: what is not among them is counted as `other`, so that nobody can make series by naming things. */
export function callWatch(metrics: Metrics, actions: ActionNames, now: () => number): CallWatch {
  const counted = countedIn(metrics, actions)
  const throttled = metrics.cell('opencam_throttled_calls_total')
  const kept = metrics.cell('opencam_program_lookups_total', 'kept')
  const made = metrics.cell('opencam_program_lookups_total', 'made')
  const evicted = metrics.cell('opencam_program_evictions_total')
  const decisions = new Map<string, Cell>()
  let programs = 0
  let statements = 0
  metrics.gauge('opencam_programs', () => [[[], programs]])
  metrics.gauge('opencam_program_statements', () => [[[], statements]])
  return {
    now,
    ended(row, beganMs, end) {
      const { outcomes, seconds } = counted(row?.product ?? otherValue, row?.name ?? otherValue)
      seconds.observe((now() - beganMs) / 1000)
      if (end.code === undefined && !end.fault) outcomes.ok.value += 1
      else failed(outcomes, end)
    },
    decided({ layer, effect }) {
      const key = `${layer} ${effect}`
      let cell = decisions.get(key)
      if (cell === undefined) {
        cell = metrics.cell('opencam_decisions_total', layer, effect)
        decisions.set(key, cell)
      }
      cell.value += 1
    },
    programLooked(found) {
      if (found) kept.value += 1
      else made.value += 1
    },
    programKept(now, inAll, dropped) {
      programs = now
      statements = inAll
      evicted.value += dropped
    },
  }
  function failed(cells: Counted['outcomes'], end: CallEnd): void {
    const outcome = outcomeOf(end)
    cells[outcome].value += 1
    if (outcome === 'throttled') throttled.value += 1
    if (outcome !== 'unauthenticated') return
    metrics.cell('opencam_authentication_failures_total', authenticationReasonOf(end)).value += 1
  }
}

function countedIn(metrics: Metrics, actions: ActionNames): (product: string, action: string) => Counted {
  const found = new Map<string, Map<string, Counted>>()
  const make = (product: string, action: string): Counted => {
    const cell = (outcome: Outcome): Cell => metrics.cell('opencam_calls_total', product, action, outcome)
    const seconds = metrics.distribution('opencam_call_seconds', product, action)
    const cells = outcomes.map((outcome) => [outcome, cell(outcome)] as const)
    const made = { outcomes: Object.fromEntries(cells) as Record<Outcome, Cell>, seconds }
    found.set(product, (found.get(product) ?? new Map()).set(action, made))
    return made
  }
  return (product, action) => {
    const known = found.get(product)?.get(action)
    if (known !== undefined) return known
    const names = actions.get(product)
    const [first, second] = [names === undefined ? otherValue : product, names?.has(action) ? action : otherValue]
    return found.get(first)?.get(second) ?? make(first, second)
  }
}

export function storeWatch(metrics: Metrics, now: () => number): StoreWatch {
  const committed = metrics.cell('opencam_store_transactions_total', 'committed')
  const rolledBack = metrics.cell('opencam_store_transactions_total', 'rolled-back')
  const seconds = metrics.distribution('opencam_store_transaction_seconds')
  const works = metrics.distribution('opencam_store_commit_works')
  return {
    now,
    transactionEnded(beganMs, good) {
      seconds.observe((now() - beganMs) / 1000)
      if (good) committed.value += 1
      else rolledBack.value += 1
    },
    grouped(count) {
      works.observe(count)
    },
  }
}
