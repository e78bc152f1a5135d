// Custom policies, their versions, tags, and the aliases of preset ones. Attachments are in `attachments.ts`.
import type { PoliciesTable, PolicyVersionsTable } from '../schema.ts'
import type { PolicyReads, PolicyRow, PolicyWrites, Tag, VersionRow } from '../store.ts'
import type { Over } from './entity.ts'
import { nameKey } from './name-key.ts'
import { statement } from './statement.ts'

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
type ByVersion = ById & { versionId: number }
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
const versionsOf = statement((db, p: ById) =>
  db
    .selectFrom('policy_versions as v')
    .innerJoin('policies as p', (join) =>
      join.onRef('p.account', '=', 'v.account').onRef('p.policy_id', '=', 'v.policy_id'),
    )
    .select(['v.policy_id', 'v.version_id', 'v.document', 'v.created_ms', 'p.default_version'])
    .where('v.account', '=', p.account)
    .where('v.policy_id', '=', p.policyId)
    .orderBy('v.version_id'),
)
const versionOf = statement((db, p: ByVersion) =>
  db
    .selectFrom('policy_versions as v')
    .innerJoin('policies as p', (join) =>
      join.onRef('p.account', '=', 'v.account').onRef('p.policy_id', '=', 'v.policy_id'),
    )
    .select(['v.policy_id', 'v.version_id', 'v.document', 'v.created_ms', 'p.default_version'])
    .where('v.account', '=', p.account)
    .where('v.policy_id', '=', p.policyId)
    .where('v.version_id', '=', p.versionId),
)
const aliasOf = statement((db, p: ById) =>
  db.selectFrom('preset_aliases').select('alias').where('account', '=', p.account).where('policy_id', '=', p.policyId),
)
const tagsOf = statement((db, p: ByIds, dialect) =>
  db
    .selectFrom('policy_tags')
    .select(['policy_id', 'tag_key', 'tag_value'])
    .where('account', '=', p.account)
    .where((eb) => dialect.amongNumbers(eb.ref('policy_id'), p.policyIds))
    .orderBy('policy_id')
    .orderBy('position')
    .orderBy('tag_key'),
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
const insertVersionRow = statement((db, p: ByVersion & { document: string; createdMs: number }) =>
  db.insertInto('policy_versions').values({
    account: p.account,
    policy_id: p.policyId,
    version_id: p.versionId,
    document: p.document,
    created_ms: p.createdMs,
  }),
)
const updatePolicy = statement(
  (db, p: ById & { name: string; nameKey: string; description: string; updatedMs: number }) =>
    db
      .updateTable('policies')
      .set({ name: p.name, name_key: p.nameKey, description: p.description, updated_ms: p.updatedMs })
      .where('account', '=', p.account)
      .where('policy_id', '=', p.policyId),
)
const replaceDocument = statement((db, p: ByVersion & { document: string }) =>
  db
    .updateTable('policy_versions')
    .set({ document: p.document })
    .where('account', '=', p.account)
    .where('policy_id', '=', p.policyId)
    .where('version_id', '=', p.versionId),
)
const takeVersion = statement((db, p: ById) =>
  db
    .updateTable('policies')
    .set((eb) => ({ last_version: eb('last_version', '+', 1) }))
    .where('account', '=', p.account)
    .where('policy_id', '=', p.policyId)
    .returning('last_version'),
)
const chooseVersion = statement((db, p: ByVersion & { nowMs: number }) =>
  db
    .updateTable('policies')
    .set({ default_version: p.versionId, updated_ms: p.nowMs })
    .where('account', '=', p.account)
    .where('policy_id', '=', p.policyId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('policy_versions')
          .select('version_id')
          .where('account', '=', p.account)
          .where('policy_id', '=', p.policyId)
          .where('version_id', '=', p.versionId),
      ),
    ),
)
const dropVersion = statement((db, p: ByVersion) =>
  db
    .deleteFrom('policy_versions')
    .where('account', '=', p.account)
    .where('policy_id', '=', p.policyId)
    .where('version_id', '=', p.versionId),
)
const dropVersions = statement((db, p: ById) =>
  db.deleteFrom('policy_versions').where('account', '=', p.account).where('policy_id', '=', p.policyId),
)
const dropTags = statement((db, p: ById) =>
  db.deleteFrom('policy_tags').where('account', '=', p.account).where('policy_id', '=', p.policyId),
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
const insertTag = statement((db, p: ById & { key: string; value: string; position: number }) =>
  db.insertInto('policy_tags').values({
    account: p.account,
    policy_id: p.policyId,
    tag_key: p.key,
    tag_value: p.value,
    position: p.position,
  }),
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
const readVersion = (row: Omit<PolicyVersionsTable, 'account'> & { default_version: number }): VersionRow => ({
  policyId: row.policy_id,
  versionId: row.version_id,
  document: row.document,
  createdMs: row.created_ms,
  isDefault: row.version_id === row.default_version,
})

type OwnReads = Omit<PolicyReads, 'counts' | 'attachedTo' | 'entitiesOf' | 'ofPrincipal'>
type OwnWrites = Omit<PolicyWrites, 'attach' | 'detach'>

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
  async versions(session, account, policyId) {
    return (await session.all(versionsOf, { account, policyId })).map(readVersion)
  },
  async version(session, account, policyId, versionId) {
    const row = await session.first(versionOf, { account, policyId, versionId })
    return row && readVersion(row)
  },
  async presetAlias(session, account, policyId) {
    return (await session.first(aliasOf, { account, policyId }))?.alias
  },
  async tags(session, account, policyIds) {
    const tags = new Map<number, Tag[]>(policyIds.map((policyId) => [policyId, []]))
    for (const row of await session.all(tagsOf, { account, policyIds })) {
      tags.get(row.policy_id)?.push({ key: row.tag_key, value: row.tag_value })
    }
    return tags
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
    await session.run(dropTags, { account, policyId })
    await session.run(dropVersions, { account, policyId })
    if ((await session.run(dropPolicy, { account, policyId })) === 0) return false
    await session.run(rememberDeleted, { account, policyId })
    return true
  },
  async insertVersion(session, account, policyId, { document, createdMs }) {
    const row = await session.first(takeVersion, { account, policyId })
    if (row === undefined) throw new Error(`policy ${policyId} does not exist`)
    const versionId = row.last_version
    await session.run(insertVersionRow, { account, policyId, versionId, document, createdMs })
    return versionId
  },
  async setDefaultVersion(session, account, policyId, versionId, nowMs) {
    const changed = await session.run(chooseVersion, { account, policyId, versionId, nowMs })
    if (changed === 0) throw new Error(`policy ${policyId} has no version ${versionId}`)
  },
  async deleteVersion(session, account, policyId, versionId) {
    return (await session.run(dropVersion, { account, policyId, versionId })) === 1
  },
  async setPresetAlias(session, account, policyId, alias) {
    await session.run(putAlias, { account, policyId, alias })
  },
  async setTags(session, account, policyId, tags) {
    await session.run(dropTags, { account, policyId })
    for (const [position, { key, value }] of tags.entries()) {
      await session.run(insertTag, { account, policyId, key, value, position })
    }
  },
}
