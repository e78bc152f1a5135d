// Tells whoever counts how a call ended. Only codes and the table's own words go out, nothing of the call.
import type { CallEnd, CallWatch } from '../kernel/watch.ts'
import { ApiError } from '../protocol/api-error.ts'
import { Refused } from './authorize.ts'
import type { Done } from './stages.ts'

export interface Named {
  readonly product: string
  readonly name: string
}

/** A call of a catalogued service that was carried out. */
export const wentWell = (requestId: string): CallEnd => ({ code: undefined, fault: false, requestId })

/** `decision`: `undefined` for a call that needs no permission. */
export function tellDone(
  watch: CallWatch,
  row: Named,
  beganMs: number,
  { call, decision }: Pick<Done, 'call' | 'decision'>,
): void {
  if (decision !== undefined) watch.decided(decision)
  watch.ended(row, beganMs, wentWell(call.requestId))
}

/** `error`: what ended the call; `told`: what the client hears of it. */
export function tellFailed(
  watch: CallWatch,
  row: Named | undefined,
  beganMs: number,
  error: unknown,
  told: ApiError,
  requestId: string,
): void {
  if (error instanceof Refused) watch.decided(error.decision)
  const fault = !(error instanceof ApiError || error instanceof Refused)
  const reason = typeof told.cause === 'string' ? told.cause : undefined
  watch.ended(row, beganMs, { code: told.code, fault, reason, requestId })
}
