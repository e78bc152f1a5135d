// Bearer tokens of services that ask for decisions. What was handed out is not here, only what it is compared with.
import type { DecisionTokensTable } from '../schema.ts'
import type { DecisionTokenReads, DecisionTokenRow, DecisionTokenWrites } from '../store.ts'
import type { Over } from './entity.ts'
import { statement } from './statement.ts'

const columns = ['account', 'token_id', 'hash', 'service', 'description', 'created_ms', 'expires_ms'] as const

type ById = { account: number; tokenId: string }

const live = statement((db, p: ById & { nowMs: number }) =>
  db
    .selectFrom('decision_tokens')
    .select(columns)
    .where('account', '=', p.account)
    .where('token_id', '=', p.tokenId)
    .where('expires_ms', '>', p.nowMs),
)
const ofAccount = statement((db, p: { account: number }) =>
  db
    .selectFrom('decision_tokens')
    .select(columns)
    .where('account', '=', p.account)
    .orderBy('created_ms')
    .orderBy('token_id'),
)
const insertToken = statement((db, p: DecisionTokensTable & Record<string, number | string>) =>
  db.insertInto('decision_tokens').values({
    account: p.account,
    token_id: p.token_id,
    hash: p.hash,
    service: p.service,
    description: p.description,
    created_ms: p.created_ms,
    expires_ms: p.expires_ms,
  }),
)
const dropToken = statement((db, p: ById) =>
  db.deleteFrom('decision_tokens').where('account', '=', p.account).where('token_id', '=', p.tokenId),
)
const dropExpired = statement((db, p: { account: number; nowMs: number }) =>
  db.deleteFrom('decision_tokens').where('account', '=', p.account).where('expires_ms', '<=', p.nowMs),
)

const readToken = (row: DecisionTokensTable): DecisionTokenRow => ({
  account: row.account,
  tokenId: row.token_id,
  hash: row.hash,
  service: row.service,
  description: row.description,
  createdMs: row.created_ms,
  expiresMs: row.expires_ms,
})

export const decisionTokenReads: Over<DecisionTokenReads> = {
  async get(session, account, tokenId, nowMs) {
    const row = await session.first(live, { account, tokenId, nowMs })
    return row && readToken(row)
  },
  async list(session, account) {
    return (await session.all(ofAccount, { account })).map(readToken)
  },
}

export const decisionTokenWrites: Over<DecisionTokenWrites> = {
  async insert(session, row) {
    // Tokens past their time go here, so that the table cannot grow for ever.
    await session.run(dropExpired, { account: row.account, nowMs: row.createdMs })
    await session.run(insertToken, {
      account: row.account,
      token_id: row.tokenId,
      hash: row.hash,
      service: row.service,
      description: row.description,
      created_ms: row.createdMs,
      expires_ms: row.expiresMs,
    })
  },
  async delete(session, account, tokenId) {
    return (await session.run(dropToken, { account, tokenId })) === 1
  },
}
