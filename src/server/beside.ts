// What a server does beside the calls, all of it.
import type { Dispatcher } from '../dispatch/pipeline.ts'
import type { StreamedReply } from '../protocol/door.ts'
import { type AuditParts, type AuditSettings, auditWork } from './audit-work.ts'
import type { Observed } from './observe.ts'
import type { Reach } from './outbound.ts'
import type { Periodic } from './periodic.ts'
import { beginTasks, dispatcherTasks } from './tasks.ts'

/** Begins it. Throws where the store's key of checkpoints cannot be opened. */
export async function workBeside(
  settings: AuditSettings & { readonly providerFetch: Reach },
  parts: Omit<AuditParts, 'flushEvents'>,
  dispatcher: Dispatcher<StreamedReply>,
  observed: Pick<Observed, 'tasks'> | undefined,
): Promise<readonly Pick<Periodic, 'stop'>[]> {
  const audit = await auditWork({ ...parts, flushEvents: dispatcher.flushEvents }, settings)
  const tasks = [...dispatcherTasks(dispatcher, settings.providerFetch !== 'off'), ...audit.tasks]
  return [...beginTasks(tasks, parts.log, observed), ...audit.open]
}
