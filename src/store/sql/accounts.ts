// Root accounts: rows, raised quotas, and the revision that orders every change inside an account.
import { type Kysely, sql } from 'kysely'
import type { Session } from '../driver.ts'
import type { AccountsTable, Database } from '../schema.ts'
import type { Account, AccountReads, AccountRow, AccountWrites } from '../store.ts'
import { endConsoleSessions } from './console-sessions.ts'
import type { Over } from './entity.ts'
import { uinInUse } from './sequences.ts'
import { type Change, statement } from './statement.ts'

const columns = [
  'account',
  'app_id',
  'name',
  'verified',
  'site',
  'password_hash',
  'created_ms',
  'revision',
  'phone',
  'country_code',
  'email',
  'wechat_bound',
  'last_login_ip',
  'last_login_ms',
] as const

const byAccount = statement((db, p: { account: number }) =>
  db.selectFrom('accounts').select(columns).where('account', '=', p.account),
)
const all = statement((db) => db.selectFrom('accounts').select(columns).orderBy('account'))
const byEmail = statement((db, p: { email: string }) =>
  db.selectFrom('accounts').select(columns).where('email', '=', p.email).orderBy('account').limit(sql.lit(2)),
)
const total = statement((db) => db.selectFrom('accounts').select((eb) => eb.fn.countAll<number>().as('value')))
const revisionOf = statement((db, p: { account: number }) =>
  db.selectFrom('accounts').select('revision').where('account', '=', p.account),
)
const quotasOf = statement((db, p: { account: number }) =>
  db.selectFrom('account_quotas').select(['name', 'value']).where('account', '=', p.account).orderBy('name'),
)
const summaryOf = statement((db, p: { account: number }) =>
  db.selectNoFrom((eb) => [
    eb
      .selectFrom('policies')
      .where('account', '=', p.account)
      .select((q) => q.fn.countAll<number>().as('n'))
      .as('policies'),
    eb
      .selectFrom('users')
      .where('account', '=', p.account)
      .where('type', 'in', [2, 3])
      .select((q) => q.fn.countAll<number>().as('n'))
      .as('users'),
    eb
      .selectFrom('groups')
      .where('account', '=', p.account)
      .select((q) => q.fn.countAll<number>().as('n'))
      .as('groups'),
    eb
      .selectFrom('group_members as m')
      .innerJoin('users as u', (join) => join.onRef('u.account', '=', 'm.account').onRef('u.uin', '=', 'm.uin'))
      .where('m.account', '=', p.account)
      .where('u.type', 'in', [2, 3])
      .select((q) => q.fn.count<number>('m.uin').distinct().as('n'))
      .as('members'),
    eb
      .selectFrom('roles')
      .where('account', '=', p.account)
      .select((q) => q.fn.countAll<number>().as('n'))
      .as('roles'),
    eb
      .selectFrom('identity_providers')
      .where('account', '=', p.account)
      .select((q) => q.fn.countAll<number>().as('n'))
      .as('providers'),
  ]),
)
type NewAccount = Omit<AccountsTable, 'last_login_ip' | 'last_login_ms' | 'quarantined_ms'>
const insertAccount = statement((db, p: NewAccount & Record<string, number | string | null>) =>
  db
    .insertInto('accounts')
    .values({
      account: p.account,
      app_id: p.app_id,
      name: p.name,
      verified: p.verified,
      site: p.site,
      password_hash: p.password_hash,
      created_ms: p.created_ms,
      revision: 0,
      phone: p.phone,
      country_code: p.country_code,
      email: p.email,
      wechat_bound: 0,
    })
    .onConflict((c) => c.column('account').doNothing()),
)
const putQuota = statement((db, p: { account: number; name: string; value: number }) =>
  db
    .insertInto('account_quotas')
    .values({ account: p.account, name: p.name, value: p.value })
    .onConflict((c) => c.columns(['account', 'name']).doUpdateSet((eb) => ({ value: eb.ref('excluded.value') }))),
)
type Binding = Pick<AccountsTable, 'phone' | 'country_code' | 'wechat_bound' | 'email' | 'password_hash'>
const updateBinding = statement((db, p: { account: number } & Binding & Record<string, number | string | null>) =>
  db
    .updateTable('accounts')
    .set({
      phone: p.phone,
      country_code: p.country_code,
      wechat_bound: p.wechat_bound,
      email: p.email,
      password_hash: p.password_hash,
    })
    .where('account', '=', p.account),
)
const updateSignedIn = statement((db, p: { account: number; ip: string; ms: number }) =>
  db.updateTable('accounts').set({ last_login_ip: p.ip, last_login_ms: p.ms }).where('account', '=', p.account),
)
const increment = (db: Kysely<Database>, account: number) =>
  db
    .updateTable('accounts')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('account', '=', account)
const advanceRevision: Change<{ account: number }, { revision: number }> = {
  returning: statement((db, p: { account: number }) => increment(db, p.account).returning('revision')),
  update: statement((db, p: { account: number }) => increment(db, p.account)),
  select: revisionOf,
}

const readAccount = (row: Omit<AccountsTable, 'quarantined_ms'>): AccountRow => ({
  account: row.account,
  appId: row.app_id,
  name: row.name,
  verified: row.verified === 1,
  site: row.site,
  passwordHash: row.password_hash ?? undefined,
  createdMs: row.created_ms,
  revision: row.revision,
  phone: row.phone,
  countryCode: row.country_code,
  email: row.email,
  wechatBound: row.wechat_bound === 1,
  lastLoginIp: row.last_login_ip ?? undefined,
  lastLoginMs: row.last_login_ms ?? undefined,
})

export const accountReads: Over<AccountReads> = {
  async get(session, account) {
    const row = await session.first(byAccount, { account })
    return row && readAccount(row)
  },
  async list(session) {
    return (await session.all(all, {})).map(readAccount)
  },
  async count(session) {
    return (await session.first(total, {}))?.value ?? 0
  },
  async byEmail(session, email) {
    return (await session.all(byEmail, { email })).map(readAccount)
  },
  async quotas(session, account) {
    const rows = await session.all(quotasOf, { account })
    return new Map(rows.map((row) => [row.name, row.value]))
  },
  async summary(session, account) {
    const row = await session.first(summaryOf, { account })
    return {
      policies: row?.policies ?? 0,
      users: row?.users ?? 0,
      groups: row?.groups ?? 0,
      members: row?.members ?? 0,
      roles: row?.roles ?? 0,
      providers: row?.providers ?? 0,
    }
  },
}

export const accountWrites: Over<AccountWrites> = {
  async insert(session, row) {
    if (await uinInUse(session, row.account)) return 'taken'
    const inserted = await session.run(insertAccount, {
      account: row.account,
      app_id: row.appId,
      name: row.name,
      verified: row.verified ? 1 : 0,
      site: row.site,
      password_hash: row.passwordHash ?? null,
      created_ms: row.createdMs,
      revision: 0,
      phone: row.phone,
      country_code: row.countryCode,
      email: row.email,
      wechat_bound: 0,
    })
    return inserted === 1 ? 'inserted' : 'taken'
  },
  async bind(session, account, patch) {
    const row = await session.first(byAccount, { account })
    if (row === undefined) return false
    const { phone, countryCode, wechatBound, email, passwordHash } = { ...readAccount(row), ...patch }
    await session.run(updateBinding, {
      account,
      phone,
      country_code: countryCode,
      wechat_bound: wechatBound ? 1 : 0,
      email,
      password_hash: passwordHash ?? null,
    })
    if (patch.passwordHash !== undefined) await endConsoleSessions(session, account, account)
    return true
  },
  async signedIn(session, account, { ip, ms }) {
    await session.run(updateSignedIn, { account, ip, ms })
  },
  async setQuota(session, account, name, value) {
    await session.run(putQuota, { account, name, value })
  },
  async advance(session, account) {
    const row = await session.change(advanceRevision, { account })
    if (row === undefined) throw new Error(`account ${account} does not exist`)
    return row.revision
  },
}

/** The account's revision: one prepared read, no row built. */
export async function readRevision(session: Session, account: Account): Promise<number | undefined> {
  return (await session.first(revisionOf, { account }))?.revision
}
