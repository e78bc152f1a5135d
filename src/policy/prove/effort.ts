// How much work a question may cost, and what came of a search. A search that could not be finished is neither a find
// nor a proof that there is nothing: its reason is kept, and the answer becomes `unknown`.

/** Steps that are left, and why parts of the question stayed open. */
export interface Effort {
  stepsLeft: number
  readonly open: Set<string>
}

export const OUT_OF_STEPS = 'the budget of steps is spent'

/** `none`: proven that there is none. `open`: not known. */
export type Found<Value> = { readonly value: Value } | 'none' | 'open'

/** Takes steps; false when none are left. */
export function spend(effort: Effort, steps: number): boolean {
  if (effort.stepsLeft > 0) {
    effort.stepsLeft -= steps
    return true
  }
  effort.open.add(OUT_OF_STEPS)
  return false
}

/** Whether steps were lacking somewhere. Whoever just took the last one may still be done. */
export function isSpent(effort: Effort): boolean {
  return effort.open.has(OUT_OF_STEPS)
}
