// Roles. Their policies are in `principals.ts`, their sessions in `sessions.ts`, what they are used for and the tasks that
// delete them in `role-tasks.ts`.
import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import type { Database, RolesTable } from '../schema.ts'
import type { RoleReads, RoleRow, RoleType, RoleWrites } from '../store.ts'
import type { Dialect } from './dialect.ts'
import type { Over } from './entity.ts'
import { nameKey } from './name-key.ts'
import { listed } from './page.ts'
import { dropUsesOf } from './role-tasks.ts'
import { sessionWrites } from './sessions.ts'
import { count, statement } from './statement.ts'
import { dropTagsOf, tagged } from './tags.ts'

const columns = [
  'roles.account',
  'roles.role_id',
  'roles.name',
  'roles.type',
  'roles.trust',
  'roles.description',
  'roles.console_login',
  'roles.session_duration',
  'roles.boundary_policy_id',
  'roles.services',
  'roles.deletion_task_id',
  'roles.session_generation',
  'roles.created_ms',
  'roles.updated_ms',
] as const
type ById = { account: number; roleId: string }
type Paged = { offset: number; limit: number }
type Tagged = { account: number; tags: string }

const byId = statement((db, p: ById) =>
  db.selectFrom('roles').select(columns).where('account', '=', p.account).where('role_id', '=', p.roleId),
)
const byName = statement((db, p: { account: number; nameKey: string }) =>
  db.selectFrom('roles').select(columns).where('account', '=', p.account).where('name_key', '=', p.nameKey),
)
const all = statement((db, p: { account: number } & Paged) =>
  db
    .selectFrom('roles')
    .select(columns)
    .where('account', '=', p.account)
    .orderBy('role_id', 'desc')
    .limit(count(p.limit))
    .offset(count(p.offset)),
)
const countAll = statement((db, p: { account: number }) =>
  db
    .selectFrom('roles')
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('account', '=', p.account),
)
// Each row of the list is a key and a value; a role is in when there is no row that it lacks.
const carriesAll = (db: Kysely<Database>, p: Tagged, dialect: Dialect) => {
  const carried = db
    .selectFrom('tags as t')
    .select('t.tag_key')
    .where('t.account', '=', p.account)
    .where('t.product', '=', 'cam')
    .where('t.kind', '=', 'role')
    .where('t.resource_id', '=', sql<string>`roles.role_id`)
    .where('t.tag_key', '=', dialect.cell(0))
    .where('t.tag_value', '=', dialect.cell(1))
  const lacking = db.selectFrom(dialect.rows(p.tags)).select(dialect.cell(0).as('tag_key'))
  return (eb: ExpressionBuilder<Database, 'roles'>) =>
    eb.not(eb.exists(lacking.where(({ not, exists }) => not(exists(carried)))))
}
const carrying = statement((db, p: Tagged & Paged, dialect) =>
  db
    .selectFrom('roles')
    .select(columns)
    .where('account', '=', p.account)
    .where(carriesAll(db, p, dialect))
    .orderBy('role_id', 'desc')
    .limit(count(p.limit))
    .offset(count(p.offset)),
)
const countCarrying = statement((db, p: Tagged, dialect) =>
  db
    .selectFrom('roles')
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('account', '=', p.account)
    .where(carriesAll(db, p, dialect)),
)

const insertRole = statement((db, p: WrittenRole & { name_key: string; created_ms: number }) =>
  db
    .insertInto('roles')
    .values({
      account: p.account,
      role_id: p.role_id,
      name: p.name,
      name_key: p.name_key,
      type: p.type,
      trust: p.trust,
      description: p.description,
      console_login: p.console_login,
      session_duration: p.session_duration,
      services: p.services,
      session_generation: 0,
      created_ms: p.created_ms,
      updated_ms: p.updated_ms,
    })
    .onConflict((c) => c.columns(['account', 'name_key']).doNothing()),
)
const updateRole = statement((db, p: WrittenRole) =>
  db
    .updateTable('roles')
    .set({
      trust: p.trust,
      description: p.description,
      console_login: p.console_login,
      session_duration: p.session_duration,
      deletion_task_id: p.deletion_task_id,
      updated_ms: p.updated_ms,
    })
    .where('account', '=', p.account)
    .where('role_id', '=', p.role_id),
)
const updateBoundary = statement((db, p: ById & { policyId: number | null }) =>
  db
    .updateTable('roles')
    .set({ boundary_policy_id: p.policyId })
    .where('account', '=', p.account)
    .where('role_id', '=', p.roleId),
)
const endSessionsOf = statement((db, p: ById) =>
  db
    .updateTable('roles')
    .set((eb) => ({ session_generation: eb('session_generation', '+', 1) }))
    .where('account', '=', p.account)
    .where('role_id', '=', p.roleId),
)
const dropAttachments = statement((db, p: ById) =>
  db
    .deleteFrom('attachments')
    .where('account', '=', p.account)
    .where('kind', '=', 'role')
    .where('entity_id', '=', p.roleId),
)
const dropRole = statement((db, p: ById) =>
  db.deleteFrom('roles').where('account', '=', p.account).where('role_id', '=', p.roleId),
)

const readRole = (row: Omit<RolesTable, 'name_key' | 'quarantined_ms'>): RoleRow => ({
  account: row.account,
  roleId: row.role_id,
  name: row.name,
  type: row.type as RoleType,
  trust: row.trust,
  description: row.description,
  consoleLogin: row.console_login === 1,
  sessionDuration: row.session_duration,
  boundaryPolicyId: row.boundary_policy_id ?? undefined,
  services: JSON.parse(row.services) as readonly string[],
  deletionTaskId: row.deletion_task_id ?? undefined,
  sessionGeneration: row.session_generation,
  createdMs: row.created_ms,
  updatedMs: row.updated_ms,
})

/** What an insert or an update of a role writes. The boundary and the end of its sessions have statements of their own. */
const writeRole = (role: Omit<RoleRow, 'boundaryPolicyId' | 'sessionGeneration' | 'createdMs'>) => ({
  account: role.account,
  role_id: role.roleId,
  name: role.name,
  type: role.type,
  trust: role.trust,
  description: role.description,
  console_login: role.consoleLogin ? 1 : 0,
  session_duration: role.sessionDuration,
  services: JSON.stringify(role.services),
  deletion_task_id: role.deletionTaskId ?? null,
  updated_ms: role.updatedMs,
})
type WrittenRole = ReturnType<typeof writeRole>

export const roleReads: Over<Omit<RoleReads, 'policiesOf' | 'task' | 'openTasks' | 'uses'>> = {
  async byId(session, account, roleId) {
    const row = await session.first(byId, { account, roleId })
    return row && readRole(row)
  },
  async byName(session, account, name) {
    const row = await session.first(byName, { account, nameKey: nameKey(name) })
    return row && readRole(row)
  },
  list(session, account, { tags = [] }, page) {
    if (tags.length === 0) return listed(session, { account }, page, all, countAll, readRole)
    const asked = JSON.stringify(tags.map(({ key, value }) => [key, value]))
    return listed(session, { account, tags: asked }, page, carrying, countCarrying, readRole)
  },
  async count(session, account) {
    return (await session.first(countAll, { account }))?.value ?? 0
  },
}

export const roleWrites: Over<
  Omit<RoleWrites, 'insertTask' | 'setTask' | 'deleteFinishedTasks' | 'addUse' | 'dropUse'>
> = {
  async insert(session, account, role) {
    const row = writeRole({ ...role, account, deletionTaskId: undefined, updatedMs: role.createdMs })
    const named = { ...row, name_key: nameKey(role.name), created_ms: role.createdMs }
    return (await session.run(insertRole, named)) === 1 ? 'inserted' : 'taken'
  },
  async update(session, account, roleId, patch) {
    const row = await session.first(byId, { account, roleId })
    if (row === undefined) return false
    // A member that is there but undefined takes the task away; one that isn't there leaves it.
    await session.run(updateRole, writeRole({ ...readRole(row), ...patch }))
    return true
  },
  async delete(session, account, roleId) {
    // What a role leaves behind, in an order that no reference forbids.
    await session.run(dropAttachments, { account, roleId })
    await dropTagsOf(session, account, tagged('role', roleId))
    await sessionWrites.deleteOfRole(session, account, roleId)
    await dropUsesOf(session, account, roleId)
    return (await session.run(dropRole, { account, roleId })) === 1
  },
  async endSessions(session, account, roleId) {
    return (await session.run(endSessionsOf, { account, roleId })) === 1
  },
  async setBoundary(session, account, roleId, policyId) {
    return (await session.run(updateBoundary, { account, roleId, policyId: policyId ?? null })) === 1
  },
}
