// Accounts as files: what is written is read again, and every fault is said with its place.
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { nameKey as estateNameKey, type Gap, isOpen } from '../../src/estate/model.ts'
import { createDirectory, withNames, withNumbers } from '../../src/estate/names.ts'
import { type Fault, readFolder, readWhole } from '../../src/estate/read.ts'
import { wholeOf, writeFolder } from '../../src/estate/write.ts'
import { nameKey } from '../../src/store/sql/name-key.ts'
import { drawEstate } from './generate.ts'

const seed = Number(process.env['OPENCAM_ESTATE_SEED'] ?? 20_261_127)
const count = Number(process.env['OPENCAM_ESTATE_COUNT'] ?? 60)
const indices = Array.from({ length: count }, (_, index) => index)

/** Names have no path in them, so that no file lies elsewhere. */
const faultsOf = (files: Readonly<Record<string, string>>): readonly string[] => {
  const read = readFolder(new Map(Object.entries(files)))
  return 'faults' in read ? shown(read.faults) : []
}
const shown = (faults: readonly Fault[]) =>
  faults.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)

const trust = `{
  "version": "2.0",
  "statement": [{"effect": "allow", "principal": {"qcs": ["qcs::cam::uin/<account>:root"]}, "action": ["name/sts:AssumeRole"]}]
}`

describe('what is written is read again', () => {
  test(`as folders, ${count} accounts from seed ${seed}`, () => {
    for (const index of indices) {
      const estate = drawEstate(seed, index)
      const files = writeFolder(estate)
      const read = readFolder(files)
      if ('faults' in read) expect.fail(`account ${index}: ${shown(read.faults).join('\n')}`)
      expect(read.estate, `account ${index}`).toEqual(estate)
      expect(writeFolder(read.estate), `account ${index}`).toEqual(files)
    }
  })

  test.each([
    ['account.yaml', (value: unknown) => stringify(value)],
    ['account.json', (value: unknown) => JSON.stringify(value)],
  ])('as one document %s', (file, print) => {
    for (const index of indices) {
      const estate = drawEstate(seed, index)
      const read = readWhole(file, print(wholeOf(estate)))
      if ('faults' in read) expect.fail(`account ${index}: ${shown(read.faults).join('\n')}`)
      expect(read.estate, `account ${index}`).toEqual(estate)
    }
  })

  test('a folder may be JSON as well', () => {
    const users = JSON.stringify([{ name: 'alice', tags: [{ key: 'a', value: '' }] }])
    const read = readFolder(
      new Map([
        ['account.json', '{"format": 1}'],
        ['users.json', users],
      ]),
    )
    expect('estate' in read && read.estate.users).toMatchObject([{ name: 'alice', countryCode: '86' }])
  })
})

describe('faults', () => {
  test('all at once, each with file, line and column', () => {
    expect(
      faultsOf({
        'account.yaml': 'format: 1\nsettings:\n  password:\n    minimumLenght: 8\n',
        'users.yaml': '- name: alice\n  remrak: x\n- name: ALICE\n- name: bob\n  policies: [nobody, preset:Any]\n',
        'groups.yaml': '- name: devs\n  members:\n    - carol\n',
        'policies/broken.json': '{\n  "version": "2.0",,\n}',
        'roles/deployer.yaml': 'sessionDuration: long\n',
        'surprise.txt': '',
      }),
    ).toEqual([
      'surprise.txt:1:1 this file is no part of an account',
      'account.yaml:4:5 unknown member "minimumLenght"',
      'users.yaml:2:3 unknown member "remrak"',
      'users.yaml:3:3 the user "alice" is there already',
      'policies/broken.json:2:20 expected the name of a member in double quotes',
      'roles/deployer.yaml:1:18 sessionDuration: expected number, received string',
      'roles/deployer.yaml:1:1 there is no trust/deployer.json that says who may use it',
    ])
  })

  test('names of what is not there', () => {
    expect(
      faultsOf({
        'account.yaml': 'format: 1\n',
        'users.yaml': '- name: bob\n  boundary: limit\n  policies: [nobody, preset:Any]\n',
        'groups.yaml': '- name: devs\n  members:\n    - carol\n',
        'roles/deployer.yaml': '',
        'trust/deployer.json': trust.replace(':root', ':uin/<user:dave>'),
      }),
    ).toEqual([
      'users.yaml:3:14 there is no policy nobody among the files (a preset is written preset:nobody)',
      'users.yaml:2:13 there is no policy limit among the files (a preset is written preset:limit)',
      'groups.yaml:3:7 there is no user carol among the files',
      'trust/deployer.json:3:88 there is no user dave among the files',
    ])
  })

  test('where the files say themselves that something is not known, nothing is held against them', () => {
    const incomplete = 'incomplete:\n  - what: users\n    why: not allowed\n'
    const groups = '- name: devs\n  members: [carol]\n'
    expect(faultsOf({ 'account.yaml': `format: 1\n${incomplete}`, 'groups.yaml': groups })).toEqual([])
  })

  test.each([
    ['an anchor', '- &a\n  name: alice\n', 'users.yaml:2:3 an anchor cannot be here'],
    ['a tag', '- name: !!str alice\n', 'users.yaml:1:15 a tag of YAML cannot be here'],
    [
      'a name that is no text',
      '- name: alice\n  1: x\n',
      'users.yaml:2:3 the name of a member must be text: put it in quotes',
    ],
    ['__proto__', '- name: alice\n  __proto__: x\n', 'users.yaml:2:3 unknown member "__proto__"'],
    ['a member twice', '- name: alice\n  name: bob\n', 'users.yaml:2:3 Map keys must be unique'],
    ['a name that is a number', '- name: 12\n', 'users.yaml:1:9 name: expected string, received number'],
    ['no name', '- remark: x\n', 'users.yaml:1:3 the member "name" is missing'],
  ])('%s', (_, users, wanted) => {
    expect(faultsOf({ 'account.yaml': 'format: 1\n', 'users.yaml': users })).toEqual([wanted])
  })

  test.each([
    [{}, 'account.yaml:1:1 every account has this file, with at least `format: 1`'],
    [{ 'account.yaml': 'format: 2\n' }, 'account.yaml:1:9 format: this version reads format 1'],
    [
      { 'account.yaml': 'format: 1\n', 'account.json': '{}' },
      'account.json:1:1 account.yaml says already what this is',
    ],
    [
      { 'account.yaml': 'format: 1\n', 'policies/a b.json': '{}' },
      'policies/a b.json:1:1 its name cannot be that of a role or policy',
    ],
    [{ 'account.yaml': 'format: 1\n', 'trust/a.json': trust }, 'trust/a.json:1:1 there is no roles/a.yaml'],
    [
      { 'account.yaml': 'format: 1\n', 'policies.yaml': '- name: p\n' },
      'policies.yaml:1:9 there is no policies/p.json',
    ],
  ])('%j', (files, wanted) => {
    expect(faultsOf(files)).toEqual([wanted])
  })
})

test('names are compared as the server compares them', () => {
  for (const name of ['Alice', 'ÉCOLE', 'E\u0301cole', '王伟', 'İ', 'ß'])
    expect(estateNameKey(name)).toBe(nameKey(name))
})

test('a gap names everything under it; * is any one name', () => {
  const gaps = (what: string): readonly Gap[] => [{ what, why: '' }]
  expect(isOpen(gaps('users'), 'users/alice/tags')).toBe(true)
  expect(isOpen(gaps('users/*/tags'), 'users/Alice/tags')).toBe(true)
  expect(isOpen(gaps('users/*/tags'), 'users/alice/policies')).toBe(false)
  expect(isOpen(gaps('users/alice/tags'), 'users/alice')).toBe(false)
})

describe('numbers in documents stand as names', () => {
  const directory = createDirectory('100000000001', '1250000001')
  directory.add('user', 'alice', '100000000002')
  directory.add('group', 'devs', '7')
  directory.add('policy', 'p1', '12')
  directory.add('preset', 'Reader', '3')
  directory.add('role', 'deployer', '4611686018427397905')

  test.each([
    ['qcs::cam::uin/100000000001:uin/100000000002', 'qcs::cam::uin/<account>:uin/<user:alice>'],
    ['qcs::cos::uid/1250000001:bucket-1250000001/x', 'qcs::cos::uid/<appid>:bucket-<appid>/x'],
    [
      'groupid/7 policyid/12 policyid/3 policy/12',
      'groupid/<group:devs> policyid/<policy:p1> policyid/<preset:Reader> policy/<policy:p1>',
    ],
    ['role/4611686018427397905', 'role/<role:deployer>'],
    ['100000000002', '<user:alice>'],
    ['7 12 1000000000011 groupid/8', '7 12 1000000000011 groupid/8'],
    [
      '<account> <user:x> <literal:user:x> <other>',
      '<literal:account> <literal:user:x> <literal:literal:user:x> <other>',
    ],
    ['<user:100000000002>', '<literal:user:<user:alice>>'],
    ['"\\ 100000000002', '"\\ <user:alice>'],
  ])('%j', (before, after) => {
    const named = withNames(JSON.stringify({ a: before }), directory) ?? ''
    expect(JSON.parse(named)).toEqual({ a: after })
    expect(JSON.parse(withNumbers(named, directory).text)).toEqual({ a: before })
  })

  test('numbers that are no text stay', () => {
    expect(withNames('{"a": 100000000001}', directory)).toBe('{\n  "a": 100000000001\n}\n')
  })

  test('a name that nothing has stays and is said', () => {
    const { text, missing } = withNumbers('"<user:bob>"', directory)
    expect([text, missing]).toEqual(['"<user:bob>"', [{ kind: 'user', name: 'bob' }]])
  })
})
