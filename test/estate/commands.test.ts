// The commands on accounts as files, as processes against a server with sockets.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { run as runInProcess } from '../../src/cli/main.ts'
import { readFolder } from '../../src/estate/read.ts'
import { writeFolder } from '../../src/estate/write.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { play } from '../cli/transcript.ts'
import { type Root, type Started, startOn } from '../sdk/server.ts'
import { temporaryFolder } from '../server/cli.ts'
import { read } from '../tidy/source.ts'
import { drawFull } from './generate.ts'
import { startRelay } from './relay.ts'
import { isWrite } from './steps.ts'

const page = 'docs/account-as-files.md'

let started: Started
beforeAll(async () => {
  started = await startOn('SQLite')
})
afterAll(() => started.close())

type Key = Pick<Root, 'secretId' | 'secretKey'>
const envOf = ({ secretId, secretKey }: Key, endpoint = started.server.url) => ({
  OPENCAM_ENDPOINT: endpoint,
  TENCENTCLOUD_SECRET_ID: secretId,
  TENCENTCLOUD_SECRET_KEY: secretKey,
})

/** Runs a command in this process; what is on standard input is `input`. */
async function inProcess(args: readonly string[], env: Record<string, string>, input = '', terminal = false) {
  const said = { out: '', err: '' }
  const code = await runInProcess(args, {
    env,
    clock: systemClock,
    random: systemRandom,
    terminal,
    input: async () => input,
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
  })
  return { code, ...said }
}

/** Commands of somebody in a folder of their own, in which names of files and folders lie. */
function commandsOf(key: Key, cwd = temporaryFolder()) {
  const placed = (arg: string) =>
    /^(?:in|out|old|new|other|[\w-]+\.(?:json|journal))$/.test(arg) ? join(cwd, arg) : arg
  const opencam = (args: readonly string[], input = '', endpoint?: string) =>
    inProcess(args.map(placed), envOf(key, endpoint), input)
  const put = (path: string, value: string) => {
    mkdirSync(dirname(join(cwd, path)), { recursive: true })
    writeFileSync(join(cwd, path), value)
  }
  return { cwd, opencam, put, get: (path: string) => readFileSync(join(cwd, path), 'utf8') }
}

const filesIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((path) => /\.(yaml|json)$/.test(path))
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )

let accounts = 0
async function newAccount(): Promise<Root> {
  accounts += 1
  return started.account(`commands-${accounts}`)
}

test(`${page}: commands answer what the page says`, { timeout: 240_000 }, async () => {
  const fresh = await startOn('SQLite')
  try {
    const env = envOf(fresh.root, fresh.server.url)
    expect(await play(page, { cwd: temporaryFolder(), env })).toBe(12)
  } finally {
    await fresh.close()
  }
})

test('no file and no output of any command has a secret in it', async () => {
  const root = await newAccount()
  const { cwd, opencam, put } = commandsOf(root)
  const client = started.client(root)
  const made = (await client.call('AddUser', {
    Name: 'robot',
    UseApi: 1,
    ConsoleLogin: 1,
    Password: 'Pass-Word-123456',
  })) as { SecretId: string; SecretKey: string }
  put('in/account.yaml', 'format: 1\n')
  put('in/users.yaml', '- name: carol\n  consoleLogin: true\n- name: robot\n  remark: changed\n')
  const outcomes = [
    await opencam(['apply', 'in']),
    await opencam(['pull', 'out']),
    await opencam(['plan', 'in', '--prune', '--output', 'json', '--out', 'plan.json']),
    await opencam(['export']),
  ]
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0])
  const everything = JSON.stringify([
    outcomes,
    [...filesIn(cwd)],
    readFileSync(join(cwd, 'in/.opencam-journal'), 'utf8'),
  ])
  for (const secret of [made.SecretId, made.SecretKey, 'Pass-Word', root.secretKey, root.secretId]) {
    expect(everything).not.toContain(secret)
  }
  expect(outcomes[0]?.out).toContain('user carol: set a first password')
  expect(outcomes[3]?.err).toContain('Not carried: access keys, passwords')
})

describe('a key that may only read', () => {
  const document = /^```json allowed\.json\n(.*?)^```$/ms.exec(read(page))?.[1] ?? ''

  async function reader(root: Root, policy: string): Promise<Key> {
    const client = started.client(root)
    const user = (await client.call('AddUser', { Name: 'reader', UseApi: 1 })) as Record<string, string | number>
    const { PolicyId } = (await client.call('CreatePolicy', {
      PolicyName: 'reader',
      PolicyDocument: policy,
    })) as { PolicyId: number }
    await client.call('AttachUserPolicy', { PolicyId, AttachUin: user['Uin'] })
    return { secretId: String(user['SecretId']), secretKey: String(user['SecretKey']) }
  }

  test('of the documented policy reads all that the owner reads, and needs all of it', {
    timeout: 60_000,
  }, async () => {
    const root = await newAccount()
    const owner = commandsOf(root)
    for (const [path, value] of writeFolder({ ...drawFull(11), account: undefined })) owner.put(`in/${path}`, value)
    expect(await owner.opencam(['apply', 'in'])).toMatchObject({ code: 0 })
    const key = await reader(root, document)
    const asked = new Set<string>()
    const relay = await startRelay(started.server.url, (action) => {
      asked.add(action)
      return 'on'
    })
    try {
      const its = commandsOf(key)
      expect(await its.opencam(['pull', 'out'], '', relay.url)).toMatchObject({ code: 0, err: '' })
      expect(await owner.opencam(['pull', 'out'])).toMatchObject({ code: 0, err: '' })
      expect(filesIn(join(its.cwd, 'out'))).toEqual(filesIn(join(owner.cwd, 'out')))
    } finally {
      await relay.close()
    }
    const allowed: readonly string[] = JSON.parse(document).statement[0].action
    expect([...asked].toSorted()).toEqual(allowed.map((action) => action.replace(/^\w+:/, '')).toSorted())
    expect([...asked].filter(isWrite)).toEqual([])
  })

  test('with less says what it could not read, and nothing of that is changed', async () => {
    const root = await newAccount()
    const owner = commandsOf(root)
    owner.put('in/account.yaml', 'format: 1\n')
    owner.put(
      'in/users.yaml',
      '- name: alice\n  tags: [{key: team, value: core}]\n  policies: [preset:ReadOnlyAccess]\n',
    )
    owner.put('in/roles/deployer.yaml', '')
    owner.put(
      'in/trust/deployer.json',
      '{"version":"2.0","statement":[{"effect":"allow","principal":{"qcs":["qcs::cam::uin/<account>:root"]},"action":"name/sts:AssumeRole"}]}',
    )
    expect(await owner.opencam(['apply', 'in'])).toMatchObject({ code: 0 })
    const less = JSON.parse(document)
    less.statement[0].action = less.statement[0].action.filter(
      (action: string) => !/DescribeRoleList|ListAttachedUserPolicies|^tag:/.test(action),
    )
    const its = commandsOf(await reader(root, JSON.stringify(less)))
    const { code, err } = await its.opencam(['pull', 'out'])
    expect(code).toBe(0)
    expect(err).toContain('not read: roles: DescribeRoleList: AuthFailure.UnauthorizedOperation')
    const account = parse(its.get('out/account.yaml'))
    expect(account.incomplete.map(({ what }: { what: string }) => what)).toEqual([
      'roles',
      'users/*/tags',
      'users/alice/policies',
      'users/reader/policies',
    ])
    expect(existsSync(join(its.cwd, 'out/roles'))).toBe(false)
    // The owner applies these files: neither roles nor tags nor attachments go.
    const back = commandsOf(root, its.cwd)
    const plan = await back.opencam(['plan', 'out', '--prune'])
    expect(plan).toMatchObject({ code: 0 })
    expect(plan.out).toContain('users/*/tags is not compared: ')
    expect(plan.out).toContain('Nothing to do.')
  })

  test('that nobody knows ends with 1 and writes nothing', async () => {
    const { cwd, opencam } = commandsOf({ secretId: `AKID${'x'.repeat(32)}`, secretKey: 'nobody' })
    const { code, err } = await opencam(['pull', 'out'])
    expect([code, existsSync(join(cwd, 'out'))]).toEqual([1, false])
    expect(err).toContain('AuthFailure.SecretIdNotFound')
  })
})

describe('apply', () => {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

  test('killed at any call and run again comes to the same', { timeout: 240_000 }, async () => {
    const root = await newAccount()
    const { cwd, opencam, put } = commandsOf(root)
    const wanted = { ...drawFull(11, 100), account: undefined }
    for (const [path, value] of writeFolder(wanted)) put(`in/${path}`, value)
    let child: ChildProcess | undefined
    let [left, kills] = [0, 0]
    // By turns before the call goes on and after it was made, a few calls later each time.
    const relay = await startRelay(started.server.url, (action, when) => {
      if (child?.killed === true) return 'gone'
      if (!isWrite(action) || when !== (kills % 2 === 0 ? 'after' : 'before')) return 'on'
      left -= 1
      if (left > 0) return 'on'
      child?.kill('SIGKILL')
      return 'gone'
    })
    const signals: (string | null)[] = []
    try {
      for (; kills < 5; kills += 1) {
        left = 1 + kills
        child = spawn(process.execPath, [main, 'apply', 'in'], {
          cwd,
          env: {
            PATH: process.env['PATH'],
            NODE_COMPILE_CACHE: join(tmpdir(), 'opencam-compiled'),
            ...envOf(root, relay.url),
          },
          stdio: 'ignore',
        })
        const [, signal] = await once(child, 'exit')
        signals.push(signal)
      }
      child = undefined
    } finally {
      await relay.close()
    }
    expect(signals).toEqual(Array(5).fill('SIGKILL'))
    const last = await opencam(['apply', 'in'])
    expect(last).toMatchObject({ code: 0 })
    // Said for those of the earlier runs too.
    for (const { name } of wanted.users) expect(last.out).toContain(`user ${name}: `)
    await opencam(['pull', 'out'])
    const files = readFolder(filesIn(join(cwd, 'out')))
    expect('estate' in files && { ...files.estate, account: undefined, incomplete: [] }).toEqual(wanted)
    expect(await opencam(['plan', 'in'])).toMatchObject({ code: 0 })
  })

  test('of a saved plan is refused once the account has moved on, and for another account', async () => {
    const root = await newAccount()
    const { opencam, put } = commandsOf(root)
    put('in/account.yaml', 'format: 1\n')
    put('in/users.yaml', '- name: alice\n')
    expect(await opencam(['plan', 'in', '--out', 'plan.json'])).toMatchObject({ code: 3 })
    put('other/account.yaml', 'format: 1\n')
    put('other/groups.yaml', '- name: devs\n')
    expect(await opencam(['apply', 'other'])).toMatchObject({ code: 0 })
    const late = await opencam(['apply', 'plan.json'])
    expect([late.code, late.out]).toEqual([1, ''])
    expect(late.err).toBe('opencam: the account is not as the plan found it: group devs: create; make another plan\n')
    put('broken.json', '{}')
    expect((await opencam(['apply', 'broken.json'])).err).toContain('broken.json is no plan')
    expect((await opencam(['apply', 'gone.json'])).err).toContain('gone.json cannot be read: ENOENT')
  })

  test('without an answer says how far it came, and goes on', async () => {
    const { opencam, put } = commandsOf(await newAccount())
    put('in/account.yaml', 'format: 1\n')
    put('in/users.yaml', '- name: alice\n- name: bob\n')
    let users = 0
    const relay = await startRelay(started.server.url, (action, when) => {
      if (action === 'AddUser' && when === 'after') users += 1
      return users === 2 ? 'gone' : 'on'
    })
    try {
      const { code, out, err } = await opencam(['apply', 'in'], '', relay.url)
      expect([code, out]).toEqual([1, ''])
      expect(err).toContain('; 1 call made before: the same command again goes on')
    } finally {
      await relay.close()
    }
    // The call whose answer was lost was made.
    const again = await opencam(['apply', 'in'])
    expect(again.code).toBe(0)
    expect(again.out).toContain('user bob: make an access key')
    expect(again.out).toContain('Nothing to do.')
  })

  test('of the folder of another account is refused', async () => {
    const { opencam, put } = commandsOf(await newAccount())
    put('in/account.yaml', 'format: 1\naccount: "100000099999"\n')
    const { code, err } = await opencam(['apply', 'in'])
    expect(code).toBe(1)
    expect(err).toContain('the files are of account 100000099999 and the key is of account')
  })

  test('says what failed, with code, message and RequestId, and ends with 1', async () => {
    const { opencam, put } = commandsOf(await newAccount())
    put('in/account.yaml', 'format: 1\n')
    put('in/users.yaml', '- name: alice\n  policies: [preset:NoSuchPreset]\n- name: bob\n')
    const { code, out, err } = await opencam(['apply', 'in'])
    expect(code).toBe(1)
    expect(out).toContain('done     user bob: create')
    expect(out).toContain('failed   user alice: attach preset:NoSuchPreset')
    expect(err).toBe('opencam: 1 of 3 calls failed, 0 were not made\n')
  })

  test('sends nothing where a document could not be in force', async () => {
    const { opencam, put } = commandsOf(await newAccount())
    put('in/account.yaml', 'format: 1\n')
    put(
      'in/policies/p.json',
      '{\n  "version": "2.0",\n  "statement": [\n    {"effect": "perhaps", "action": "*", "resource": "*"}]\n}',
    )
    const { code, err } = await opencam(['apply', 'in'])
    expect(code).toBe(1)
    expect(err).toContain('p.json:4:5 ')
    expect(err).toContain('the server would refuse documents of the folder')
    expect((await opencam(['pull', 'out'])).out).toContain('0 users, 0 groups, 0 roles, 0 policies')
  })
})

describe('plan', () => {
  test('says that whoever makes it loses access by it', async () => {
    const root = await newAccount()
    const client = started.client(root)
    const made = await client.call('AddUser', { Name: 'admin', UseApi: 1 })
    const { List } = (await client.call('ListPolicies', { Scope: 'QCS', Keyword: 'AdministratorAccess' })) as {
      List: readonly { PolicyId: number }[]
    }
    await client.call('AttachUserPolicy', { PolicyId: List[0]?.PolicyId, AttachUin: made['Uin'] })
    const { opencam, put } = commandsOf({ secretId: String(made['SecretId']), secretKey: String(made['SecretKey']) })
    put('in/account.yaml', 'format: 1\n')
    put('in/users.yaml', '- name: admin\n')
    const { code, out } = await opencam(['plan', 'in'])
    expect(code).toBe(3)
    expect(out).toContain('user admin, whose key is used here, loses access by this: it may be unable to finish')
  })

  test('compares with another folder without a server, and answers programs', async () => {
    const { opencam, put, cwd } = commandsOf({ secretId: '', secretKey: '' })
    put('old/account.yaml', 'format: 1\n')
    put('old/users.yaml', '- name: alice\n')
    put('new/account.yaml', 'format: 1\n')
    put('new/users.yaml', '- name: alice\n  policies: [preset:AdministratorAccess]\n')
    const { code, out } = await opencam(['plan', 'new', '--against', 'old', '-o', 'json', '--out', 'p.json'])
    expect(code).toBe(3)
    expect(JSON.parse(out)).toMatchObject({
      changes: [{ object: 'user alice', text: 'attach preset:AdministratorAccess' }],
      access: [{ principal: 'user alice', newAccess: { answer: 'no' }, lostAccess: { answer: 'yes' } }],
    })
    expect((await commandsOf(started.root, cwd).opencam(['apply', 'p.json'])).err).toContain('is of no live account')
  })
})

test('an account goes to another server as one document, on which nobody has its keys', async () => {
  const root = await newAccount()
  const here = commandsOf(root)
  for (const [path, value] of writeFolder({ ...drawFull(11, 200), account: undefined })) here.put(`in/${path}`, value)
  expect(await here.opencam(['apply', 'in'])).toMatchObject({ code: 0 })
  const there = await startOn('SQLite')
  try {
    // So that numbers differ.
    const to = commandsOf(await there.account('target'))
    for (const form of ['json', 'yaml']) {
      const exported = await here.opencam(['export', '--form', form])
      expect(exported.code).toBe(0)
      const input = exported.out
      const dry = await to.opencam(['import', '--dry-run'], input, there.server.url)
      expect(dry.code).toBe(form === 'json' ? 3 : 0)
      const done = await to.opencam(['import', '--journal', 'import.journal'], input, there.server.url)
      expect(done).toMatchObject({ code: 0, err: '' })
      const again = await to.opencam(['export', '--form', form], '', there.server.url)
      const withoutNumber = (document: string) => ({ ...parse(document), account: undefined })
      expect(withoutNumber(again.out)).toEqual(withoutNumber(input))
    }
  } finally {
    await there.close()
  }
})

test('what is going on is shown on a terminal only', async () => {
  const pull = (terminal: boolean) => inProcess(['pull', temporaryFolder()], envOf(started.root), '', terminal)
  expect(await pull(false)).toMatchObject({ code: 0, err: '' })
  expect((await pull(true)).err).toContain('\r\u001b[Kpolicies')
})
