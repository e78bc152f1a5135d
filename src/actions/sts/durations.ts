// How long sessions of a user's own rights may last.
import { int, optional } from '../../protocol/shape.ts'
import type { ActionInput, Caller } from '../define.ts'

export const ownDurationSeconds = optional(
  int({ about: 'Length in seconds, at most 7200 for a root account and 129600 for its users.', newer: true, min: 1 }),
  1800,
)

/** Ends the call where the caller may not have so long a session. */
export function checkOwnDuration(
  { kind }: Caller,
  seconds: number,
  fail: ActionInput<object, 'InvalidParameter.OverTimeError'>['fail'],
): void {
  const limit = kind === 'root' ? 7200 : 129_600
  if (seconds > limit) fail('InvalidParameter.OverTimeError', { limit: String(limit) })
}
