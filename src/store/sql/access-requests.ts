// Requests to be let in from an address, and what was granted. One of each user and address.
import type { Session } from '../driver.ts'
import type { AccessRequestsTable } from '../schema-sign-in.ts'
import type { AccessRequestReads, AccessRequestRow, AccessRequestWrites } from '../store.ts'
import type { Over } from './entity.ts'
import { count, statement } from './statement.ts'

type ByPlace = { account: number; uin: number; address: string }

const columns = ['account', 'uin', 'address', 'created_ms', 'expires_ms', 'approved_by', 'approved_until_ms'] as const

const waitingIn = statement((db, p: { account: number; nowMs: number }) =>
  db
    .selectFrom('access_requests')
    .select(columns)
    .where('account', '=', p.account)
    .where('expires_ms', '>', p.nowMs)
    .where('approved_by', 'is', null)
    .orderBy('created_ms', 'desc')
    .orderBy('uin')
    .orderBy('address'),
)
const byPlace = statement((db, p: ByPlace) =>
  db
    .selectFrom('access_requests')
    .select(columns)
    .where('account', '=', p.account)
    .where('uin', '=', p.uin)
    .where('address', '=', p.address),
)
const putRequest = statement((db, p: ByPlace & { createdMs: number; expiresMs: number }) =>
  db
    .insertInto('access_requests')
    .values({
      account: p.account,
      uin: p.uin,
      address: p.address,
      created_ms: p.createdMs,
      expires_ms: p.expiresMs,
      approved_by: null,
      approved_until_ms: null,
    })
    .onConflict((c) =>
      c.columns(['account', 'uin', 'address']).doUpdateSet((eb) => ({
        created_ms: eb.ref('excluded.created_ms'),
        expires_ms: eb.ref('excluded.expires_ms'),
        approved_by: null,
        approved_until_ms: null,
      })),
    ),
)
const setApproved = statement((db, p: ByPlace & { by: number; nowMs: number; untilMs: number }) =>
  db
    .updateTable('access_requests')
    .set({ approved_by: p.by, approved_until_ms: p.untilMs })
    .where('account', '=', p.account)
    .where('uin', '=', p.uin)
    .where('address', '=', p.address)
    .where('expires_ms', '>', p.nowMs)
    .where('approved_by', 'is', null),
)
const dropExpired = statement((db, p: { beforeMs: number; max: number }) =>
  db.deleteFrom('access_requests').where((eb) =>
    eb(
      eb.refTuple('account', 'uin', 'address'),
      'in',
      eb
        .selectFrom('access_requests')
        .select(['account', 'uin', 'address'])
        .where('expires_ms', '<', p.beforeMs)
        .where((of) => of.or([of('approved_until_ms', 'is', null), of('approved_until_ms', '<', p.beforeMs)]))
        .orderBy('expires_ms')
        .orderBy('account')
        .orderBy('uin')
        .orderBy('address')
        .limit(count(p.max))
        .$asTuple('account', 'uin', 'address'),
    ),
  ),
)
const dropOf = statement((db, p: { account: number; uin: number }) =>
  db.deleteFrom('access_requests').where('account', '=', p.account).where('uin', '=', p.uin),
)

const readRequest = (row: AccessRequestsTable): AccessRequestRow => ({
  account: row.account,
  uin: row.uin,
  address: row.address,
  createdMs: row.created_ms,
  expiresMs: row.expires_ms,
  approvedBy: row.approved_by ?? undefined,
  approvedUntilMs: row.approved_until_ms ?? undefined,
})

export const accessRequestReads: Over<AccessRequestReads> = {
  async waiting(session, account, nowMs) {
    return (await session.all(waitingIn, { account, nowMs })).map(readRequest)
  },
  async granted(session, account, uin, address, nowMs) {
    const row = await session.first(byPlace, { account, uin, address })
    return row !== undefined && (row.approved_until_ms ?? 0) > nowMs
  },
}

export const accessRequestWrites: Over<AccessRequestWrites> = {
  async ask(session, { account, uin, address, createdMs, expiresMs }) {
    await session.run(putRequest, { account, uin, address, createdMs, expiresMs })
  },
  async approve(session, account, uin, address, { uin: by, nowMs, untilMs }) {
    return (await session.run(setApproved, { account, uin, address, by, nowMs, untilMs })) === 1
  },
  deleteExpired: (session, beforeMs, max) => session.run(dropExpired, { beforeMs, max }),
}

/** For whoever deletes the user. */
export async function dropAccessRequests(session: Session, account: number, uin: number): Promise<void> {
  await session.run(dropOf, { account, uin })
}
