// User groups and their members.
import type { GroupsTable } from '../schema.ts'
import type { GroupReads, GroupRow, GroupWrites } from '../store.ts'
import type { Over } from './entity.ts'
import { nameKey } from './name-key.ts'
import { listed, whole } from './page.ts'
import { count, statement } from './statement.ts'
import { readUser, userColumns } from './user-row.ts'

const columns = [
  'groups.account',
  'groups.group_id',
  'groups.name',
  'groups.remark',
  'groups.created_ms',
  'groups.external_id',
] as const

type ById = { account: number; groupId: number }
type Member = ById & { uin: number }
type OfUser = { account: number; uin: number }
type Paged = { offset: number; limit: number }

const byId = statement((db, p: ById) =>
  db.selectFrom('groups').select(columns).where('account', '=', p.account).where('group_id', '=', p.groupId),
)
const byName = statement((db, p: { account: number; nameKey: string }) =>
  db.selectFrom('groups').select(columns).where('account', '=', p.account).where('name_key', '=', p.nameKey),
)
const byExternalId = statement((db, p: { account: number; externalId: string }) =>
  db
    .selectFrom('groups')
    .select(columns)
    .where('account', '=', p.account)
    .where('external_id', '=', p.externalId)
    .orderBy('group_id'),
)
const all = statement((db, p: { account: number } & Paged) =>
  db
    .selectFrom('groups')
    .select(columns)
    .where('account', '=', p.account)
    .orderBy('group_id', 'desc')
    .limit(count(p.limit))
    .offset(count(p.offset)),
)
const countAll = statement((db, p: { account: number }) =>
  db
    .selectFrom('groups')
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('account', '=', p.account),
)
const containing = statement((db, p: { account: number; part: string } & Paged, dialect) =>
  db
    .selectFrom('groups')
    .select(columns)
    .where('account', '=', p.account)
    .where((eb) => dialect.contains(eb.ref('name_key'), p.part))
    .orderBy('group_id', 'desc')
    .limit(count(p.limit))
    .offset(count(p.offset)),
)
const countContaining = statement((db, p: { account: number; part: string }, dialect) =>
  db
    .selectFrom('groups')
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('account', '=', p.account)
    .where((eb) => dialect.contains(eb.ref('name_key'), p.part)),
)
const membersOf = statement((db, p: ById & Paged) =>
  db
    .selectFrom('group_members as m')
    .innerJoin('users', (join) => join.onRef('users.account', '=', 'm.account').onRef('users.uin', '=', 'm.uin'))
    .select(userColumns)
    .where('m.account', '=', p.account)
    .where('m.group_id', '=', p.groupId)
    .orderBy('users.uid')
    .limit(count(p.limit))
    .offset(count(p.offset)),
)
const countMembers = statement((db, p: ById) =>
  db
    .selectFrom('group_members')
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('account', '=', p.account)
    .where('group_id', '=', p.groupId),
)
const groupsOf = statement((db, p: OfUser & Paged) =>
  db
    .selectFrom('group_members as m')
    .innerJoin('groups', (join) =>
      join.onRef('groups.account', '=', 'm.account').onRef('groups.group_id', '=', 'm.group_id'),
    )
    .select(columns)
    .where('m.account', '=', p.account)
    .where('m.uin', '=', p.uin)
    .orderBy('groups.group_id', 'desc')
    .limit(count(p.limit))
    .offset(count(p.offset)),
)
const countGroupsOf = statement((db, p: OfUser) =>
  db
    .selectFrom('group_members')
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('account', '=', p.account)
    .where('uin', '=', p.uin),
)

const insertGroup = statement((db, p: ById & { name: string; nameKey: string; remark: string; createdMs: number }) =>
  db
    .insertInto('groups')
    .values({
      account: p.account,
      group_id: p.groupId,
      name: p.name,
      name_key: p.nameKey,
      remark: p.remark,
      created_ms: p.createdMs,
    })
    .onConflict((c) => c.columns(['account', 'name_key']).doNothing()),
)
const updateGroup = statement((db, p: ById & { name: string; nameKey: string; remark: string }) =>
  db
    .updateTable('groups')
    .set({ name: p.name, name_key: p.nameKey, remark: p.remark })
    .where('account', '=', p.account)
    .where('group_id', '=', p.groupId),
)
const updateExternalId = statement((db, p: ById & { externalId: string | null }) =>
  db
    .updateTable('groups')
    .set({ external_id: p.externalId })
    .where('account', '=', p.account)
    .where('group_id', '=', p.groupId),
)
const dropMembers = statement((db, p: ById) =>
  db.deleteFrom('group_members').where('account', '=', p.account).where('group_id', '=', p.groupId),
)
const dropAttachments = statement((db, p: { account: number; entityId: string }) =>
  db
    .deleteFrom('attachments')
    .where('account', '=', p.account)
    .where('kind', '=', 'group')
    .where('entity_id', '=', p.entityId),
)
const dropGroup = statement((db, p: ById) =>
  db.deleteFrom('groups').where('account', '=', p.account).where('group_id', '=', p.groupId),
)
const insertMember = statement((db, p: Member & { addedMs: number }) =>
  db
    .insertInto('group_members')
    .values({ account: p.account, group_id: p.groupId, uin: p.uin, added_ms: p.addedMs })
    .onConflict((c) => c.columns(['account', 'group_id', 'uin']).doNothing()),
)
const dropMember = statement((db, p: Member) =>
  db
    .deleteFrom('group_members')
    .where('account', '=', p.account)
    .where('group_id', '=', p.groupId)
    .where('uin', '=', p.uin),
)

const readGroup = (row: Omit<GroupsTable, 'name_key'>): GroupRow => ({
  account: row.account,
  groupId: row.group_id,
  name: row.name,
  remark: row.remark,
  createdMs: row.created_ms,
  externalId: row.external_id ?? undefined,
})

export const groupReads: Over<GroupReads> = {
  async byId(session, account, groupId) {
    const row = await session.first(byId, { account, groupId })
    return row && readGroup(row)
  },
  async byName(session, account, name) {
    const row = await session.first(byName, { account, nameKey: nameKey(name) })
    return row && readGroup(row)
  },
  async byExternalId(session, account, externalId) {
    return (await session.all(byExternalId, { account, externalId })).map(readGroup)
  },
  list(session, account, { keyword }, page) {
    if (keyword === undefined) return listed(session, { account }, page, all, countAll, readGroup)
    return listed(session, { account, part: nameKey(keyword) }, page, containing, countContaining, readGroup)
  },
  async count(session, account) {
    return (await session.first(countAll, { account }))?.value ?? 0
  },
  members: (session, account, groupId, page = whole) =>
    listed(session, { account, groupId }, page, membersOf, countMembers, readUser),
  async memberCount(session, account, groupId) {
    return (await session.first(countMembers, { account, groupId }))?.value ?? 0
  },
  ofUser: (session, account, uin, page = whole) =>
    listed(session, { account, uin }, page, groupsOf, countGroupsOf, readGroup),
}

export const groupWrites: Over<GroupWrites> = {
  async insert(session, account, group) {
    const inserted = await session.run(insertGroup, {
      account,
      groupId: group.groupId,
      name: group.name,
      nameKey: nameKey(group.name),
      remark: group.remark,
      createdMs: group.createdMs,
    })
    return inserted === 1 ? 'inserted' : 'taken'
  },
  async update(session, account, groupId, patch) {
    const row = await session.first(byId, { account, groupId })
    if (row === undefined) return 'absent'
    const name = patch.name ?? row.name
    const holder = await session.first(byName, { account, nameKey: nameKey(name) })
    if (holder !== undefined && holder.group_id !== groupId) return 'taken'
    const remark = patch.remark ?? row.remark
    await session.run(updateGroup, { account, groupId, name, nameKey: nameKey(name), remark })
    return 'updated'
  },
  async setExternalId(session, account, groupId, externalId) {
    return (await session.run(updateExternalId, { account, groupId, externalId: externalId ?? null })) === 1
  },
  async delete(session, account, groupId) {
    await session.run(dropMembers, { account, groupId })
    await session.run(dropAttachments, { account, entityId: String(groupId) })
    return (await session.run(dropGroup, { account, groupId })) === 1
  },
  async addMember(session, account, groupId, uin, nowMs) {
    return (await session.run(insertMember, { account, groupId, uin, addedMs: nowMs })) === 1 ? 'added' : 'present'
  },
  async removeMember(session, account, groupId, uin) {
    return (await session.run(dropMember, { account, groupId, uin })) === 1
  },
}
