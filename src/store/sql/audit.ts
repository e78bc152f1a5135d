// The audit log: each event at the end of its account's chain, in the transaction of the change that it tells of; and
// looking events up, newest first, along one term of the index.
import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely'
import { chainHash } from '../audit-chain.ts'
import type { Session } from '../driver.ts'
import type { Database } from '../schema.ts'
import type { AuditLogTable } from '../schema-audit.ts'
import type { Account, AuditEvent, AuditFilter, AuditPlace, AuditReads, AuditWrites, ChainedEvent } from '../store.ts'
import { lockChain, moveEnd, readChain } from './audit-chains.ts'
import { columns, type EventParameters, readEvent, termOf, writeEvent } from './audit-row.ts'
import type { Dialect } from './dialect.ts'
import type { Over } from './entity.ts'
import { count, statement } from './statement.ts'

// ---- looking up -------------------------------------------------------------------------------------------------------

interface Wanted extends Record<string, number | string | null> {
  account: number
  indexed: number
  beforeMs: number
  beforePosition: number
  fromMs: number
  uin: number | null
  action: string | null
  product: string | null
  requestId: string | null
  secretId: string | null
  access: string | null
  outcome: string | null
  /** The resource as JSON text, in full; and as the end of one. */
  resource: string | null
  resourceEnd: string | null
  failed: number | null
  limit: number
}

/** What a filter asks beside time and place, of `l`; each part is a parameter that may be NULL. */
function fits(eb: ExpressionBuilder<Database & { l: AuditLogTable }, 'l'>, p: Wanted, dialect: Dialect) {
  const absent = (value: string | number | null, type: 'text' | 'bigint'): RawBuilder<boolean> =>
    sql<boolean>`cast(${value} as ${sql.raw(type)}) is null`
  const failing = sql<number>`case when l.outcome = 'ok' or l.outcome like 'forwarded%' then 0 else 1 end`
  return eb.and([
    eb.or([absent(p.uin, 'bigint'), eb('l.uin', '=', p.uin)]),
    eb.or([absent(p.action, 'text'), eb('l.action', '=', p.action)]),
    eb.or([absent(p.product, 'text'), eb('l.product', '=', p.product)]),
    eb.or([absent(p.requestId, 'text'), eb('l.request_id', '=', p.requestId)]),
    eb.or([absent(p.secretId, 'text'), eb('l.secret_id', '=', p.secretId)]),
    eb.or([absent(p.access, 'text'), eb('l.access', '=', p.access)]),
    eb.or([absent(p.outcome, 'text'), eb('l.outcome', '=', p.outcome)]),
    eb.or([absent(p.failed, 'bigint'), sql<boolean>`${failing} = cast(${p.failed} as bigint)`]),
    eb.or([
      absent(p.resource, 'text'),
      dialect.contains(eb.ref('l.resources'), sql<string>`cast(${p.resource} as text)` as unknown as string),
      dialect.contains(eb.ref('l.resources'), sql<string>`cast(${p.resourceEnd} as text)` as unknown as string),
    ]),
  ])
}

const ofLog = columns.map((name) => `l.${name}` as const)

/** Events that the index does not have yet: those of the last seconds. */
const tail = statement((db, p: Wanted, dialect) =>
  db
    .selectFrom('audit_log as l')
    .select(ofLog)
    .where('l.account', '=', p.account)
    .where('l.position', '>', p.indexed)
    .where('l.time_ms', '>=', p.fromMs)
    .where((eb) => eb(eb.refTuple('l.time_ms', 'l.position'), '<', eb.tuple(p.beforeMs, p.beforePosition)))
    .where((eb) => fits(eb, p, dialect))
    .orderBy('l.time_ms', 'desc')
    .orderBy('l.position', 'desc')
    .limit(count(p.limit)),
)
/** The next events of a term, whether or not they fit: those that do have a hash. */
const along = statement((db, p: Wanted & { term: string }, dialect) =>
  db
    .selectFrom('audit_terms as t')
    .leftJoin('audit_log as l', (join) =>
      join
        .onRef('l.account', '=', 't.account')
        .onRef('l.position', '=', 't.position')
        .on((eb) => fits(eb as never, p, dialect)),
    )
    .select(['t.time_ms as at_ms', 't.position as at', ...ofLog])
    .where('t.account', '=', p.account)
    .where('t.term', '=', p.term)
    .where('t.position', '<=', p.indexed)
    .where('t.time_ms', '>=', p.fromMs)
    .where((eb) => eb(eb.refTuple('t.time_ms', 't.position'), '<', eb.tuple(p.beforeMs, p.beforePosition)))
    .orderBy('t.time_ms', 'desc')
    .orderBy('t.position', 'desc')
    .limit(count(p.limit)),
)
const inOrder = statement((db, p: { account: number; position: number; limit: number }) =>
  db
    .selectFrom('audit_log')
    .select(columns)
    .where('account', '=', p.account)
    .where('position', '>', p.position)
    .orderBy('position')
    .limit(count(p.limit)),
)

/** Events of the index that one statement looks at, and that one page does. */
const stepMax = 200
const walkMax = 2_000
const latest: AuditPlace = { timeMs: Number.MAX_SAFE_INTEGER, position: Number.MAX_SAFE_INTEGER }
const isAfter = (a: AuditPlace, b: AuditPlace): boolean =>
  a.timeMs > b.timeMs || (a.timeMs === b.timeMs && a.position > b.position)

function wanted(account: Account, filter: AuditFilter, before: AuditPlace = latest): Omit<Wanted, 'limit' | 'indexed'> {
  const end = { timeMs: filter.toMs ?? latest.timeMs, position: latest.position }
  const from = isAfter(before, end) ? end : before
  const { resource, failed } = filter
  const quoted = resource === undefined ? null : JSON.stringify(resource)
  return {
    account,
    beforeMs: from.timeMs,
    beforePosition: from.position,
    fromMs: filter.fromMs ?? 0,
    uin: filter.uin ?? null,
    action: filter.action ?? null,
    product: filter.product ?? null,
    requestId: filter.requestId ?? null,
    secretId: filter.secretId ?? null,
    access: filter.access ?? null,
    outcome: filter.outcome ?? null,
    failed: failed === undefined ? null : Number(failed),
    resource: quoted,
    // Only of a whole last segment; a text with a colon in it names a resource in full.
    resourceEnd: quoted === null || quoted.includes(':') ? quoted : `:${quoted.slice(1)}`,
  }
}

/** Walks along a term until enough was found or looked through; `reached` is where it stopped short of the end. */
async function walk(session: Session, asked: Omit<Wanted, 'limit'>, term: string, limit: number) {
  const found: ChainedEvent[] = []
  let from = { timeMs: asked['beforeMs'], position: asked['beforePosition'] } as AuditPlace
  for (let looked = 0; looked < walkMax; looked += stepMax) {
    const place = { beforeMs: from.timeMs, beforePosition: from.position }
    const rows = await session.all(along, { ...(asked as Wanted), ...place, term, limit: stepMax })
    for (const { at, at_ms, ...row } of rows) if (row.hash !== null) found.push(readEvent(row as AuditLogTable))
    const last = rows.at(-1)
    if (last === undefined || rows.length < stepMax) return { found, reached: undefined }
    from = { timeMs: last.at_ms, position: last.at }
    if (found.length >= limit) break
  }
  return { found, reached: from }
}

const search: Over<AuditReads>['search'] = async (session, account, filter, { before, limit }) => {
  const indexed = (await readChain(session, account))?.indexed ?? 0
  const asked = { ...wanted(account, filter, before), indexed } as Omit<Wanted, 'limit'>
  // One more than asked tells whether there are more.
  const recent = await session.all(tail, { ...(asked as Wanted), limit: limit + 1 })
  const { found, reached } = await walk(session, asked, termOf(filter), limit + 1)
  const all = [...recent.map(readEvent), ...found]
    .filter((event) => reached === undefined || !isAfter(reached, event))
    .sort((a, b) => (isAfter(a, b) ? -1 : 1))
  const events = all.slice(0, limit)
  const last = events.at(-1)
  const cut = all.length > limit && last !== undefined
  return { events, next: cut ? { timeMs: last.timeMs, position: last.position } : reached }
}

export const auditReads: Over<Pick<AuditReads, 'list' | 'search' | 'after'>> = {
  async list(session, account, filter, { before, limit }) {
    const events: ChainedEvent[] = []
    let place = before
    do {
      const page = await search(session, account, filter, { before: place, limit: limit - events.length })
      events.push(...page.events)
      place = page.next
    } while (place !== undefined && events.length < limit)
    return events
  },
  search,
  async after(session, account, position, limit) {
    return (await session.all(inOrder, { account, position, limit })).map(readEvent)
  },
}

// ---- appending --------------------------------------------------------------------------------------------------------

const insertEvent = statement((db, p: EventParameters) =>
  db.insertInto('audit_log').values({
    account: p.account,
    position: p.position,
    revision: p.revision,
    request_id: p.request_id,
    time_ms: p.time_ms,
    uin: p.uin,
    secret_id: p.secret_id,
    access: p.access,
    product: p.product,
    action: p.action,
    resources: p.resources,
    decision: p.decision,
    outcome: p.outcome,
    source_ip: p.source_ip,
    user_agent: p.user_agent,
    parameters: p.parameters,
    session: p.session,
    hash: p.hash,
  }),
)
const numbers: ReadonlySet<string> = new Set(['account', 'position', 'revision', 'time_ms', 'uin'])
/** Many in one statement: each row of the list has the columns in their order. */
const insertEvents = statement((db, p: { list: string }, dialect) =>
  db
    .insertInto('audit_log')
    .columns([...columns])
    .expression(
      db
        .selectFrom(dialect.rows(p.list))
        .select(
          columns.map((name, place) =>
            numbers.has(name)
              ? sql<number>`cast(${dialect.cell(place)} as bigint)`.as(name)
              : sql<string>`${dialect.cell(place)}`.as(name),
          ),
        ),
    ),
)

async function chainOn(session: Session, account: Account, events: readonly AuditEvent[]): Promise<ChainedEvent[]> {
  let end = await lockChain(session, account)
  const chained: ChainedEvent[] = []
  for (const event of events) {
    const position = end.position + 1
    end = { position, hash: chainHash(event, position, end.hash) }
    chained.push({ ...event, ...end })
  }
  return chained
}

export const auditWrites: Over<Pick<AuditWrites, 'append' | 'appendAll'>> = {
  async append(session, event) {
    const { position: before, hash: previous } = await lockChain(session, event.account)
    const position = before + 1
    const hash = chainHash(event, position, previous)
    await session.run(insertEvent, writeEvent({ ...event, position, hash }))
    await moveEnd(session, { account: event.account, position, hash })
  },
  async appendAll(session, account, events) {
    const chained = await chainOn(session, account, events)
    const last = chained.at(-1)
    if (last === undefined) return
    const rows = chained.map((event) => {
      const row = writeEvent(event)
      return columns.map((name) => row[name])
    })
    await session.run(insertEvents, { list: JSON.stringify(rows) })
    await moveEnd(session, { account, position: last.position, hash: last.hash })
  },
}
