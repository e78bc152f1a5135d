// What is fetched from addresses that customers named, over real sockets: only where the operator lets it reach, never by a
// redirect, never without a bound, and judged on the address that is connected to.
import type { lookup } from 'node:dns'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { createOutbound, type OutboundOptions, type Reach } from '../../src/server/outbound.ts'
import { selfSigned } from '../../src/server/tls.ts'

/** By path. Requests that came in are counted: what is refused must not be sent. */
const came: string[] = []
const answer: RequestListener = (request, response) => {
  came.push(`${request.method} ${request.url} ${request.headers['user-agent']?.split('/')[0]}`)
  if (request.url === '/moved') return void response.writeHead(302, { location: '/text' }).end('moved')
  if (request.url === '/missing') return void response.writeHead(404).end('{}')
  if (request.url === '/large') return void response.end('x'.repeat(2_000))
  if (request.url === '/binary') return void response.end(Buffer.from([0xff, 0xfe]))
  if (request.url === '/broken') {
    response.writeHead(200, { 'content-length': '100' }).write('{')
    return void response.socket?.destroy()
  }
  // Never answered.
  if (request.url === '/silent') return
  response.end('{"text":"ä"}')
}

let folder: string
let ca: string
let plain: Server
let secure: Server
const listen = (server: Server): Promise<Server> =>
  new Promise((resolve) => void server.listen(0, '127.0.0.1', () => resolve(server)))
const portOf = (server: Server): number => (server.address() as AddressInfo).port

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opencam-outbound-'))
  const certificate = selfSigned(folder, 'localhost', { clock: systemClock, random: systemRandom })
  ca = readFileSync(certificate.file, 'utf8')
  plain = await listen(createServer(answer))
  secure = await listen(createHttps({ key: certificate.key, cert: certificate.cert }, answer))
})
afterAll(() => {
  for (const server of [plain, secure]) {
    server.closeAllConnections()
    server.close()
  }
  rmSync(folder, { recursive: true, force: true })
})

const overHttps = (path: string, host = 'localhost') => `https://${host}:${portOf(secure)}${path}`
const overHttp = (path: string, host = '127.0.0.1') => `http://${host}:${portOf(plain)}${path}`
const fetched = (reach: Reach, url: string, options: OutboundOptions = {}) =>
  createOutbound(reach, { ca, ...options }).fetchText(url)

test('the text of an answer, over HTTPS and where it is allowed over HTTP', async () => {
  expect(await fetched('private', overHttps('/text'))).toBe('{"text":"ä"}')
  expect(await fetched('any', overHttps('/text', '127.0.0.1'))).toBe('{"text":"ä"}')
  expect(await fetched('any', overHttp('/text'))).toBe('{"text":"ä"}')
  expect(came.splice(0)).toEqual(new Array(3).fill('GET /text opencam'))
})

describe('is refused before anything is sent', () => {
  const resolving = (...addresses: readonly string[]): typeof lookup =>
    ((_: string, __: object, callback: (error: null, found: object[]) => void) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )) as unknown as typeof lookup
  test.each<[what: string, reach: Reach, url: () => string, said: string, look?: typeof lookup]>([
    ['everything, where nothing may be fetched', 'off', () => overHttps('/text'), 'nothing may be fetched'],
    ['plain HTTP', 'public', () => overHttp('/text'), 'http:'],
    ['plain HTTP to private addresses', 'private', () => overHttp('/text'), 'http:'],
    ['a file', 'any', () => 'file:///etc/passwd', 'file:'],
    ['credentials', 'any', () => overHttp('/text', 'user:secret@127.0.0.1'), 'credentials'],
    ['a private address', 'public', () => overHttps('/text', '127.0.0.1'), 'no public address'],
    ['a private address in hexadecimal', 'public', () => overHttps('/text', '0x7f.1'), 'no public address'],
    ['a private address of IPv6', 'public', () => overHttps('/text', '[::1]'), 'no public address'],
    ['a private address mapped into IPv6', 'public', () => overHttps('/text', '[::ffff:7f00:1]'), 'no public address'],
    ['a name of this machine', 'public', () => overHttps('/text'), 'no public address'],
    ['a name of a private address', 'public', () => overHttps('/text', 'a.example'), 'public', resolving('10.0.0.1')],
    [
      'a name of several',
      'public',
      () => overHttps('/', 'a.example'),
      'public',
      resolving('fd00::1', '169.254.169.254'),
    ],
    ['a name of nobody', 'public', () => overHttps('/text', 'a.example'), 'no public address', resolving()],
  ])('%s', async (_, reach, url, said, look) => {
    const message = await fetched(reach, url(), look === undefined ? {} : { lookup: look }).catch(String)
    expect(message).toContain(said)
    expect(message).not.toContain('secret')
    expect(came).toEqual([])
  })

  test('a public name whose next look-up would be private: it is looked up once', async () => {
    let looks = 0
    const turning = ((_: string, __: object, callback: (error: null, found: object[]) => void) => {
      looks += 1
      // A public address that nobody listens on from here, then this machine.
      callback(null, [{ address: looks === 1 ? '192.0.1.1' : '127.0.0.1', family: 4 }])
    }) as unknown as typeof lookup
    const outbound = createOutbound('public', { ca, lookup: turning })
    const pending = outbound.fetchText(overHttps('/text', 'a.example'))
    void outbound.stop()
    await expect(pending).rejects.toThrow()
    expect(looks).toBeLessThanOrEqual(1)
    expect(came).toEqual([])
  })
})

describe('is an error', () => {
  test.each([
    ['/moved', '302'],
    ['/missing', '404'],
    ['/large', 'more than 1000 bytes'],
    ['/binary', 'encoded data was not valid'],
    ['/broken', ''],
  ])('%s', async (path, said) => {
    await expect(fetched('any', overHttp(path), { bytesMax: 1_000 })).rejects.toThrow(said)
    // A redirect was not followed.
    expect(came.splice(0)).toHaveLength(1)
  })

  test('an answer that does not come in time', async () => {
    await expect(fetched('any', overHttp('/silent'), { timeoutMs: 20 })).rejects.toThrow()
    came.length = 0
  })

  test('a certificate that nobody vouches for', async () => {
    await expect(createOutbound('private').fetchText(overHttps('/text'))).rejects.toThrow(/certificate/)
    expect(came).toEqual([])
  })

  test('what is under way when it is closed, and everything after', async () => {
    const outbound = createOutbound('any')
    const pending = outbound.fetchText(overHttp('/silent'))
    const arrived = new Promise((resolve) => plain.once('request', resolve))
    await arrived
    void outbound.stop()
    await expect(pending).rejects.toThrow()
    await expect(outbound.fetchText(overHttp('/text'))).rejects.toThrow()
    expect(came.splice(0)).toHaveLength(1)
  })
})
