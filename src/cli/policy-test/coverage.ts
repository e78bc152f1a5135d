// Which statements of the documents took part in a verdict of some case.
import type { Document } from './documents.ts'
import type { Place } from './source.ts'

/** One statement that took part. */
export interface Used {
  readonly policyId: number
  readonly statement: number
}

export interface Coverage {
  readonly statements: number
  readonly covered: number
  /** Whole percents, rounded down: only everything is a hundred. */
  readonly percent: number
  readonly uncovered: readonly { readonly policy: string; readonly statement: number; readonly place: Place }[]
}

export function coverageOf(documents: readonly Document[], used: readonly Used[]): Coverage {
  const seen = new Set(used.map(({ policyId, statement }) => `${policyId} ${statement}`))
  const all = documents.flatMap(({ policyId, name, statements = [] }) =>
    statements.map(({ place }, statement) => {
      return { policy: name, statement, place, covered: seen.has(`${policyId} ${statement}`) }
    }),
  )
  const uncovered = all.filter(({ covered }) => !covered)
  const covered = all.length - uncovered.length
  return {
    statements: all.length,
    covered,
    percent: all.length === 0 ? 100 : Math.floor((100 * covered) / all.length),
    uncovered: uncovered.map(({ policy, statement, place }) => ({ policy, statement, place })),
  }
}
