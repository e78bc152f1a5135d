// Drops what nobody needs any more, of all accounts, in transactions that hold the writer for a moment only.
import { tasksKeptMs } from '../actions/role/deletion-task.ts'
import type { World } from '../actions/world.ts'
import type { Refusals } from './refusals.ts'

/** Expired sessions and notes, and old tasks, that are dropped in one go, so that no write waits long for it. */
const goingPerPrune = 10_000
/** Longer than any count of failed sign-ins runs. */
const triesKeptMs = 2 * 3_600_000

export async function prune(world: Pick<World, 'store' | 'clock'>, refusals: Pick<Refusals, 'prune'>): Promise<void> {
  await refusals.prune()
  const beforeMs = world.clock()
  await world.store.transaction((writes) => writes.sessions.deleteExpired(beforeMs, goingPerPrune))
  await world.store.transaction((writes) => writes.replays.deleteExpired(beforeMs, goingPerPrune))
  await world.store.transaction((writes) => writes.mfaTokens.deleteExpired(beforeMs, goingPerPrune))
  await world.store.transaction((writes) => writes.accessRequests.deleteExpired(beforeMs, goingPerPrune))
  const endedMs = beforeMs - tasksKeptMs
  await world.store.transaction((writes) => writes.roles.deleteFinishedTasks(endedMs, goingPerPrune))
  await world.store.transaction((writes) => writes.consoleSessions.deleteExpired(beforeMs, goingPerPrune))
  await world.store.transaction((writes) => writes.signIn.deleteStale(beforeMs - triesKeptMs, goingPerPrune))
}
