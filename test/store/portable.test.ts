// Every statement and migration does without what distributed relatives of PostgreSQL lack, and whatever is unique or
// refers to another row does so within one account, by which tables are distributed.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { everyStatement } from '../../src/store/sql/statement.ts'
import { filesUnder, isTest, read } from '../tidy/source.ts'
import { backends } from './backends.ts'
import { avoided, avoidedIn, avoidedInSource } from './portable.ts'

const page = read('docs/operating/databases.md')

test('the page lists what is done without', () => {
  for (const { feature } of avoided) expect(page).toContain(`| ${feature} |`)
})

test('no statement uses any of it', () => {
  // Importing the list of statements makes all of them.
  const texts = everyStatement().map((statement) => statement.compiled('postgres').text)
  expect(texts.length).toBeGreaterThan(80)
  expect(texts.flatMap((text) => avoidedIn(text).map((feature) => `${feature}: ${text}`))).toEqual([])
})

test('no migration and no source of a statement does', () => {
  const sources = ['src/store/sql', 'src/store/migrations'].flatMap((folder) =>
    filesUnder(folder, (path) => path.endsWith('.ts') && !isTest(path)),
  )
  expect(sources.length).toBeGreaterThan(20)
  expect(sources.flatMap((path) => avoidedInSource(read(path)).map((feature) => `${path}: ${feature}`))).toEqual([])
})

test.each([
  ['triggers, rules', 'create trigger t before insert on users for each row execute function f()'],
  ['partial indexes', 'create unique index i on users (account, name) where type = 2'],
  ['indexes over expressions', 'create index i on users (account, lower(name))'],
  ['advisory locks', 'select pg_advisory_xact_lock(1)'],
  ['locks on rows by reading', 'select 1 from accounts where account = $1 for update'],
  ['recursive queries', 'with recursive r as (select 1) select * from r'],
  ['queries that change within queries', 'with gone as (delete from users returning uin) select uin from gone'],
  ['constraints that are checked later', 'alter table a add unique (b) deferrable initially deferred'],
  ['listening and notifying', "select pg_notify('a', 'b')"],
  ['serial and identity columns', 'create table t (id bigserial)'],
  ['serial and identity columns', 'create table t (id serial primary key)'],
])('it would see %s', (feature, sql) => {
  expect(avoidedIn(sql)).toContain(feature)
  expect(avoidedInSource(`await sql\`${sql}\`.execute(db)`)).toContain(feature)
})

test.each([
  ['partial indexes', "db.schema.createIndex('i').on('users').columns(['a']).where('type', '=', 2).execute()"],
  ['locks on rows by reading', "db.selectFrom('users').select('uin').forUpdate()"],
  ['recursive queries', "db.withRecursive('r', (q) => q)"],
])('it would see %s made by the query builder', (feature, source) => {
  expect(avoidedInSource(source)).toContain(feature)
})

test('what is unique, and what refers, has the account in it', async () => {
  const place = await backends[0]?.make()
  if (place === undefined) throw new Error('there is no database')
  await (await place.open()).close()
  const db = new DatabaseSync(join(place.options.dataDir, 'opencam.db'), { readOnly: true })
  const ours = `t.type = 'table' and t.name not like 'sqlite_%' and t.name not like 'kysely_%' and t.name <> 'sequences'`
  const unique = db
    .prepare(
      `select t.name || ': ' || group_concat(c.name) as "index", sum(c.name = 'account') as account
         from sqlite_master t join pragma_index_list(t.name) i join pragma_index_info(i.name) c
        where ${ours} and i."unique" = 1 group by t.name, i.name`,
    )
    .all()
  const references = db
    .prepare(
      `select t.name || ' to ' || f."table" as "reference", sum(f."from" = 'account' and f."to" = 'account') as account
         from sqlite_master t join pragma_foreign_key_list(t.name) f where ${ours} group by t.name, f.id`,
    )
    .all()
  db.close()
  await place.drop()
  expect(unique.length).toBeGreaterThan(20)
  expect(unique.filter((row) => row['account'] !== 1).map((row) => row['index'])).toEqual([])
  expect(references.filter((row) => row['account'] !== 1).map((row) => row['reference'])).toEqual([])
})
