// Lists: what filters say, pages, order, and which attributes are answered. The forms are those of RFC 7644, 3.4.2.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { namesIn, openScim, type ScimServer } from './client.ts'

let scim: ScimServer
const ids = new Map<string, string>()
beforeAll(async () => {
  scim = await openScim()
  const make = async (name: string, more: object): Promise<void> => {
    ids.set(name, await scim.user(name, { active: false, ...more }))
    scim.server.clock.advance(60_000)
  }
  const mail = (value: string) => ({ emails: [{ value, type: 'work', primary: true }] })
  await make('ann', { displayName: 'Ann Alpha', externalId: 'X-1', ...mail('ann@example.com') })
  await make('Bob', { displayName: 'bob beta', externalId: 'x-1', ...mail('bob@example.org') })
  await make('carl', { displayName: 'Carl "C" \\ Gamma' })
  const [ann = '', bob = ''] = [ids.get('ann'), ids.get('Bob')]
  await scim.group('first', [ann, bob])
  await scim.group('second', [ann])
  await scim.group('third')
})
afterAll(() => scim.server.close())

const listed = async (query: Readonly<Record<string, string>>, kind = 'Users') => {
  const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return scim.ok(200, 'GET', `/${kind}?${text.join('&')}`)
}
/** The agent is a user too; the filters leave it out. */
const mine = 'not (userName sw "directory")'

const filters: readonly (readonly [filter: string, names: readonly string[]])[] = [
  ['userName eq "ANN"', ['ann']],
  ['USERNAME Eq "bob"', ['Bob']],
  ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "bob"', ['Bob']],
  ['externalId eq "X-1"', ['ann']],
  ['externalId eq "x-1"', ['Bob']],
  ['externalId pr', ['ann', 'Bob']],
  [`${mine} and not (externalId pr)`, ['carl']],
  ['userName ne "ann" and externalId pr', ['Bob']],
  ['displayName co "ALPHA"', ['ann']],
  ['displayName sw "b"', ['Bob']],
  ['displayName ew "gamma"', ['carl']],
  ['displayName co "\\"C\\" \\\\"', ['carl']],
  [`${mine} and userName gt "ann"`, ['Bob', 'carl']],
  [`${mine} and userName ge "bob" and userName le "BOB"`, ['Bob']],
  [`${mine} and userName lt "bob"`, ['ann']],
  ['meta.created gt "2026-01-02T03:04:05Z" and externalId pr', ['Bob']],
  ['meta.created le "2026-01-02T04:04:05+01:00" and externalId pr', ['ann']],
  [`${mine} and active eq false`, ['ann', 'Bob', 'carl']],
  [`${mine} and active eq true`, []],
  [`${mine} and active ne true`, ['ann', 'Bob', 'carl']],
  ['emails eq "ann@example.com"', ['ann']],
  ['emails.value ew "example.org"', ['Bob']],
  ['emails[type eq "work" and value co "example.com"]', ['ann']],
  ['emails[type eq "home" or value co "example.org"]', ['Bob']],
  ['emails.type eq "work"', ['ann', 'Bob']],
  ['userName eq "ann" or userName eq "bob" and externalId eq "none"', ['ann']],
  ['(userName eq "ann" or userName eq "bob") and externalId eq "x-1"', ['Bob']],
  [`${mine} and externalId eq null`, ['carl']],
  ['name.familyName eq "Alpha"', []],
  ['title pr', []],
]

test.each(filters)('users: %s', async (filter, names) => {
  expect(namesIn(await listed({ filter }))).toEqual(names)
})

test('users by id, which is exact', async () => {
  const id = ids.get('ann') ?? ''
  expect(namesIn(await listed({ filter: `id eq "${id}"` }))).toEqual(['ann'])
  expect(namesIn(await listed({ filter: `id eq "0${id}"` }))).toEqual([])
})

test('groups by name and by members', async () => {
  const ann = ids.get('ann') ?? ''
  expect(namesIn(await listed({ filter: 'displayName eq "FIRST"' }, 'Groups'))).toEqual(['first'])
  expect(namesIn(await listed({ filter: `members eq "${ann}"` }, 'Groups'))).toEqual(['first', 'second'])
  expect(namesIn(await listed({ filter: `members[value eq "${ann}"]` }, 'Groups'))).toEqual(['first', 'second'])
  expect(namesIn(await listed({ filter: 'not (members pr)' }, 'Groups'))).toEqual(['third'])
  expect(await listed({ filter: 'displayName eq "second"' }, 'Groups')).toMatchObject({
    Resources: [{ members: [{ value: ann }] }],
  })
})

const faults = [
  'userName',
  'userName eq',
  'userName is "x"',
  'userName eq x',
  'userName eq "x" or',
  'userName eq "x" userName eq "y"',
  '(userName eq "x"',
  'userName eq "x")',
  'not userName eq "x"',
  'emails[type eq "work"',
  'emails.nothing eq "x"',
  'userName[value eq "x"]',
  'uin eq "1"',
  'passwordHash sw "$argon2id"',
  'password pr and uid eq "1"',
  '__proto__ pr',
  'constructor.name pr',
  'active gt false',
  'userName gt 5',
  'userName eq "\\x"',
  '"userName" eq "x"',
  `userName eq "x' or '1'='1`,
]
test.each(faults)('a filter that cannot be: %s', async (filter) => {
  await scim.refused(400, 'invalidFilter', 'GET', `/Users?filter=${encodeURIComponent(filter)}`)
})

test.each([
  ['userName eq "x\' or 1=1 --"', 'quotes and comments of another language'],
  ['userName eq "x\\" or userName pr or \\""', 'quotes inside a text'],
  ['userName co "%"', 'wildcards of another language'],
  ['userName co ".*"', 'patterns of another language'],
])('a filter says what it says, whatever is in its text: %s', async (filter) => {
  expect(await listed({ filter })).toMatchObject({ totalResults: 0 })
})

test('filters are bounded in length, tests and depth', async () => {
  const many = Array.from({ length: 51 }, () => 'id pr').join(' or ')
  const deep = `${'('.repeat(21)}id pr${')'.repeat(21)}`
  for (const filter of [many, deep]) {
    await scim.refused(400, 'invalidFilter', 'GET', `/Users?filter=${encodeURIComponent(filter)}`)
  }
  await scim.refused(400, 'invalidValue', 'GET', `/Users?filter=${encodeURIComponent(`id eq "${'x'.repeat(2_000)}"`)}`)
  expect(namesIn(await listed({ filter: Array.from({ length: 50 }, () => 'id pr').join(' or ') }))).toHaveLength(4)
})

describe('pages', () => {
  const filter = mine
  test('from a place, so many', async () => {
    const second = await listed({ filter, startIndex: '2', count: '1' })
    expect(second).toMatchObject({ totalResults: 3, startIndex: 2, itemsPerPage: 1 })
    expect(namesIn(second)).toEqual(['Bob'])
    expect(namesIn(await listed({ filter, startIndex: '3', count: '10' }))).toEqual(['carl'])
    expect(namesIn(await listed({ filter, startIndex: '4' }))).toEqual([])
  })

  test('numbers too small mean the smallest, a number too large the largest', async () => {
    expect(await listed({ filter, startIndex: '-5', count: '-1' })).toMatchObject({ startIndex: 1, itemsPerPage: 0 })
    expect(await listed({ filter, startIndex: '0', count: '999999' })).toMatchObject({ startIndex: 1, itemsPerPage: 3 })
  })

  test('what is no number', async () => {
    await scim.refused(400, 'invalidValue', 'GET', '/Users?startIndex=one')
    await scim.refused(400, 'invalidValue', 'GET', '/Users?count=1e3')
  })
})

describe('order', () => {
  const filter = mine
  test.each([
    [{ sortBy: 'userName' }, ['ann', 'Bob', 'carl']],
    [{ sortBy: 'userName', sortOrder: 'descending' }, ['carl', 'Bob', 'ann']],
    [{ sortBy: 'externalId' }, ['carl', 'ann', 'Bob']],
    [{ sortBy: 'meta.created', sortOrder: 'descending' }, ['carl', 'Bob', 'ann']],
    [{ sortBy: 'emails.value' }, ['carl', 'ann', 'Bob']],
    [{ sortBy: 'title' }, ['ann', 'Bob', 'carl']],
  ])('%j', async (order, names) => {
    expect(namesIn(await listed({ filter, ...order }))).toEqual(names)
  })
  test('by what there is not', async () => {
    await scim.refused(400, 'invalidPath', 'GET', '/Users?sortBy=uin')
  })
})

describe('attributes', () => {
  const only = async (query: Readonly<Record<string, string>>) => {
    const { Resources } = await listed({ filter: 'userName eq "ann"', ...query })
    return Object.keys((Resources as readonly object[])[0] ?? {})
  }
  test('those asked for, and id and schemas always', async () => {
    expect(await only({ attributes: 'userName' })).toEqual(['schemas', 'id', 'userName'])
    expect(await only({ attributes: 'urn:ietf:params:scim:schemas:core:2.0:User:displayName,nothing' })).toEqual([
      'schemas',
      'id',
      'displayName',
    ])
  })
  test('a part of one', async () => {
    const { Resources } = await listed({ filter: 'userName eq "ann"', attributes: 'emails.value' })
    expect(Resources).toMatchObject([{ emails: [{ value: 'ann@example.com' }] }])
    expect(JSON.stringify(Resources)).not.toContain('primary')
  })
  test('all but some', async () => {
    expect(await only({ excludedAttributes: 'emails, meta ,ID' })).toEqual([
      'schemas',
      'id',
      'externalId',
      'userName',
      'displayName',
      'active',
    ])
  })
})

test('a name of the query twice', async () => {
  await scim.refused(400, 'invalidSyntax', 'GET', '/Users?count=1&Count=2')
})
