// A database that an earlier version made and filled: brought to the newest shape, nothing of it lost.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { expect, test } from 'vitest'
import { migrationsFor } from '../../src/store/migrations/index.ts'
import type { DialectName } from '../../src/store/sql/dialect.ts'
import { backends, type Place } from './backends.ts'

const account = 100_000_000_001

function sqliteAt(dataDir: string): Kysely<unknown> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(join(dataDir, 'opencam.db'))
  const prepare = (text: string) => {
    const statement = db.prepare(text)
    const asInput = (values: readonly unknown[]) => values as readonly SQLInputValue[]
    return {
      reader: statement.columns().length > 0,
      all: (values: readonly unknown[]) => statement.all(...asInput(values)),
      iterate: (values: readonly unknown[]) => statement.iterate(...asInput(values)),
      run: (values: readonly unknown[]) => statement.run(...asInput(values)),
    }
  }
  return new Kysely({ dialect: new SqliteDialect({ database: { close: () => db.close(), prepare } }) })
}

const postgresAt = (connectionString: string): Kysely<unknown> =>
  new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString }) }) })

const connect = ({ options }: Place): Kysely<unknown> =>
  options.databaseUrl === undefined ? sqliteAt(options.dataDir) : postgresAt(options.databaseUrl)

/** The shape that the first migration alone makes. */
const migrateToFirst = (db: Kysely<unknown>, dialect: DialectName): Promise<void> => migrateTo(db, dialect, 1)

/** The shape that so many migrations make. */
async function migrateTo(db: Kysely<unknown>, dialect: DialectName, count: number): Promise<void> {
  const some = Object.fromEntries(Object.entries(migrationsFor(dialect)).slice(0, count))
  expect(Object.keys(some)).toHaveLength(count)
  const migrator = new Migrator({ db, provider: { getMigrations: async () => some } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

async function fill(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into accounts (account, app_id, name, verified, site, created_ms, revision, phone, country_code, email, wechat_bound)
    values (${account}, 1300000001, 'root', 1, 'default', 1, 7, '', '', '', 0)`.execute(db)
  for (const policyId of [10_000_001, 10_000_002]) {
    await sql`
      insert into policies (account, policy_id, name, name_key, description, create_mode, service_linked, created_ms,
        updated_ms, default_version, last_version)
      values (${account}, ${policyId}, ${`p${policyId}`}, ${`p${policyId}`}, '', 2, 0, 1, 1, 1, 1)`.execute(db)
    await sql`
      insert into policy_versions (account, policy_id, version_id, document, created_ms)
      values (${account}, ${policyId}, 1, '{}', 1)`.execute(db)
  }
  for (const [position, key] of ['z', '__proto__', 'a'].entries()) {
    await sql`
      insert into policy_tags (account, policy_id, tag_key, tag_value, position)
      values (${account}, 10000001, ${key}, ${`of ${key}`}, ${position})`.execute(db)
  }
}

const tag = (key: string) => ({ key, value: `of ${key}` })

for (const backend of backends) {
  test(`${backend.name}: tags of policies move to where all tags are, in their order`, async () => {
    const place = await backend.make()
    try {
      const old = connect(place)
      await migrateToFirst(old, backend.name === 'SQLite' ? 'sqlite' : 'postgres')
      await fill(old)
      await old.destroy()

      const store = await place.open()
      expect(await store.revision(account)).toBe(7)
      const tags = await store.read.policies.tags(account, [10_000_001, 10_000_002])
      expect([...tags.values()]).toEqual([[tag('z'), tag('__proto__'), tag('a')], []])
      const resource = { product: 'cam', kind: 'policy', id: '10000001' }
      expect(await store.read.tags.of(account, resource)).toEqual([tag('__proto__'), tag('a'), tag('z')])
      expect(await store.transaction((writes) => writes.policies.delete(account, 10_000_001))).toBe(true)
      expect(await store.read.tags.of(account, resource)).toEqual([])
      expect(await store.transaction((writes) => writes.ids.nextRole())).toBe('4611686018427387905')
      await store.close()
    } finally {
      await place.drop()
    }
  })
}

for (const backend of backends) {
  test(`${backend.name}: sessions of a permanent key go on, those that a temporary key asked for are over`, async () => {
    const place = await backend.make()
    try {
      const old = connect(place)
      await migrateTo(old, backend.name === 'SQLite' ? 'sqlite' : 'postgres', 4)
      await sql`
        insert into accounts (account, app_id, name, verified, site, created_ms, revision, phone, country_code, email, wechat_bound)
        values (${account}, 1300000001, 'root', 1, 'default', 1, 7, '', '', '', 0)`.execute(old)
      await sql`
        insert into access_keys (account, secret_id, uin, status, description, sealed_secret, created_ms)
        values (${account}, 'AKIDkey', ${account}, 'Active', '', 's', 1)`.execute(old)
      await sql`
        insert into totp_devices (account, uin, sealed_secret, last_step, bound_ms)
        values (${account}, ${account}, 's', 5, 1)`.execute(old)
      for (const [id, issuer] of [
        ['by a key', 'AKIDkey'],
        ['by a temporary key', 'AKIDtemporary'],
        ['by nobody', ''],
      ]) {
        await sql`
          insert into sessions (account, session_id, kind, name, caller_account, caller_uin, issuing_secret_id, mfa, tags,
            created_ms, expires_ms)
          values (${account}, ${id}, 'federation', 'n', ${account}, ${account}, ${issuer}, 0, '[]', 1, 2)`.execute(old)
      }
      await old.destroy()

      const store = await place.open()
      const lives = async (id: string) => {
        const holder = await store.session(account, id)
        return [holder?.issuerLives, holder?.chainWhole, holder?.session.through]
      }
      expect(await lives('by a key')).toEqual([true, true, []])
      expect(await lives('by a temporary key')).toEqual([false, true, []])
      expect(await lives('by nobody')).toEqual([true, true, []])
      for (const status of ['Inactive', 'Active'] as const) {
        await store.transaction((writes) => writes.keys.setStatus(account, 'AKIDkey', status))
      }
      expect(await lives('by a key')).toEqual([false, true, []])
      const limit = { failuresMax: 1, lockMs: 9 }
      const attempt = () => store.transaction((writes) => writes.settings.countTotpTry(account, account, 100, limit))
      expect([await attempt(), await attempt()]).toEqual([true, false])
      await store.close()
    } finally {
      await place.drop()
    }
  })
}

for (const backend of backends) {
  test(`${backend.name}: sessions and chains from before sessions could be ended go on until their role's are`, async () => {
    const place = await backend.make()
    try {
      const old = connect(place)
      await migrateTo(old, backend.name === 'SQLite' ? 'sqlite' : 'postgres', 12)
      await sql`
        insert into accounts (account, app_id, name, verified, site, created_ms, revision, phone, country_code, email, wechat_bound)
        values (${account}, 1300000001, 'root', 1, 'default', 1, 7, '', '', '', 0)`.execute(old)
      for (const [roleId, sessionId, through] of [
        ['1', 'first', null],
        ['2', 'second', `[{"account":${account},"roleId":"1"}]`],
      ]) {
        await sql`
          insert into roles (account, role_id, name, name_key, type, trust, description, console_login, session_duration,
            services, created_ms, updated_ms)
          values (${account}, ${roleId}, ${roleId}, ${roleId}, 'user', '{}', '', 0, 0, '[]', 1, 1)`.execute(old)
        await sql`
          insert into sessions (account, session_id, kind, role_id, name, caller_account, caller_uin, issuing_secret_id,
            through, mfa, tags, created_ms, expires_ms)
          values (${account}, ${sessionId}, 'role', ${roleId}, 'n', ${account}, ${account}, '', ${through}, 0, '[]', 1, 2)`.execute(
          old,
        )
      }
      await old.destroy()

      const store = await place.open()
      const lives = async () => {
        const holders = ['first', 'second'].map((id) => store.session(account, id))
        return (await Promise.all(holders)).map((one) => one?.role !== undefined && one.chainWhole)
      }
      expect(await lives()).toEqual([true, true])
      await store.transaction((writes) => writes.roles.endSessions(account, '1'))
      expect(await lives()).toEqual([false, false])
      await store.close()
    } finally {
      await place.drop()
    }
  })
}

test('what SQLite knows of its tables is the same in a database of an earlier version, whatever that held', async () => {
  const [sqlite] = backends
  const places = [await sqlite?.make(), await sqlite?.make()]
  const statistics = async (place: Place | undefined): Promise<unknown> => {
    if (place === undefined) return undefined
    await (await place.open()).close()
    const db = connect(place)
    const { rows } = await sql`select tbl, idx, stat from sqlite_stat1 order by tbl, idx`.execute(db)
    await db.destroy()
    return rows
  }
  try {
    const [fresh, grown] = places
    if (grown !== undefined) {
      const old = connect(grown)
      await migrateToFirst(old, 'sqlite')
      await fill(old)
      await old.destroy()
    }
    const known = await statistics(fresh)
    expect(known).toEqual(expect.arrayContaining([expect.objectContaining({ tbl: 'roles' })]))
    expect(await statistics(grown)).toEqual(known)
  } finally {
    for (const place of places) await place?.drop()
  }
})
