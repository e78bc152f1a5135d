// The first tables: accounts, users, groups, keys, policies, audit. Never edited once released: later shapes are later
// migrations.
import { type CreateTableBuilder, type RawBuilder, sql } from 'kysely'
import type { DialectName } from '../sql/dialect.ts'
import { type AnyDatabase, type ColumnTypes, columnTypes } from './columns.ts'
import { indexName, tellPlanner, uniqueName } from './planner.ts'

type Column = 'integer' | 'text' | 'integer?' | 'text?'
interface Table {
  readonly columns: Readonly<Record<string, Column>>
  readonly key: readonly string[]
  readonly unique?: readonly (readonly string[])[]
  readonly indexes?: readonly (readonly string[])[]
  readonly references?: readonly { readonly columns: readonly string[]; readonly table: string }[]
}

const toAccount = { columns: ['account'], table: 'accounts' }

const tables: Readonly<Record<string, Table>> = {
  accounts: {
    columns: {
      account: 'integer',
      app_id: 'integer',
      name: 'text',
      verified: 'integer',
      site: 'text',
      password_hash: 'text?',
      created_ms: 'integer',
      revision: 'integer',
      phone: 'text',
      country_code: 'text',
      email: 'text',
      wechat_bound: 'integer',
    },
    key: ['account'],
    indexes: [['app_id']],
  },
  account_quotas: {
    columns: { account: 'integer', name: 'text', value: 'integer' },
    key: ['account', 'name'],
    references: [toAccount],
  },
  users: {
    columns: {
      account: 'integer',
      uin: 'integer',
      uid: 'integer',
      type: 'integer',
      name: 'text',
      name_key: 'text',
      remark: 'text',
      nick_name: 'text',
      console_login: 'integer',
      need_reset_password: 'integer',
      password_hash: 'text?',
      phone: 'text',
      country_code: 'text',
      email: 'text',
      phone_verified: 'integer',
      email_verified: 'integer',
      wechat_bound: 'integer',
      receiver_owner: 'integer',
      boundary_policy_id: 'integer?',
      last_login_ip: 'text?',
      last_login_ms: 'integer?',
      created_ms: 'integer',
    },
    key: ['account', 'uin'],
    unique: [
      ['account', 'name_key'],
      ['account', 'uid'],
    ],
    indexes: [['uin'], ['account', 'boundary_policy_id'], ['account', 'type', 'uid']],
    references: [toAccount],
  },
  user_births: {
    columns: { account: 'integer', created_ms: 'integer', uin: 'integer' },
    key: ['account', 'created_ms', 'uin'],
    references: [toAccount],
  },
  mfa_flags: {
    columns: { account: 'integer', uin: 'integer', login: 'text', action: 'text', offsite: 'text' },
    key: ['account', 'uin'],
    references: [toAccount],
  },
  groups: {
    columns: {
      account: 'integer',
      group_id: 'integer',
      name: 'text',
      name_key: 'text',
      remark: 'text',
      created_ms: 'integer',
    },
    key: ['account', 'group_id'],
    unique: [['account', 'name_key']],
    references: [toAccount],
  },
  group_members: {
    columns: { account: 'integer', group_id: 'integer', uin: 'integer', added_ms: 'integer' },
    key: ['account', 'group_id', 'uin'],
    indexes: [['account', 'uin', 'group_id']],
    references: [
      { columns: ['account', 'group_id'], table: 'groups' },
      { columns: ['account', 'uin'], table: 'users' },
    ],
  },
  access_keys: {
    columns: {
      account: 'integer',
      secret_id: 'text',
      uin: 'integer',
      status: 'text',
      description: 'text',
      sealed_secret: 'text',
      created_ms: 'integer',
      last_used_ms: 'integer?',
    },
    key: ['account', 'secret_id'],
    indexes: [['secret_id'], ['account', 'uin', 'created_ms', 'secret_id']],
    references: [toAccount],
  },
  policies: {
    columns: {
      account: 'integer',
      policy_id: 'integer',
      name: 'text',
      name_key: 'text',
      description: 'text',
      create_mode: 'integer',
      service_linked: 'integer',
      created_ms: 'integer',
      updated_ms: 'integer',
      default_version: 'integer',
      last_version: 'integer',
    },
    key: ['account', 'policy_id'],
    unique: [['account', 'name_key']],
    references: [toAccount],
  },
  deleted_policies: {
    columns: { account: 'integer', policy_id: 'integer' },
    key: ['account', 'policy_id'],
    references: [toAccount],
  },
  policy_versions: {
    columns: {
      account: 'integer',
      policy_id: 'integer',
      version_id: 'integer',
      document: 'text',
      created_ms: 'integer',
    },
    key: ['account', 'policy_id', 'version_id'],
    references: [{ columns: ['account', 'policy_id'], table: 'policies' }],
  },
  attachments: {
    columns: {
      account: 'integer',
      kind: 'text',
      entity_id: 'text',
      policy_id: 'integer',
      attached_ms: 'integer',
      operator_owner: 'integer',
      operator: 'text',
      operator_kind: 'integer',
    },
    key: ['account', 'kind', 'entity_id', 'policy_id'],
    indexes: [['account', 'policy_id', 'attached_ms']],
    references: [toAccount],
  },
  preset_aliases: {
    columns: { account: 'integer', policy_id: 'integer', alias: 'text' },
    key: ['account', 'policy_id'],
    references: [toAccount],
  },
  policy_tags: {
    columns: { account: 'integer', policy_id: 'integer', tag_key: 'text', tag_value: 'text', position: 'integer' },
    key: ['account', 'policy_id', 'tag_key'],
    references: [{ columns: ['account', 'policy_id'], table: 'policies' }],
  },
  mfa_tokens: {
    columns: { account: 'integer', token: 'text', uin: 'integer', expires_ms: 'integer' },
    key: ['account', 'token'],
    indexes: [['account', 'uin']],
    references: [toAccount],
  },
  audit_events: {
    columns: {
      account: 'integer',
      revision: 'integer',
      request_id: 'text',
      time_ms: 'integer',
      uin: 'integer',
      product: 'text',
      action: 'text',
      resources: 'text',
      source_ip: 'text',
      outcome: 'text',
      parameters: 'text',
    },
    key: ['account', 'revision'],
  },
  refusals: {
    columns: { account: 'integer', request_id: 'text', time_ms: 'integer', record: 'text' },
    key: ['account', 'request_id'],
    indexes: [['request_id'], ['time_ms']],
  },
}

// The numbers that the wire's forms call for: 12-digit uins, 8-digit uids, 10-digit application numbers.
const sequenceStarts = { uin: 100_000_000_001, uid: 10_000_000, app: 1_300_000_001, group: 10_001, policy: 10_000_001 }

export async function first(db: AnyDatabase, dialect: DialectName): Promise<void> {
  const types = columnTypes(dialect)
  for (const [name, table] of Object.entries(tables)) await createTable(db, types, name, table)
  if (dialect === 'postgres') {
    await createSequences(db)
  } else {
    await createSequenceTable(db, types)
    await tellPlanner(db, tables)
  }
}

async function createTable(db: AnyDatabase, types: ColumnTypes, name: string, table: Table): Promise<void> {
  let builder: CreateTableBuilder<string, string> = db.schema.createTable(name)
  for (const [column, type] of Object.entries(table.columns)) {
    const sqlType: RawBuilder<unknown> = type.startsWith('integer') ? types.integer : types.text
    builder = builder.addColumn(column, sqlType, (c) => (type.endsWith('?') ? c : c.notNull()))
  }
  builder = builder.addPrimaryKeyConstraint(`${name}_key`, [...table.key])
  for (const unique of table.unique ?? []) {
    builder = builder.addUniqueConstraint(uniqueName(name, unique), [...unique])
  }
  for (const { columns, table: target } of table.references ?? []) {
    builder = builder.addForeignKeyConstraint(`${name}_${target}_reference`, [...columns], target, [...columns])
  }
  await builder.modifyEnd(types.ending).execute()
  for (const index of table.indexes ?? []) {
    await db.schema
      .createIndex(indexName(name, index))
      .on(name)
      .columns([...index])
      .execute()
  }
}

async function createSequences(db: AnyDatabase): Promise<void> {
  for (const [name, start] of Object.entries(sequenceStarts)) {
    await sql`create sequence ${sql.ref(`opencam_${name}_seq`)} as bigint start with ${sql.lit(start)}`.execute(db)
  }
}

async function createSequenceTable(db: AnyDatabase, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('sequences')
    .addColumn('name', types.text, (c) => c.notNull())
    .addColumn('next_value', types.integer, (c) => c.notNull())
    .addPrimaryKeyConstraint('sequences_key', ['name'])
    .modifyEnd(types.ending)
    .execute()
  const rows = Object.entries(sequenceStarts).map(([name, start]) => ({ name, next_value: start }))
  await db.insertInto('sequences').values(rows).execute()
}
