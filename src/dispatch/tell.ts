// Tells whoever counts how a call ended. Only codes and the table's own words go out, nothing of the call.
import type { CallWatch } from '../kernel/watch.ts'
import type { Decision } from '../policy/types.ts'
import { ApiError } from '../protocol/api-error.ts'
import { Refused } from './authorize.ts'

interface Named {
  readonly product: string
  readonly name: string
}

export const wentWell = { code: undefined, fault: false } as const

/** `decision`: `undefined` for a call that needs no permission. */
export function tellDone(watch: CallWatch, row: Named, beganMs: number, decision: Decision | undefined): void {
  if (decision !== undefined) watch.decided(decision)
  watch.ended(row, beganMs, wentWell)
}

/** `error`: what ended the call; `told`: what the client hears of it. */
export function tellFailed(
  watch: CallWatch,
  row: Named | undefined,
  beganMs: number,
  error: unknown,
  told: ApiError,
): void {
  if (error instanceof Refused) watch.decided(error.decision)
  const fault = !(error instanceof ApiError || error instanceof Refused)
  const reason = typeof told.cause === 'string' ? told.cause : undefined
  watch.ended(row, beganMs, { code: told.code, fault, reason })
}
