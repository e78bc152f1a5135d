// No secret leaves by a side door: not by the log, an audit event, the record of a refused call, an error answer, or the
// files of the database. Every way that a caller can send one is tried, and the text is looked for as sent and encoded.
import { createHmac } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCustomToken } from '../../src/actions/mfa/custom-token.ts'
import { type Answer, buildCall, type Form, readAnswer, type WireRequest } from '../../src/client/call.ts'
import { readSettings } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'
import { createLog } from '../../src/server/log.ts'
import type { Store, Writes } from '../../src/store/store.ts'
import { asHttp, type Harness, type Identity, openHarness } from './harness.ts'
import { createOidc, oidc, privateKeySet, userOidc } from './identity-provider/providers.ts'

const passwords = {
  made: 'Sup3r+Secret/Pass=1',
  changed: 'An0ther!Secret&Pass',
  refused: 'D3nied@Secret:Pass',
  broken: 'Br0ken#Secret;Pass',
  weak: 'weakbutstillsecret',
} as const

/** What went out, by where it went. */
const said: { readonly where: string; readonly text: string }[] = []
/** What must be found nowhere, by what it is. */
const secrets = new Map<string, string>(Object.entries(passwords).map(([name, text]) => [`password ${name}`, text]))

/** The spellings in which a text could be seen. */
function spellings(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  const json = JSON.stringify(text).slice(1, -1)
  return [text, json, encodeURIComponent(text), bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '')]
}

/** Where which secret was said. */
function leaks(texts: readonly { readonly where: string; readonly text: string }[]): readonly string[] {
  return texts.flatMap(({ where, text }) =>
    [...secrets]
      .filter(([, secret]) => spellings(secret).some((spelling) => text.includes(spelling)))
      .map(([name]) => `${name} in ${where}`),
  )
}

const fault: { count: number } = { count: 0 }

/** A store that fails at one user the way a database does: its error carries the values of the row. */
function brokenUsers(store: Store): Store {
  const brittle = (users: Writes['users']): Writes['users'] =>
    new Proxy(users, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name)
        if (typeof method !== 'function') return method
        return async (...given: unknown[]) => {
          if (name !== 'insert' || !JSON.stringify(given).includes('"broken"')) return method.apply(target, given)
          fault.count += 1
          const seen = { detail: `Failing row contains (${passwords.broken}).`, parameters: [passwords.broken] }
          throw Object.assign(new Error('could not write'), seen)
        }
      },
    })
  return {
    ...store,
    transaction: (work) => store.transaction((writes) => work({ ...writes, users: brittle(writes.users) })),
  }
}

let server: Harness
let user: Identity
beforeAll(async () => {
  const log = createLog('trace', (text) => said.push({ where: 'the log', text }))
  server = await openHarness({ log, wrap: brokenUsers })
  user = await server.user('anna')
  keepKey('root', server.root)
  keepKey('anna', user)
})
afterAll(() => server.close())

/** The key itself and every key that is derived from it for calls of this day. */
function keepKey(name: string, { secretKey }: { readonly secretKey: string }): void {
  secrets.set(`secret key of ${name}`, secretKey)
  const link = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
  let key: string | Buffer = `TC3${secretKey}`
  for (const text of ['2026-01-02', 'cam', 'tc3_request']) {
    key = link(key, text)
    secrets.set(`key of ${name} derived up to ${text}`, key.toString('hex'))
    secrets.set(`key of ${name} derived up to ${text}, in base64`, key.toString('base64'))
  }
}

const target = { host: 'cam.tencentcloudapi.com', product: 'cam', version: '2019-01-16' }
const now = () => ({ timestamp: Math.floor(server.clock() / 1000), nonce: 1 })

/** The signature of a request, wherever its form carries it. */
function signatureOf({ headers, query, body }: WireRequest): string {
  const tc3 = /Signature=([0-9a-f]+)/.exec(headers['Authorization'] ?? '')?.[1]
  const v1 = new URLSearchParams(query === '' ? Buffer.from(body).toString() : query).get('Signature')
  return tc3 ?? v1 ?? ''
}

/** Sends and keeps the answer where it is an error. */
async function send(request: WireRequest): Promise<Answer> {
  const { body } = await server.respond(asHttp(request))
  const answer = readAnswer(body)
  if (answer.Error !== undefined) said.push({ where: `the answer ${answer.Error.Code}`, text: body })
  return answer
}

async function call(action: string, parameters: object, as: Identity = server.root): Promise<Answer> {
  return send(buildCall({ ...target, action }, parameters, as, now()))
}

const forms: readonly Form[] = ['tc3-json', 'tc3-get', 'v1-get', 'v1-form']

describe('said to nobody', () => {
  test.each(forms)('by a refused signature, %s: neither key nor password nor the right signature', async (form) => {
    const parameters = { Name: 'eve', ConsoleLogin: 1, Password: passwords.refused }
    const callee = { ...target, action: 'AddUser', form }
    const right = signatureOf(buildCall(callee, parameters, server.root, now()))
    expect(right).toMatch(/^\S{40,}$/)
    secrets.set(`the right signature, ${form}`, right)
    const forged = buildCall(callee, parameters, { ...server.root, secretKey: 'x'.repeat(32) }, now())
    const lines = said.length
    expect((await send(forged)).Error?.Code).toBe('AuthFailure.SignatureFailure')
    // What was expected is in the log all the same.
    expect(
      said
        .slice(lines)
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(/signature refused/)
  })

  test('by other faults of a signature', async () => {
    secrets.set('a token', 'token-that-nobody-may-see')
    const made = buildCall({ ...target, action: 'ListUsers' }, {}, server.root, now())
    const authorization = made.headers['Authorization'] ?? ''
    const token = { 'X-TC-Token': 'token-that-nobody-may-see' }
    const signed = authorization.replace('SignedHeaders=', 'SignedHeaders=x-tc-token;')
    const cases: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['AuthFailure.TokenFailure', token],
      ['AuthFailure.SignatureFailure', { ...token, Authorization: signed }],
      ['AuthFailure.InvalidAuthorization', { Authorization: signed }],
      ['AuthFailure.InvalidAuthorization', { Authorization: authorization.replace('Signature=', 'Signatur=') }],
      ['AuthFailure.SignatureExpire', { 'X-TC-Timestamp': '1' }],
    ]
    for (const [code, changes] of cases) {
      expect((await send({ ...made, headers: { ...made.headers, ...changes } })).Error?.Code, code).toBe(code)
    }
  })

  test('by calls that work', async () => {
    const parameters = { Name: 'bert', ConsoleLogin: 1, Password: passwords.made, UseApi: 1 }
    const bert = await server.ok('AddUser', parameters)
    keepKey('bert', { secretKey: String(bert['SecretKey']) })
    await server.ok('UpdateUser', { Name: 'bert', Password: passwords.changed })
    const random = await server.ok('AddUser', { Name: 'carl', ConsoleLogin: 1 })
    secrets.set('password made at random', String(random['Password']))
    const { AccessKey } = await server.ok('CreateAccessKey', { TargetUin: user.uin })
    keepKey('the second of anna', { secretKey: String((AccessKey as Record<string, unknown>)['SecretAccessKey']) })
    const { store, random: chance } = server.world
    const token = await store.transaction((writes) =>
      makeCustomToken(writes, chance, { account: user.account, uin: user.uin, nowMs: server.clock() }),
    )
    secrets.set('second-factor token', token)
    await server.ok('GetCustomMFATokenInfo', { MFAToken: token })
    await server.ok('ConsumeCustomMFAToken', { MFAToken: token })
  })

  test('by keys of identity providers, of which a private one may come by mistake', async () => {
    const { d: secret } = JSON.parse(privateKeySet).keys[0] as { readonly d: string }
    secrets.set('private key of a provider', secret)
    const IdentityKey = Buffer.from(privateKeySet).toString('base64')
    secrets.set('private key of a provider as it was sent', IdentityKey.slice(100, 200))
    await createOidc(server, 'token')
    const faulty = [
      await call('CreateOIDCConfig', { ...oidc, Name: 'wrong', IdentityKey }),
      await call('UpdateOIDCConfig', { ...oidc, Name: 'token', IdentityKey: privateKeySet }),
      await call('CreateUserOIDCConfig', { ...userOidc, IdentityKey }),
    ]
    const [metadataError, keyError] = ['InvalidParameterValue.MetadataError', 'InvalidParameterValue.IdentityKeyError']
    expect(faulty.map((answer) => answer.Error?.Code)).toEqual([metadataError, metadataError, keyError])
    const refused = await call('CreateOIDCConfig', { ...oidc, Name: 'wrong', IdentityKey }, user)
    expect(refused.Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
    await server.dispatcher.flush()
    said.push({
      where: 'the record of a refused call',
      text: JSON.stringify(await server.world.store.refusal(refused.RequestId)),
    })
  })

  test('by calls that policies refuse', async () => {
    const refused = [
      await call('AddUser', { Name: 'eve', ConsoleLogin: 1, Password: passwords.refused }, user),
      await call('UpdateUser', { Name: 'anna', Password: passwords.refused }, user),
      await call('ConsumeCustomMFAToken', { MFAToken: passwords.refused }, user),
    ]
    expect(refused.map((answer) => answer.Error?.Code)).toEqual(refused.map(() => 'AuthFailure.UnauthorizedOperation'))
    await server.dispatcher.flush()
    for (const { RequestId } of refused) {
      const row = await server.world.store.refusal(RequestId)
      expect(row?.record).toContain('***')
      said.push({ where: 'the record of a refused call', text: JSON.stringify(row) })
    }
  })

  test('by faults of parameters', async () => {
    const cases: readonly (readonly [code: string, action: string, parameters: object])[] = [
      ['InvalidParameter.PasswordViolatedRules', 'AddUser', { Name: 'eve', Password: passwords.weak }],
      ['InvalidParameter.PasswordViolatedRules', 'UpdateUser', { Name: 'anna', Password: passwords.weak }],
      ['InvalidParameter', 'AddUser', { Name: 'eve', Password: [passwords.weak] }],
      ['UnknownParameter', 'AddUser', { Name: 'eve', Passwort: passwords.weak }],
      ['InvalidParameter.SubUserNameInUse', 'AddUser', { Name: 'anna', ConsoleLogin: 1, Password: passwords.made }],
      ['InvalidParameter.MFATokenError', 'ConsumeCustomMFAToken', { MFAToken: passwords.weak }],
      ['InvalidParameter.MFATokenError', 'ConsumeCustomMFAToken', { MFAToken: passwords.weak.repeat(100) }],
    ]
    for (const [code, action, parameters] of cases) {
      expect((await call(action, parameters)).Error?.Code, code).toBe(code)
    }
  })

  test('by a body that cannot be read', async () => {
    const { headers } = buildCall({ ...target, action: 'AddUser' }, {}, server.root, now())
    const bodies = [
      `{"Name":"eve","Password":"${passwords.weak}"`,
      `{"Name":"eve","Password":"${passwords.weak}\\u00"}`,
      `{"Password":"${passwords.weak}","Password":"${passwords.weak}"}`,
      `{"Password":${passwords.weak}}`,
      passwords.weak,
    ]
    for (const body of bodies) {
      const answer = await send({ method: 'POST', query: '', headers, body: Buffer.from(body) })
      expect(answer.Error?.Code).toBe('InvalidParameter')
    }
  })

  test('by a fault inside the server, whose cause is in the log', async () => {
    const answer = await call('AddUser', { Name: 'broken', ConsoleLogin: 1, Password: passwords.broken })
    expect(answer.Error?.Code).toBe('FailedOperation')
    expect(fault.count).toBe(1)
    expect(said.find(({ text }) => text.includes(answer.RequestId) && text.includes('could not write'))).toBeDefined()
  })
})

describe('what was said', () => {
  test('by the log and by error answers', () => {
    expect(said.filter(({ where }) => where === 'the log').length).toBeGreaterThan(5)
    expect(leaks(said)).toEqual([])
  })

  test('by audit events', async () => {
    const { Events } = await server.ok('DescribeAuditEvents', { Limit: 100 })
    const text = JSON.stringify(Events)
    for (const action of ['AddUser', 'UpdateUser', 'CreateAccessKey', 'ConsumeCustomMFAToken']) {
      expect(text).toContain(`"Action":"${action}"`)
    }
    expect(text).toContain('***')
    expect(leaks([{ where: 'an audit event', text }])).toEqual([])
  })

  test('by what is read of users and keys later', async () => {
    const texts = [
      await server.ok('GetUser', { Name: 'bert' }),
      await server.ok('ListUsers'),
      await server.ok('ListAccessKeys', { TargetUin: user.uin }),
      await server.ok('DescribeSubAccounts', { FilterSubAccountUin: [user.uin] }),
    ].map((answer) => ({ where: 'an answer', text: JSON.stringify(answer) }))
    expect(leaks(texts)).toEqual([])
  })

  test('the search finds a secret that is there, in each spelling', () => {
    for (const spelling of spellings(passwords.made)) {
      expect(leaks([{ where: 'here', text: `x${spelling}y` }]), spelling).toEqual(['password made in here'])
    }
  })
})

test('the files of the data folder hold neither secret keys nor passwords', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-secrets-'))
  try {
    const silent = { debug() {}, info() {}, warn() {}, error() {} }
    const running = await startServer(readSettings(['--port', '0', '--data', folder], {}), { log: silent })
    const { secretId = '', secretKey = '', password = '' } = running.firstRoot ?? {}
    const parameters = { Name: 'anna', UseApi: 1, ConsoleLogin: 1, Password: passwords.made }
    const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: 1 }
    const request = buildCall({ ...target, action: 'AddUser' }, parameters, { secretId, secretKey }, moment)
    const made = readAnswer((await running.dispatcher.respond(asHttp(request))).body)
    expect(made['SecretKey']).toMatch(/^\w{32}$/)
    const look = (): void => {
      const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
      // The name is there: these are the files that hold the user.
      expect(files.some((bytes) => bytes.includes('anna'))).toBe(true)
      for (const secret of [secretKey, password, String(made['SecretKey']), passwords.made]) {
        expect(files.filter((bytes) => spellings(secret).some((spelling) => bytes.includes(spelling)))).toEqual([])
      }
    }
    look()
    await running.close()
    look()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
