// What a server knows of one account that it follows. Pure: it asks nobody.
import type { LoggedChange } from '../sql/changes.ts'
import { everyKept, type Kept, restingOn } from './parts.ts'

export interface Followed {
  /** All changes up to this one are known. */
  revision: number
  /** When the database was last asked whether there are more. */
  confirmedAt: number
  /** Nothing older than this may be used: somebody has seen it. */
  needed: number
  usedAt: number
  /** The revision that last touched what rests on the account. */
  readonly changed: Record<Kept, number>
}

/** An account as of a revision: of what was before nothing is known. */
export function beginning(revision: number, confirmedAt: number, usedAt: number): Followed {
  const changed = { programs: revision, keys: revision, sessions: revision }
  return { revision, confirmedAt, needed: revision, usedAt, changed }
}

/** Takes the changes after what is known up to `revision`; with a gap among them, everything counts as touched. */
export function take(known: Followed, revision: number, changes: readonly LoggedChange[]): void {
  // This server may have written meanwhile, and know more than the answer does.
  if (revision <= known.revision) return
  const fresh = changes.filter((change) => change.revision > known.revision && change.revision <= revision)
  for (const change of fresh) {
    for (const part of change.parts) {
      for (const kept of restingOn(part)) known.changed[kept] = Math.max(known.changed[kept], change.revision)
    }
  }
  const whole = fresh.length === revision - known.revision
  if (!whole) for (const kept of everyKept) known.changed[kept] = revision
  known.revision = revision
}
