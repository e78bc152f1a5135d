// `opencam test` on real files: what passes, what fails and how it is told, and files that are at fault.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeEach, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { policyTestSchema } from '../../src/cli/policy-test/shape.ts'
import { attributeOf, childElements, textOf, type XmlElement } from '../../src/federation/xml/document.ts'
import { readXml } from '../../src/federation/xml/read.ts'
import { type Outcome, runCli, temporaryFolder } from '../server/cli.ts'
import { opencam as process } from './process.ts'

const reader = {
  version: '2.0',
  statement: [
    { sid: 'Look', effect: 'allow', action: ['cam:List*', 'cam:GetUser'], resource: '*' },
    {
      effect: 'deny',
      action: 'cam:ListUsers',
      resource: '*',
      condition: { ip_not_equal: { 'qcs:ip': '203.0.113.0/24' } },
    },
  ],
}
const limit = { version: '2.0', statement: { effect: 'allow', action: 'cam:Get*', resource: '*' } }

const office = { ip: '203.0.113.9' }
const suite = (more: object, principal: object = { policies: 'reader.json' }): string =>
  stringify({ principals: { reader: principal }, ...more })

let folder: string
const put = (name: string, value: string | object): void =>
  writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value, undefined, 2))
const got = (name: string): string => readFileSync(join(folder, name), 'utf8')
/** Runs on the folder; its name is taken out of what is said. */
const run = async (...args: readonly string[]): Promise<Outcome> => {
  const { code, out, err } = await runCli(['test', folder, ...args])
  const shown = (text: string) => text.replaceAll(`${folder}/`, '')
  return { code, out: shown(out), err: shown(err) }
}
/** Puts one test and runs it. */
const runOne = (text: string, ...args: readonly string[]): Promise<Outcome> => {
  put('one.policy-test.yaml', text)
  return run(...args)
}
/** The results of one test as data. */
const resultsOf = async (text: string) => {
  const { code, out } = await runOne(text, '--output', 'json')
  const { files, faults, coverage } = JSON.parse(out)
  return { code, faults, coverage, results: files.flatMap((file: { results: object[] }) => file.results) }
}

beforeEach(() => {
  folder = temporaryFolder()
  put('reader.json', reader)
  put('limit.json', limit)
})

describe('cases', () => {
  test('pass where the verdict is what is expected', async () => {
    const cases = [
      { action: ['cam:ListUsers', 'cam:GetUser'], context: office, expect: 'allow' },
      { action: 'cam:ListUsers', context: { ip: '198.51.100.1' }, expect: 'deny' },
      { action: 'cam:DeleteUser', expect: 'deny', because: { cause: 'no-allow', layer: 'identity' } },
    ]
    expect(await runOne(suite({ cases }))).toEqual({ code: 0, out: '4 of 4 passed in 1 file\n', err: '' })
  })

  test('fail with the statement, its place and the smallest change', async () => {
    const cases = [{ name: 'from anywhere', action: 'cam:ListUsers', context: { ip: '198.51.100.1' }, expect: 'allow' }]
    const { code, out } = await runOne(suite({ cases }))
    expect(code).toBe(3)
    expect(out).toContain('one.policy-test.yaml:6:13 failed from anywhere: reader, cam:ListUsers on *\n')
    expect(out).toContain('  expected allow, got deny\n')
    expect(out).toContain('condition holds: ip_not_equal qcs:ip, wanted 203.0.113.0/24, seen 198.51.100.1')
    expect(out).toContain('decided by the deny in statement[1] of reader.json at reader.json:13:5\n')
    expect(out).toContain(
      'The smallest change that would allow it:\n    ask with another qcs:ip, such as "203.0.113.0"',
    )
    expect(out).toContain('0 of 1 passed in 1 file')
  })

  test('say which statement allowed what should be refused', async () => {
    const { results } = await resultsOf(suite({ cases: [{ action: 'cam:GetUser', expect: 'deny' }] }))
    expect(results).toMatchObject([
      {
        passed: false,
        got: 'allow',
        remedy: [],
        decided: { policy: 'reader.json', statement: 0, place: { line: 4, column: 5 } },
      },
    ])
  })

  test('propose no change of a preset', async () => {
    const cases = [{ action: 'cam:DeleteUser', expect: 'allow' }]
    const { results } = await resultsOf(suite({ cases }, { policies: { preset: 'ReadOnlyAccess' } }))
    expect(results).toMatchObject([{ passed: false, remedy: ['attach a policy that allows cam:deleteuser on *'] }])
  })

  test('are for everybody where nobody is named', async () => {
    const principals = { one: { policies: 'reader.json' }, two: { policies: { preset: 'AdministratorAccess' } } }
    const { results } = await resultsOf(stringify({ principals, cases: [{ action: 'cam:GetUser', expect: 'allow' }] }))
    expect(results.map(({ title }: { title: string }) => title)).toEqual([
      'one, cam:GetUser on *',
      'two, cam:GetUser on *',
    ])
  })

  test('name several resources in several requests, or in one', async () => {
    const document = {
      version: '2.0',
      statement: { effect: 'allow', action: 'cos:Get*', resource: 'qcs::cos:::a-1/x' },
    }
    const [x, y] = ['qcs::cos::uin/100000000001:a-1/x', 'qcs::cos::uin/100000000001:a-1/y']
    const { results } = await resultsOf(
      suite(
        { cases: [{ action: 'cos:GetObject', resource: [x, y, [x, y]], expect: 'allow' }] },
        { policies: { document } },
      ),
    )
    expect(results.map(({ passed }: { passed: boolean }) => passed)).toEqual([true, false, false])
  })

  test('carry what the context says, each value in its kind', async () => {
    const condition = {
      numeric_less_than: { 'cos:content-length': 10 },
      string_equal: { 'qcs:resource_tag': 'team&a' },
    }
    const document = { version: '2.0', statement: { effect: 'allow', action: 'cos:*', resource: '*', condition } }
    const verdict = async (context: object) => {
      const cases = [{ action: 'cos:GetObject', resource: '*', context, expect: 'allow' }]
      return (await resultsOf(suite({ cases }, { policies: { document } }))).code
    }
    expect(await verdict({ tags: { team: ['b', 'a'] }, keys: { 'cos:content-length': 9 } })).toBe(0)
    expect(await verdict({ tags: { team: 'b' }, keys: { 'cos:content-length': 9 } })).toBe(3)
    expect(await verdict({ tags: { team: 'a' }, keys: { 'cos:content-length': '11' } })).toBe(3)
  })

  test('have the second factor of their principal, and none where nothing says so', async () => {
    const condition = { bool_equal: { 'qcs:mfa': 'true' } }
    const document = { version: '2.0', statement: { effect: 'allow', action: 'cam:*', resource: '*', condition } }
    const cases = [{ action: 'cam:GetUser', expect: 'allow' }]
    expect((await resultsOf(suite({ cases }, { policies: { document } }))).code).toBe(3)
    expect((await resultsOf(suite({ cases }, { policies: { document }, mfa: true }))).code).toBe(0)
    const without = [{ action: 'cam:GetUser', context: { mfa: false }, expect: 'deny' }]
    expect((await resultsOf(suite({ cases: without }, { policies: { document }, mfa: true }))).code).toBe(0)
  })

  test('do not pass on an address that nobody said', async () => {
    const { code, results } = await resultsOf(suite({ cases: [{ action: 'cam:ListUsers', expect: 'allow' }] }))
    expect(code).toBe(3)
    expect(results).toMatchObject([{ got: 'unknown', why: [expect.stringContaining('asks for qcs:ip')] }])
    const said = await resultsOf(suite({ context: office, cases: [{ action: 'cam:ListUsers', expect: 'allow' }] }))
    expect(said.code).toBe(0)
  })

  test.each<[string, object, string, string, boolean]>([
    [
      'a deny for addresses',
      { effect: 'deny', condition: { ip_equal: { 'qcs:ip': '10.0.0.0/8' } } },
      'cam:ListUsers',
      'allow',
      false,
    ],
    [
      'a deny that passes without one',
      { effect: 'deny', condition: { ip_not_equal_if_exist: { 'qcs:ip': '10.0.0.0/8' } } },
      'cam:ListUsers',
      'deny',
      false,
    ],
    [
      'an allow for addresses',
      { effect: 'allow', condition: { ip_equal: { 'qcs:ip': '10.0.0.0/8' } } },
      'cam:DeleteUser',
      'deny',
      false,
    ],
    [
      'an allow until a time',
      { effect: 'allow', condition: { date_less_than_if_exist: { 'qcs:current_time': '2026-01-01T00:00:00Z' } } },
      'cam:DeleteUser',
      'allow',
      false,
    ],
    [
      'a deny where nothing allows',
      { effect: 'deny', condition: { ip_equal: { 'qcs:ip': '10.0.0.0/8' } } },
      'cam:DeleteUser',
      'deny',
      true,
    ],
    [
      'an allow beside another',
      { effect: 'allow', condition: { ip_equal: { 'qcs:ip': '10.0.0.0/8' } } },
      'cam:ListUsers',
      'allow',
      true,
    ],
    [
      'a deny that does not hold anyway',
      { effect: 'deny', condition: { ip_equal: { 'qcs:ip': '10.0.0.0/8' }, bool_equal: { 'qcs:mfa': 'true' } } },
      'cam:ListUsers',
      'allow',
      true,
    ],
    [
      'a deny beside another',
      { effect: 'deny', condition: { null_equal: { 'qcs:ip': 'true' } } },
      'cam:GetUser',
      'deny',
      true,
    ],
  ])('need an address or a time only where the verdict rests on it: %s', async (_, more, action, expected, certain) => {
    const statement = [
      { effect: 'allow', action: ['cam:List*', 'cam:Get*'], resource: '*' },
      { effect: 'deny', action: 'cam:GetUser', resource: '*' },
      { action: 'cam:*', resource: '*', ...more },
    ]
    const document = { version: '2.0', statement }
    const cases = [{ action, expect: expected }]
    const { results } = await resultsOf(suite({ cases }, { policies: { document } }))
    expect(results).toMatchObject([certain ? { passed: true } : { passed: false, got: 'unknown' }])
  })

  test('carry no tags where calls of the action never do', async () => {
    const condition = { 'for_any_value:string_equal': { 'qcs:resource_tag': 'team&a' } }
    const document = { version: '2.0', statement: { effect: 'allow', action: 'ses:*', resource: '*', condition } }
    const cases = [{ action: 'ses:BatchSendEmail', context: { tags: { team: 'a' } }, expect: 'allow' }]
    const { code, results } = await resultsOf(suite({ cases }, { policies: { document } }))
    expect(code).toBe(3)
    expect(results[0].why.join(' ')).toContain('this API passes no tags of resources')
  })

  test('are limited by boundary and session, and by the groups not at all', async () => {
    const principal = { groups: { readers: 'reader.json' }, boundary: 'limit.json', session: 'limit.json' }
    const cases = [
      { action: 'cam:GetUser', expect: 'allow', because: 'group' },
      { action: 'cam:ListGroups', expect: 'deny', because: 'boundary' },
    ]
    expect(await runOne(suite({ cases }, principal))).toMatchObject({ code: 0 })
  })
})

describe('reasons', () => {
  const because = async (reason: unknown) => {
    const cases = [{ action: 'cam:ListUsers', context: { ip: '198.51.100.1' }, expect: 'deny', because: reason }]
    return (await runOne(suite({ cases }))).code
  }
  test.each([
    ['reader.json#1', 0],
    ['reader.json', 0],
    ['identity', 0],
    [{ cause: 'explicit-deny', policy: 'reader.json', statement: 1 }, 0],
    ['reader.json#0', 3],
    ['reader.json#Look', 3],
    ['boundary', 3],
    [{ cause: 'no-allow' }, 3],
    ['reader.json#2', 1],
    ['reader.json#Nobody', 1],
    ['other.json#0', 1],
  ])('%j ends with %d', async (reason, code) => {
    expect(await because(reason)).toBe(code)
  })

  test('by sid', async () => {
    expect(
      await runOne(suite({ cases: [{ action: 'cam:GetUser', expect: 'allow', because: 'reader.json#Look' }] })),
    ).toMatchObject({ code: 0 })
  })

  test('another one is told', async () => {
    const { results } = await resultsOf(
      suite({ cases: [{ action: 'cam:DeleteUser', expect: 'deny', because: 'reader.json#1' }] }),
    )
    expect(results).toMatchObject([
      { passed: false, expected: 'deny because of reader.json#1', got: 'deny, for another reason: identity, no-allow' },
    ])
  })
})

test('tables say many verdicts in few lines', async () => {
  const principals = { reader: { policies: 'reader.json' }, admin: { policies: { preset: 'AdministratorAccess' } } }
  const rows = { 'cam:GetUser': 'allow', 'cam:DeleteUser': ['deny', 'allow'], 'cam:ListGroups': ['deny', 'allow'] }
  const table = { principal: ['reader', 'admin'], context: office, rows }
  const { code, out } = await runOne(stringify({ principals, tables: [table] }))
  expect(code).toBe(3)
  expect(out).toContain('one.policy-test.yaml:19:11 failed reader, cam:ListGroups on *')
  expect(out).toContain('5 of 6 passed')
})

describe('never', () => {
  test('is proven, with the principal, its limits and what the context fixes', async () => {
    const never = [{ action: ['cam:Delete*', 'sts:*'] }, { action: 'cam:ListUsers', context: { ip: '198.51.100.1' } }]
    expect(await runOne(suite({ never }))).toMatchObject({ code: 0, out: '3 of 3 passed in 1 file\n' })
    const list = { never: [{ action: 'cam:List*' }] }
    expect(await runOne(suite({ never: [{ action: '*' }] }, {}))).toMatchObject({ code: 0 })
    expect(await runOne(suite(list, { policies: 'reader.json', boundary: 'limit.json' }))).toMatchObject({ code: 0 })
  })

  test('shows a request that is allowed, with an action that exists', async () => {
    const { results } = await resultsOf(suite({ never: [{ action: 'cam:*' }] }))
    expect(results).toMatchObject([{ passed: false, expected: 'never allowed', got: 'allowed' }])
    expect(results[0].why[0]).toMatch(/^This is allowed: cam:(List\w+|GetUser) on /)
    expect(results[0].decided).toMatchObject({ policy: 'reader.json', statement: 0 })
  })

  test('fails where it is not known, and says why', async () => {
    // A key that is compared as a number and as a text with wildcards is not searched to its end.
    const condition = { 'for_all_value:numeric_less_than': { 'x:n': 5 }, 'for_all_value:string_like': { 'x:n': '9*9' } }
    const document = { version: '2.0', statement: { effect: 'allow', action: 'cos:*', resource: '*', condition } }
    const { code, results } = await resultsOf(suite({ never: [{ action: 'cos:*' }] }, { policies: { document } }))
    expect(code).toBe(3)
    expect(results).toMatchObject([
      { got: 'unknown', why: [expect.stringMatching(/^It is not known: a condition key is compared/)] },
    ])
  })
})

describe('files at fault', () => {
  const faults = async (text: string): Promise<string> => {
    const { code, out, err } = await runOne(text)
    expect(code).toBe(1)
    expect(err).toBe('opencam: 1 test file cannot be run\n')
    return out
  }
  const ok = { action: 'cam:GetUser', expect: 'allow' }

  test.each<[string, string, string]>([
    [
      'a member that is none',
      suite({ cases: [{ ...ok, actions: 'cam:GetUser' }] }),
      '7:5 fault there is no member "actions" here; is "action" meant?',
    ],
    ['a member that is missing', suite({ cases: [{ action: 'cam:GetUser' }] }), '5:5 fault cases[0].expect is missing'],
    [
      'a verdict that is none',
      suite({ cases: [{ ...ok, expect: 'allowed' }] }),
      '6:13 fault cases[0].expect must be "allow" or "deny", not "allowed"',
    ],
    [
      'a truth as a text',
      suite({ cases: [{ ...ok, context: { mfa: 'yes' } }] }),
      '8:12 fault cases[0].context.mfa must be true or false, not "yes"',
    ],
    [
      'an action that is none',
      suite({ cases: [{ ...ok, action: 'cam:GetUsr' }] }),
      '5:13 fault the product "cam" has no action "GetUsr"; is "cam:GetUser" meant?',
    ],
    [
      'a product that nobody knows',
      suite({ cases: [{ ...ok, action: 'cmv:Run' }] }),
      '5:13 fault nobody knows the product of "cmv:Run"; is "cvm:Run" meant?',
    ],
    [
      'a pattern where one action is asked',
      suite({ cases: [{ ...ok, action: 'cam:Get*' }] }),
      'patterns stand in `never`',
    ],
    [
      'a proof of nothing',
      suite({ never: [{ action: 'cam:Delet3*' }] }),
      '5:13 fault "cam:Delet3*" covers no action that exists',
    ],
    [
      'a resource that is none',
      suite({ cases: [{ ...ok, resource: ['*', 'user/1'] }] }),
      '9:9 fault "user/1" is neither * nor six segments',
    ],
    [
      'a principal that is not there',
      suite({ cases: [{ ...ok, principal: 'raeder' }] }),
      'there is no principal "raeder"; is "reader" meant?',
    ],
    [
      'an address that is none',
      suite({ cases: [{ ...ok, context: { ip: '10.0.0.0/8' } }] }),
      '8:11 fault "10.0.0.0/8" is no address',
    ],
    [
      'a time without a zone',
      suite({ cases: [{ ...ok, context: { time: '2026-01-02 03:04:05' } }] }),
      'is no time with its zone',
    ],
    [
      'a general key that is none',
      suite({ cases: [{ ...ok, context: { keys: { 'qcs:resource_tags': 'a' } } }] }),
      'there is no general key "qcs:resource_tags"; is "qcs:resource_tag" meant?',
    ],
    [
      'a value of another kind',
      suite({ cases: [{ ...ok, context: { keys: { 'cos:tls-version': 'new' } } }] }),
      '"cos:tls-version" is a number, and "new" is none',
    ],
    [
      'a key that nobody asks for',
      suite({ cases: [{ ...ok, context: { keys: { 'cos:prefx': 'a' } } }] }),
      'no policy here asks for "cos:prefx", and it is no key that is known; is "cos:prefix" meant?',
    ],
    [
      'a document that is not there',
      suite({ cases: [ok] }, { policies: 'none.json' }),
      '3:15 fault "none.json" cannot be read: it is not there',
    ],
    [
      'a preset that is none',
      suite({ cases: [ok] }, { policies: { preset: 'AdministratorAcces' } }),
      'is "AdministratorAccess" meant?',
    ],
    [
      'an inline document that is none',
      suite(
        { cases: [ok] },
        { policies: { document: { version: '2.0', statement: { effect: 'maybe', action: '*', resource: '*' } } } },
      ),
      '7:19 fault statement 0: effect must be "allow" or "deny", not "maybe"',
    ],
    ['nothing to test', suite({}), 'there is nothing to test'],
    [
      'a resource that cannot be left out',
      suite({ cases: [{ action: 'ses:CreateEmailAddress', expect: 'deny' }] }),
      'is decided on a resource, which is missing: qcs::ses:',
    ],
    [
      'a resource of an API that has none',
      suite({ cases: [{ action: 'ses:BatchSendEmail', resource: 'qcs::ses:::x', expect: 'deny' }] }),
      'ses:BatchSendEmail is decided on * only',
    ],
    ['a member written twice', 'principals: {}\nprincipals: {}\n', '2:1 fault Map keys must be unique'],
    ['text that is no YAML', 'principals: [\n', 'fault '],
    ['several documents', '---\na: 1\n---\nb: 1\n', 'fault '],
    ['a list', '- 1\n', '1:1 fault the file must be an object'],
    ['nobody', stringify({ principals: {}, cases: [ok] }), '1:13 fault there is nobody to test'],
    ['a name that is passed over', 'principals: { __proto__: {} }\n', '1:15 fault no member is called __proto__'],
    [
      'aliases that multiply',
      `a: &a [1]\n${'bcdefgh'.replace(/./g, (name) => `${name}: &${name} [${`*${String.fromCharCode(name.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`,
      'Excessive alias count',
    ],
  ])('%s', async (_, text, said) => {
    expect(await faults(text)).toContain(said)
  })

  test('each is told once', async () => {
    const cases = [{ action: ['cam:GetUser', 'cam:ListUsers'], resource: 'user/1', expect: 'allow' }]
    const out = await faults(suite({ cases }, { policies: ['none.json', 'none.json'] }))
    expect(out.match(/is neither/g)).toHaveLength(1)
    expect(out).toContain('3 faults')
  })

  test('a faulty document is named with its own place', async () => {
    put(
      'reader.json',
      '{\n  "version": "2.0",\n  "statement": [{ "effect": "allow", "action": "cam", "resource": "*" }]\n}',
    )
    expect(await faults(suite({ cases: [ok] }))).toContain(
      'reader.json:3:48 fault statement 0: "cam" is not of the form product:Action',
    )
  })

  test('rows of a table have a verdict for each column', async () => {
    const tables = [{ principal: ['reader'], rows: { 'cam:GetUser': ['allow', 'deny'] } }]
    expect(await faults(suite({ tables }))).toContain('there are 2 verdicts for 1 principals')
  })

  test('JSON is read as JSON', async () => {
    put('two.policy-test.json', '{ "principals": {}, }')
    const { code, out } = await run()
    expect({ code, out }).toEqual({
      code: 1,
      out: 'two.policy-test.json:1:21 fault not JSON: expected the name of a member in double quotes\n1 fault\n',
    })
  })

  test('the other files are run, and 1 wins over 3', async () => {
    put('bad.policy-test.yaml', 'principals: 1\n')
    const { code, out } = await runOne(suite({ cases: [{ ...ok, expect: 'deny' }] }))
    expect(code).toBe(1)
    expect(out).toContain('bad.policy-test.yaml:1:13 fault principals must be an object')
    expect(out).toContain('0 of 1 passed')
  })
})

describe('files', () => {
  test('are found below folders, by their names', async () => {
    mkdirSync(join(folder, 'deep/er'), { recursive: true })
    const text = suite({ cases: [{ action: 'cam:GetUser', expect: 'allow' }] }, { policies: '../../reader.json' })
    put('deep/er/a.policy-test.yml', text)
    put('deep/er/b.policy-test.json', parse(text))
    put('deep/er/c.yaml', 'no test')
    mkdirSync(join(folder, 'node_modules'))
    put('node_modules/d.policy-test.yaml', 'no test of ours')
    expect(await run()).toMatchObject({ code: 0, out: '2 of 2 passed in 2 files\n' })
  })

  test('none is a failure, and so is a filter that leaves nothing', async () => {
    expect(await run()).toMatchObject({ code: 1, err: expect.stringContaining('there is no policy test here') })
    const text = suite({ cases: [{ name: 'one', action: 'cam:GetUser', expect: 'allow' }] })
    expect(await runOne(text, '--filter', 'two')).toMatchObject({
      code: 1,
      err: expect.stringContaining('leaves nothing'),
    })
    expect(await runOne(text, '--filter', 'ONE: reader')).toMatchObject({ code: 0 })
  })

  test('without paths those of the working folder are run, in a process of its own', async () => {
    put('one.policy-test.yaml', suite({ cases: [{ action: 'cam:GetUser', expect: 'deny' }] }))
    const { code, out } = await process(['test'], { cwd: folder })
    expect(code).toBe(3)
    expect(out).toContain('decided by the allow in statement[0] of reader.json at reader.json:4:5')
  })

  test('called wrongly ends with 2', async () => {
    expect((await run('--min-coverage', '101')).code).toBe(2)
    expect((await run('--init', 'x.json')).code).toBe(2)
    expect((await run('--nonsense')).code).toBe(2)
  })
})

describe('coverage', () => {
  const cases = [{ action: 'cam:GetUser', expect: 'allow' }]
  test('names statements that decided no case', async () => {
    const { code, out } = await runOne(suite({ cases }), '--coverage')
    expect(code).toBe(0)
    expect(out).toContain(
      '1 of 2 statements decided a case (50 %)\n  reader.json:13:5 statement[1] of reader.json decided none',
    )
  })

  test('fails below what is wanted', async () => {
    expect(await runOne(suite({ cases }), '--min-coverage', '50')).toMatchObject({ code: 0 })
    expect(await runOne(suite({ cases }), '--min-coverage', '51')).toMatchObject({
      code: 3,
      err: 'opencam: 50 % of the statements decided a case, 51 % are wanted\n',
    })
  })

  test('counts boundaries that let through, and presets not at all', async () => {
    const principal = { policies: ['reader.json', { preset: 'AdministratorAccess' }], boundary: 'limit.json' }
    const { coverage } = await (async () => {
      const { out } = await runOne(suite({ cases }, principal), '--coverage', '--output', 'json')
      return JSON.parse(out)
    })()
    expect(coverage).toMatchObject({ statements: 3, covered: 2, percent: 66 })
  })
})

describe('for machines', () => {
  const hostile = 'a <b> & "c", 100%: d\u0001\u2028'
  const text = suite({
    cases: [
      { name: hostile, action: 'cam:GetUser', expect: 'deny' },
      { name: 'fine', action: 'cam:GetUser', expect: 'allow' },
    ],
  })

  test('JUnit is XML of the form that its readers take', async () => {
    put('bad.policy-test.yaml', 'principals: 1\n')
    await runOne(text, '--junit', join(folder, 'junit.xml'))
    const result = readXml(got('junit.xml'), { charactersMax: 100_000, depthMax: 10, elementsMax: 100 })
    if ('fault' in result) throw new Error(JSON.stringify(result.fault))
    expect(formFaults(result.root)).toEqual([])
    expect(attributeOf(result.root, 'tests')).toBe('3')
    const [first, bad] = childElements(result.root)
    const [failed, passed] = childElements(first as XmlElement)
    expect(attributeOf(failed as XmlElement, 'name')).toBe('a <b> & "c", 100%: d\ufffd\ufffd: reader, cam:GetUser on *')
    const [failure] = childElements(failed as XmlElement)
    expect(textOf(failure as XmlElement)).toContain('expected deny, got allow\ndecided by the allow in')
    expect(childElements(passed as XmlElement)).toEqual([])
    expect(attributeOf(bad as XmlElement, 'errors')).toBe('1')
  })

  test('a report that cannot be written is a failure', async () => {
    expect(await runOne(text, '--junit', join(folder, 'none/junit.xml'))).toMatchObject({
      code: 1,
      err: 'opencam: none/junit.xml cannot be written: there is no such folder\n',
    })
  })

  test('GitHub is told file, line and column, escaped by its rules', async () => {
    const { out } = await runOne(text, '--github')
    const command = out.split('\n').find((line) => line.startsWith('::error '))
    expect(command).toContain(
      'line=6,col=13,title=a <b> & "c"%2C 100%25%3A d\ufffd\ufffd%3A reader%2C cam%3AGetUser on *::expected deny, got allow%0Adecided by the allow',
    )
    const json = await runOne(text, '--github', '--output', 'json')
    expect(JSON.parse(json.out)).toMatchObject({ failed: 1 })
    expect(json.err).toMatch(/^::error file=/)
  })

  test('YAML says the same as JSON', async () => {
    const [json, yaml] = [await runOne(text, '--output', 'json'), await runOne(text, '--output', 'yaml')]
    expect(parse(yaml.out)).toEqual(JSON.parse(json.out))
  })

  test('nothing of a file reaches the terminal as it is', async () => {
    const { out } = await runOne(suite({ cases: [{ name: '\u001b[31mred', action: 'cam:GetUser', expect: 'deny' }] }))
    expect(out).not.toContain('\u001b')
  })

  test('the schema of the format takes what the command takes', async () => {
    const validate = new Ajv2020({ strict: false }).compile(policyTestSchema())
    expect(validate(parse(text))).toBe(true)
    expect(validate(parse(suite({ cases: [{ action: 'cam:GetUser', expects: 'allow' }] })))).toBe(false)
  })
})

/** Elements and attributes of the schema that Jenkins and others publish for these files, as far as ours has them. */
const FORM: ReadonlyMap<string, { readonly attributes: readonly string[]; readonly children: readonly string[] }> =
  new Map([
    ['testsuites', { attributes: ['name', 'tests', 'failures', 'errors'], children: ['testsuite'] }],
    ['testsuite', { attributes: ['name', 'tests', 'failures', 'errors', 'file'], children: ['testcase'] }],
    ['testcase', { attributes: ['name', 'classname', 'file', 'line'], children: ['failure', 'error'] }],
    ['failure', { attributes: ['message', 'type'], children: [] }],
    ['error', { attributes: ['message', 'type'], children: [] }],
  ])

function formFaults(element: XmlElement): readonly string[] {
  const form = FORM.get(element.local)
  if (form === undefined) return [`no element ${element.local}`]
  const attributes = element.attributes.map(({ local }) => local).filter((name) => !form.attributes.includes(name))
  const children = childElements(element)
  const strange = children.filter(({ local }) => !form.children.includes(local)).map(({ local }) => local)
  return [...attributes, ...strange, ...children.flatMap(formFaults)]
}

describe('opencam schema', () => {
  const schema = async (...args: readonly string[]): Promise<object> => {
    const { code, out } = await runCli(['schema', ...args])
    expect(code).toBe(0)
    return JSON.parse(out)
  }
  test('prints that of policies, for what they are for', async () => {
    const ajv = new Ajv2020({ strict: false })
    const [policy, trust] = [await schema(), await schema('policy', '--purpose', 'trust')].map((one) =>
      ajv.compile(one),
    )
    const trusting = { effect: 'allow', action: 'sts:AssumeRole', principal: { service: 'cvm.qcloud.com' } }
    expect([policy?.(reader), trust?.(reader)]).toEqual([true, false])
    const document = { version: '2.0', statement: [trusting] }
    expect([policy?.(document), trust?.(document)]).toEqual([false, true])
    expect(JSON.stringify(await schema('policy', '--actions'))).toContain('"cam:ListUsers"')
  })

  test('prints that of policy tests', async () => {
    expect(await schema('policy-test')).toEqual(JSON.parse(JSON.stringify(policyTestSchema())))
    expect((await runCli(['schema', 'other'])).code).toBe(2)
  })
})

describe('--init', () => {
  test('writes a test that passes and decides every statement', async () => {
    const made = await runCli(['test', '--init', join(folder, 'reader.json')])
    expect(made.code).toBe(0)
    const written = got('reader.policy-test.yaml')
    expect(written).toMatch(/^# A first test of reader\.json/)
    expect(parse(written)).toMatchObject({ principals: { holder: { policies: ['reader.json'] } } })
    const { code, out } = await run('--min-coverage', '100')
    expect({ code, out }).toMatchObject({ code: 0 })
    expect(written).toContain('sts:*')
  })

  test('writes over nothing', async () => {
    put('reader.policy-test.yaml', 'mine')
    const { code, err } = await runCli(['test', '--init', join(folder, 'reader.json')])
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('is there already') })
    expect(got('reader.policy-test.yaml')).toBe('mine')
  })

  test.each([
    ['everything', { effect: 'allow', action: '*', resource: '*' }],
    [
      'a product without a catalog',
      { effect: 'allow', action: 'cvm:Describe*', resource: 'qcs::cvm:ap-guangzhou::instance/*' },
    ],
    [
      'conditions of several kinds',
      {
        effect: 'allow',
        action: 'cos:*',
        resource: '*',
        condition: {
          bool_equal: { 'qcs:mfa': 'true' },
          date_less_than: { 'qcs:current_time': '2030-01-01T00:00:00Z' },
          'for_any_value:string_equal': { 'qcs:resource_tag': 'team&a' },
        },
      },
    ],
  ])('of %s', async (_, statement) => {
    put('some.json', { version: '2.0', statement: [statement] })
    expect((await runCli(['test', '--init', join(folder, 'some.json')])).code).toBe(0)
    expect(await run('--min-coverage', '100')).toMatchObject({ code: 0 })
  })
})
