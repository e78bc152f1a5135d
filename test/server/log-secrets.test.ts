// Nothing that is logged holds a secret, whichever door it came through: every action with its secret parameters, pages of
// sign-in with passwords and cookies, directories and deciders with bearer tokens, the gateway with an upstream that is gone.
// The log is at its finest level. What stores and audit events hold of signed calls is test/api/secrets.test.ts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actions } from '../../src/actions/index.ts'
import { type Answer, buildCall, type Form, send } from '../../src/client/call.ts'
import { readSettings } from '../../src/config.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import type { Shape } from '../../src/protocol/shape.ts'
import { createLog } from '../../src/server/log.ts'
import { homeOf } from '../api/harness.ts'

const folder = mkdtempSync(join(tmpdir(), 'opencam-log-'))
const written: string[] = []
/** By what they are. */
const secrets = new Map<string, string>()
let server: RunningServer
let marks = 0

/** A secret that is found nowhere else. */
function secret(what: string): string {
  marks += 1
  const text = `Hush-${marks}-q7Zp${marks}`
  secrets.set(`${what} ${marks}`, text)
  return text
}

const given = {
  OPENCAM_ROOT_SECRET_ID: 'AKIDlogsecrets',
  OPENCAM_ROOT_SECRET_KEY: 'Hush-root-key-0123456789',
  OPENCAM_ROOT_PASSWORD: 'Hush-root-password-1',
  OPENCAM_MASTER_KEY: 'ab'.repeat(32),
  OPENCAM_SMTP_URL: 'smtp://user:Hush-mail-password@127.0.0.1:1',
  OPENCAM_UPSTREAM_SES: 'http://127.0.0.1:1',
  OPENCAM_TRACE_HEADERS: 'authorization=Hush-trace-header',
}
const credential = { secretId: given.OPENCAM_ROOT_SECRET_ID, secretKey: given.OPENCAM_ROOT_SECRET_KEY }

beforeAll(async () => {
  for (const [name, value] of Object.entries(given)) {
    for (const [text] of value.matchAll(/Hush-[\w-]+|^(?:ab){32}$/g)) secrets.set(name, text)
  }
  const flags = ['--port', '0', '--data', folder, '--scim', 'on', '--component-call', 'on', '--rate-limits', 'off']
  const log = createLog('trace', (line) => written.push(line))
  server = await startServer(readSettings(flags, given), { log })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A value that the shape may take, with a secret of its own wherever one is asked for. */
function filled(shape: Shape<unknown>): unknown {
  const { data } = shape
  switch (data.kind) {
    case 'int':
      return data.oneOf?.[0] ?? Math.max(data.min ?? 1, 1)
    case 'text':
      return data.secret === true ? secret('parameter') : (data.oneOf?.[0] ?? 'aaa')
    case 'bool':
      return true
    case 'struct':
      return Object.fromEntries(Object.entries(data.fields).map(([name, field]) => [name, filled(field)]))
    case 'list':
      return [filled(data.of)]
  }
}

/** Members of answers that are secrets, by the rows' own word. */
const secretMembers = new Set(
  actions.flatMap((row) => namesOf(row.returns)).concat(['TmpSecretKey', 'SecretKey', 'Token', 'Password']),
)
function namesOf(fields: Readonly<Record<string, Shape<unknown>>>): readonly string[] {
  return Object.entries(fields).flatMap(([name, { data }]) => {
    if (data.kind === 'text') return data.secret === true ? [name] : []
    const inner = data.kind === 'list' ? data.of.data : data
    return inner.kind === 'struct' ? namesOf(inner.fields) : []
  })
}

/** Notes every secret that an answer shows. */
function noteAnswered(value: unknown, action: string): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'string' && secretMembers.has(name) && member.length >= 8) {
      secrets.set(`${name} of ${action} ${secrets.size}`, member)
    } else noteAnswered(member, action)
  }
}

const forms: readonly Form[] = ['tc3-json', 'tc3-get', 'v1-get', 'v1-form']

async function call(action: string, parameters: object, signer = credential, form: Form = 'tc3-json'): Promise<Answer> {
  const { product, version } = homeOf(action)
  const target = { host: new URL(server.url).host, product, version, action, form }
  const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: ++marks }
  const built = buildCall(target, parameters, signer, moment)
  const [, signature] = /Signature=([0-9a-f]{64})/.exec(built.headers['Authorization'] ?? '') ?? []
  if (signature !== undefined) secrets.set(`signature of ${action} ${marks}`, signature)
  const token = signer === credential ? {} : { 'X-TC-Token': secret('token') }
  const headers = { ...built.headers, ...token, Cookie: `a=${secret('cookie')}` }
  const answer = await send(server.url, { ...built, headers })
  noteAnswered(answer, action)
  return answer
}

function leaks(): readonly string[] {
  const text = written.join('')
  return [...secrets].filter(([, value]) => spellings(value).some((one) => text.includes(one))).map(([what]) => what)
}

function spellings(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  return [text, encodeURIComponent(text), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex')]
}

test('every action, with all its parameters, in every form, from those who may and those who only try', async () => {
  for (const row of actions) {
    const parameters = Object.fromEntries(Object.entries(row.params).map(([name, shape]) => [name, filled(shape)]))
    const form = forms[marks % forms.length]
    await call(row.name, parameters)
    await call(row.name, parameters, credential, form)
    await call(row.name, parameters, { ...credential, secretKey: secret('wrong key') }, form)
    await call(row.name, parameters, { secretId: 'AKIDnobody', secretKey: secret('wrong key') })
  }
  const made = await call('AddUser', { Name: 'seen', ConsoleLogin: 1, Password: secret('password'), UseApi: 1 })
  expect(made.Error).toBeUndefined()
  expect(await call('CreateAccessKey', { TargetUin: Number(made['Uin']) })).not.toHaveProperty('Error')
  expect(leaks()).toEqual([])
}, 120_000)

test('pages of sign-in: passwords, cookies and tokens of pages', async () => {
  const first = await fetch(`${server.url}/signin/`)
  const cookies = first.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
  const pageText = await first.text()
  const [, token = ''] = /name="token" value="([^"]+)"/.exec(pageText) ?? []
  expect(cookies.length).toBeGreaterThan(0)
  for (const cookie of cookies) secrets.set(`cookie ${cookie.split('=')[0]}`, cookie.slice(cookie.indexOf('=') + 1))
  if (token !== '') secrets.set('token of a page', token)
  for (const password of [secret('password typed'), given.OPENCAM_ROOT_PASSWORD]) {
    const form = new URLSearchParams({ token, as: 'root', account: '100000000001', name: '', password, next: '/' })
    const answer = await fetch(`${server.url}/signin/password`, {
      method: 'POST',
      headers: { cookie: cookies.join('; '), origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      redirect: 'manual',
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const value = cookie.split(';')[0]?.split('=').slice(1).join('=') ?? ''
      if (value.length >= 8) secrets.set(`cookie set ${secrets.size}`, value)
    }
    await answer.text()
  }
  expect(written.join('')).toContain('a sign-in was refused')
  expect(leaks()).toEqual([])
})

test('bearer tokens of directories, of deciders and of proxies, right and wrong', async () => {
  const paths = [
    '/scim/v2/Users',
    '/access/v1/evaluation',
    '/proxy/nginx',
    '/component',
    '/.well-known/authzen-configuration',
  ]
  for (const path of paths) {
    for (const method of ['GET', 'POST']) {
      const headers = {
        authorization: `Bearer ${secret('bearer')}`,
        cookie: secret('cookie'),
        'content-type': 'application/json',
      }
      const body = JSON.stringify({ password: secret('in a body'), subject: { id: secret('in a body') } })
      const answer = await fetch(`${server.url}${path}?token=${secret('in a query')}`, {
        method,
        headers,
        ...(method === 'POST' ? { body } : {}),
      })
      await answer.text()
    }
  }
  expect(leaks()).toEqual([])
})

test('the gateway, when its upstream is gone', async () => {
  const target = { host: new URL(server.url).host, product: 'ses', version: '2020-10-02', action: 'SendEmail' }
  const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: ++marks }
  const built = buildCall(target, { Secret: secret('for an upstream') }, credential, moment)
  const answer = await send(server.url, built)
  expect(answer.Error?.Code).toBe('ServiceUnavailable')
  expect(written.join('')).toContain('an upstream failed')
  expect(leaks()).toEqual([])
})

test('the search would have found one', () => {
  expect(secrets.size).toBeGreaterThan(300)
  expect(written.length).toBeGreaterThan(100)
  // What is no secret is there: the id of a key whose signature was wrong.
  expect(written.join('')).toContain(credential.secretId)
  written.push(`{"msg":"${given.OPENCAM_ROOT_PASSWORD}"}`)
  expect(leaks()).toEqual(['OPENCAM_ROOT_PASSWORD'])
})
