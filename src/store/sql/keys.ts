// Access keys. The secret is stored only as `seal.ts` made it; the signed path reads key, user and account in one go.
import type { Session } from '../driver.ts'
import type { AccessKeysTable } from '../schema.ts'
import type { KeyHolder, KeyReads, KeyRow, KeyStatus, KeyWrites, UserType } from '../store.ts'
import type { Over } from './entity.ts'
import { one, statement } from './statement.ts'

const columns = ['account', 'uin', 'secret_id', 'status', 'description', 'created_ms', 'last_used_ms'] as const

type ById = { account: number; secretId: string }

const ofUser = statement((db, p: { account: number; uin: number }) =>
  db
    .selectFrom('access_keys')
    .select(columns)
    .where('account', '=', p.account)
    .where('uin', '=', p.uin)
    .orderBy('created_ms')
    .orderBy('secret_id'),
)
const byId = statement((db, p: ById) =>
  db.selectFrom('access_keys').select(columns).where('account', '=', p.account).where('secret_id', '=', p.secretId),
)
const activeHolders = statement((db, p: { account: number }) =>
  db
    .selectFrom('access_keys')
    .select('uin')
    .distinct()
    .where('account', '=', p.account)
    .where('status', '=', 'Active')
    .orderBy('uin'),
)
const anywhere = statement((db, p: { secretId: string }) =>
  db.selectFrom('access_keys').select('account').where('secret_id', '=', p.secretId).limit(one),
)
const holderOf = statement((db, p: { secretId: string }) =>
  db
    .selectFrom('access_keys as k')
    .innerJoin('accounts as a', 'a.account', 'k.account')
    .leftJoin('users as u', (join) => join.onRef('u.account', '=', 'k.account').onRef('u.uin', '=', 'k.uin'))
    .select([
      'k.account',
      'a.app_id',
      'k.uin',
      'k.secret_id',
      'k.sealed_secret',
      'k.status',
      'k.generation',
      'u.type',
      'u.quarantined_ms as user_quarantined_ms',
      'a.quarantined_ms as root_quarantined_ms',
      'a.revision',
    ])
    .where('k.secret_id', '=', p.secretId)
    .orderBy('k.account')
    .limit(one),
)
const insertKey = statement(
  (db, p: Omit<AccessKeysTable, 'last_used_ms' | 'generation'> & Record<string, number | string>) =>
    db
      .insertInto('access_keys')
      .values({
        account: p.account,
        secret_id: p.secret_id,
        uin: p.uin,
        status: p.status,
        description: p.description,
        sealed_secret: p.sealed_secret,
        created_ms: p.created_ms,
        generation: 0,
      })
      .onConflict((c) => c.columns(['account', 'secret_id']).doNothing()),
)
const updateStatus = statement((db, p: ById & { status: string; endings: number }) =>
  db
    .updateTable('access_keys')
    .set((eb) => ({ status: p.status, generation: eb('generation', '+', p.endings) }))
    .where('account', '=', p.account)
    .where('secret_id', '=', p.secretId),
)
const dropKey = statement((db, p: ById) =>
  db.deleteFrom('access_keys').where('account', '=', p.account).where('secret_id', '=', p.secretId),
)
const touchKey = statement((db, p: ById & { usedMs: number }) =>
  db
    .updateTable('access_keys')
    .set({ last_used_ms: p.usedMs })
    .where('account', '=', p.account)
    .where('secret_id', '=', p.secretId)
    .where((eb) => eb.or([eb('last_used_ms', 'is', null), eb('last_used_ms', '<', p.usedMs)])),
)

const readKey = (row: Pick<AccessKeysTable, (typeof columns)[number]>): KeyRow => ({
  account: row.account,
  uin: row.uin,
  secretId: row.secret_id,
  status: row.status as KeyStatus,
  description: row.description,
  createdMs: row.created_ms,
  lastUsedMs: row.last_used_ms ?? undefined,
})

export const keyReads: Over<KeyReads> = {
  async list(session, account, uin) {
    return (await session.all(ofUser, { account, uin })).map(readKey)
  },
  async get(session, account, secretId) {
    const row = await session.first(byId, { account, secretId })
    return row && readKey(row)
  },
  async activeHolders(session, account) {
    return (await session.all(activeHolders, { account })).map(({ uin }) => uin)
  },
}

export const keyWrites: Over<KeyWrites> = {
  async insert(session, account, key) {
    // The key's table is unique within an account only; that an id is one key everywhere is seen to here.
    if ((await session.first(anywhere, { secretId: key.secretId })) !== undefined) return 'taken'
    const inserted = await session.run(insertKey, {
      account,
      secret_id: key.secretId,
      uin: key.uin,
      status: key.status,
      description: key.description,
      sealed_secret: key.sealedSecret,
      created_ms: key.createdMs,
    })
    return inserted === 1 ? 'inserted' : 'taken'
  },
  async setStatus(session, account, secretId, status) {
    const endings = status === 'Inactive' ? 1 : 0
    return (await session.run(updateStatus, { account, secretId, status, endings })) === 1
  },
  async delete(session, account, secretId) {
    return (await session.run(dropKey, { account, secretId })) === 1
  },
}

/** The holder of a key. A key whose user is gone belongs to nobody: it must not pass for the root account's. */
export async function readKeyHolder(session: Session, secretId: string): Promise<KeyHolder | undefined> {
  const row = await session.first(holderOf, { secretId })
  if (row === undefined) return undefined
  if (row.type === null && row.uin !== row.account) return undefined
  return {
    account: row.account,
    appId: row.app_id,
    uin: row.uin,
    secretId: row.secret_id,
    sealedSecret: row.sealed_secret,
    status: row.status as KeyStatus,
    generation: row.generation,
    userType: row.type === null ? undefined : (row.type as UserType),
    quarantined: (row.type === null ? row.root_quarantined_ms : row.user_quarantined_ms) !== null,
    revision: row.revision,
  }
}

export interface KeyUse {
  readonly account: number
  readonly secretId: string
  readonly usedMs: number
}

/** Notes moments of use; an earlier moment never replaces a later one. */
export async function touchKeys(session: Session, used: readonly KeyUse[]): Promise<void> {
  for (const { account, secretId, usedMs } of used) await session.run(touchKey, { account, secretId, usedMs })
}
