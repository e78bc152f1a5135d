// Counting tries and locking out. A try is counted before it is judged, so that guesses made at once are all counted; the
// count is in the store and on the server's clock, the same for every node. Names that nobody has are counted too, so that
// the work, like the answer, is the same.
import { createHash } from 'node:crypto'
import type { Store } from '../store/store.ts'

export interface TryRule {
  /** Tries in the window before it is locked; 0: no limit. */
  readonly limit: number
  readonly windowMs: number
  readonly lockMs: number
}

export interface Subject {
  /** 0 for an account that is not there. */
  readonly account: number
  readonly subject: string
}

/** Counts the try. `false`: it is locked, so the try must not be let through, right or wrong. */
export function beginTry(
  store: Pick<Store, 'transaction'>,
  { account, subject }: Subject,
  { limit, windowMs, lockMs }: TryRule,
  nowMs: number,
): Promise<boolean> {
  return store.transaction(async ({ signIn }) => {
    const { tries, lockedMs } = await signIn.countTry(account, subject, { nowMs, windowMs })
    if (lockedMs > nowMs) return false
    if (limit > 0 && tries >= limit) await signIn.lockTries(account, subject, nowMs + lockMs)
    return true
  })
}

/** Where tries on a name that nobody has are counted: a few places for all such names, so that nobody can fill the store. */
export function nobody(account: number, name: string): Subject {
  const [bucket = 0] = createHash('sha256').update(name.toLowerCase()).digest()
  return { account, subject: `nobody/${bucket}` }
}
