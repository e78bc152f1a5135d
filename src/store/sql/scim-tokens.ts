// Tokens of SCIM clients. A token goes with the user that it acts as; a call with one reads token and account in one go.
import type { Session } from '../driver.ts'
import type { ScimTokensTable } from '../schema.ts'
import type { ScimTokenHolder, ScimTokenReads, ScimTokenRow, ScimTokenWrites } from '../store.ts'
import type { Over } from './entity.ts'
import { one, statement } from './statement.ts'

const columns = ['account', 'token_id', 'uin', 'secret_hash', 'description', 'created_ms', 'expires_ms'] as const

type ById = { account: number; tokenId: string }

const all = statement((db, p: { account: number }) =>
  db
    .selectFrom('scim_tokens')
    .select(columns)
    .where('account', '=', p.account)
    .orderBy('created_ms')
    .orderBy('token_id'),
)
const byId = statement((db, p: ById) =>
  db.selectFrom('scim_tokens').select(columns).where('account', '=', p.account).where('token_id', '=', p.tokenId),
)
const holderOf = statement((db, p: { tokenId: string }) =>
  db
    .selectFrom('scim_tokens as t')
    .innerJoin('accounts as a', 'a.account', 't.account')
    .innerJoin('users as u', (join) => join.onRef('u.account', '=', 't.account').onRef('u.uin', '=', 't.uin'))
    .select(['t.account', 'a.app_id', 't.uin', 't.token_id', 't.secret_hash', 't.expires_ms', 'a.revision'])
    .where('t.token_id', '=', p.tokenId)
    .orderBy('t.account')
    .limit(one),
)
const insertToken = statement((db, p: ScimTokensTable & Record<string, number | string>) =>
  db.insertInto('scim_tokens').values({
    account: p.account,
    token_id: p.token_id,
    uin: p.uin,
    secret_hash: p.secret_hash,
    description: p.description,
    created_ms: p.created_ms,
    expires_ms: p.expires_ms,
  }),
)
const renewToken = statement((db, p: ById & { secretHash: string; expiresMs: number }) =>
  db
    .updateTable('scim_tokens')
    .set({ secret_hash: p.secretHash, expires_ms: p.expiresMs })
    .where('account', '=', p.account)
    .where('token_id', '=', p.tokenId),
)
const dropToken = statement((db, p: ById) =>
  db.deleteFrom('scim_tokens').where('account', '=', p.account).where('token_id', '=', p.tokenId),
)
const dropOfUser = statement((db, p: { account: number; uin: number }) =>
  db.deleteFrom('scim_tokens').where('account', '=', p.account).where('uin', '=', p.uin),
)

const readToken = (row: ScimTokensTable): ScimTokenRow => ({
  account: row.account,
  tokenId: row.token_id,
  uin: row.uin,
  secretHash: row.secret_hash,
  description: row.description,
  createdMs: row.created_ms,
  expiresMs: row.expires_ms,
})

export const scimTokenReads: Over<ScimTokenReads> = {
  async list(session, account) {
    return (await session.all(all, { account })).map(readToken)
  },
  async get(session, account, tokenId) {
    const row = await session.first(byId, { account, tokenId })
    return row && readToken(row)
  },
}

export const scimTokenWrites: Over<ScimTokenWrites> = {
  async insert(session, token) {
    await session.run(insertToken, {
      account: token.account,
      token_id: token.tokenId,
      uin: token.uin,
      secret_hash: token.secretHash,
      description: token.description,
      created_ms: token.createdMs,
      expires_ms: token.expiresMs,
    })
  },
  async renew(session, account, tokenId, { secretHash, expiresMs }) {
    return (await session.run(renewToken, { account, tokenId, secretHash, expiresMs })) === 1
  },
  async delete(session, account, tokenId) {
    return (await session.run(dropToken, { account, tokenId })) === 1
  },
  async deleteOfUser(session, account, uin) {
    await session.run(dropOfUser, { account, uin })
  },
}

/** The holder of a token; `undefined`: there is no such token, or its user is gone. */
export async function readScimTokenHolder(session: Session, tokenId: string): Promise<ScimTokenHolder | undefined> {
  const row = await session.first(holderOf, { tokenId })
  if (row === undefined) return undefined
  return {
    account: row.account,
    appId: row.app_id,
    uin: row.uin,
    tokenId: row.token_id,
    secretHash: row.secret_hash,
    expiresMs: row.expires_ms,
    revision: row.revision,
  }
}
