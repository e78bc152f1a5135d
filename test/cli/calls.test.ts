// Commands that call a server: whose key signs, what is sent, what is kept, and what a shell is told.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readParameters } from '../../src/cli/api/parameters.ts'
import { readProfile } from '../../src/cli/api/profiles.ts'
import { commandRows } from '../../src/cli/commands.ts'
import { candidates } from '../../src/cli/completion.ts'
import { comparisons, inWords } from '../../src/cli/policy/words.ts'
import { readSettings } from '../../src/config.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import { readPolicy } from '../../src/policy/index.ts'
import { OPERATORS } from '../../src/policy/operators/index.ts'
import { bool, int, list, optional, struct, text } from '../../src/protocol/shape.ts'
import { runCli, temporaryFolder } from '../server/cli.ts'
import { opencam as run } from './process.ts'

const root = { secretId: `AKID${'r'.repeat(32)}`, secretKey: 's'.repeat(32) }
let server: RunningServer
let folder: string
let dataDir: string
let home: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opencam-calls-'))
  dataDir = join(folder, 'data')
  home = join(folder, 'home')
  mkdirSync(home)
  const settings = readSettings(['--port', '0', '--log-level', 'silent'], {
    OPENCAM_DATA_DIR: dataDir,
    OPENCAM_ROOT_SECRET_ID: root.secretId,
    OPENCAM_ROOT_SECRET_KEY: root.secretKey,
  })
  server = await startServer(settings)
})
afterAll(async () => {
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

const keyed = { TENCENTCLOUD_SECRET_ID: root.secretId, TENCENTCLOUD_SECRET_KEY: root.secretKey }
const opencam = (args: readonly string[], env: Record<string, string> = keyed) =>
  runCli(args, { HOME: home, OPENCAM_ENDPOINT: server.url, ...env }, systemClock)

describe('opencam call', () => {
  test('signs with the key of the environment, and answers JSON or YAML', async () => {
    const { code, out, err } = await opencam(['call', 'cam:CreateGroup', 'GroupName=one', 'Remark=a=b'])
    expect([code, err]).toEqual([0, ''])
    const { GroupId } = JSON.parse(out)
    const read = JSON.parse((await opencam(['call', 'GetGroup', `GroupId=${GroupId}`])).out)
    expect(read).toMatchObject({ GroupName: 'one', Remark: 'a=b' })
    expect((await opencam(['call', 'getgroup', `GroupId=${GroupId}`, '-o', 'yaml'])).out).toContain('GroupName: one\n')
  })

  test('is refused in one line, which never holds the key', async () => {
    const wrong = { TENCENTCLOUD_SECRET_ID: root.secretId, TENCENTCLOUD_SECRET_KEY: 'w'.repeat(32) }
    const { code, out, err } = await opencam(['call', 'GetUserAppId'], wrong)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(/^opencam: GetUserAppId: AuthFailure\.SignatureFailure: .* \(RequestId [\w-]+\)\n$/)
    expect(err).not.toContain('wwww')
  })

  test('parameters come from a file or standard input too, and arguments win', async () => {
    const file = join(home, 'group.json')
    writeFileSync(file, JSON.stringify({ GroupName: 'filed', Remark: 'old' }))
    const made = await opencam(['call', 'CreateGroup', '--input', file, 'Remark=new'])
    const { GroupId } = JSON.parse(made.out)
    expect(JSON.parse((await opencam(['call', 'GetGroup', `GroupId=${GroupId}`])).out).Remark).toBe('new')
    const child = await run(['call', 'CreateGroup', '-i', '-'], {
      cwd: home,
      input: '{"GroupName":"piped"}',
      env: { HOME: home, OPENCAM_ENDPOINT: server.url, ...keyed },
    })
    expect([child.code, child.err]).toEqual([0, ''])
    for (const [content, what] of [
      ['[1]', 'are a JSON object'],
      ['{', 'is no JSON'],
    ] as const) {
      writeFileSync(file, content)
      expect((await opencam(['call', 'CreateGroup', '-i', file])).err).toContain(what)
    }
    expect((await opencam(['call', 'CreateGroup', '-i', join(home, 'none')])).err).toContain('cannot be read')
  })

  test('calls catalogued products, and needs a version where the catalog has none', async () => {
    const { code, err } = await opencam(['call', 'ses:ListSendTasks', 'Offset=0', 'Limit=10'])
    expect([code, err]).toEqual([1, expect.stringContaining('DryRunOperation')])
    expect((await opencam(['call', 'nope:Do'])).err).toContain('no catalog of a product nope is here')
    expect((await opencam(['call', '--list', 'ses'])).out).toContain('ses:ListSendTasks')
    expect((await opencam(['call', 'ses:ListSendTasks', '--describe'])).out).toContain('2020-10-02')
    expect((await opencam(['call'])).err).toContain('which action?')
  })

  test('says what is the matter with an address', async () => {
    for (const [endpoint, what] of [
      ['ftp://a', 'an endpoint is'],
      ['http://a/b', 'an endpoint is'],
      ['http://user:pass@a', 'an endpoint is'],
      ['http://127.0.0.1:4', 'does not answer: connect ECONNREFUSED'],
      [`${server.url}`.replace('http:', 'https:'), 'does not answer'],
    ] as const) {
      const { code, err } = await opencam(['call', 'GetUserAppId', '--endpoint', endpoint])
      expect([code, err], endpoint).toEqual([1, expect.stringContaining(what)])
      expect(err).not.toContain('pass')
    }
  })
})

test('a parameter is what its row says, and lies where its path leads', () => {
  const fields = {
    Name: text({ about: '' }),
    Count: optional(int({ about: '' })),
    On: optional(bool({ about: '' })),
    Ids: optional(list(int({ about: '' }), { about: '' })),
    Info: optional(
      list(struct('Info', { Uid: int({ about: '' }), Tag: text({ about: '' }) }, { about: '' }), { about: '' }),
    ),
  }
  const given = [
    'Name=5',
    'Count=5',
    'On=true',
    'Ids=1,2',
    'Info.0.Uid=7',
    'Info.0.Tag=8',
    'Info.1.Uid=9',
    'X:={"a":[1]}',
  ]
  expect(readParameters(given, fields)).toEqual({
    Name: '5',
    Count: 5,
    On: true,
    Ids: [1, 2],
    Info: [{ Uid: 7, Tag: '8' }, { Uid: 9 }],
    X: { a: [1] },
  })
  // What the row does not know is the server's to judge.
  expect(readParameters(['Count=many', 'Y=1'], fields)).toEqual({ Count: 'many', Y: '1' })
  const made = readParameters(['__proto__.a=1'], undefined)
  expect(Object.hasOwn(made, '__proto__')).toBe(true)
  expect(({} as { a?: unknown }).a).toBeUndefined()
  for (const [wrong, what] of [
    ['Name', 'Name=value'],
    ['=x', 'Name=value'],
    ['X:={', 'is no JSON'],
    ['On=maybe', 'true or false'],
    ['Info.0=x', 'has members'],
    ['Info.x.Uid=1', 'no place in a list'],
    ['Info.99999.Uid=1', 'no place in a list'],
  ] as const) {
    expect(() => readParameters(['Info.0.Uid=1', wrong], fields), wrong).toThrow(what)
  }
  expect(() => readParameters(['Name=a', 'Name.b=c'], fields)).toThrow('has a value already')
})

describe('a member of the answer', () => {
  const member = (path: string, ...call: readonly string[]) => opencam(['call', ...call, '--member', path])

  test('is printed alone, a text as it is', async () => {
    const statement = [{ effect: 'allow', action: 'cam:Get*', resource: '*' }]
    const document = JSON.stringify({ version: '2.0', statement })
    const made = await member('PolicyId', 'CreatePolicy', 'PolicyName=member', `PolicyDocument=${document}`)
    expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^\d+\n$/)])
    const read = await member('PolicyDocument', 'GetPolicy', `PolicyId=${made.out.trim()}`)
    expect(read).toMatchObject({ code: 0, out: `${document}\n` })
    const listed = await member('List.0.PolicyName', 'ListPolicies', 'Keyword=member', 'Scope=Local')
    expect(listed).toMatchObject({ code: 0, out: 'member\n' })
    expect(JSON.parse((await member('List.0', 'ListPolicies', 'Keyword=member')).out)).toMatchObject({
      PolicyName: 'member',
    })
  })

  test.each(['Nothing', 'Uin.x', 'constructor', '__proto__', '', 'Uin.'])(
    'that is not there (%s) is an error',
    async (path) => {
      expect(await member(path, 'GetUserAppId')).toMatchObject({
        code: 1,
        err: `opencam: the answer has no member ${path}\n`,
        out: '',
      })
    },
  )
})

describe('profiles', () => {
  test('login keeps a key that the server knows, for its owner only', async () => {
    const env = { HOME: home, OPENCAM_ENDPOINT: server.url }
    const input = `${root.secretId}\n${root.secretKey}\n`
    const { code, out, err } = await run(['login', '--profile', 'mine'], { cwd: home, input, env })
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('100000000001')
    expect(out).not.toContain(root.secretKey)
    const file = join(home, '.opencam', 'mine.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ endpoint: server.url, ...root })
    // The profile has the address too, and wins over the environment.
    const called = await runCli(
      ['call', 'GetUserAppId', '-p', 'mine'],
      { HOME: home, TENCENTCLOUD_SECRET_ID: 'AKIDother', TENCENTCLOUD_SECRET_KEY: 'other' },
      systemClock,
    )
    expect([called.code, called.err]).toEqual([0, ''])
    expect((await opencam(['login', '--profile', 'mine', '--forget'])).code).toBe(0)
    expect(readProfile({ HOME: home }, 'mine')).toBeUndefined()
    expect((await opencam(['login', '--profile', 'mine', '--forget'])).err).toContain('there is no profile mine')
  })

  test('a key that the server does not know is not kept, nor is half a key', async () => {
    const env = { HOME: home, OPENCAM_ENDPOINT: server.url }
    for (const [input, what] of [
      [`${root.secretId}\n${'x'.repeat(32)}\n`, 'AuthFailure.SignatureFailure'],
      [`${root.secretId}\n`, 'the second line is no SecretKey'],
      ['', 'the first line is no SecretId'],
    ] as const) {
      const { code, err } = await run(['login', '--profile', 'no'], { cwd: home, input, env })
      expect([code, err]).toEqual([1, expect.stringContaining(what)])
      expect(readProfile({ HOME: home }, 'no')).toBeUndefined()
    }
  })

  test('login takes the answer of the call that made a key, whatever its members are called', async () => {
    const env = { HOME: home, OPENCAM_ENDPOINT: server.url }
    const { secretId, secretKey } = root
    const credentials = { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: '' }
    for (const answer of [
      { Uin: 1, SecretId: secretId, SecretKey: secretKey, Password: '' },
      { AccessKey: { AccessKeyId: secretId, SecretAccessKey: secretKey, Status: 'Active' } },
      { Credentials: credentials, ExpiredTime: 4_102_444_800 },
    ]) {
      const input = `${JSON.stringify(answer, undefined, 2)}\n`
      const { code, out, err } = await run(['login', '--profile', 'made'], { cwd: home, input, env })
      expect([code, err, out.includes(secretKey)]).toEqual([0, '', false])
      const expires = 'ExpiredTime' in answer ? { expires: '2100-01-01T00:00:00.000Z' } : {}
      expect(JSON.parse(readFileSync(join(home, '.opencam', 'made.json'), 'utf8'))).toEqual({
        endpoint: server.url,
        ...root,
        ...expires,
      })
      expect((await opencam(['login', '--profile', 'made', '--forget'])).code).toBe(0)
    }
    for (const [input, what] of [
      ['{"SecretId": "AKID', 'neither SecretId and SecretKey on a line each nor the answer of a call'],
      ['{"Uin": 1, "SecretId": "", "SecretKey": ""}', 'the answer on standard input holds no key'],
      [`{"SecretId": "${secretId}"}`, 'the answer on standard input holds no key'],
    ] as const) {
      const { code, err } = await run(['login', '--profile', 'made'], { cwd: home, input, env })
      expect([code, err]).toEqual([1, expect.stringContaining(what)])
      expect(readProfile({ HOME: home }, 'made')).toBeUndefined()
    }
  })

  test('of tccli the key and the region are taken, and never its endpoints', () => {
    const folder = join(home, '.tccli')
    mkdirSync(folder, { recursive: true })
    const put = (name: string, value: object): void => writeFileSync(join(folder, name), JSON.stringify(value))
    put('work.credential', { ...root, token: '' })
    put('work.configure', { _sys_param: { region: 'ap-hongkong' }, cam: { endpoint: 'cam.example.com' } })
    expect(readProfile({ HOME: home }, 'work')).toEqual({
      from: join(folder, 'work.credential'),
      ...root,
      region: 'ap-hongkong',
    })
    writeFileSync(join(folder, 'broken.credential'), '{"secretKey": "abc')
    expect(() => readProfile({ HOME: home }, 'broken')).toThrow(/broken\.credential is no JSON$/)
    expect(() => readProfile({ HOME: home }, '../x')).toThrow('the name of a profile')
  })

  test('without a key it says how to get one; half of one and an old one are told', async () => {
    expect((await opencam(['call', 'GetUserAppId'], {})).err).toContain('opencam login')
    expect((await opencam(['call', 'GetUserAppId'], { TENCENTCLOUD_SECRET_ID: 'x' })).err).toContain(
      'one is set and one is not',
    )
    mkdirSync(join(home, '.opencam'), { recursive: true })
    const old = { endpoint: server.url, ...root, token: 't', expires: '2020-01-01T00:00:00Z' }
    writeFileSync(join(home, '.opencam', 'old.json'), JSON.stringify(old))
    expect((await opencam(['call', 'GetUserAppId', '-p', 'old'])).err).toContain('ended at 2020-01-01T00:00:00Z')
  })
})

describe('opencam completion', () => {
  const io = { env: {} } as never
  const words = (...typed: readonly string[]) => candidates(commandRows, typed, io)
  test('knows commands, options, choices, actions and parameters', async () => {
    expect(await words('sim')).toEqual(['simulate'])
    expect(await words('audit', '')).toEqual(['verify', 'export', 'public-key'])
    expect(await words('lint', '--pur')).toEqual(['--purpose'])
    expect(await words('lint', '--purpose', 't')).toEqual(['trust'])
    expect(await words('call', 'AddUser')).toEqual(['AddUser', 'AddUserToGroup'])
    expect(await words('call', 'AddUser', 'Name=x', 'U')).toEqual(['UseApi='])
    expect(await words('call', 'ses:ListSen')).toEqual(['ses:ListSendTasks'])
    expect(await words('lint', 'reader')).toEqual([])
    expect(await words('nothing', '')).toEqual([])
  })

  test('bash asks for them and gets them', async () => {
    const { out } = await runCli(['completion', 'bash'])
    expect(out).toContain('complete -o default')
    const { code, out: found } = await run(['completion', '--words', '--', 'quar'], { cwd: home })
    expect([code, found]).toEqual([0, 'quarantine\n'])
    expect((await runCli(['completion', 'tcsh'])).code).toBe(2)
  })
})

describe('opencam doctor', () => {
  test('finds everything good where it is', async () => {
    const { code, out } = await opencam(['doctor', '--data', dataDir])
    expect(out).not.toMatch(/^(look|bad)/m)
    expect(out).toMatch(/^good {2}profile .*uin\/100000000001$/m)
    expect(code).toBe(0)
  })

  test('finds what is not', async () => {
    const wrong = { TENCENTCLOUD_SECRET_ID: root.secretId, TENCENTCLOUD_SECRET_KEY: 'w'.repeat(32) }
    const signed = await opencam(['doctor', '--data', dataDir, '-o', 'json'], wrong)
    const states = new Map(JSON.parse(signed.out).map((one: { what: string; state: string }) => [one.what, one.state]))
    expect([signed.code, states.get('profile'), states.get('server')]).toEqual([3, 'bad', 'good'])
    const other = temporaryFolder()
    writeFileSync(join(other, 'opencam.db'), 'this is no database, whatever its name says')
    const broken = await opencam(['doctor', '--data', other])
    expect([broken.code, broken.out]).toEqual([3, expect.stringMatching(/^bad {3}store .*not a database/m)])
    expect((await opencam(['doctor'], { ...keyed, OPENCAM_WRONG: '1' })).out).toMatch(/^bad {3}settings/m)
  })
})

test('every operator has words, and a document is told statement by statement', () => {
  for (const { name, type } of OPERATORS.values()) if (type !== 'null') expect([...comparisons.keys()]).toContain(name)
  const trust = {
    version: '2.0',
    statement: [{ effect: 'allow', action: 'sts:AssumeRole', principal: { service: ['cvm.cloud.tencent.com'] } }],
  }
  const vocabulary = { service: () => undefined }
  const read = readPolicy(JSON.stringify(trust), { purpose: 'trust', vocabulary })
  expect(read.document && inWords(read.document)).toMatch(
    /^Statement 0 allows the service cvm\.cloud\.tencent\.com\n {2}sts:AssumeRole/,
  )
})
