// Which entity has which policy, and whose boundary a policy is. Preset policies are attached by id like custom ones.
import { sql } from 'kysely'
import type { AttachmentsTable } from '../schema.ts'
import type { AttachmentRow, EntityKind, PolicyReads, PolicyWrites } from '../store.ts'
import type { Over } from './entity.ts'
import { listed } from './page.ts'
import { count, statement } from './statement.ts'

const columns = [
  'policy_id',
  'kind',
  'entity_id',
  'attached_ms',
  'operator_owner',
  'operator',
  'operator_kind',
] as const

type ByIds = { account: number; policyIds: readonly number[] }
type Entity = { account: number; kind: string; entityId: string }
type OfPolicy = { account: number; policyId: number; kind: string | null }

const countAttached = statement((db, p: ByIds, dialect) =>
  db
    .selectFrom('attachments')
    .select((eb) => ['policy_id', eb.fn.countAll<number>().as('value')])
    .where('account', '=', p.account)
    .where((eb) => dialect.amongNumbers(eb.ref('policy_id'), p.policyIds))
    .groupBy('policy_id'),
)
const countBoundaries = (table: 'users' | 'roles') =>
  statement((db, p: ByIds, dialect) =>
    db
      .selectFrom(table)
      .select((eb) => ['boundary_policy_id as policy_id', eb.fn.countAll<number>().as('value')])
      .where('account', '=', p.account)
      .where((eb) => dialect.amongNumbers(eb.ref('boundary_policy_id'), p.policyIds))
      .groupBy('boundary_policy_id'),
  )
const boundariesOfUsers = countBoundaries('users')
const boundariesOfRoles = countBoundaries('roles')
const attachedTo = statement((db, p: Entity) =>
  db
    .selectFrom('attachments')
    .select(columns)
    .where('account', '=', p.account)
    .where('kind', '=', p.kind)
    .where('entity_id', '=', p.entityId)
    .orderBy('attached_ms', 'desc')
    .orderBy('policy_id', 'desc'),
)
const entitiesOf = statement((db, p: OfPolicy & { offset: number; limit: number }) =>
  db
    .selectFrom('attachments')
    .select(columns)
    .where('account', '=', p.account)
    .where('policy_id', '=', p.policyId)
    .where((eb) => eb.or([sql<boolean>`cast(${p.kind} as text) is null`, eb('kind', '=', p.kind)]))
    .orderBy('attached_ms', 'desc')
    .orderBy('kind')
    .orderBy('entity_id')
    .limit(count(p.limit))
    .offset(count(p.offset)),
)
const countEntities = statement((db, p: OfPolicy) =>
  db
    .selectFrom('attachments')
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('account', '=', p.account)
    .where('policy_id', '=', p.policyId)
    .where((eb) => eb.or([sql<boolean>`cast(${p.kind} as text) is null`, eb('kind', '=', p.kind)])),
)

interface NewAttachment extends Record<string, number | string> {
  account: number
  kind: string
  entityId: string
  policyId: number
  attachedMs: number
  operatorOwner: number
  operator: string
  operatorKind: number
}
const insertAttachment = statement((db, p: NewAttachment) =>
  db
    .insertInto('attachments')
    .values({
      account: p.account,
      kind: p.kind,
      entity_id: p.entityId,
      policy_id: p.policyId,
      attached_ms: p.attachedMs,
      operator_owner: p.operatorOwner,
      operator: p.operator,
      operator_kind: p.operatorKind,
    })
    .onConflict((c) => c.columns(['account', 'kind', 'entity_id', 'policy_id']).doNothing()),
)
const dropAttachment = statement((db, p: Entity & { policyId: number }) =>
  db
    .deleteFrom('attachments')
    .where('account', '=', p.account)
    .where('kind', '=', p.kind)
    .where('entity_id', '=', p.entityId)
    .where('policy_id', '=', p.policyId),
)

const readAttachment = (row: Omit<AttachmentsTable, 'account'>): AttachmentRow => ({
  policyId: row.policy_id,
  kind: row.kind as EntityKind,
  entityId: row.entity_id,
  attachedMs: row.attached_ms,
  operatorOwner: row.operator_owner,
  operator: row.operator,
  operatorKind: row.operator_kind === 1 ? 1 : 0,
})

export const attachmentReads: Over<Pick<PolicyReads, 'counts' | 'attachedTo' | 'entitiesOf'>> = {
  async counts(session, account, policyIds) {
    const attached = await session.all(countAttached, { account, policyIds })
    const ofUsers = await session.all(boundariesOfUsers, { account, policyIds })
    const ofRoles = await session.all(boundariesOfRoles, { account, policyIds })
    const counts = new Map(policyIds.map((id) => [id, { attached: 0, boundaries: 0 }]))
    for (const { policy_id: id, value } of attached) {
      const count = counts.get(id)
      if (count !== undefined) count.attached += value
    }
    for (const { policy_id: id, value } of [...ofUsers, ...ofRoles]) {
      const count = id === null ? undefined : counts.get(id)
      if (count !== undefined) count.boundaries += value
    }
    return counts
  },
  async attachedTo(session, account, kind, entityId) {
    return (await session.all(attachedTo, { account, kind, entityId })).map(readAttachment)
  },
  entitiesOf: (session, account, policyId, kind, page) =>
    listed(session, { account, policyId, kind: kind ?? null }, page, entitiesOf, countEntities, readAttachment),
}

export const attachmentWrites: Over<Pick<PolicyWrites, 'attach' | 'detach'>> = {
  async attach(session, account, { policyId, kind, entityId, attachedMs, operatorOwner, operator, operatorKind }) {
    const row = { account, kind, entityId, policyId, attachedMs, operatorOwner, operator, operatorKind }
    return (await session.run(insertAttachment, row)) === 1 ? 'attached' : 'present'
  },
  async detach(session, account, policyId, kind, entityId) {
    return (await session.run(dropAttachment, { account, policyId, kind, entityId })) === 1
  },
}
