// What reaches an upstream, and what does not: whose call it is, by which name, in which form, with which headers.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as requestHttps } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Answer, buildCall, readAnswer, type WireRequest } from '../../src/client/call.ts'
import { virtualClock } from '../../src/kernel/clock.ts'
import { signTc3 } from '../../src/signing/index.ts'
import { allow } from '../api/harness.ts'
import { line } from '../server/raw.ts'
import { at, eventually, type GatewayScene, openRawUpstream, openScene, openUpstream, type Target } from './scene.ts'

const now = (): number => Math.floor(Date.now() / 1000)
const list = at('ses', 'ListEmailTemplates')

/** A signed call with headers added or replaced after it was signed. */
async function sendWith(scene: GatewayScene, target: Target, headers: Record<string, string>): Promise<Answer> {
  const host = new URL(scene.server.url).host
  const call = buildCall({ host, ...target }, {}, scene.root, { timestamp: now(), nonce: 7 })
  return readAnswer(await sendBytes(scene, call, headers, '/some/path'))
}

/** The text of the answer, from its first brace on. */
async function sendBytes(
  scene: GatewayScene,
  { method, query, headers, body }: WireRequest,
  more: Record<string, string> = {},
  path = '/',
): Promise<string> {
  const { socket, until } = line(scene.server.port)
  const head = Object.entries({ ...headers, 'Content-Length': String(body.length), ...more })
  const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.write(`${method} ${path}?${query} HTTP/1.1\r\n${lines}\r\n`)
  socket.write(body)
  const text = await until('}}')
  return text.slice(text.indexOf('{'))
}

describe('headers', () => {
  test('nothing passes by which a client could speak for the gateway, keep its credential, or ask for another call', async () => {
    const upstream = await openUpstream()
    const scene = await openScene({ upstreams: { ses: `${upstream.url}/base/` } })
    const spoofed = {
      'X-OpenCAM-Uin': '1',
      X_OpenCAM_Owner_Uin: '1',
      'x-opencam-anything': '1',
      'X-Forwarded-For': '10.0.0.1',
      X_Forwarded_Host: 'evil',
      Forwarded: 'for=10.0.0.1',
      Cookie: 'session=1',
      'Proxy-Authorization': 'Basic eA==',
      TE: 'trailers',
      'Keep-Alive': 'timeout=100',
      'X-Hop': 'mine',
      'X-Http-Method-Override': 'DELETE',
      'X-Original-Url': '/admin',
      Connection: 'keep-alive, X-Hop',
      'X-Kept': 'yes',
      'X-TC-TraceId': 'trace-1',
    }
    expect(await sendWith(scene, list, spoofed)).toMatchObject({ Done: true })
    const [received] = upstream.received
    const { headers = {} } = received ?? {}
    expect(received?.url).toBe('/base/')
    expect(Object.keys(headers).toSorted()).toEqual([
      'connection',
      'content-length',
      'content-type',
      'host',
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
      'x-kept',
      'x-opencam-identity',
      'x-opencam-owner-uin',
      'x-opencam-principal',
      'x-opencam-request-id',
      'x-opencam-uin',
      'x-tc-action',
      'x-tc-region',
      'x-tc-timestamp',
      'x-tc-traceid',
      'x-tc-version',
    ])
    expect(headers).toMatchObject({
      connection: 'keep-alive',
      host: new URL(upstream.url).host,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(scene.server.url).host,
      'x-forwarded-proto': 'http',
      'x-opencam-uin': String(scene.root.account),
      'x-opencam-principal': `qcs::cam:${scene.root.account}:uin/${scene.root.account}`,
      'x-tc-action': 'ListEmailTemplates',
    })
  })

  test('of an answer neither cookies nor what concerns the connection', async () => {
    const upstream = await openRawUpstream((_, response) => {
      response.writeHead(200, [
        ...['Content-Type', 'application/json', 'Set-Cookie', 'a=1', 'X-OpenCAM-Request-Id', 'forged'],
        ...['X-Own', 'kept', 'Connection', 'X-Gone', 'X-Gone', '1', 'Keep-Alive', 'timeout=1', 'Server', 'mail'],
      ])
      response.end('{"Response":{"RequestId":"r"}}')
    })
    const scene = await openScene({ upstreams: { ses: upstream.url } })
    const call = buildCall({ host: new URL(scene.server.url).host, ...list }, {}, scene.root, {
      timestamp: now(),
      nonce: 1,
    })
    const { Host: _, ...headers } = call.headers
    const reply = await fetch(scene.server.url, { method: 'POST', headers, body: Buffer.from(call.body) })
    expect(reply.headers.get('set-cookie')).toBeNull()
    expect(reply.headers.get('x-gone')).toBeNull()
    expect(reply.headers.get('x-own')).toBe('kept')
    expect(reply.headers.get('server')).toBe('mail')
    expect(reply.headers.get('x-opencam-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('the query of a POST, which not every signature covers, stays behind', async () => {
    const upstream = await openUpstream()
    const scene = await openScene({ upstreams: { ses: upstream.url } })
    const host = new URL(scene.server.url).host
    const { headers, body } = buildCall({ host, ...list }, {}, scene.root, { timestamp: now(), nonce: 1 })
    const { Host: _, ...rest } = headers
    const reply = await fetch(`${scene.server.url}/x?Action=DeleteEmailTemplate`, {
      method: 'POST',
      headers: rest,
      body: Buffer.from(body),
    })
    expect(await reply.json()).toMatchObject({ Response: { Done: true } })
    expect(upstream.received[0]?.url).toBe('/')
  })
})

describe('which service is meant', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['the cloud’s host', 'ses.tencentcloudapi.com', 'x', 'tc3-json'],
    ['the cloud’s host with a region', 'ses.ap-guangzhou.tencentcloudapi.com', 'x', 'v1-form'],
    ['a host of the operator', 'mail.example', 'x', 'v1-get'],
    ['the scope', 'localhost:1', 'ses', 'tc3-get'],
    ['the first label', 'ses.internal.example:8080', 'ses', 'v1-form'],
    ['version and action', 'localhost:1', 'localhost', 'tc3-json'],
    ['version and action in a form', '10.0.0.1', 'x', 'v1-form'],
  ]
  test.each(cases)('%s', async (_, host, product, form) => {
    const upstream = await openUpstream()
    const scene = await openScene({ upstreams: { ses: upstream.url }, flags: ['--hosts-ses', 'mail.example'] })
    const call = buildCall({ ...list, host, product, form: form as 'tc3-json' }, { Limit: 5, Offset: 0 }, scene.root, {
      timestamp: now(),
      nonce: 3,
    })
    expect(await sendBytes(scene, call)).toContain('of-the-upstream')
    const [received] = upstream.received
    expect(`${received?.url} ${received?.body}`).toMatch(/Limit\W+5/)
    expect(`${received?.url} ${received?.body}`).not.toMatch(/SecretId|Signature|Token=/)
  })

  test('our own products are what they were', async () => {
    const upstream = await openUpstream()
    const scene = await openScene({ upstreams: { ses: upstream.url } })
    expect(await scene.call(scene.root, at('cam', 'GetUserAppId'))).toHaveProperty('OwnerUin')
    expect((await scene.call(scene.root, at('cam', 'NoSuchAction'))).Error?.Code).toBe('InvalidAction')
    expect(upstream.received).toHaveLength(0)
  })

  test('an option that names a service without a catalog stops the start, as do two services with one host', async () => {
    await expect(openScene({ upstreams: { shop: 'http://127.0.0.1:1' } })).rejects.toThrow(
      /no catalog of the service shop/,
    )
    const hosts = ['--hosts-ses', 'a.example', '--hosts-ccc', 'b.example,A.example']
    await expect(openScene({ flags: hosts })).rejects.toThrow(/host a\.example is given to ses and to ccc/)
  })

  test('a catalog of the operator', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opencam-catalogs-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const row = { class: 'write', level: 'resource', resources: ['qcs::shop::uin/${uin}:order/${OrderId}'], ip: true }
    const head = { service: 'shop', product: 'Shop', console: false, tags: false, level: 'resource', ip: 'supported' }
    const actions = { CancelOrder: { ...row, summary: 'Cancels an order.', fill: { OrderId: 'OrderId' } } }
    const file = { ...head, updated: '2026-01-01 00:00:00', versions: ['2026-01-01'], actions }
    writeFileSync(join(folder, 'shop.json'), JSON.stringify(file))
    const upstream = await openUpstream()
    const scene = await openScene({ upstreams: { shop: upstream.url }, flags: ['--catalog-dir', folder] })
    const user = await scene.user('clerk', allow('shop:CancelOrder', 'qcs::shop:::order/o-1'))
    const cancel = { product: 'shop', version: '2026-01-01', action: 'CancelOrder' }
    expect(await scene.call(user, cancel, { OrderId: 'o-1', Note: 'x' })).toMatchObject({ Done: true })
    const refused = await scene.call(user, cancel, { OrderId: 'o-2' })
    expect(refused.Error?.Message).toContain(
      `resource (qcs::shop::uin/${scene.root.account}:order/o-2) has no permission`,
    )
    const other = await scene.call(user, { ...cancel, version: '2025-01-01' }, { OrderId: 'o-1' })
    expect(other.Error?.Code).toBe('NoSuchVersion')
    expect(upstream.received).toHaveLength(1)
  })
})

describe('verified before anything goes on', () => {
  test('a wrong signature under a large body', async () => {
    const upstream = await openUpstream()
    const scene = await openScene({ upstreams: { ses: upstream.url } })
    const by = { ...scene.root, secretKey: 'x'.repeat(32) }
    const answer = await scene.call(by, list, { Html: 'x'.repeat(3_000_000) })
    expect(answer.Error?.Code).toBe('AuthFailure.SignatureFailure')
    expect(upstream.received).toHaveLength(0)
  })

  test('a body of exactly the limit passes whole, one of a byte more does not', async () => {
    const upstream = await openUpstream((received, response) => {
      const sha256 = createHash('sha256').update(received.body).digest('hex')
      response.end(JSON.stringify({ Response: { Length: received.body.length, sha256, RequestId: 'r' } }))
    })
    const scene = await openScene({ upstreams: { ses: upstream.url } })
    const frame = '{"Html":""}'
    const html = randomBytes((10_485_760 - frame.length - 1) / 2).toString('hex')
    const exactly = { Html: `${html}x` }
    const bytes = Buffer.from(JSON.stringify(exactly))
    expect(bytes).toHaveLength(10_485_760)
    expect(await scene.call(scene.root, list, exactly)).toMatchObject({
      Length: 10_485_760,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    const more = await scene.call(scene.root, list, { Html: `${html}xy` })
    expect(more.Error?.Code).toBe('RequestSizeLimitExceeded')
    expect(upstream.received).toHaveLength(1)
  })

  test('a chunked body over the limit is answered before its end', async () => {
    const upstream = await openUpstream()
    const scene = await openScene({ upstreams: { ses: upstream.url } })
    const host = new URL(scene.server.url).host
    const { headers } = buildCall({ host, ...list }, {}, scene.root, { timestamp: now(), nonce: 1 })
    const { socket, until } = line(scene.server.port)
    const head = Object.entries({ ...headers, 'Transfer-Encoding': 'chunked' })
    socket.write(`POST / HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
    const chunk = `100000\r\n${' '.repeat(0x100000)}\r\n`
    for (let count = 0; count < 11; count++) socket.write(chunk)
    expect(await until('}}')).toContain('RequestSizeLimitExceeded')
    expect(upstream.received).toHaveLength(0)
  })

  test.each([
    ['compressed', { 'Content-Encoding': 'gzip' }, 'InvalidParameter'],
    ['of another type', { 'Content-Type': 'text/plain' }, 'InvalidParameter'],
  ])('a body that is %s', async (_, headers, code) => {
    const upstream = await openUpstream()
    const scene = await openScene({ upstreams: { ses: upstream.url } })
    expect((await sendWith(scene, list, headers)).Error?.Code).toBe(code)
    expect(upstream.received).toHaveLength(0)
  })

  test('a common parameter among those of a query whose signature is in the headers', async () => {
    const upstream = await openUpstream()
    const scene = await openScene({ upstreams: { ses: upstream.url } })
    const answer = await scene.call(scene.root, { ...list, form: 'tc3-get' }, { Action: 'DeleteEmailTemplate' })
    expect(answer.Error?.Code).toBe('UnknownParameter')
    expect(upstream.received).toHaveLength(0)
  })

  test('a member given twice, deep in what nobody looks at', async () => {
    const upstream = await openUpstream()
    const scene = await openScene({ upstreams: { ses: upstream.url } })
    const body = Buffer.from('{"A":{"B":1,"B":2}}')
    const host = new URL(scene.server.url).host
    const signed = { ...list, method: 'POST', host, service: 'ses', contentType: 'application/json', body } as const
    const { Host: _, ...headers } = signTc3(signed, scene.root, now())
    const reply = await fetch(scene.server.url, { method: 'POST', headers, body })
    expect(await reply.json()).toMatchObject({ Response: { Error: { Code: 'InvalidParameter' } } })
    expect(upstream.received).toHaveLength(0)
  })

  test('an unsigned body, over TLS only', async () => {
    const upstream = await openUpstream()
    const plain = await openScene({ upstreams: { ses: upstream.url } })
    const secure = await openScene({ upstreams: { ses: upstream.url }, flags: ['--tls', 'self-signed'] })
    const unsigned = (scene: GatewayScene) => {
      const host = new URL(scene.server.url).host
      const request = { ...list, method: 'POST', host, service: 'ses', contentType: 'application/json' } as const
      const signed = signTc3({ ...request, body: Buffer.from('UNSIGNED-PAYLOAD') }, scene.root, now())
      return Object.fromEntries([...Object.entries(signed), ['X-TC-Content-SHA256', 'UNSIGNED-PAYLOAD']])
    }
    const { Host: _, ...headers } = unsigned(plain)
    const refused = await fetch(plain.server.url, { method: 'POST', headers, body: '{"Limit":1}' })
    expect(await refused.json()).toMatchObject({ Response: { Error: { Code: 'AuthFailure.InvalidAuthorization' } } })
    const text = await new Promise<string>((resolve, reject) => {
      const options = { method: 'POST', headers: unsigned(secure), rejectUnauthorized: false }
      const request = requestHttps(secure.server.url, options, (response) => {
        response.setEncoding('utf8').on('data', resolve)
      })
      request.on('error', reject).end('{"Limit":1}')
    })
    expect(readAnswer(text)).toMatchObject({ Done: true })
    expect(upstream.received.map(({ body }) => body.toString())).toEqual(['{"Limit":1}'])
  })
})

test('a write is on record before it goes on, a read is not, and a key that ended changes nothing', async () => {
  const recorded: (string | undefined)[] = []
  let scene: GatewayScene | undefined
  const upstream = await openUpstream((_, response) => {
    const reading = scene?.server.world.store.read.audit.list(scene.root.account, {}, { limit: 1 })
    void reading?.then(([event]) => {
      recorded.push(`${event?.product}:${event?.action} ${event?.outcome}`)
      response.end('{"Response":{"RequestId":"r"}}')
    })
  })
  scene = await openScene({ upstreams: { ses: upstream.url } })
  const user = await scene.user('writer', allow('ses:*'))
  await scene.call(user, at('ses', 'DeleteEmailTemplate'), { TemplateID: 1, Secret: 'never written down' })
  await scene.call(user, list)
  expect(recorded).toEqual(['ses:DeleteEmailTemplate forwarded', 'ses:DeleteEmailTemplate forwarded'])
  const [event] = await scene.server.world.store.read.audit.list(scene.root.account, {}, { limit: 1 })
  expect(event).toMatchObject({ uin: user.uin, resources: ['*'], sourceIp: '127.0.0.1', parameters: '{}' })
  await scene.call(scene.root, at('cam', 'UpdateAccessKey'), {
    AccessKeyId: user.secretId,
    Status: 'Inactive',
    TargetUin: user.uin,
  })
  const refused = await scene.call(user, at('ses', 'DeleteEmailTemplate'), { TemplateID: 1 })
  expect(refused.Error?.Code).toBe('AuthFailure.SecretIdNotFound')
  expect(upstream.received).toHaveLength(2)
})

test('without an upstream: allowed is DryRunOperation, refused names the resource', async () => {
  const scene = await openScene()
  const user = await scene.user('one', allow('ses:GetEmailIdentity', 'qcs::ses:::senderdomain/mine.example'))
  const identity = at('ses', 'GetEmailIdentity')
  const allowed = await scene.call(user, identity, { EmailIdentity: 'mine.example' })
  expect(allowed.Error?.Code).toBe('DryRunOperation')
  const refused = await scene.call(user, identity, { EmailIdentity: 'other.example' })
  const resource = `qcs::ses:ap-guangzhou:uin/${scene.root.account}:senderdomain/other.example`
  expect(refused.Error).toMatchObject({
    Code: 'AuthFailure.UnauthorizedOperation',
    Message: expect.stringContaining(`(ses:GetEmailIdentity)\nresource (${resource}) has no permission`),
  })
  await scene.server.dispatcher.flush()
  await eventually(async () => (await scene.server.world.store.refusal(refused.RequestId)) !== undefined)
  const kept = JSON.parse((await scene.server.world.store.refusal(refused.RequestId))?.record ?? '{}')
  expect(kept).toMatchObject({ parameters: { EmailIdentity: ['other.example'] }, resources: [resource] })
})

test('calls over the rate of the gateway are refused, for each account and action', async () => {
  const upstream = await openUpstream()
  const clock = virtualClock(Date.now())
  const flags = ['--gateway-per-second', '2']
  const scene = await openScene({ upstreams: { ses: upstream.url }, rates: 'documented', flags, clock })
  const answers = await Promise.all(Array.from({ length: 5 }, () => scene.call(scene.root, list)))
  expect(answers.filter((answer) => answer.Error?.Code === 'RequestLimitExceeded')).toHaveLength(3)
  expect(await scene.call(scene.root, at('ses', 'ListEmailIdentities'))).toMatchObject({ Done: true })
  clock.advance(1000)
  expect(await scene.call(scene.root, list)).toMatchObject({ Done: true })
  expect(upstream.received).toHaveLength(4)
})

test('a write tells the revision that it left the account at, and a call may ask for it; a read tells none', async () => {
  const upstream = await openUpstream()
  const scene = await openScene({ upstreams: { ses: upstream.url } })
  const { account } = scene.root
  const ask = async (target: Target, more: Record<string, string> = {}) => {
    const { method, headers, body } = buildCall({ host: new URL(scene.server.url).host, ...target }, {}, scene.root, {
      timestamp: now(),
      nonce: 7,
    })
    const { Host: _, ...signed } = headers
    const init = { method, headers: { ...signed, ...more }, body: Buffer.from(body) }
    const reply = await fetch(`${scene.server.url}/`, init)
    return { told: reply.headers.get('X-OpenCAM-Revision'), answer: readAnswer(await reply.text()) }
  }
  const { told } = await ask(at('ses', 'CreateEmailTemplate'))
  const { dispatcher, world } = scene.server
  expect(told).toBe(dispatcher.revisions.tokenOf(account, (await world.store.revision(account)) ?? 0))
  const again = await ask(list, { 'X-OpenCAM-At-Least': told ?? '' })
  expect(again).toMatchObject({ told: null, answer: { Done: true } })
  expect(upstream.received).toHaveLength(2)
  const { answer } = await ask(list, { 'X-OpenCAM-At-Least': 'no-token' })
  expect(answer.Error?.Code).toBe('InvalidParameterValue')
  expect(upstream.received).toHaveLength(2)
})
