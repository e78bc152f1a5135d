// Rows of the audit log to events and back, and the terms that an event is found by.
import type { AuditLogTable } from '../schema-audit.ts'
import type { AuditAccess, AuditDecision, AuditFilter, AuditSession, ChainedEvent } from '../store.ts'

export const columns = [
  'account',
  'position',
  'revision',
  'request_id',
  'time_ms',
  'uin',
  'secret_id',
  'access',
  'product',
  'action',
  'resources',
  'decision',
  'outcome',
  'source_ip',
  'user_agent',
  'parameters',
  'session',
  'hash',
] as const

export const readEvent = (row: AuditLogTable): ChainedEvent => ({
  account: row.account,
  position: row.position,
  revision: row.revision,
  requestId: row.request_id,
  timeMs: row.time_ms,
  uin: row.uin,
  secretId: row.secret_id,
  access: row.access as AuditAccess,
  product: row.product,
  action: row.action,
  resources: JSON.parse(row.resources) as string[],
  decision: row.decision as AuditDecision,
  outcome: row.outcome,
  sourceIp: row.source_ip,
  userAgent: row.user_agent,
  parameters: row.parameters,
  session: row.session === null ? undefined : (JSON.parse(row.session) as AuditSession),
  hash: row.hash,
})

export type EventParameters = AuditLogTable & Record<string, number | string | null>

export const writeEvent = (event: ChainedEvent): EventParameters => ({
  account: event.account,
  position: event.position,
  revision: event.revision,
  request_id: event.requestId,
  time_ms: event.timeMs,
  uin: event.uin,
  secret_id: event.secretId,
  access: event.access,
  product: event.product,
  action: event.action,
  resources: JSON.stringify(event.resources),
  decision: event.decision,
  outcome: event.outcome,
  source_ip: event.sourceIp,
  user_agent: event.userAgent,
  parameters: event.parameters,
  session: event.session === undefined ? null : JSON.stringify(event.session),
  hash: event.hash,
})

/** Whether a call ended otherwise than asked for; a gateway's `forwarded` is as good as it gets here. */
export const hasFailed = (outcome: string): boolean => outcome !== 'ok' && !outcome.startsWith('forwarded')

/** The term that every event has. */
const every = ''
const lastSegment = (resource: string): string => resource.slice(resource.lastIndexOf(':') + 1)

/** Everything that an event is found by; `ok` and `*` are on too many to be worth a term. */
export function termsOf(
  event: Pick<ChainedEvent, 'requestId' | 'secretId' | 'uin' | 'action' | 'outcome' | 'resources'>,
): readonly string[] {
  const { requestId, secretId, uin, action, outcome, resources } = event
  const named = resources.filter((resource) => resource !== '*')
  return [
    every,
    `request ${requestId}`,
    `uin ${uin}`,
    `action ${action}`,
    ...(secretId === '' ? [] : [`key ${secretId}`]),
    ...(outcome === 'ok' ? [] : [`outcome ${outcome}`]),
    ...(hasFailed(outcome) ? ['failed'] : []),
    ...new Set(named.flatMap((resource) => [`resource ${resource}`, `resource ${lastSegment(resource)}`])),
  ]
}

/** The term to walk along for a filter: of those that it names, the one that fewest events have as a rule. */
export function termOf({ requestId, resource, secretId, outcome, uin, action, failed }: AuditFilter): string {
  if (requestId !== undefined) return `request ${requestId}`
  if (resource !== undefined && resource !== '*') return `resource ${resource}`
  if (secretId !== undefined && secretId !== '') return `key ${secretId}`
  if (outcome !== undefined && outcome !== 'ok') return `outcome ${outcome}`
  if (uin !== undefined) return `uin ${uin}`
  if (action !== undefined) return `action ${action}`
  return failed === true ? 'failed' : every
}
