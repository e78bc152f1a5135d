// Proxies before a service that checks nothing, asking a real server: nothing gets through that is not signed and allowed,
// and what gets through says who it is.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { proxyDoors } from '../../src/gateway/proxy/door.ts'
import { doorOf } from '../../src/protocol/door.ts'
import { requestTo } from '../api/decision/signed.ts'
import { allow, deny, type Identity } from '../api/harness.ts'
import { type GuardWorld, openGuardWorld } from '../guard/world.ts'
import { envoyLike, nginxLike, type ReverseProxy, realNginx } from './reverse-proxy.ts'

let world: GuardWorld
let service: Server
let servicePort = 0
let ann: Identity
const tokens = new Map<string, string>()

beforeAll(async () => {
  world = await openGuardWorld()
  service = createServer((request, response) => {
    const {
      'x-opencam-uin': uin,
      'x-opencam-kind': kind,
      'x-opencam-role': role,
      'x-opencam-session': session,
    } = request.headers
    response.end(JSON.stringify({ path: request.url, uin, kind, role, session }))
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  servicePort = (service.address() as AddressInfo).port
  ann = await world.user(
    'ann',
    allow(['notes:ReadNote', 'notes:ListNotes'], ['qcs::notes:::note/*', '*']),
    deny('notes:ReadNote', 'qcs::notes:::note/secret'),
    allow('plain:GET', 'qcs::plain:::route//open/*'),
    {
      version: '2.0',
      statement: [
        { effect: 'allow', action: 'named:Ping', resource: '*', condition: { ip_equal: { 'qcs:ip': '127.0.0.1' } } },
      ],
    },
  )
  for (const name of ['notes', 'plain', 'named']) {
    tokens.set(name, String((await world.ok('CreateDecisionToken', { Service: name }))['Token']))
  }
})
afterAll(async () => {
  await new Promise((resolve) => service.close(resolve))
  await world.close()
})

interface Heard {
  readonly status: number
  readonly code?: string
  readonly body: Record<string, unknown>
}

/** Sends a signed request through a proxy. */
async function through(proxy: ReverseProxy, given: Sending): Promise<Heard> {
  const { by = ann, name = 'notes', action, body = {}, form = 'tc3-get', path = '/', headers = {} } = given
  const wire = requestTo(name, by, { at: Date.now(), action: action ?? 'None', body, form, host: `${name}.example` })
  const { Host, ...signed } = wire.headers
  const sent = new Map(
    Object.entries({ ...signed, ...headers, host: Host ?? '' }).map(([n, v]) => [n.toLowerCase(), v]),
  )
  if (action === undefined) sent.delete('x-tc-action')
  return send(proxy.port, wire.method, `${path}${wire.query === '' ? '' : `?${wire.query}`}`, sent, wire.body)
}
interface Sending {
  readonly by?: Identity
  readonly name?: string
  readonly action?: string
  readonly body?: object
  readonly form?: 'tc3-get' | 'tc3-json'
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}

async function send(
  port: number,
  method: string,
  path: string,
  headers: ReadonlyMap<string, string>,
  body: Uint8Array,
): Promise<Heard> {
  const { request } = await import('node:http')
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers: Object.fromEntries(headers), agent: false }
    const asked = request(options, async (reply) => {
      const chunks: Uint8Array[] = []
      for await (const chunk of reply) chunks.push(chunk)
      const text = Buffer.concat(chunks).toString()
      const parsed = text.startsWith('{') ? JSON.parse(text) : {}
      resolve({ status: reply.statusCode ?? 0, code: parsed.Response?.Error.Code, body: parsed })
    })
    asked.once('error', reject)
    asked.end(method === 'GET' ? undefined : body)
  })
}

const proxies = [
  ['a proxy that asks as Envoy does', envoyLike],
  ['a proxy that asks as nginx does', nginxLike],
  ...(realNginx === undefined ? [] : ([['nginx', realNginx]] as const)),
] as const

describe.each(proxies)('%s', (title, start) => {
  const open: ReverseProxy[] = []
  const proxyBefore = async (name: string): Promise<ReverseProxy> => {
    const opencam = world.started.server.port
    const proxy = await start({ opencam, service: servicePort, token: tokens.get(name) ?? '' })
    open.push(proxy)
    return proxy
  }
  let notes: ReverseProxy
  beforeAll(async () => {
    notes = await proxyBefore('notes')
  })
  afterAll(async () => {
    for (const proxy of open) await proxy.close()
  })

  test('lets through what is signed and allowed, and says who it is whatever the client said', async () => {
    const headers = { 'X-OpenCAM-Uin': '1', 'X-OpenCAM-Role': 'admin' }
    const heard = await through(notes, { action: 'ReadNote', body: { Id: 'a' }, headers })
    expect(heard).toMatchObject({ status: 200, body: { uin: String(ann.uin), kind: 'user', role: '-', session: '-' } })
  })

  test('asks about the resources that the catalog names', async () => {
    expect((await through(notes, { action: 'ReadNote', body: { Id: 'secret' } })).status).toBe(403)
    expect((await through(notes, { action: 'WriteNote', body: { Id: 'a' } })).status).toBe(403)
    expect((await through(notes, { action: 'ListNotes' })).status).toBe(200)
    for (const [action, body] of [
      ['ReadNote', {}],
      ['Nothing', { Id: 'a' }],
    ] as const) {
      expect((await through(notes, { action, body })).status).toBe(401)
    }
  })

  test('asks about method and route where there is no action, and about the action alone without a catalog', async () => {
    const [plain, named] = [await proxyBefore('plain'), await proxyBefore('named')]
    const at = async (path: string) => (await through(plain, { name: 'plain', path })).status
    expect(await at('/open/door')).toBe(200)
    expect(await at('/closed/door')).toBe(403)
    for (const path of ['/open/%2e%2e/closed', '/open/..%2fclosed', '/open/a;b', '/open//x']) {
      expect(await at(path), path).toBe(401)
    }
    expect((await through(named, { name: 'named', action: 'Ping' })).status).toBe(200)
    const forged = { 'X-Forwarded-For': '10.9.9.9', 'X-Real-IP': '10.9.9.9', 'X-Original-URI': '/open/x' }
    expect((await through(named, { name: 'named', action: 'Ping', headers: forged })).status).toBe(200)
    expect((await through(named, { name: 'named', action: 'Pong', headers: forged })).status).toBe(403)
    expect((await through(plain, { name: 'plain', path: '/closed/x', headers: forged })).status).toBe(403)
  })

  test('refuses what is not signed for this service by somebody of its account', async () => {
    const read = { action: 'ReadNote', body: { Id: 'a' } }
    expect((await through(notes, { ...read, by: { ...ann, secretKey: 'x' } })).status).toBe(401)
    expect((await through(notes, { ...read, by: { ...ann, secretId: 'AKIDnobody' } })).status).toBe(401)
    expect((await through(notes, { ...read, name: 'plain' })).status).toBe(401)
    const other = await world.started.account(`other of ${title}`)
    const stranger = { ...ann, secretId: other.secretId, secretKey: other.secretKey }
    expect((await through(notes, { ...read, by: stranger })).status).toBe(401)
    const bare = await send(notes.port, 'GET', '/?Id=a', new Map([['x-tc-action', 'ReadNote']]), Buffer.alloc(0))
    expect(bare.status).toBe(401)
    const wrong = await start({ opencam: world.started.server.port, service: servicePort, token: 'x' })
    open.push(wrong)
    expect((await through(wrong, read)).status).toBe(403)
  })

  test('a signed body is judged where the proxy passes it on, and never taken as read where not', async () => {
    const read = { action: 'ReadNote', form: 'tc3-json' } as const
    const passes = start === envoyLike
    expect((await through(notes, { ...read, body: { Id: 'a' } })).status).toBe(passes ? 200 : 401)
    expect((await through(notes, { ...read, body: { Id: 'secret' } })).status).toBe(passes ? 403 : 401)
  })
})

test('the doors say nothing to whoever is no proxy of theirs', async () => {
  const { world: at } = world.started.server
  const doors = proxyDoors({ world: at, catalogs: { get: () => undefined }, flags: 'strict' })
  for (const path of ['/ext-authz/envoy/x', '/ext-authz/nginx']) {
    const request = {
      method: 'GET',
      path,
      rawQuery: '',
      header: () => undefined,
      body: Buffer.alloc(0),
      from: { address: '', tls: false },
    }
    const reply = await doorOf(doors, path)?.respond(request)
    expect(reply?.status).toBe(403)
  }
})
