// Temporary credentials that were given out. Nothing goes through the records when a key, a user or all sessions of a role
// end: each reading (`session-holder.ts`) looks whether what a session stands on is still there.
import type { SessionsTable } from '../schema.ts'
import type { SessionReads, SessionWrites } from '../store.ts'
import type { Over } from './entity.ts'
import { listed } from './page.ts'
import { readSessionHolder } from './session-holder.ts'
import { readSession, sessionColumns } from './session-row.ts'
import { count, statement } from './statement.ts'

type ById = { account: number; sessionId: string }
type OfRole = { account: number; roleId: string; nowMs: number }

const byId = statement((db, p: ById) =>
  db
    .selectFrom('sessions as s')
    .select(sessionColumns)
    .where('s.account', '=', p.account)
    .where('s.session_id', '=', p.sessionId)
    .where('s.ended_ms', 'is', null),
)
// Joined by the count too: a session from before all were ended is over.
const ofRole = statement((db, p: OfRole & { offset: number; limit: number }) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('roles as r', (join) =>
      join
        .onRef('r.account', '=', 's.account')
        .onRef('r.role_id', '=', 's.role_id')
        .onRef('r.session_generation', '=', 's.role_generation'),
    )
    .select(sessionColumns)
    .where('s.account', '=', p.account)
    .where('s.role_id', '=', p.roleId)
    .where('s.expires_ms', '>', p.nowMs)
    .where('s.ended_ms', 'is', null)
    .orderBy('s.created_ms', 'desc')
    .orderBy('s.session_id', 'desc')
    .limit(count(p.limit))
    .offset(count(p.offset)),
)
const countOfRole = statement((db, p: OfRole) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('roles as r', (join) =>
      join
        .onRef('r.account', '=', 's.account')
        .onRef('r.role_id', '=', 's.role_id')
        .onRef('r.session_generation', '=', 's.role_generation'),
    )
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('s.account', '=', p.account)
    .where('s.role_id', '=', p.roleId)
    .where('s.expires_ms', '>', p.nowMs)
    .where('s.ended_ms', 'is', null),
)
const insertSession = statement((db, p: Omit<SessionsTable, 'ended_ms'> & Record<string, number | string | null>) =>
  db.insertInto('sessions').values({
    account: p.account,
    session_id: p.session_id,
    kind: p.kind,
    role_id: p.role_id,
    role_generation: p.role_generation,
    name: p.name,
    caller_account: p.caller_account,
    caller_uin: p.caller_uin,
    issuing_secret_id: p.issuing_secret_id,
    issuing_generation: p.issuing_generation,
    through: p.through,
    policy: p.policy,
    mfa: p.mfa,
    source_identity: p.source_identity,
    tags: p.tags,
    created_ms: p.created_ms,
    expires_ms: p.expires_ms,
  }),
)
const endSession = statement((db, p: ById & { nowMs: number; keptMs: number }) =>
  db
    .updateTable('sessions')
    .set({ ended_ms: p.nowMs, expires_ms: p.keptMs })
    .where('account', '=', p.account)
    .where('session_id', '=', p.sessionId)
    .where('expires_ms', '>', p.nowMs)
    .where('ended_ms', 'is', null),
)
const dropOfRole = statement((db, p: { account: number; roleId: string }) =>
  db.deleteFrom('sessions').where('account', '=', p.account).where('role_id', '=', p.roleId),
)
const dropExpired = statement((db, p: { beforeMs: number; max: number }) =>
  db
    .deleteFrom('sessions')
    .where((eb) =>
      eb(
        eb.refTuple('account', 'session_id'),
        'in',
        eb
          .selectFrom('sessions')
          .select(['account', 'session_id'])
          .where('expires_ms', '<', p.beforeMs)
          .orderBy('expires_ms')
          .orderBy('account')
          .orderBy('session_id')
          .limit(count(p.max))
          .$asTuple('account', 'session_id'),
      ),
    ),
)

export const sessionReads: Over<SessionReads> = {
  async get(session, account, sessionId) {
    const row = await session.first(byId, { account, sessionId })
    return row && readSession(row)
  },
  holder: readSessionHolder,
  ofRole: (session, account, roleId, nowMs, page) =>
    listed(session, { account, roleId, nowMs }, page, ofRole, countOfRole, readSession),
}

export const sessionWrites: Over<SessionWrites> = {
  async insert(session, row) {
    await session.run(insertSession, {
      account: row.account,
      session_id: row.sessionId,
      kind: row.kind,
      role_id: row.roleId ?? null,
      role_generation: row.roleGeneration,
      name: row.name,
      caller_account: row.callerAccount,
      caller_uin: row.callerUin,
      issuing_secret_id: row.issuingSecretId,
      issuing_generation: row.issuingGeneration,
      through: row.through.length === 0 ? null : JSON.stringify(row.through),
      policy: row.policy ?? null,
      mfa: row.mfa ? 1 : 0,
      source_identity: row.sourceIdentity ?? null,
      tags: JSON.stringify(row.tags),
      created_ms: row.createdMs,
      expires_ms: row.expiresMs,
    })
  },
  async end(session, account, sessionId, at) {
    return (await session.run(endSession, { account, sessionId, ...at })) === 1
  },
  deleteOfRole: (session, account, roleId) => session.run(dropOfRole, { account, roleId }),
  deleteExpired: (session, beforeMs, max) => session.run(dropExpired, { beforeMs, max }),
}
