// Custom policies and the aliases of preset ones. Versions, attachments and tags have files of their own.
import type { PoliciesTable } from '../schema.ts'
import type { PolicyReads, PolicyRow, PolicyWrites, Tag } from '../store.ts'
import type { Over } from './entity.ts'
import { nameKey } from './name-key.ts'
import { statement } from './statement.ts'
import { dropTagsOf, type Placed, readTags, tagged, tagWrites } from './tags.ts'
import { dropVersions, insertVersionRow, replaceDocument } from './versions.ts'

const columns = [
  'account',
  'policy_id',
  'name',
  'description',
  'create_mode',
  'service_linked',
  'created_ms',
  'updated_ms',
  'default_version',
] as const

type ById = { account: number; policyId: number }
type ByIds = { account: number; policyIds: readonly number[] }

const byId = statement((db, p: ById) =>
  db.selectFrom('policies').select(columns).where('account', '=', p.account).where('policy_id', '=', p.policyId),
)
const byName = statement((db, p: { account: number; nameKey: string }) =>
  db.selectFrom('policies').select(columns).where('account', '=', p.account).where('name_key', '=', p.nameKey),
)
const byIds = statement((db, p: ByIds, dialect) =>
  db
    .selectFrom('policies')
    .select(columns)
    .where('account', '=', p.account)
    .where((eb) => dialect.amongNumbers(eb.ref('policy_id'), p.policyIds))
    .orderBy('policy_id'),
)
const namesOf = statement((db, p: { account: number }) =>
  db.selectFrom('policies').select(['policy_id', 'name']).where('account', '=', p.account).orderBy('policy_id', 'desc'),
)
const total = statement((db, p: { account: number }) =>
  db
    .selectFrom('policies')
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('account', '=', p.account),
)
const deletedPolicy = statement((db, p: ById) =>
  db
    .selectFrom('deleted_policies')
    .select('policy_id')
    .where('account', '=', p.account)
    .where('policy_id', '=', p.policyId),
)
const aliasOf = statement((db, p: ById) =>
  db.selectFrom('preset_aliases').select('alias').where('account', '=', p.account).where('policy_id', '=', p.policyId),
)
interface NewPolicy extends Record<string, number | string> {
  account: number
  policyId: number
  name: string
  nameKey: string
  description: string
  createMode: number
  serviceLinked: number
  createdMs: number
}
const insertPolicy = statement((db, p: NewPolicy) =>
  db
    .insertInto('policies')
    .values({
      account: p.account,
      policy_id: p.policyId,
      name: p.name,
      name_key: p.nameKey,
      description: p.description,
      create_mode: p.createMode,
      service_linked: p.serviceLinked,
      created_ms: p.createdMs,
      updated_ms: p.createdMs,
      default_version: 1,
      last_version: 1,
    })
    .onConflict((c) => c.columns(['account', 'name_key']).doNothing()),
)
const updatePolicy = statement(
  (db, p: ById & { name: string; nameKey: string; description: string; updatedMs: number }) =>
    db
      .updateTable('policies')
      .set({ name: p.name, name_key: p.nameKey, description: p.description, updated_ms: p.updatedMs })
      .where('account', '=', p.account)
      .where('policy_id', '=', p.policyId),
)
const dropAttachments = statement((db, p: ById) =>
  db.deleteFrom('attachments').where('account', '=', p.account).where('policy_id', '=', p.policyId),
)
const dropPolicy = statement((db, p: ById) =>
  db.deleteFrom('policies').where('account', '=', p.account).where('policy_id', '=', p.policyId),
)
const rememberDeleted = statement((db, p: ById) =>
  db
    .insertInto('deleted_policies')
    .values({ account: p.account, policy_id: p.policyId })
    .onConflict((c) => c.columns(['account', 'policy_id']).doNothing()),
)
const putAlias = statement((db, p: ById & { alias: string }) =>
  db
    .insertInto('preset_aliases')
    .values({ account: p.account, policy_id: p.policyId, alias: p.alias })
    .onConflict((c) => c.columns(['account', 'policy_id']).doUpdateSet((eb) => ({ alias: eb.ref('excluded.alias') }))),
)
const readPolicy = (row: Pick<PoliciesTable, (typeof columns)[number]>): PolicyRow => ({
  account: row.account,
  policyId: row.policy_id,
  name: row.name,
  description: row.description,
  createMode: row.create_mode,
  serviceLinked: row.service_linked === 1,
  createdMs: row.created_ms,
  updatedMs: row.updated_ms,
  defaultVersion: row.default_version,
})
/** As they were set, not by key. */
const inOrder = (tags: readonly Placed[]): readonly Tag[] =>
  tags.toSorted((a, b) => a.position - b.position).map(({ key, value }) => ({ key, value }))

type OwnReads = Omit<PolicyReads, 'versions' | 'version' | 'counts' | 'attachedTo' | 'entitiesOf' | 'ofPrincipal'>
type OwnWrites = Omit<PolicyWrites, 'insertVersion' | 'setDefaultVersion' | 'deleteVersion' | 'attach' | 'detach'>

export const policyReads: Over<OwnReads> = {
  async byId(session, account, policyId) {
    const row = await session.first(byId, { account, policyId })
    return row && readPolicy(row)
  },
  async byName(session, account, name) {
    const row = await session.first(byName, { account, nameKey: nameKey(name) })
    return row && readPolicy(row)
  },
  async byIds(session, account, policyIds) {
    return (await session.all(byIds, { account, policyIds })).map(readPolicy)
  },
  async names(session, account) {
    return (await session.all(namesOf, { account })).map((row) => ({ policyId: row.policy_id, name: row.name }))
  },
  async count(session, account) {
    return (await session.first(total, { account }))?.value ?? 0
  },
  async wasDeleted(session, account, policyId) {
    return (await session.first(deletedPolicy, { account, policyId })) !== undefined
  },
  async presetAlias(session, account, policyId) {
    return (await session.first(aliasOf, { account, policyId }))?.alias
  },
  async tags(session, account, policyIds) {
    const found = await readTags(
      session,
      account,
      policyIds.map((policyId) => tagged('policy', policyId)),
    )
    return new Map(policyIds.map((policyId, i) => [policyId, inOrder(found[i] ?? [])]))
  },
}

export const policyWrites: Over<OwnWrites> = {
  async insert(session, account, policy) {
    const { policyId, name, description, createMode, document, createdMs } = policy
    const serviceLinked = policy.serviceLinked ? 1 : 0
    const row = { account, policyId, name, nameKey: nameKey(name), description, createMode, serviceLinked, createdMs }
    if ((await session.run(insertPolicy, row)) === 0) return 'taken'
    await session.run(insertVersionRow, { account, policyId, versionId: 1, document, createdMs })
    return 'inserted'
  },
  async update(session, account, policyId, patch) {
    const row = await session.first(byId, { account, policyId })
    if (row === undefined) return 'absent'
    const name = patch.name ?? row.name
    const holder = await session.first(byName, { account, nameKey: nameKey(name) })
    if (holder !== undefined && holder.policy_id !== policyId) return 'taken'
    const description = patch.description ?? row.description
    const { document, updatedMs } = patch
    await session.run(updatePolicy, { account, policyId, name, nameKey: nameKey(name), description, updatedMs })
    const versionId = row.default_version
    if (document !== undefined) await session.run(replaceDocument, { account, policyId, versionId, document })
    return 'updated'
  },
  async delete(session, account, policyId) {
    await session.run(dropAttachments, { account, policyId })
    await dropTagsOf(session, account, tagged('policy', policyId))
    await session.run(dropVersions, { account, policyId })
    if ((await session.run(dropPolicy, { account, policyId })) === 0) return false
    await session.run(rememberDeleted, { account, policyId })
    return true
  },
  async setPresetAlias(session, account, policyId, alias) {
    await session.run(putAlias, { account, policyId, alias })
  },
  async setTags(session, account, policyId, tags) {
    const resource = tagged('policy', policyId)
    await dropTagsOf(session, account, resource)
    await tagWrites.put(session, account, resource, tags)
  },
}
