// Versions of custom policies. Version ids go up and are never used again.
import type { Kysely } from 'kysely'
import type { Database, PolicyVersionsTable } from '../schema.ts'
import type { PolicyReads, PolicyWrites, VersionRow } from '../store.ts'
import type { Over } from './entity.ts'
import { type Change, statement } from './statement.ts'

type ById = { account: number; policyId: number }
type ByVersion = ById & { versionId: number }

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

// What making, changing and deleting a policy does to its versions.
export const insertVersionRow = statement((db, p: ByVersion & { document: string; createdMs: number }) =>
  db.insertInto('policy_versions').values({
    account: p.account,
    policy_id: p.policyId,
    version_id: p.versionId,
    document: p.document,
    created_ms: p.createdMs,
  }),
)
export const replaceDocument = statement((db, p: ByVersion & { document: string }) =>
  db
    .updateTable('policy_versions')
    .set({ document: p.document })
    .where('account', '=', p.account)
    .where('policy_id', '=', p.policyId)
    .where('version_id', '=', p.versionId),
)
export const dropVersions = statement((db, p: ById) =>
  db.deleteFrom('policy_versions').where('account', '=', p.account).where('policy_id', '=', p.policyId),
)

const increment = (db: Kysely<Database>, { account, policyId }: ById) =>
  db
    .updateTable('policies')
    .set((eb) => ({ last_version: eb('last_version', '+', 1) }))
    .where('account', '=', account)
    .where('policy_id', '=', policyId)
const takeVersion: Change<ById, { last_version: number }> = {
  returning: statement((db, p: ById) => increment(db, p).returning('last_version')),
  update: statement((db, p: ById) => increment(db, p)),
  select: statement((db, p: ById) =>
    db
      .selectFrom('policies')
      .select('last_version')
      .where('account', '=', p.account)
      .where('policy_id', '=', p.policyId),
  ),
}
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

const readVersion = (row: Omit<PolicyVersionsTable, 'account'> & { default_version: number }): VersionRow => ({
  policyId: row.policy_id,
  versionId: row.version_id,
  document: row.document,
  createdMs: row.created_ms,
  isDefault: row.version_id === row.default_version,
})

export const versionReads: Over<Pick<PolicyReads, 'versions' | 'version'>> = {
  async versions(session, account, policyId) {
    return (await session.all(versionsOf, { account, policyId })).map(readVersion)
  },
  async version(session, account, policyId, versionId) {
    const row = await session.first(versionOf, { account, policyId, versionId })
    return row && readVersion(row)
  },
}

export const versionWrites: Over<Pick<PolicyWrites, 'insertVersion' | 'setDefaultVersion' | 'deleteVersion'>> = {
  async insertVersion(session, account, policyId, { document, createdMs }) {
    const row = await session.change(takeVersion, { account, policyId })
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
}
