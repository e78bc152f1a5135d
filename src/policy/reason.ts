// A decision in one word for where it was settled and the one statement that says most about it. Taken from explanations;
// nothing is decided here.

import type { Explanation, StatementFinding } from './explain.ts'
import type { TrustExplanation, TrustFinding } from './trust.ts'
import type { Cause, Effect, Layer } from './types.ts'

/** Policies that came by a group have a word of their own. */
export type ReasonLayer = Layer | 'group' | 'trust'

interface Settled {
  readonly effect: Effect
  readonly cause: Cause
  readonly layer: ReasonLayer
}

export interface Reason extends Settled {
  /** The resource that settled it. */
  readonly resource: string
  /** The statement that decided, with its conditions; where none allows, the one that came nearest. */
  readonly statement: StatementFinding | undefined
}

export interface TrustReason extends Settled {
  readonly layer: 'trust'
  readonly statement: TrustFinding | undefined
}

export function reasonOf({ decision, resources }: Explanation): Reason {
  const { effect, cause, layer, resource, by } = decision
  const { layers = [] } = resources.find((finding) => finding.resource === resource) ?? {}
  const found = layers.find((finding) => finding.layer === layer)
  const decided = found?.statements.find((one) => one.matched && one.by === by)
  const byGroup = layer === 'identity' && by?.via.kind === 'group'
  return { effect, cause, layer: byGroup ? 'group' : layer, resource, statement: decided ?? found?.nearest }
}

export function trustReasonOf({ decision, statements }: TrustExplanation): TrustReason {
  const { effect, cause } = decision
  const decided = statements.find(({ statement }) => statement === decision.statement)
  return { effect, cause, layer: 'trust', statement: decided ?? nearest(statements) }
}

const reached = ['action', 'principal', 'condition']

/** Action, then principal, then the fewer conditions the better; of equals the first. */
function nearest(statements: readonly TrustFinding[]): TrustFinding | undefined {
  const worth = ({ obstacles }: TrustFinding) => 100 * reached.indexOf(obstacles[0]?.element ?? '') - obstacles.length
  const allows = statements.filter(({ effect }) => effect === 'allow')
  return allows.toSorted((a, b) => worth(b) - worth(a))[0]
}
