// Users of every type: sub-users, collaborators, message recipients. Names are unique by `name_key` within an account.
import type { MfaFlagsTable } from '../schema.ts'
import type { MfaFlags, UserReads, UserWrites } from '../store.ts'
import { dropAccessRequests } from './access-requests.ts'
import { endConsoleSessions } from './console-sessions.ts'
import type { Over } from './entity.ts'
import { dropFactors } from './factors.ts'
import { nameKey } from './name-key.ts'
import { listed, whole } from './page.ts'
import { dropPasswords, readPasswords, recordPassword } from './passwords-used.ts'
import { scimTokenWrites } from './scim-tokens.ts'
import { settingWrites } from './settings.ts'
import { forgetSignIns } from './sign-in.ts'
import { count, statement } from './statement.ts'
import { dropTagsOf, tagged } from './tags.ts'
import { readUser, userColumns, type WrittenUser, writeUser } from './user-row.ts'

type ByUin = { account: number; uin: number }
type ByTypes = { account: number; types: readonly number[] }

const byName = statement((db, p: { account: number; nameKey: string }) =>
  db.selectFrom('users').select(userColumns).where('account', '=', p.account).where('name_key', '=', p.nameKey),
)
const byUin = statement((db, p: ByUin) =>
  db.selectFrom('users').select(userColumns).where('account', '=', p.account).where('uin', '=', p.uin),
)
const byUid = statement((db, p: { account: number; uid: number }) =>
  db.selectFrom('users').select(userColumns).where('account', '=', p.account).where('uid', '=', p.uid),
)
const byUins = statement((db, p: { account: number; uins: readonly number[] }, dialect) =>
  db
    .selectFrom('users')
    .select(userColumns)
    .where('account', '=', p.account)
    .where((eb) => dialect.amongNumbers(eb.ref('uin'), p.uins))
    .orderBy('uin'),
)
const byExternalId = statement((db, p: { account: number; externalId: string }) =>
  db
    .selectFrom('users')
    .select(userColumns)
    .where('account', '=', p.account)
    .where('external_id', '=', p.externalId)
    .orderBy('uin'),
)
const byTypes = statement((db, p: ByTypes & { offset: number; limit: number }, dialect) =>
  db
    .selectFrom('users')
    .select(userColumns)
    .where('account', '=', p.account)
    .where((eb) => dialect.amongNumbers(eb.ref('type'), p.types))
    .orderBy('uid', 'desc')
    .limit(count(p.limit))
    .offset(count(p.offset)),
)
const byTypesBelow = statement((db, p: ByTypes & { uid: number; limit: number }, dialect) =>
  db
    .selectFrom('users')
    .select(userColumns)
    .where('account', '=', p.account)
    .where((eb) => dialect.amongNumbers(eb.ref('type'), p.types))
    .where('uid', '<', p.uid)
    .orderBy('uid', 'desc')
    .limit(count(p.limit)),
)
const countByTypes = statement((db, p: ByTypes, dialect) =>
  db
    .selectFrom('users')
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('account', '=', p.account)
    .where((eb) => dialect.amongNumbers(eb.ref('type'), p.types)),
)
const birthsSince = statement((db, p: { account: number; sinceMs: number }) =>
  db
    .selectFrom('user_births')
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('account', '=', p.account)
    .where('created_ms', '>=', p.sinceMs),
)
const flagsOf = statement((db, p: ByUin) =>
  db
    .selectFrom('mfa_flags')
    .select(['login', 'action', 'offsite'])
    .where('account', '=', p.account)
    .where('uin', '=', p.uin),
)

const insertUser = statement((db, p: WrittenUser & { name_key: string }) =>
  db
    .insertInto('users')
    .values({
      account: p.account,
      uin: p.uin,
      uid: p.uid,
      type: p.type,
      name: p.name,
      name_key: p.name_key,
      remark: p.remark,
      nick_name: p.nick_name,
      console_login: p.console_login,
      need_reset_password: p.need_reset_password,
      password_hash: p.password_hash,
      phone: p.phone,
      country_code: p.country_code,
      email: p.email,
      phone_verified: p.phone_verified,
      email_verified: p.email_verified,
      wechat_bound: p.wechat_bound,
      receiver_owner: p.receiver_owner,
      created_ms: p.created_ms,
      external_id: p.external_id,
    })
    .onConflict((c) => c.columns(['account', 'name_key']).doNothing()),
)
const insertBirth = statement((db, p: ByUin & { createdMs: number }) =>
  db.insertInto('user_births').values({ account: p.account, created_ms: p.createdMs, uin: p.uin }),
)
const updateUser = statement((db, p: WrittenUser) =>
  db
    .updateTable('users')
    .set({
      remark: p.remark,
      nick_name: p.nick_name,
      external_id: p.external_id,
      console_login: p.console_login,
      need_reset_password: p.need_reset_password,
      password_hash: p.password_hash,
      phone: p.phone,
      country_code: p.country_code,
      email: p.email,
      phone_verified: p.phone_verified,
      email_verified: p.email_verified,
      wechat_bound: p.wechat_bound,
    })
    .where('account', '=', p.account)
    .where('uin', '=', p.uin),
)
const updateBoundary = statement((db, p: ByUin & { policyId: number | null }) =>
  db
    .updateTable('users')
    .set({ boundary_policy_id: p.policyId })
    .where('account', '=', p.account)
    .where('uin', '=', p.uin),
)
const updateSignedIn = statement((db, p: ByUin & { ip: string; ms: number }) =>
  db
    .updateTable('users')
    .set({ last_login_ip: p.ip, last_login_ms: p.ms })
    .where('account', '=', p.account)
    .where('uin', '=', p.uin),
)
const putFlags = statement((db, p: ByUin & { login: string; action: string; offsite: string }) =>
  db
    .insertInto('mfa_flags')
    .values({ account: p.account, uin: p.uin, login: p.login, action: p.action, offsite: p.offsite })
    .onConflict((c) =>
      c.columns(['account', 'uin']).doUpdateSet((eb) => ({
        login: eb.ref('excluded.login'),
        action: eb.ref('excluded.action'),
        offsite: eb.ref('excluded.offsite'),
      })),
    ),
)

// What a user leaves behind, in an order that no reference forbids.
const dropMemberships = statement((db, p: ByUin) =>
  db.deleteFrom('group_members').where('account', '=', p.account).where('uin', '=', p.uin),
)
const dropAttachments = statement((db, p: { account: number; entityId: string }) =>
  db
    .deleteFrom('attachments')
    .where('account', '=', p.account)
    .where('kind', '=', 'user')
    .where('entity_id', '=', p.entityId),
)
const dropKeys = statement((db, p: ByUin) =>
  db.deleteFrom('access_keys').where('account', '=', p.account).where('uin', '=', p.uin),
)
const dropFlags = statement((db, p: ByUin) =>
  db.deleteFrom('mfa_flags').where('account', '=', p.account).where('uin', '=', p.uin),
)
const dropTokens = statement((db, p: ByUin) =>
  db.deleteFrom('mfa_tokens').where('account', '=', p.account).where('uin', '=', p.uin),
)
const dropUser = statement((db, p: ByUin) =>
  db.deleteFrom('users').where('account', '=', p.account).where('uin', '=', p.uin),
)

const readFlags = (row: Pick<MfaFlagsTable, 'login' | 'action' | 'offsite'>): MfaFlags => ({
  login: JSON.parse(row.login) as Record<string, number>,
  action: JSON.parse(row.action) as Record<string, number>,
  offsite: JSON.parse(row.offsite) as Record<string, number>,
})

export const userReads: Over<UserReads> = {
  async byName(session, account, name) {
    const row = await session.first(byName, { account, nameKey: nameKey(name) })
    return row && readUser(row)
  },
  async byUin(session, account, uin) {
    const row = await session.first(byUin, { account, uin })
    return row && readUser(row)
  },
  async byUid(session, account, uid) {
    const row = await session.first(byUid, { account, uid })
    return row && readUser(row)
  },
  async byUins(session, account, uins) {
    return (await session.all(byUins, { account, uins })).map(readUser)
  },
  async byExternalId(session, account, externalId) {
    return (await session.all(byExternalId, { account, externalId })).map(readUser)
  },
  list: (session, account, types, page = whole) =>
    listed(session, { account, types }, page, byTypes, countByTypes, readUser),
  async listBelow(session, account, types, uid, limit) {
    return (await session.all(byTypesBelow, { account, types, uid, limit })).map(readUser)
  },
  async count(session, account, types) {
    return (await session.first(countByTypes, { account, types }))?.value ?? 0
  },
  async createdSince(session, account, sinceMs) {
    return (await session.first(birthsSince, { account, sinceMs }))?.value ?? 0
  },
  async mfaFlags(session, account, uin) {
    const row = await session.first(flagsOf, { account, uin })
    return row && readFlags(row)
  },
  passwords: readPasswords,
}

export const userWrites: Over<UserWrites> = {
  async insert(session, account, user) {
    const inserted = await session.run(insertUser, { ...writeUser(account, user), name_key: nameKey(user.name) })
    if (inserted === 0) return 'taken'
    const subUser = user.type === 2 || user.type === 3
    if (subUser) await session.run(insertBirth, { account, uin: user.uin, createdMs: user.createdMs })
    return 'inserted'
  },
  async update(session, account, uin, patch) {
    const row = await session.first(byUin, { account, uin })
    if (row === undefined) return false
    // A member that is there but undefined takes the value away (the password); one that isn't there leaves it.
    await session.run(updateUser, writeUser(account, { ...readUser(row), ...patch }))
    if ('passwordHash' in patch || patch.consoleLogin === false) await endConsoleSessions(session, account, uin)
    return true
  },
  async delete(session, account, uin) {
    await session.run(dropMemberships, { account, uin })
    await session.run(dropAttachments, { account, entityId: String(uin) })
    await session.run(dropKeys, { account, uin })
    await session.run(dropFlags, { account, uin })
    await session.run(dropTokens, { account, uin })
    await settingWrites.unbindTotp(session, account, uin)
    await dropTagsOf(session, account, tagged('uin', uin))
    await dropPasswords(session, account, uin)
    await endConsoleSessions(session, account, uin)
    await forgetSignIns(session, account, uin)
    await dropFactors(session, account, uin)
    await scimTokenWrites.deleteOfUser(session, account, uin)
    await dropAccessRequests(session, account, uin)
    return (await session.run(dropUser, { account, uin })) === 1
  },
  async setBoundary(session, account, uin, policyId) {
    return (await session.run(updateBoundary, { account, uin, policyId: policyId ?? null })) === 1
  },
  async setMfaFlags(session, account, uin, flags) {
    await session.run(putFlags, {
      account,
      uin,
      login: JSON.stringify(flags.login),
      action: JSON.stringify(flags.action),
      offsite: JSON.stringify(flags.offsite),
    })
  },
  recordPassword,
  async signedIn(session, account, uin, { ip, ms }) {
    await session.run(updateSignedIn, { account, uin, ip, ms })
  },
}
