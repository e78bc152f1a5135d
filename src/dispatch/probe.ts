// What a test bench puts between the stages: it may end a call where it likes, and hears how every call ended. A server has
// none, and then nothing of this is asked.
import type { Caller } from '../actions/define.ts'
import type { Call } from '../protocol/call.ts'
import type { AuditAccess } from '../store/store.ts'
import type { Reached } from './audit-event.ts'
import type { Counted, Throttle } from './throttle.ts'

/** A call whose caller is known. */
export interface Met {
  readonly call: Call
  readonly caller: Caller
}

export interface Probe {
  /** The caller is known, and nothing was counted yet. What it throws ends the call. */
  beforeRate(met: Met): void | Promise<void>
  /** The call is allowed, and nothing was done yet. What it throws ends the call. */
  beforeWork(met: Met): void | Promise<void>
  /** `outcome`: the code of its error, or `ok`. `access`: where no row of ours says. */
  ended(reached: Reached, outcome: string, access?: AuditAccess): void
}

/** Counts a call whose caller is known against its rate, after the probe where there is one. */
export type Check = (signed: Counted & Met) => void | Promise<void>

export function checkWith(probe: Probe | undefined, check: Throttle['check']): Check {
  if (probe === undefined) return check
  return async (signed) => {
    await probe.beforeRate(signed)
    await check(signed)
  }
}
