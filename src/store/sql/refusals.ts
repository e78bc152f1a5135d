// Refused calls, kept for a while so that an operator can ask why.
import type { Session } from '../driver.ts'
import type { RefusalRow } from '../store.ts'
import { count, one, statement } from './statement.ts'

const insertRefusal = statement((db, p: { account: number; requestId: string; timeMs: number; record: string }) =>
  db
    .insertInto('refusals')
    .values({ account: p.account, request_id: p.requestId, time_ms: p.timeMs, record: p.record })
    .onConflict((c) => c.columns(['account', 'request_id']).doNothing()),
)
const byRequest = statement((db, p: { requestId: string }) =>
  db
    .selectFrom('refusals')
    .select(['account', 'request_id', 'time_ms', 'record'])
    .where('request_id', '=', p.requestId)
    .orderBy('account')
    .limit(one),
)
const total = statement((db) => db.selectFrom('refusals').select((eb) => eb.fn.countAll<number>().as('value')))
const dropOldest = statement((db, p: { olderThanMs: number; limit: number }) =>
  db
    .deleteFrom('refusals')
    .where((eb) =>
      eb(
        eb.refTuple('account', 'request_id'),
        'in',
        eb
          .selectFrom('refusals')
          .select(['account', 'request_id'])
          .where('time_ms', '<', p.olderThanMs)
          .orderBy('time_ms')
          .orderBy('account')
          .orderBy('request_id')
          .limit(count(p.limit))
          .$asTuple('account', 'request_id'),
      ),
    ),
)

export async function readRefusal(session: Session, requestId: string): Promise<RefusalRow | undefined> {
  const row = await session.first(byRequest, { requestId })
  return row && { account: row.account, requestId: row.request_id, timeMs: row.time_ms, record: row.record }
}

/** A request id that is known already keeps its first record. */
export async function insertRefusals(session: Session, refusals: readonly RefusalRow[]): Promise<void> {
  for (const { account, requestId, timeMs, record } of refusals) {
    await session.run(insertRefusal, { account, requestId, timeMs, record })
  }
}

export async function countRefusals(session: Session): Promise<number> {
  return (await session.first(total, {}))?.value ?? 0
}

/** Drops the oldest, at most `limit` of them, among those before the moment. Answers how many went. */
export function dropOldestRefusals(session: Session, olderThanMs: number, limit: number): Promise<number> {
  return session.run(dropOldest, { olderThanMs, limit })
}
