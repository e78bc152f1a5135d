// Audit events become a chain of hashes for each account, with calls that changed nothing among them. What there is moves
// into the chain in its order. Never edited once released.
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'
import { tellPlannerMore } from './planner.ts'
import { createTable, type Table } from './tables.ts'

const tables: Readonly<Record<string, Table>> = {
  audit_log: {
    columns: {
      account: 'integer',
      position: 'integer',
      revision: 'integer',
      request_id: 'text',
      time_ms: 'integer',
      uin: 'integer',
      secret_id: 'text',
      access: 'text',
      product: 'text',
      action: 'text',
      resources: 'text',
      decision: 'text',
      outcome: 'text',
      source_ip: 'text',
      user_agent: 'text',
      parameters: 'text',
      session: 'text?',
      hash: 'text',
    },
    key: ['account', 'position'],
  },
  audit_chains: {
    columns: {
      account: 'integer',
      position: 'integer',
      hash: 'text',
      indexed: 'integer',
      checkpointed: 'integer',
      checkpoint_ms: 'integer',
      dropped: 'integer',
      delivered: 'integer',
      delivery_until_ms: 'integer',
      due: 'integer',
    },
    key: ['account'],
    indexes: [['due', 'account']],
  },
  audit_terms: {
    columns: { account: 'integer', term: 'text', time_ms: 'integer', position: 'integer' },
    key: ['account', 'term', 'time_ms', 'position'],
  },
  audit_checkpoints: {
    columns: {
      account: 'integer',
      position: 'integer',
      hash: 'text',
      time_ms: 'integer',
      previous: 'integer',
      key_id: 'text',
      signature: 'text',
    },
    key: ['account', 'position'],
  },
  audit_keys: {
    columns: {
      account: 'integer',
      key_id: 'text',
      public_key: 'text',
      sealed_private_key: 'text',
      created_ms: 'integer',
    },
    key: ['account', 'key_id'],
  },
}

export async function auditChain(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const types = columnTypes(dialect)
  for (const [name, table] of Object.entries(tables)) await createTable(db, types, name, table)
  if (dialect === 'sqlite') {
    await tellPlannerMore(db, tables)
    await sql`delete from sqlite_stat1 where tbl = 'audit_events'`.execute(db)
  }
  await moveEvents(db)
  await db.schema.dropTable('audit_events').execute()
}

interface OldEvent {
  account: number
  revision: number
  request_id: string
  time_ms: number
  uin: number
  product: string
  action: string
  resources: string
  source_ip: string
  outcome: string
  parameters: string
  session: string | null
}

const pageRows = 500

/** Page by page, so that no log is too large for the memory. */
async function moveEvents(db: AnyDatabase): Promise<void> {
  let last = { account: -1, revision: -1 }
  let end = { account: -1, position: 0, hash: '' }
  for (;;) {
    const page = await sql<OldEvent>`
      select account, revision, request_id, time_ms, uin, product, action, resources, source_ip, outcome, parameters, session
      from audit_events where (account, revision) > (${last.account}, ${last.revision})
      order by account, revision limit ${sql.lit(pageRows)}`.execute(db)
    for (const row of page.rows) {
      const old = exact(row)
      if (old.account !== end.account) {
        await keepEnd(db, end)
        end = { account: old.account, position: 0, hash: '' }
      }
      end = await move(db, old, end)
    }
    const bottom = page.rows.at(-1)
    if (bottom === undefined) return keepEnd(db, end)
    last = exact(bottom)
  }
}

/** Integers of eight bytes come from PostgreSQL as text here. */
const exact = (row: OldEvent): OldEvent => ({
  ...row,
  account: Number(row.account),
  revision: Number(row.revision),
  time_ms: Number(row.time_ms),
  uin: Number(row.uin),
})

type End = { account: number; position: number; hash: string }

/** The form of the hash as it was with this migration: see `audit-chain.ts`. */
async function move(db: AnyDatabase, old: OldEvent, end: End): Promise<End> {
  const position = end.position + 1
  const more = { secret_id: '', access: 'write', decision: 'none', user_agent: '' }
  const { revision, request_id, time_ms, uin, product, action, resources, outcome, source_ip, parameters } = old
  const text = JSON.stringify([
    ...[1, end.hash, old.account, position, revision, request_id, time_ms, uin, more.secret_id, more.access],
    ...[product, action, resources, more.decision, outcome, source_ip, more.user_agent, parameters, old.session],
  ])
  const made = { account: old.account, position, hash: hash('sha256', text, 'hex') }
  await db
    .insertInto('audit_log')
    .values({ ...old, ...more, ...made })
    .execute()
  return made
}

async function keepEnd(db: AnyDatabase, end: End): Promise<void> {
  if (end.position === 0) return
  const cursors = { indexed: 0, checkpointed: 0, checkpoint_ms: 0, dropped: 0, delivered: 0, delivery_until_ms: 0 }
  await db
    .insertInto('audit_chains')
    .values({ ...end, ...cursors, due: 1 })
    .execute()
}
