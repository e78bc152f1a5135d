// The work beside the calls on the audit log, as the settings ask for it: gathered events, index and checkpoints, deliveries,
// dropping what is old.
import type { Log, World } from '../actions/world.ts'
import { openSigner } from '../audit/checkpoints.ts'
import { createKeeper } from '../audit/keeper.ts'
import { createWebhook } from '../audit/webhook.ts'
import { createOutbound, type Reach } from './outbound.ts'
import type { Periodic } from './periodic.ts'
import type { Task } from './tasks.ts'

export interface AuditSettings {
  readonly auditCheckpointSeconds: number
  readonly auditDays: number | undefined
  readonly auditWebhookUrl: string | undefined
  readonly auditWebhookSecret: string | undefined
  readonly auditWebhookReach: Exclude<Reach, 'off'>
}

/** A call that changed nothing is in the log at most this much later, and lost with a crash until then. */
const flushEveryMs = 1_000
/** How soon events are in the index; until then they are found all the same, by looking through them. */
const keepEveryMs = 5_000
const deliverEveryMs = 1_000
const pruneEveryMs = 10 * 60_000
const dayMs = 24 * 3_600_000

export type AuditParts = Pick<World, 'store' | 'sealer' | 'clock' | 'random'> & {
  readonly log: Log
  /** Writes the events of calls that changed nothing. */
  flushEvents(): Promise<void>
}

interface AuditWork {
  readonly tasks: readonly Task[]
  /** What is open while they run. */
  readonly open: readonly Pick<Periodic, 'stop'>[]
}

/** Throws where the key of checkpoints was sealed under another master key. */
export async function auditWork(parts: AuditParts, settings: AuditSettings): Promise<AuditWork> {
  const { store } = parts
  const { auditCheckpointSeconds, auditDays, auditWebhookUrl: url, auditWebhookSecret: secret } = settings
  const delivers = url !== undefined && secret !== undefined
  const keeper = createKeeper({
    ...parts,
    signer: await openSigner(parts),
    checkpointMs: auditCheckpointSeconds * 1_000,
    keptMs: auditDays === undefined ? undefined : auditDays * dayMs,
    delivers,
  })
  const tasks: readonly Task[] = [
    [flushEveryMs, 'writing audit events', parts.flushEvents],
    [keepEveryMs, 'keeping the audit log', keeper.run],
    [pruneEveryMs, 'dropping old audit events', keeper.prune],
  ]
  if (!delivers) return { tasks, open: [] }
  await store.wakeDeliveries()
  const outbound = createOutbound(settings.auditWebhookReach, { option: 'OPENCAM_AUDIT_WEBHOOK_REACH' })
  const webhook = createWebhook({ ...parts, url, secret, post: outbound.postText })
  return { tasks: [...tasks, [deliverEveryMs, 'delivering audit events', webhook.run]], open: [outbound] }
}
