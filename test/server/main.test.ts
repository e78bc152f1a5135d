import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { buildCall, send } from '../../src/client/call.ts'
import { readSettings } from '../../src/config.ts'
import { type Overrides, type RunningServer, startServer } from '../../src/main.ts'
import { verifyPassword } from '../../src/store/passwords.ts'
import { cliOn, temporaryFolder } from './cli.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

async function start(
  dataDir: string,
  argv: readonly string[] = [],
  env: Record<string, string> = {},
  overrides: Overrides = {},
): Promise<RunningServer> {
  const settings = readSettings(['--port', '0', '--data', dataDir, ...argv], env)
  const server = await startServer(settings, { log: silent, ...overrides })
  onTestFinished(() => server.close())
  return server
}

interface Credential {
  readonly secretId: string
  readonly secretKey: string
}

/** One signed call over the socket. */
function call(server: RunningServer, credential: Credential, action: string, parameters: object = {}) {
  const target = { host: new URL(server.url).host, product: 'cam', version: '2019-01-16', action }
  const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: 1 }
  return send(server.url, buildCall(target, parameters, credential, moment))
}

function rootOf(server: RunningServer): Credential {
  const { secretId, secretKey } = server.firstRoot ?? {}
  if (secretId === undefined || secretKey === undefined) throw new Error('no root account was generated')
  return { secretId, secretKey }
}

describe('the first start', () => {
  test('makes a root account whose key signs, and later starts keep it', async () => {
    const dataDir = temporaryFolder()
    const first = await start(dataDir)
    const root = rootOf(first)
    expect(first.firstRoot).toMatchObject({ account: 100000000001, password: expect.stringMatching(/^.{32}$/) })
    expect(await call(first, root, 'GetUserAppId')).toMatchObject({ Uin: '100000000001', OwnerUin: '100000000001' })
    expect(await call(first, root, 'AddUser', { Name: 'kept' })).not.toHaveProperty('Error')
    expect(first.banner(false)).toContain(root.secretKey)
    await first.close()

    const second = await start(dataDir)
    expect(second.firstRoot).toBeUndefined()
    expect(second.banner(false)).not.toContain(root.secretKey)
    expect(await call(second, root, 'GetUser', { Name: 'kept' })).toMatchObject({ Name: 'kept' })
    const events = await second.world.store.read.audit.list(100000000001, {}, { limit: 10 })
    expect(events.map((event) => event.action)).toEqual(['AddUser', 'CreateRootAccount'])
  })

  test('takes what the operator gives, and repeats none of the secrets', async () => {
    const secret = { OPENCAM_ROOT_SECRET_KEY: 'key-given-by-the-operator', OPENCAM_ROOT_PASSWORD: 'Password-given1' }
    const env = { ...secret, OPENCAM_ROOT_UIN: '77', OPENCAM_ROOT_SECRET_ID: 'AKIDgiven' }
    const server = await start(temporaryFolder(), [], env)
    const credential = { secretId: 'AKIDgiven', secretKey: secret.OPENCAM_ROOT_SECRET_KEY }
    expect(await call(server, credential, 'GetUserAppId')).toMatchObject({ Uin: '77' })
    for (const text of Object.values(secret)) {
      expect(server.banner(false)).not.toContain(text)
      expect(JSON.stringify(server.firstRoot)).not.toContain(text)
    }
    const { passwordHash } = (await server.world.store.read.accounts.get(77)) ?? {}
    expect(await verifyPassword(passwordHash ?? '', secret.OPENCAM_ROOT_PASSWORD)).toBe(true)
  })

  test('keeps the master key given, and makes no key file then', async () => {
    const dataDir = temporaryFolder()
    const env = { OPENCAM_MASTER_KEY: 'ab'.repeat(32) }
    const first = await start(dataDir, [], env)
    const root = rootOf(first)
    await first.close()
    expect(() => readFileSync(join(dataDir, 'master.key'))).toThrow(/ENOENT/)
    const second = await start(dataDir, [], env)
    expect(await call(second, root, 'GetUserAppId')).not.toHaveProperty('Error')
  })
})

describe('a start that cannot be', () => {
  test('a quota that does not exist', async () => {
    await expect(start(temporaryFolder(), ['--quotas', 'user=1'])).rejects.toThrow(/unknown quota user; .* users/)
  })

  test('a data folder in use, which stays with its owner', async () => {
    const dataDir = temporaryFolder()
    const owner = await start(dataDir)
    await expect(start(dataDir)).rejects.toThrow(`another server uses the data folder ${dataDir}`)
    expect(await call(owner, rootOf(owner), 'GetUserAppId')).not.toHaveProperty('Error')
  })

  test('a port in use leaves nothing open behind', async () => {
    const dataDir = temporaryFolder()
    const other = await start(temporaryFolder())
    const settings = readSettings(['--port', String(other.port), '--data', dataDir], {})
    await expect(startServer(settings, { log: silent })).rejects.toThrow(/is in use: choose another with --port/)
    await start(dataDir)
  })

  test('a folder of catalogs that is not there', async () => {
    await expect(start(temporaryFolder(), ['--catalog-dir', '/no/such/folder'])).rejects.toThrow(/no\/such\/folder/)
  })
})

describe('the running server', () => {
  test('answers its health while calls are refused for their signature', async () => {
    const server = await start(temporaryFolder())
    expect(await (await fetch(`${server.url}/healthz`)).text()).toBe('ok\n')
    expect(await (await fetch(`${server.url}/readyz`)).text()).toBe('ready\n')
    const answer = await call(server, { ...rootOf(server), secretKey: 'wrong' }, 'GetUserAppId')
    expect(answer.Error?.Code).toBe('AuthFailure.SignatureFailure')
  })

  test('a refused call is explained by its RequestId, in words and as data', async () => {
    const { cli, json, dataDir } = cliOn()
    const server = await start(dataDir)
    const root = rootOf(server)
    const user = await call(server, root, 'AddUser', { Name: 'reader', UseApi: 1 })
    const document = { version: '2.0', statement: [{ effect: 'allow', action: 'cam:Get*', resource: '*' }] }
    const policy = { PolicyName: 'readers', PolicyDocument: JSON.stringify(document) }
    const { PolicyId } = await call(server, root, 'CreatePolicy', policy)
    await call(server, root, 'AttachUserPolicy', { PolicyId, AttachUin: user['Uin'] })
    const reader = { secretId: String(user['SecretId']), secretKey: String(user['SecretKey']) }
    expect(await call(server, reader, 'GetUser', { Name: 'reader' })).not.toHaveProperty('Error')
    const refused = await call(server, reader, 'CreateGroup', { GroupName: 'mine' })
    expect(refused.Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
    await server.dispatcher.flush()

    const { out } = await cli('why', refused.RequestId)
    expect(out).toMatch(new RegExp(`^Request +${refused.RequestId}\n`))
    expect(out).toMatch(/\nAction +cam:CreateGroup\n/)
    expect(out).toMatch(/\nParameters +\{"GroupName":"mine"/)
    expect(out).toContain(`user ${user['Uin']} of account 100000000001, key ${reader.secretId}, from 127.0.0.1`)
    expect(out).toContain('identity: no statement allows it')
    expect(out).toMatch(/nearest: allow in statement\[0\] of policy readers \(\d+, version 1\), attached directly/)
    expect(out).toContain('it covers other actions: cam:Get*')
    const record = await json('why', refused.RequestId)
    expect(record).toMatchObject({ requestId: refused.RequestId, action: 'cam:CreateGroup' })
    expect(JSON.stringify(record)).not.toContain(reader.secretKey)
    expect(await cli('why', 'no-such-request')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no refused call'),
    })
  })

  test('an account that the command line makes beside it works at once', async () => {
    const { json, dataDir } = cliOn()
    const server = await start(dataDir)
    const made = await json('account', 'create', '--name', 'second')
    const credential = { secretId: String(made['secretId']), secretKey: String(made['secretKey']) }
    expect(await call(server, credential, 'GetUserAppId')).toMatchObject({ OwnerUin: String(made['account']) })
    await json('account', 'rotate-key', String(made['account']))
    expect((await call(server, credential, 'GetUserAppId')).Error?.Code).toBe('AuthFailure.SecretIdNotFound')
  })

  test('last uses gathered in memory are on disk once it has closed', async () => {
    const dataDir = temporaryFolder()
    const first = await start(dataDir)
    const root = rootOf(first)
    await call(first, root, 'GetUserAppId')
    await first.close()
    const second = await start(dataDir)
    const [key] = await second.world.store.read.keys.list(100000000001, 100000000001)
    expect(key?.lastUsedMs).toBeGreaterThan(0)
  })

  test('listens on every address with a warning, and on HTTPS without', async () => {
    const warned: string[] = []
    const log = { ...silent, warn: (_: object, text: string) => warned.push(text) }
    const exposed = await start(temporaryFolder(), ['--host', '0.0.0.0'], {}, { log })
    expect(exposed.url).toBe(`http://127.0.0.1:${exposed.port}`)
    expect(exposed.banner(false)).toContain(`WARNING  http://0.0.0.0:${exposed.port}`)
    expect(warned).toHaveLength(1)
    const secure = await start(temporaryFolder(), ['--host', '0.0.0.0', '--tls', 'self-signed'], {}, { log })
    expect(secure.url).toBe(`https://127.0.0.1:${secure.port}`)
    expect(secure.banner(false)).toMatch(/NODE_EXTRA_CA_CERTS='.*tls-cert\.pem'/)
    expect(warned).toHaveLength(1)
  })
})

test('decisions over the AuthZEN API, on a socket: an API call stays an API call at any path', async () => {
  const server = await start(temporaryFolder(), ['--public-url', 'https://cam.example'])
  const root = rootOf(server)
  await call(server, root, 'AddUser', { Name: 'ann' })
  const { Token } = await call(server, root, 'CreateDecisionToken', { Service: 'list' })
  const ask = (path: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${Token}`, ...headers },
      body: JSON.stringify(body),
    })
  const question = {
    subject: { type: 'user', id: 'ann' },
    action: { name: 'read' },
    resource: { type: 'list', id: '1' },
  }
  const single = await ask('/access/v1/evaluation', question, { 'X-Request-ID': 'r-1' })
  expect([single.status, single.headers.get('x-request-id'), await single.json()]).toEqual([
    200,
    'r-1',
    { decision: false },
  ])
  const subject = { type: 'root', id: '100000000001' }
  const several = await ask('/access/v1/evaluations', { ...question, evaluations: [{}, { subject }] })
  expect(await several.json()).toEqual({ evaluations: [{ decision: false }, { decision: true }] })
  expect((await ask('/access/v1/evaluation', { ...question, pad: 'x'.repeat(1_048_576) })).status).toBe(413)
  const asCall = await ask('/access/v1/evaluation', {}, { 'X-TC-Action': 'GetUser' })
  expect(await asCall.json()).toHaveProperty('Response.Error')
  const offered = await fetch(`${server.url}/.well-known/authzen-configuration`)
  expect(await offered.json()).toMatchObject({ policy_decision_point: 'https://cam.example' })
})
