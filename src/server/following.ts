// How a server follows the changes of the others, from its settings; and the lines of the log that tell when the database was
// lost and found.
import type { Log } from '../actions/world.ts'
import type { Moment } from '../kernel/clock.ts'
import type { FollowerOptions, Reach } from '../store/cluster/follower.ts'

export interface FollowSettings {
  readonly decisionBoundMs: number
  readonly staleSeconds: number
}

/** `undefined`: nothing is used from memory, so there is nothing to follow. */
export function followingOf(
  { decisionBoundMs: boundMs, staleSeconds }: FollowSettings,
  moment: Moment,
  log: Log,
): FollowerOptions | undefined {
  if (boundMs === 0) return undefined
  const staleMs = staleSeconds * 1000
  const onReach = ({ reached, forMs, fault }: Reach): void => {
    const lostForMs = Math.round(forMs)
    if (reached) log.info({ lostForMs }, 'the database is reached again')
    else log.error({ lostForMs, staleSeconds, error: fault }, 'the database cannot be reached')
  }
  return { moment, boundMs, staleMs, onReach }
}
