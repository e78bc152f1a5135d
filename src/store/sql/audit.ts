// Audit events: one for each revision of an account, in the transaction that made the revision.
import { sql } from 'kysely'
import type { AuditEventsTable } from '../schema.ts'
import type { AuditEvent, AuditReads, AuditSession, AuditWrites } from '../store.ts'
import type { Over } from './entity.ts'
import { count, statement } from './statement.ts'

const columns = [
  'account',
  'revision',
  'request_id',
  'time_ms',
  'uin',
  'product',
  'action',
  'resources',
  'source_ip',
  'outcome',
  'parameters',
  'session',
] as const

interface Filter extends Record<string, number | string | null> {
  account: number
  beforeRevision: number
  fromMs: number
  toMs: number
  uin: number | null
  action: string | null
  limit: number
}

const page = statement((db, p: Filter) =>
  db
    .selectFrom('audit_events')
    .select(columns)
    .where('account', '=', p.account)
    .where('revision', '<', p.beforeRevision)
    .where('time_ms', '>=', p.fromMs)
    .where('time_ms', '<=', p.toMs)
    .where((eb) => eb.or([sql<boolean>`cast(${p.uin} as bigint) is null`, eb('uin', '=', p.uin)]))
    .where((eb) => eb.or([sql<boolean>`cast(${p.action} as text) is null`, eb('action', '=', p.action)]))
    .orderBy('revision', 'desc')
    .limit(count(p.limit)),
)
const insertEvent = statement((db, p: AuditEventsTable & Record<string, number | string | null>) =>
  db.insertInto('audit_events').values({
    account: p.account,
    revision: p.revision,
    request_id: p.request_id,
    time_ms: p.time_ms,
    uin: p.uin,
    product: p.product,
    action: p.action,
    resources: p.resources,
    source_ip: p.source_ip,
    outcome: p.outcome,
    parameters: p.parameters,
    session: p.session,
  }),
)

const readEvent = (row: AuditEventsTable): AuditEvent => ({
  account: row.account,
  revision: row.revision,
  requestId: row.request_id,
  timeMs: row.time_ms,
  uin: row.uin,
  product: row.product,
  action: row.action,
  resources: JSON.parse(row.resources) as string[],
  sourceIp: row.source_ip,
  outcome: row.outcome,
  parameters: row.parameters,
  session: row.session === null ? undefined : (JSON.parse(row.session) as AuditSession),
})

export const auditReads: Over<AuditReads> = {
  async list(session, account, filter, { beforeRevision, limit }) {
    const rows = await session.all(page, {
      account,
      beforeRevision: beforeRevision ?? Number.MAX_SAFE_INTEGER,
      fromMs: filter.fromMs ?? 0,
      toMs: filter.toMs ?? Number.MAX_SAFE_INTEGER,
      uin: filter.uin ?? null,
      action: filter.action ?? null,
      limit,
    })
    return rows.map(readEvent)
  },
}

export const auditWrites: Over<AuditWrites> = {
  async append(session, event) {
    await session.run(insertEvent, {
      account: event.account,
      revision: event.revision,
      request_id: event.requestId,
      time_ms: event.timeMs,
      uin: event.uin,
      product: event.product,
      action: event.action,
      resources: JSON.stringify(event.resources),
      source_ip: event.sourceIp,
      outcome: event.outcome,
      parameters: event.parameters,
      session: event.session === undefined ? null : JSON.stringify(event.session),
    })
  },
}
