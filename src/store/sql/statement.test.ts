// Statements: compiled once per database, values put in their places.
import { expect, test } from 'vitest'
import { bind, count, statement, type Value } from './statement.ts'

const query = statement((db, p: { account: number; name: string; limit: number }) =>
  db
    .selectFrom('groups')
    .select('group_id')
    .where('account', '=', p.account)
    .where('name', '=', p.name)
    .where('remark', '!=', 'constant')
    .where('name_key', '=', p.name)
    .limit(count(p.limit)),
)

const asIs = (value: Value): Value => value

test('the text is the databases own, made once', () => {
  const sqlite = query.compiled('sqlite')
  expect(sqlite.text).toContain('"account" = ? and "name" = ?')
  expect(query.compiled('postgres').text).toContain('"account" = $1 and "name" = $2')
  expect(query.compiled('sqlite')).toBe(sqlite)
  expect(query.compiled('postgres').id).toBe(sqlite.id)
})

test('values follow the text: a name used twice, constants between', () => {
  const values = bind(query.compiled('sqlite'), { account: 1, name: 'n', limit: 5 }, asIs)
  expect(values).toEqual([1, 'n', 'constant', 'n', 5])
})

test('a missing value is an error, never NULL', () => {
  expect(() => bind(query.compiled('sqlite'), { account: 1, name: 'n' }, asIs)).toThrow('parameter limit has no value')
})
