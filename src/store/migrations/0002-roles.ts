// Roles, what uses them, temporary credentials, settings of accounts, and one table for the tags of everything: policies'
// tags move there. Never edited once released: later shapes are later migrations.
import { sql } from 'kysely'
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, columnTypes } from './columns.ts'
import { tellPlannerMore } from './planner.ts'
import { createTable, type Table } from './tables.ts'

const toAccount = { columns: ['account'], table: 'accounts' }
const toRole = { columns: ['account', 'role_id'], table: 'roles' }

const tables: Readonly<Record<string, Table>> = {
  roles: {
    columns: {
      account: 'integer',
      role_id: 'text',
      name: 'text',
      name_key: 'text',
      type: 'text',
      trust: 'text',
      description: 'text',
      console_login: 'integer',
      session_duration: 'integer',
      boundary_policy_id: 'integer?',
      services: 'text',
      deletion_task_id: 'text?',
      created_ms: 'integer',
      updated_ms: 'integer',
    },
    key: ['account', 'role_id'],
    unique: [['account', 'name_key']],
    indexes: [['account', 'boundary_policy_id']],
    references: [toAccount],
  },
  role_uses: {
    columns: { account: 'integer', role_id: 'text', service: 'text', resource: 'text', since_ms: 'integer' },
    key: ['account', 'role_id', 'service', 'resource'],
    references: [toRole],
  },
  deletion_tasks: {
    columns: {
      account: 'integer',
      task_id: 'text',
      role_id: 'text',
      role_name: 'text',
      status: 'text',
      reason: 'text',
      service_name: 'text',
      created_ms: 'integer',
      updated_ms: 'integer',
    },
    key: ['account', 'task_id'],
    indexes: [['status', 'created_ms']],
    references: [toAccount],
  },
  sessions: {
    columns: {
      account: 'integer',
      session_id: 'text',
      kind: 'text',
      role_id: 'text?',
      name: 'text',
      caller_account: 'integer',
      caller_uin: 'integer',
      issuing_secret_id: 'text',
      policy: 'text?',
      mfa: 'integer',
      source_identity: 'text?',
      tags: 'text',
      created_ms: 'integer',
      expires_ms: 'integer',
    },
    key: ['account', 'session_id'],
    indexes: [['account', 'role_id', 'created_ms'], ['expires_ms']],
    // A session of a role that is gone cannot be, nor be made.
    references: [toAccount, toRole],
  },
  tags: {
    columns: {
      account: 'integer',
      product: 'text',
      kind: 'text',
      resource_id: 'text',
      tag_key: 'text',
      tag_value: 'text',
      position: 'integer',
    },
    key: ['account', 'product', 'kind', 'resource_id', 'tag_key'],
    references: [toAccount],
  },
  password_rules: {
    columns: {
      account: 'integer',
      minimum_length: 'integer?',
      must_contain: 'text?',
      force_change_days: 'integer?',
      reuse_limit: 'integer?',
      retry_limit: 'integer?',
      expiration_invalidation: 'integer?',
      updated_ms: 'integer',
      modifier: 'text',
    },
    key: ['account'],
    references: [toAccount],
  },
  login_ip_policies: {
    columns: {
      account: 'integer',
      policy_type: 'integer',
      disabled: 'integer',
      approver_type: 'text',
      approver_uins: 'text',
      addresses: 'text',
      updated_ms: 'integer',
    },
    key: ['account', 'policy_type'],
    references: [toAccount],
  },
  totp_devices: {
    columns: { account: 'integer', uin: 'integer', sealed_secret: 'text', last_step: 'integer', bound_ms: 'integer' },
    key: ['account', 'uin'],
    references: [toAccount],
  },
}

// Nineteen digits, as the ids of roles have; beyond 2^53, so it is never a number outside the database.
const firstRoleId = '4611686018427387905'

export async function roles(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const types = columnTypes(dialect)
  for (const [name, table] of Object.entries(tables)) await createTable(db, types, name, table)
  await moveTags(db)
  if (dialect === 'postgres') {
    await sql`create sequence opencam_role_seq as bigint start with ${sql.raw(firstRoleId)}`.execute(db)
  } else {
    await sql`insert into sequences (name, next_value) values ('role', ${sql.raw(firstRoleId)})`.execute(db)
    await tellPlannerMore(db, tables)
  }
}

/** The old table goes: tags in it would be tags that nobody reads and that keep their policies from being deleted. */
async function moveTags(db: AnyDatabase): Promise<void> {
  await sql`
    insert into tags (account, product, kind, resource_id, tag_key, tag_value, position)
    select account, 'cam', 'policy', cast(policy_id as text), tag_key, tag_value, position from policy_tags
  `.execute(db)
  await db.schema.dropTable('policy_tags').execute()
}
