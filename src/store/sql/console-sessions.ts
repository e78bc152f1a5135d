// Sessions of browsers at the console. A session that ends is gone, with what was asked in it.
import type { Session } from '../driver.ts'
import type { ConsoleSessionsTable } from '../schema-sign-in.ts'
import type { ConsoleSessionReads, ConsoleSessionRow, ConsoleSessionWrites, ConsoleStage } from '../store.ts'
import type { Over } from './entity.ts'
import { count, statement } from './statement.ts'

const columns = [
  'account',
  'session_key',
  'uin',
  'stage',
  'way',
  'factors',
  'must_change',
  'verified_ms',
  'role_account',
  'role_id',
  'role_name',
  'role_generation',
  'provider',
  'name',
  'next',
  'address',
  'created_ms',
  'seen_ms',
  'expires_ms',
] as const

type ByKey = { account: number; key: string }
type ByUin = { account: number; uin: number }
type Written = ConsoleSessionsTable & Record<string, number | string | null>

const byKey = statement((db, p: ByKey) =>
  db.selectFrom('console_sessions').select(columns).where('account', '=', p.account).where('session_key', '=', p.key),
)
const byUin = statement((db, p: ByUin) =>
  db
    .selectFrom('console_sessions')
    .select(columns)
    .where('account', '=', p.account)
    .where('uin', '=', p.uin)
    .orderBy('created_ms', 'desc')
    .orderBy('session_key', 'desc'),
)
const insertSession = statement((db, p: Written) =>
  db.insertInto('console_sessions').values({
    account: p.account,
    session_key: p.session_key,
    uin: p.uin,
    stage: p.stage,
    way: p.way,
    factors: p.factors,
    must_change: p.must_change,
    verified_ms: p.verified_ms,
    role_account: p.role_account,
    role_id: p.role_id,
    role_name: p.role_name,
    role_generation: p.role_generation,
    provider: p.provider,
    name: p.name,
    next: p.next,
    address: p.address,
    created_ms: p.created_ms,
    seen_ms: p.seen_ms,
    expires_ms: p.expires_ms,
  }),
)
const updateSession = statement((db, p: Written) =>
  db
    .updateTable('console_sessions')
    .set({
      verified_ms: p.verified_ms,
      role_account: p.role_account,
      role_id: p.role_id,
      role_name: p.role_name,
      role_generation: p.role_generation,
      seen_ms: p.seen_ms,
    })
    .where('account', '=', p.account)
    .where('session_key', '=', p.session_key),
)
const dropSession = statement((db, p: ByKey) =>
  db.deleteFrom('console_sessions').where('account', '=', p.account).where('session_key', '=', p.key),
)
const dropChallenges = statement((db, p: ByKey) =>
  db.deleteFrom('signin_challenges').where('account', '=', p.account).where('session_key', '=', p.key),
)
const dropExpired = statement((db, p: { beforeMs: number; max: number }) =>
  db
    .deleteFrom('console_sessions')
    .where((eb) =>
      eb(
        eb.refTuple('account', 'session_key'),
        'in',
        eb
          .selectFrom('console_sessions')
          .select(['account', 'session_key'])
          .where('expires_ms', '<', p.beforeMs)
          .orderBy('expires_ms')
          .orderBy('account')
          .orderBy('session_key')
          .limit(count(p.max))
          .$asTuple('account', 'session_key'),
      ),
    ),
)

const readSession = (row: ConsoleSessionsTable): ConsoleSessionRow => ({
  account: row.account,
  key: row.session_key,
  uin: row.uin,
  stage: row.stage as ConsoleStage,
  way: row.way,
  factors: JSON.parse(row.factors) as readonly string[],
  mustChange: row.must_change === 1,
  verifiedMs: row.verified_ms ?? undefined,
  role:
    row.role_account === null || row.role_id === null || row.role_name === null
      ? undefined
      : {
          account: row.role_account,
          roleId: row.role_id,
          name: row.role_name,
          generation: row.role_generation,
        },
  provider: row.provider ?? undefined,
  name: row.name,
  next: row.next,
  address: row.address,
  createdMs: row.created_ms,
  seenMs: row.seen_ms,
  expiresMs: row.expires_ms,
})

const writeSession = (session: ConsoleSessionRow): Written => ({
  account: session.account,
  session_key: session.key,
  uin: session.uin,
  stage: session.stage,
  way: session.way,
  factors: JSON.stringify(session.factors),
  must_change: session.mustChange ? 1 : 0,
  verified_ms: session.verifiedMs ?? null,
  role_account: session.role?.account ?? null,
  role_id: session.role?.roleId ?? null,
  role_name: session.role?.name ?? null,
  role_generation: session.role?.generation ?? 0,
  provider: session.provider ?? null,
  name: session.name,
  next: session.next,
  address: session.address,
  created_ms: session.createdMs,
  seen_ms: session.seenMs,
  expires_ms: session.expiresMs,
})

export const consoleSessionReads: Over<ConsoleSessionReads> = {
  async get(session, account, key) {
    const row = await session.first(byKey, { account, key })
    return row && readSession(row)
  },
  async ofUser(session, account, uin) {
    return (await session.all(byUin, { account, uin })).map(readSession)
  },
}

export const consoleSessionWrites: Over<ConsoleSessionWrites> = {
  async insert(session, row) {
    await session.run(insertSession, writeSession(row))
  },
  async update(session, account, key, patch) {
    const row = await session.first(byKey, { account, key })
    if (row === undefined) return false
    return (await session.run(updateSession, writeSession({ ...readSession(row), ...patch }))) === 1
  },
  end: endSession,
  endOfUser: endConsoleSessions,
  deleteExpired: (session, beforeMs, max) => session.run(dropExpired, { beforeMs, max }),
}

async function endSession(session: Session, account: number, key: string): Promise<boolean> {
  await session.run(dropChallenges, { account, key })
  return (await session.run(dropSession, { account, key })) === 1
}

/** For whatever takes a user's sign-in away: another password, no sign-in any more, no user any more. */
export async function endConsoleSessions(session: Session, account: number, uin: number): Promise<number> {
  const rows = await session.all(byUin, { account, uin })
  for (const { session_key: key } of rows) await endSession(session, account, key)
  return rows.length
}
