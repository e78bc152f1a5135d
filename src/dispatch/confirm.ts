// Sensitive operations of the console: whoever turned a second factor on for them (`ActionFlag`) must have shown one in
// that browser shortly before. Calls by a key of one's own are never held up.
import type { World } from '../actions/world.ts'
import { apiError } from '../protocol/api-error.ts'
import type { Allowed } from './stages.ts'

/** How long a second factor counts for sensitive operations. */
export const confirmedMs = 10 * 60_000

/** AuthFailure.MFAFailure where a second factor is wanted and none was shown lately. */
export function confirm(world: World, allowed: Allowed): Promise<Allowed> | Allowed {
  const { row, caller } = allowed
  const { session } = caller
  if (row.sensitive !== true || session?.console === undefined) return allowed
  return confirmed(world, allowed, session)
}

async function confirmed(
  world: World,
  allowed: Allowed,
  { callerAccount, callerUin, console }: NonNullable<Allowed['caller']['session']>,
): Promise<Allowed> {
  const flags = await world.store.read.users.mfaFlags(callerAccount, callerUin)
  const wanted = Object.values(flags?.action ?? {}).includes(1)
  const shownMs = console?.verifiedMs
  if (wanted && (shownMs === undefined || shownMs + confirmedMs <= allowed.call.receivedMs)) {
    throw apiError('AuthFailure.MFAFailure')
  }
  return allowed
}
