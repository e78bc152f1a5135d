// Commands on policy documents, on real files: each once as a process of its own, and its further cases within the test's. None of
// them needs a server.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Outcome, runCli, temporaryFolder } from '../server/cli.ts'
import { opencam as run } from './process.ts'

const reader = {
  version: '2.0',
  statement: [{ effect: 'allow', action: ['cam:List*', 'cam:GetUser'], resource: ['*'] }],
}
const guarded = {
  version: '2.0',
  statement: [
    ...reader.statement,
    {
      effect: 'deny',
      action: ['cam:ListUsers'],
      resource: ['*'],
      condition: { ip_equal: { 'qcs:ip': ['203.0.113.0/24'] } },
    },
  ],
}

let folder: string
const put = (name: string, value: unknown): void =>
  writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value))
/** Names of files stand for those of the folder. */
const opencam = (...args: readonly string[]): Promise<Outcome> =>
  runCli(args.map((arg) => (arg.endsWith('.json') ? join(folder, arg) : arg)))
const opencamProcess = (...args: readonly string[]) => run(args, { cwd: folder })
beforeEach(() => {
  folder = temporaryFolder()
  put('reader.json', reader)
  put('guarded.json', guarded)
})

describe('opencam lint', () => {
  test('says nothing is wrong where nothing is', async () => {
    expect(await opencamProcess('lint', 'reader.json', 'guarded.json')).toEqual({
      code: 0,
      out: '2 documents: nothing found\n',
      err: '',
    })
  })

  test('names file, line, column and rule, and ends with 3', async () => {
    put(
      'slip.json',
      '{\n  "version": "2.0",\n  "statement": [{"effect": "allow", "action": "cam:ListUser", "resource": "*"}]\n}',
    )
    const { code, out } = await opencam('lint', 'slip.json')
    expect(code).toBe(3)
    expect(out).toContain('slip.json:3:47 error statement 0: ')
    expect(out).toContain('"cam:ListUsers"')
    expect(out).toContain('[action-typo]')
    expect(out).toContain('1 document: 1 error, 0 warnings, 0 notices')
  })

  test('reads standard input, and answers programs', async () => {
    const { code, out } = await run(['lint', '-', '--output', 'json'], { cwd: folder, input: '{' })
    expect(code).toBe(3)
    expect(JSON.parse(out)).toMatchObject([{ file: '-', severity: 'error', line: 1, column: 2 }])
  })

  test('--fix writes safe edits, after which nothing is left to mend', async () => {
    const twice = { ...reader.statement[0], action: ['cam:GetUser', 'cam:GetUser'] }
    put('twice.json', { version: '2.0', statement: [twice] })
    const before = await opencam('lint', 'twice.json')
    expect(before.out).toContain('(--fix mends it)')
    expect((await opencam('lint', 'twice.json', '--fix')).code).toBe(0)
    const [statement] = JSON.parse(readFileSync(join(folder, 'twice.json'), 'utf8')).statement
    expect(statement.action).toEqual(['cam:GetUser'])
  })

  test('--least leaves out what is less grave', async () => {
    put('secrets.json', { version: '2.0', statement: [{ effect: 'allow', action: 'cam:Get*', resource: '*' }] })
    expect((await opencam('lint', 'secrets.json')).code).toBe(3)
    expect((await opencam('lint', 'secrets.json', '--least', 'error')).code).toBe(0)
  })
})

describe('opencam fmt', () => {
  test('writes one form; a second time changes nothing', async () => {
    expect((await opencamProcess('fmt', '--check', 'reader.json')).code).toBe(3)
    expect((await opencam('fmt', 'reader.json')).code).toBe(0)
    const text = readFileSync(join(folder, 'reader.json'), 'utf8')
    expect(text).toBe(
      `{
  "version": "2.0",
  "statement": [
    {
      "effect": "allow",
      "action": ["cam:List*", "cam:GetUser"],
      "resource": ["*"]
    }
  ]
}
`,
    )
    expect(await opencam('fmt', '--check', 'reader.json')).toEqual({ code: 0, out: '', err: '' })
  })

  test('of several files with one that is no JSON, none is touched', async () => {
    put('broken.json', '{')
    const { code, err } = await opencam('fmt', 'reader.json', 'broken.json')
    expect(code).toBe(1)
    expect(err).toContain('broken.json is no JSON: opencam lint says where')
    expect(readFileSync(join(folder, 'reader.json'), 'utf8')).toBe(JSON.stringify(reader))
  })
})

describe('opencam simulate', () => {
  test('allows, with 0', async () => {
    const { code, out } = await opencam('simulate', 'reader.json', '--action', 'cam:ListUsers')
    expect([code, out]).toEqual([0, 'allowed\n'])
  })

  test('refuses with 3, names the statement and what it saw', async () => {
    const { code, out } = await opencamProcess(
      'simulate',
      'guarded.json',
      '--action',
      'cam:ListUsers',
      '--ip',
      '203.0.113.9',
    )
    expect(code).toBe(3)
    expect(out).toContain('deny in statement[1] of policy guarded.json')
    expect(out).toContain('ip_equal qcs:ip, wanted 203.0.113.0/24, seen 203.0.113.9')
    expect(out).toContain('The smallest change that would allow it:')
  })

  test('a boundary limits', async () => {
    put('boundary.json', { version: '2.0', statement: [{ effect: 'allow', action: 'cam:GetUser', resource: '*' }] })
    const args = ['simulate', 'reader.json', '--boundary', 'boundary.json', '-o', 'json', '--action']
    expect(JSON.parse((await opencam(...args, 'cam:GetUser')).out)).toMatchObject({ effect: 'allow' })
    expect(JSON.parse((await opencam(...args, 'cam:ListUsers')).out)).toMatchObject({
      effect: 'deny',
      reason: { layer: 'boundary' },
    })
  })

  test('a document that could not be in force is refused', async () => {
    put('wrong.json', { version: '2.0', statement: [{ effect: 'perhaps', action: '*', resource: '*' }] })
    const { code, err } = await opencam('simulate', 'wrong.json', '--action', 'cam:GetUser')
    expect(code).toBe(1)
    expect(err).toContain('wrong.json cannot be in force: ')
  })
})

describe('opencam diff and opencam prove', () => {
  test('a change that takes access away: proven that it gives none, and an example of what is lost', async () => {
    const { code, out } = await opencamProcess('diff', 'reader.json', 'guarded.json', '--output', 'yaml')
    expect(code).toBe(3)
    const found = parse(out)
    expect(found.newAccess).toEqual({ answer: 'none' })
    expect(found.lostAccess.answer).toBe('some')
    // The example is one: the old policy allows it, the new one does not.
    const { action, resources, context } = found.lostAccess.example
    const keys = Object.entries(context).flatMap(([key, value]) => ['--key', `${key}=${value}`])
    const ask = (file: string) => opencam('simulate', file, '--action', action, '--resource', resources.join(), ...keys)
    expect([(await ask('reader.json')).code, (await ask('guarded.json')).code]).toEqual([0, 3])
  })

  test('the same in other words is no change', async () => {
    put('same.json', {
      version: '2.0',
      statement: [
        { effect: 'allow', action: 'cam:GetUser', resource: '*' },
        { effect: 'allow', action: 'cam:List*', resource: '*' },
      ],
    })
    expect(await opencam('diff', 'reader.json', 'same.json')).toEqual({
      code: 0,
      out: '+ new access: none, proven\n- lost access: none, proven\n',
      err: '',
    })
    expect((await opencam('prove', 'equivalent', 'reader.json', 'same.json')).code).toBe(0)
  })

  test.each([
    [['no-new-access', 'guarded.json', 'reader.json'], 0],
    [['no-new-access', 'reader.json', 'guarded.json'], 3],
    [['equivalent', 'reader.json', 'guarded.json'], 3],
    [['overlap', 'reader.json', 'guarded.json'], 0],
    [['can-allow', 'reader.json', '--action', 'cam:Delete*'], 3],
    [['can-allow', 'reader.json', '--action', 'cam:Get*'], 0],
    [['dead', 'guarded.json'], 0],
  ] as const)('prove %j ends with %i', async (args, wanted) => {
    const { code, err } = await opencam('prove', ...args)
    expect([code, err]).toEqual([wanted, ''])
  })

  test('a statement that decides nothing is named', async () => {
    put('dead.json', {
      ...reader,
      statement: [...reader.statement, { effect: 'allow', action: 'cam:ListUsers', resource: '*' }],
    })
    const { code, out } = await opencamProcess('prove', 'dead', 'dead.json')
    expect(code).toBe(3)
    expect(out).toContain('statement[1] decides nothing: other statements decide likewise')
  })
})
