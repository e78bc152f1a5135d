// Ends of the chains of audit events, and the work beside the calls: the index, checkpoints, deliveries, dropping what is
// old. An event that was chained is never changed here.
import { type Kysely, sql } from 'kysely'
import type { Session } from '../driver.ts'
import type { Database } from '../schema.ts'
import type { AuditChainsTable, AuditCheckpointsTable } from '../schema-audit.ts'
import type { Account, AuditChain, AuditCheckpoint, AuditKeyRow, AuditReads, AuditWrites } from '../store.ts'
import { termsOf } from './audit-row.ts'
import type { Over } from './entity.ts'
import { type Change, count, one, statement } from './statement.ts'

// ---- ends -------------------------------------------------------------------------------------------------------------

export interface End {
  readonly position: number
  readonly hash: string
}

const touch = (db: Kysely<Database>, account: number) =>
  db.updateTable('audit_chains').set({ due: one }).where('account', '=', account)
/** A chain is locked by writing to it: what follows makes work for those who keep the log. */
const takeEnd: Change<{ account: number }, End> = {
  returning: statement((db, p: { account: number }) => touch(db, p.account).returning(['position', 'hash'])),
  update: statement((db, p: { account: number }) => touch(db, p.account)),
  select: statement((db, p: { account: number }) =>
    db.selectFrom('audit_chains').select(['position', 'hash']).where('account', '=', p.account),
  ),
}
const begin = statement((db, p: { account: number }) =>
  db
    .insertInto('audit_chains')
    .values({
      account: p.account,
      position: 0,
      hash: '',
      indexed: 0,
      checkpointed: 0,
      checkpoint_ms: 0,
      dropped: 0,
      delivered: 0,
      delivery_until_ms: 0,
      due: 1,
    })
    .onConflict((conflict) => conflict.column('account').doNothing()),
)
const putEnd = statement((db, p: { account: number; position: number; hash: string }) =>
  db.updateTable('audit_chains').set({ position: p.position, hash: p.hash }).where('account', '=', p.account),
)

/** The chain's end, which nobody else moves until the transaction ends. */
export async function lockChain(session: Session, account: Account): Promise<End> {
  const end = await session.change(takeEnd, { account })
  if (end !== undefined) return end
  await session.run(begin, { account })
  const begun = await session.change(takeEnd, { account })
  if (begun === undefined) throw new Error(`account ${account} has no chain of audit events`)
  return begun
}

export async function moveEnd(session: Session, end: End & { readonly account: Account }): Promise<void> {
  await session.run(putEnd, { account: end.account, position: end.position, hash: end.hash })
}

const chainColumns = [
  'account',
  'position',
  'hash',
  'indexed',
  'checkpointed',
  'checkpoint_ms',
  'dropped',
  'delivered',
] as const
const ofAccount = statement((db, p: { account: number }) =>
  db.selectFrom('audit_chains').select(chainColumns).where('account', '=', p.account),
)
const dueAfter = statement((db, p: { account: number; limit: number }) =>
  db
    .selectFrom('audit_chains')
    .select(chainColumns)
    .where('due', '=', one)
    .where('account', '>', p.account)
    .orderBy('account')
    .limit(count(p.limit)),
)
const chainsAfter = statement((db, p: { account: number; limit: number }) =>
  db
    .selectFrom('audit_chains')
    .select(chainColumns)
    .where('account', '>', p.account)
    .orderBy('account')
    .limit(count(p.limit)),
)

const chainOf = (row: Pick<AuditChainsTable, (typeof chainColumns)[number]>): AuditChain => ({
  account: row.account,
  position: row.position,
  hash: row.hash,
  indexed: row.indexed,
  checkpointed: row.checkpointed,
  checkpointMs: row.checkpoint_ms,
  dropped: row.dropped,
  delivered: row.delivered,
})

export async function readChain(session: Session, account: Account): Promise<AuditChain | undefined> {
  const row = await session.first(ofAccount, { account })
  return row && chainOf(row)
}

/** Chains in the order of their accounts; `due`: those alone that something is to be done for. */
export async function readChains(session: Session, due: boolean, account: Account, limit: number) {
  return (await session.all(due ? dueAfter : chainsAfter, { account, limit })).map(chainOf)
}

const wakeUndelivered = statement((db) =>
  db.updateTable('audit_chains').set({ due: one }).whereRef('delivered', '<', 'position').where('due', '=', sql.lit(0)),
)

/** For a webhook that was turned on: chains that it has not had to their ends. */
export async function wakeChains(session: Session): Promise<void> {
  await session.run(wakeUndelivered, {})
}

// ---- index, checkpoints, deliveries -------------------------------------------------------------------------------------

const insertTerms = statement((db, p: { account: number; list: string }, dialect) =>
  db
    .insertInto('audit_terms')
    .columns(['account', 'term', 'time_ms', 'position'])
    .expression(
      db
        .selectFrom(dialect.rows(p.list))
        .select([
          sql<number>`cast(${p.account} as bigint)`.as('account'),
          dialect.cell(0).as('term'),
          sql<number>`cast(${dialect.cell(1)} as bigint)`.as('time_ms'),
          sql<number>`cast(${dialect.cell(2)} as bigint)`.as('position'),
        ]),
    ),
)
const moveIndexed = statement((db, p: { account: number; from: number; to: number }) =>
  db.updateTable('audit_chains').set({ indexed: p.to }).where('account', '=', p.account).where('indexed', '=', p.from),
)
const insertCheckpoint = statement((db, p: AuditCheckpointsTable & Record<string, string | number>) =>
  db.insertInto('audit_checkpoints').values({
    account: p.account,
    position: p.position,
    hash: p.hash,
    time_ms: p.time_ms,
    previous: p.previous,
    key_id: p.key_id,
    signature: p.signature,
  }),
)
const moveCheckpointed = statement((db, p: { account: number; from: number; to: number; timeMs: number }) =>
  db
    .updateTable('audit_chains')
    .set({ checkpointed: p.to, checkpoint_ms: p.timeMs })
    .where('account', '=', p.account)
    .where('checkpointed', '=', p.from),
)
const settleChain = statement((db, p: { account: number; position: number }) =>
  db
    .updateTable('audit_chains')
    .set({ due: sql.lit(0) })
    .where('account', '=', p.account)
    .where('position', '=', p.position),
)
const claim = statement((db, p: { account: number; nowMs: number; untilMs: number }) =>
  db
    .updateTable('audit_chains')
    .set({ delivery_until_ms: p.untilMs })
    .where('account', '=', p.account)
    .where('delivery_until_ms', '<=', p.nowMs),
)
const moveDelivered = statement((db, p: { account: number; position: number; untilMs: number }) =>
  db
    .updateTable('audit_chains')
    .set({ delivered: p.position, delivery_until_ms: p.untilMs })
    .where('account', '=', p.account)
    .where('delivered', '<=', p.position),
)

const checkpointColumns = ['account', 'position', 'hash', 'time_ms', 'previous', 'key_id', 'signature'] as const
const checkpoints = statement((db, p: { account: number; position: number; limit: number }) =>
  db
    .selectFrom('audit_checkpoints')
    .select(checkpointColumns)
    .where('account', '=', p.account)
    .where('position', '>', p.position)
    .orderBy('position')
    .limit(count(p.limit)),
)
const firstYoung = statement((db, p: { account: number; olderThanMs: number }) =>
  db
    .selectFrom('audit_terms')
    .select('position')
    .where('account', '=', p.account)
    .where('term', '=', sql.lit(''))
    .where('time_ms', '>=', p.olderThanMs)
    .orderBy('time_ms')
    .orderBy('position')
    .limit(one),
)
const lastCheckpointBefore = statement((db, p: { account: number; position: number; olderThanMs: number }) =>
  db
    .selectFrom('audit_checkpoints')
    .select(checkpointColumns)
    .where('account', '=', p.account)
    .where('position', '<', p.position)
    .where('time_ms', '<', p.olderThanMs)
    .orderBy('position', 'desc')
    .limit(one),
)

const checkpointOf = (row: AuditCheckpointsTable): AuditCheckpoint => ({
  account: row.account,
  position: row.position,
  hash: row.hash,
  timeMs: row.time_ms,
  previous: row.previous,
  keyId: row.key_id,
  signature: row.signature,
})

export const auditChainReads: Over<Pick<AuditReads, 'chain' | 'checkpointsAfter' | 'droppable'>> = {
  chain: readChain,
  async checkpointsAfter(session, account, position, limit) {
    return (await session.all(checkpoints, { account, position, limit })).map(checkpointOf)
  },
  async droppable(session, account, olderThanMs) {
    // A checkpoint is made after every event that it covers, so an old one covers old events only; what the index does not
    // have is young.
    const young = await session.first(firstYoung, { account, olderThanMs })
    const indexed = (await readChain(session, account))?.indexed ?? 0
    const position = young?.position ?? indexed + 1
    const row = await session.first(lastCheckpointBefore, { account, position, olderThanMs })
    return row && checkpointOf(row)
  },
}

// ---- dropping -----------------------------------------------------------------------------------------------------------

const oldest = statement((db, p: { account: number; position: number; limit: number }) =>
  db
    .selectFrom('audit_log')
    .select(['position', 'time_ms', 'request_id', 'uin', 'secret_id', 'action', 'outcome', 'resources'])
    .where('account', '=', p.account)
    .where('position', '<=', p.position)
    .orderBy('position')
    .limit(count(p.limit)),
)
const dropTerms = statement((db, p: { account: number; list: string }, dialect) =>
  db
    .deleteFrom('audit_terms')
    .where('account', '=', p.account)
    .where((eb) =>
      eb(
        eb.refTuple('term', 'time_ms', 'position'),
        'in',
        db
          .selectFrom(dialect.rows(p.list))
          .select([
            dialect.cell(0).as('term'),
            sql<number>`cast(${dialect.cell(1)} as bigint)`.as('time_ms'),
            sql<number>`cast(${dialect.cell(2)} as bigint)`.as('position'),
          ])
          .$asTuple('term', 'time_ms', 'position'),
      ),
    ),
)
const dropEvents = statement((db, p: { account: number; position: number }) =>
  db.deleteFrom('audit_log').where('account', '=', p.account).where('position', '<=', p.position),
)
const dropCheckpoints = statement((db, p: { account: number; position: number }) =>
  db.deleteFrom('audit_checkpoints').where('account', '=', p.account).where('position', '<', p.position),
)
const moveDropped = statement((db, p: { account: number; position: number }) =>
  db.updateTable('audit_chains').set({ dropped: p.position }).where('account', '=', p.account),
)

// ---- keys ---------------------------------------------------------------------------------------------------------------

const storeAccount = 0
const allKeys = statement((db, p: { account: number }) =>
  db
    .selectFrom('audit_keys')
    .select(['key_id', 'public_key', 'sealed_private_key', 'created_ms'])
    .where('account', '=', p.account)
    .orderBy('created_ms')
    .orderBy('key_id'),
)
const insertKey = statement((db, p: { account: number; id: string; publicKey: string; sealed: string; ms: number }) =>
  db
    .insertInto('audit_keys')
    .values({
      account: p.account,
      key_id: p.id,
      public_key: p.publicKey,
      sealed_private_key: p.sealed,
      created_ms: p.ms,
    })
    .onConflict((conflict) => conflict.columns(['account', 'key_id']).doNothing()),
)

/** Keys that checkpoints were ever signed with, oldest first. */
export async function readAuditKeys(session: Session): Promise<readonly AuditKeyRow[]> {
  return (await session.all(allKeys, { account: storeAccount })).map((row) => ({
    keyId: row.key_id,
    publicKey: row.public_key,
    sealedPrivateKey: row.sealed_private_key,
    createdMs: row.created_ms,
  }))
}

/** Keeps the key unless there is one of this id. */
export async function insertAuditKey(session: Session, key: AuditKeyRow): Promise<void> {
  const { keyId, publicKey, sealedPrivateKey, createdMs } = key
  const row = { id: keyId, publicKey, sealed: sealedPrivateKey, ms: createdMs }
  await session.run(insertKey, { account: storeAccount, ...row })
}

export const auditChainWrites: Over<Omit<AuditWrites, 'append' | 'appendAll'>> = {
  async index(session, account, from, events) {
    const to = events.at(-1)?.position ?? from
    if ((await session.run(moveIndexed, { account, from, to })) !== 1) return false
    const rows = events.flatMap((event) => termsOf(event).map((term) => [term, event.timeMs, event.position]))
    await session.run(insertTerms, { account, list: JSON.stringify(rows) })
    return true
  },
  async checkpoint(session, { account, position, hash, timeMs, previous, keyId, signature }) {
    if ((await session.run(moveCheckpointed, { account, from: previous, to: position, timeMs })) !== 1) return false
    const row = { account, position, hash, time_ms: timeMs, previous, key_id: keyId, signature }
    await session.run(insertCheckpoint, row)
    return true
  },
  async settle(session, account, position) {
    await session.run(settleChain, { account, position })
  },
  async beginDrop(session, account, position) {
    await session.run(moveDropped, { account, position })
  },
  async drop(session, account, position, limit) {
    const rows = await session.all(oldest, { account, position, limit })
    const last = rows.at(-1)
    if (last === undefined) return 0
    const terms = rows.flatMap((row) => {
      const { request_id: requestId, secret_id: secretId, uin, action, outcome } = row
      const event = { requestId, secretId, uin, action, outcome, resources: JSON.parse(row.resources) as string[] }
      return termsOf(event).map((term) => [term, row.time_ms, row.position])
    })
    await session.run(dropTerms, { account, list: JSON.stringify(terms) })
    await session.run(dropEvents, { account, position: last.position })
    // The one at the position stays: it signs what the first event left follows on.
    await session.run(dropCheckpoints, { account, position })
    return rows.length
  },
  async claimDelivery(session, account, nowMs, untilMs) {
    return (await session.run(claim, { account, nowMs, untilMs })) === 1
  },
  async delivered(session, account, position, untilMs) {
    await session.run(moveDelivered, { account, position, untilMs })
  },
}
