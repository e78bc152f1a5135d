// Custom second-factor tokens: good once, until their time has come.
import type { MfaTokenReads, MfaTokenWrites } from '../store.ts'
import type { Over } from './entity.ts'
import { count, statement } from './statement.ts'

type Live = { account: number; token: string; nowMs: number }

const holder = statement((db, p: Live) =>
  db
    .selectFrom('mfa_tokens')
    .select('uin')
    .where('account', '=', p.account)
    .where('token', '=', p.token)
    .where('expires_ms', '>', p.nowMs),
)
const insertToken = statement((db, p: { account: number; token: string; uin: number; expiresMs: number }) =>
  db.insertInto('mfa_tokens').values({ account: p.account, token: p.token, uin: p.uin, expires_ms: p.expiresMs }),
)
const takeToken = statement((db, p: Live) =>
  db
    .deleteFrom('mfa_tokens')
    .where('account', '=', p.account)
    .where('token', '=', p.token)
    .where('expires_ms', '>', p.nowMs),
)
const dropExpired = statement((db, p: { beforeMs: number; max: number }) =>
  db
    .deleteFrom('mfa_tokens')
    .where((eb) =>
      eb(
        eb.refTuple('account', 'token'),
        'in',
        eb
          .selectFrom('mfa_tokens')
          .select(['account', 'token'])
          .where('expires_ms', '<', p.beforeMs)
          .orderBy('expires_ms')
          .orderBy('account')
          .orderBy('token')
          .limit(count(p.max))
          .$asTuple('account', 'token'),
      ),
    ),
)

export const mfaTokenReads: Over<MfaTokenReads> = {
  async uinOf(session, account, token, nowMs) {
    return (await session.first(holder, { account, token, nowMs }))?.uin
  },
}

export const mfaTokenWrites: Over<MfaTokenWrites> = {
  async insert(session, account, { token, uin, expiresMs }) {
    await session.run(insertToken, { account, token, uin, expiresMs })
  },
  async consume(session, account, token, nowMs) {
    return (await session.run(takeToken, { account, token, nowMs })) === 1
  },
  deleteExpired: (session, beforeMs, max) => session.run(dropExpired, { beforeMs, max }),
}
