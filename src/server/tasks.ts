// The work that a server does beside the calls, and how often.
import type { Log } from '../actions/world.ts'
import type { Dispatcher } from '../dispatch/pipeline.ts'
import type { StreamedReply } from '../protocol/door.ts'
import type { Observed } from './observe.ts'
import { everySoOften, type Periodic } from './periodic.ts'

type Work = Pick<Dispatcher<StreamedReply>, 'flush' | 'flushRefusals' | 'prune' | 'runRoleTasks' | 'fetchProviderKeys'>

/** A refused call can be asked about this much later; nothing is written where none was refused. */
const refusalsEveryMs = 500
/** Last uses of keys are at most this old when the process is killed. Each time is one durable write, which calls wait for. */
const flushEveryMs = 5_000
/** A deletion that was asked for begins at most this much later. */
const roleTasksEveryMs = 1_000
const pruneEveryMs = 10 * 60_000
/** How soon keys of a new provider are fetched; how often each is, `provider-keys.ts` says. */
const providerKeysEveryMs = 10_000

/** How often in milliseconds, what it is called in the log and in metrics, and the work. */
export type Task = readonly [everyMs: number, what: string, work: () => Promise<void>]

/** `fetches`: whether keys of identity providers are fetched at all. */
export function dispatcherTasks(
  { flush, flushRefusals, prune, runRoleTasks, fetchProviderKeys }: Work,
  fetches: boolean,
): readonly Task[] {
  return [
    [refusalsEveryMs, 'writing refused calls', flushRefusals],
    [flushEveryMs, 'writing what has gathered', flush],
    [pruneEveryMs, 'dropping old refused calls', prune],
    [roleTasksEveryMs, 'deleting roles', runRoleTasks],
    ...(fetches ? [[providerKeysEveryMs, 'fetching keys of identity providers', fetchProviderKeys] as const] : []),
  ]
}

/** Begins all of it. */
export function beginTasks(
  tasks: readonly Task[],
  log: Log,
  observed: Pick<Observed, 'tasks'> | undefined,
): readonly Periodic[] {
  const watch = observed?.tasks(new Map(tasks.map(([everyMs, what]) => [what, everyMs])))
  return tasks.map(([everyMs, what, work]) => everySoOften(everyMs, what, work, log, watch))
}
