// A call that is refused over HTTP, and `opencam why` as a process of its own beside the running server: what an
// administrator reads of it.
import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Credential } from '../../src/signing/index.ts'
import { temporaryFolder } from './cli.ts'
import { type Caller, callerOn } from './load.ts'
import { serverProcess } from './process.ts'

const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

function opencam(...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, ...args],
      { env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: join(tmpdir(), 'opencam-compiled') } },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err })
      },
    )
  })
}

const attemptsMax = 20

/** What the command says once the server has written its batch, which it does about twice a second. */
async function why(dataDir: string, requestId: string, ...args: readonly string[]): Promise<string> {
  let last: Outcome | undefined
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    last = await opencam('why', requestId, '--data', dataDir, ...args)
    if (last.code === 0) return last.out
    expect(last.err).toContain('no refused call')
  }
  throw new Error(`${requestId} was not kept: ${last?.err}`)
}

let dataDir: string
let url: string
let root: Credential
let call: Caller
beforeEach(async () => {
  dataDir = temporaryFolder()
  const server = await serverProcess(dataDir)
  url = server.url
  const [, secretId = '', secretKey = ''] = /SecretId +(\S+)\s+SecretKey +(\S+)/.exec(server.output()) ?? []
  root = { secretId, secretKey }
  call = callerOn(url, root)
})

interface User extends Credential {
  readonly uin: number
  readonly call: Caller
}

async function user(name: string): Promise<User> {
  const made = await call('AddUser', { Name: name, UseApi: 1 })
  const key = { secretId: String(made['SecretId']), secretKey: String(made['SecretKey']) }
  return { ...key, uin: Number(made['Uin']), call: callerOn(url, key) }
}

async function policy(name: string, ...statement: readonly object[]): Promise<number> {
  const document = JSON.stringify({ version: '2.0', statement })
  const made = await call('CreatePolicy', { PolicyName: name, PolicyDocument: document })
  expect(made.Error).toBeUndefined()
  return Number(made['PolicyId'])
}

/** The RequestId of a call that policies must refuse. */
async function refused(caller: Caller, action: string, parameters: object = {}): Promise<string> {
  const answer = await caller(action, parameters)
  expect(answer.Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
  return answer.RequestId
}

const everything = { effect: 'allow', action: '*', resource: '*' }

describe('why', () => {
  test('a condition of a group forbids it: layer, policy, version, statement, and the condition with its value', async () => {
    const bert = await user('bert')
    const fromHere = { ip_equal: { 'qcs:ip': ['127.0.0.0/8', '::1'] } }
    const statements = [everything, { effect: 'deny', action: 'cam:Add*', resource: '*', condition: fromHere }]
    const PolicyId = await policy('not-from-here', ...statements)
    const { GroupId } = await call('CreateGroup', { GroupName: 'staff' })
    await call('AddUserToGroup', { Info: [{ GroupId, Uin: bert.uin }] })
    await call('AttachGroupPolicy', { PolicyId, AttachGroupId: GroupId })
    const password = 'Sup3r-Secret-Password'
    const requestId = await refused(bert.call, 'AddUser', { Name: 'eve', ConsoleLogin: 1, Password: password })

    const text = await why(dataDir, requestId)
    const [head = '', ...body] = text.split('\n\n')
    expect(head.split('\n').map((line) => line.split(/ {2,}/)[0])).toEqual([
      'Request',
      'Time',
      'Caller',
      'User name',
      'Action',
      'Parameters',
      'Answered',
    ])
    expect(head).toContain(`user ${bert.uin} of account 100000000001, key ${bert.secretId}, from 127.0.0.1`)
    expect(head).toMatch(/User name {3}bert\nAction {6}cam:AddUser\n/)
    expect(body.join('\n\n')).toBe(
      [
        'Resource *',
        'Refused: a policy of the caller or of its groups denies it, and a deny wins over every allow.',
        '',
        '  identity: denied by',
        `    deny in statement[1] of policy not-from-here (${PolicyId}, version 1), through group staff`,
        '      condition holds: ip_equal qcs:ip, wanted 127.0.0.0/8 or ::1, seen 127.0.0.1',
        '',
        'The smallest change that would allow it:',
        '  ask with another qcs:ip, such as "192.0.2.1"',
        '',
      ].join('\n'),
    )
    const json = await why(dataDir, requestId, '--json')
    expect(JSON.parse(json)).toMatchObject({ requestId, action: 'cam:AddUser', resources: ['*'] })
    for (const secret of [password, bert.secretKey, root.secretKey]) expect(text + json).not.toContain(secret)
  })

  test('nothing allows it: the statement that came nearest, and what it lacked', async () => {
    const carl = await user('carl')
    const condition = {
      ip_equal: { 'qcs:ip': '10.0.0.0/8' },
      date_greater_than: { 'qcs:current_time': '2999-01-01T00:00:00Z' },
    }
    const PolicyId = await policy('office', everything)
    const statement = [
      { effect: 'allow', action: 'cam:Get*', resource: '*' },
      { effect: 'allow', action: ['cam:ListUsers', 'cam:ListGroups'], resource: '*', condition },
    ]
    const PolicyDocument = JSON.stringify({ version: '2.0', statement })
    await call('CreatePolicyVersion', { PolicyId, PolicyDocument, SetAsDefault: true })
    await call('AttachUserPolicy', { PolicyId, AttachUin: carl.uin })
    const text = await why(dataDir, await refused(carl.call, 'ListUsers'))
    expect(text).toContain('\nRefused: no policy of the caller or of its groups allows it.\n')
    expect(text).toContain('  identity: no statement allows it\n')
    expect(text).toContain(
      `    nearest: allow in statement[1] of policy office (${PolicyId}, version 2), attached directly\n`,
    )
    expect(text).toContain('      condition does not hold: ip_equal qcs:ip, wanted 10.0.0.0/8, seen 127.0.0.1\n')
    expect(text).toMatch(
      / {6}condition does not hold: date_greater_than qcs:current_time, wanted 2999-01-01T00:00:00Z, seen 20\d\d-/,
    )

    expect(await why(dataDir, await refused(carl.call, 'CreateGroup', { GroupName: 'mine' }))).toContain(
      'it covers other actions: ',
    )
    const other = await refused(carl.call, 'CreateAccessKey', { TargetUin: 100000000001 })
    expect(await why(dataDir, other)).toContain('\nResource qcs::cam::uin/100000000001:uin/100000000001\n')
  })

  test('policies allow it and the permissions boundary does not', async () => {
    const dora = await user('dora')
    await call('AttachUserPolicy', { PolicyId: await policy('all', everything), AttachUin: dora.uin })
    const fence = await policy('fence', { effect: 'allow', action: 'cam:Get*', resource: '*' })
    await call('PutUserPermissionsBoundary', { TargetUin: dora.uin, PolicyId: fence })
    const text = await why(dataDir, await refused(dora.call, 'ListUsers'))
    expect(text).toContain('\nRefused: the permissions boundary does not allow it, whatever policies grant.\n')
    expect(text).toMatch(
      / {2}identity: allowed by\n {4}allow in statement\[0\] of policy all \(\d+, version 1\), attached directly\n/,
    )
    expect(text).toMatch(/ {2}boundary: no statement allows it\n {4}nearest: allow in statement\[0\] of policy fence/)
  })

  test('somebody without any policy', async () => {
    const text = await why(dataDir, await refused((await user('nobody')).call, 'ListUsers'))
    expect(text).toContain('  identity: no statement allows it\n    there is no statement here that allows anything\n')
  })
})

test('a call that is not kept: exit code 1 and one line that says which calls are', async () => {
  const allowed = await call('GetUserAppId')
  for (const requestId of ['3f1c', allowed.RequestId, '__proto__', '\u001b[31m']) {
    const { code, out, err } = await opencam('why', requestId, '--data', dataDir)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(
      /^opencam: no refused call \S+ is kept here: only calls that policies refused are, .* 7 days\n$/,
    )
    expect(err).not.toContain('\u001b')
  }
})
