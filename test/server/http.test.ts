import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/kernel/random.ts'
import type { Reply } from '../../src/protocol/door.ts'
import { plainAddress } from '../../src/server/address.ts'
import { makeCertificate } from '../../src/server/certificate.ts'
import { plainReply } from '../../src/server/reply.ts'
import { splitTarget } from '../../src/server/target.ts'
import { line, serve } from './raw.ts'

const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: h\r\n${more}\r\n`
const post = (body: string, more = ''): string =>
  `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`

/** A reply that the test lets go when it wants. */
function held(): { reply: Promise<Reply>; release: () => void; asked: Promise<void>; ask: () => void } {
  let release = (): void => {}
  let ask = (): void => {}
  const reply = new Promise<Reply>((resolve) => {
    release = () => resolve(plainReply(200, 'late answer'))
  })
  const asked = new Promise<void>((resolve) => {
    ask = resolve
  })
  return { reply, release, asked, ask }
}

describe('requests and replies', () => {
  test('a connection carries one call after another', async () => {
    const server = await serve()
    const { socket, until } = line(server.port)
    socket.write(get('/one'))
    expect(await until('GET /one 0')).toContain('HTTP/1.1 200 OK')
    socket.write(post('{"a":1}'))
    await until('POST / 7')
    socket.write(get('/three') + get('/four'))
    expect(await until('GET /four 0')).toContain('GET /three 0')
    expect(server.seen).toHaveLength(4)
  })

  test('a request arrives as it was sent', async () => {
    const server = await serve()
    const { socket, until } = line(server.port)
    socket.write(get('/a%20b?x=1&y=%2B+?', 'X-TC-Action: Get\r\nX-Two: 1\r\nX-Two: 2\r\n'))
    await until('200 OK')
    const [request] = server.seen
    expect(request).toMatchObject({ method: 'GET', path: '/a%20b', rawQuery: 'x=1&y=%2B+?' })
    expect(request?.from).toEqual({ address: '127.0.0.1', tls: false })
    expect(request?.header('x-tc-action')).toBe('Get')
    expect(request?.header('x-two')).toBe('1, 2')
    expect(request?.header('host')).toBe('h')
  })

  test('a path with a door of its own leads there, unless the request names an action', async () => {
    const door = {
      path: '/door/',
      bodyBytesMax: 4,
      respond: async ({ path, body }: { path: string; body: Uint8Array }) =>
        plainReply(201, `in ${path} ${body.length}`),
    }
    const server = await serve({ doors: [door] })
    const { socket, until } = line(server.port)
    socket.write('POST /door/x HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n1234')
    expect(await until('in /door/x 4')).toContain('201 Created')
    socket.write(get('/door/y', 'X-TC-Action: A\r\n'))
    await until('GET /door/y 0')
    expect(server.seen).toHaveLength(1)
    socket.write('POST /door/x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n12345')
    expect(await until('at most 4 bytes')).toContain('413')
  })

  test('a door that takes calls gets what names an action, too', async () => {
    const door = {
      path: '/asked/',
      bodyBytesMax: 4,
      takesCalls: true as const,
      respond: async ({ path }: { path: string }) => plainReply(201, `about ${path}`),
    }
    const server = await serve({ doors: [door] })
    const { socket, until } = line(server.port)
    socket.write(get('/asked/x', 'X-TC-Action: A\r\n'))
    expect(await until('about /asked/x')).toContain('201 Created')
    expect(server.seen).toHaveLength(0)
  })

  test('names that every object has are not headers', async () => {
    const server = await serve()
    const { socket, until } = line(server.port)
    socket.write(get('/', '__proto__: x\r\n'))
    await until('200 OK')
    for (const name of ['constructor', 'toString', 'hasOwnProperty', 'absent']) {
      expect(server.seen[0]?.header(name), name).toBeUndefined()
    }
  })

  test('a request without Host reaches the reader, which refuses it in an envelope', async () => {
    const server = await serve()
    const { socket, until } = line(server.port)
    socket.write('GET /x HTTP/1.1\r\n\r\n')
    await until('GET /x 0')
    expect(server.seen[0]?.header('host')).toBeUndefined()
  })

  test('a method that the protocol does not know reaches the reader too', async () => {
    const server = await serve()
    const { socket, until } = line(server.port)
    socket.write('DELETE /x HTTP/1.1\r\nHost: h\r\n\r\n')
    await until('DELETE /x 0')
  })

  test('an upgrade is a request like any other', async () => {
    const server = await serve()
    const { socket, until } = line(server.port)
    socket.write(get('/ws', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'))
    await until('GET /ws 0')
  })

  test('a fault of ours is reported, answered without detail, and the server goes on', async () => {
    const fault = new Error('secret detail')
    const server = await serve({ respond: () => Promise.reject(fault) })
    const first = line(server.port)
    first.socket.write(get('/'))
    expect(await first.closed()).toMatch(/^HTTP\/1\.1 500 /)
    expect(first.received()).not.toContain('secret')
    expect(server.faults).toEqual([fault])
    const second = line(server.port)
    second.socket.write(get('/healthz'))
    await second.until('ok\n')
  })

  test.each([
    ['/', { path: '/', rawQuery: '' }],
    ['/?a=b?c', { path: '/', rawQuery: 'a=b?c' }],
    ['http://host:1/p?q', { path: '/p', rawQuery: 'q' }],
    ['http://host', { path: '/', rawQuery: '' }],
    ['http://host?q', { path: '/', rawQuery: 'q' }],
    ['?q', { path: '/', rawQuery: 'q' }],
    ['*', { path: '*', rawQuery: '' }],
  ])('target %s', (target, expected) => {
    expect(splitTarget(target)).toEqual(expected)
  })

  test.each([
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['10.1.2.3', '10.1.2.3'],
    ['2001:db8::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1'],
  ])('address %s', (address, expected) => {
    expect(plainAddress(address)).toBe(expected)
  })
})

describe('sizes', () => {
  test('a body of exactly the limit arrives whole, and the connection stays', async () => {
    const server = await serve({ limits: { bodyBytesMax: 1000 } })
    const { socket, until } = line(server.port)
    socket.write(post('x'.repeat(1000)))
    expect(await until('POST / 1000')).not.toContain('Connection: close')
  })

  test('a body announced as too long is answered without being read', async () => {
    const server = await serve({ limits: { bodyBytesMax: 1000 } })
    const { socket, until, closed } = line(server.port)
    socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900000000\r\n\r\n')
    expect(await until('POST / 1001')).toContain('Connection: close')
    socket.end()
    await closed()
  })

  test('a chunked body is cut at the limit; the client that writes on still gets its answer', async () => {
    const server = await serve({ limits: { bodyBytesMax: 1000 } })
    const { socket, until, closed } = line(server.port)
    socket.write('POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n')
    const chunk = `400\r\n${'x'.repeat(1024)}\r\n`
    for (let count = 0; count < 300; count += 1) socket.write(chunk)
    expect(await until('POST / 1001')).toContain('Connection: close')
    socket.write('0\r\n\r\n')
    await closed()
    expect(server.seen).toHaveLength(1)
  })

  test('a client that never stops writing is hung up on', async () => {
    const server = await serve({ limits: { bodyBytesMax: 10, lingerMs: 20 } })
    const { socket, closed } = line(server.port)
    socket.write(`POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nsome`)
    expect(await closed()).toContain('POST / 11')
  })

  test('a client that asks before sending is answered, or told to go on', async () => {
    const server = await serve({ limits: { bodyBytesMax: 10 } })
    const large = line(server.port)
    large.socket.write('POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n')
    expect(await large.until('POST / 11')).not.toContain('100 Continue')
    const small = line(server.port)
    small.socket.write('POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n')
    await small.until('100 Continue')
    small.socket.write('abc')
    await small.until('POST / 3')
  })

  test('a query far over the protocol limit reaches the reader, which knows the documented error', async () => {
    const server = await serve()
    const { socket, until } = line(server.port)
    socket.write(get(`/?a=${'x'.repeat(100_000)}`))
    await until('GET / 0')
    expect(server.seen[0]?.rawQuery).toHaveLength(100_002)
  })

  test('headers without end are refused', async () => {
    const server = await serve({ limits: { headerBytesMax: 4096 } })
    const { socket, closed } = line(server.port)
    socket.write(get('/', `X-Long: ${'x'.repeat(10_000)}\r\n`))
    expect(await closed()).toMatch(/^HTTP\/1\.1 431 /)
    expect(server.seen).toHaveLength(0)
  })

  test('a flood of headers is refused, at the number and not below it', async () => {
    const server = await serve({ limits: { headerCountMax: 50 } })
    const fits = line(server.port)
    fits.socket.write(get('/fits', 'a:\r\n'.repeat(49)))
    await fits.until('GET /fits 0')
    const flood = line(server.port)
    flood.socket.write(get('/flood', 'a:\r\n'.repeat(50)))
    expect(await flood.closed()).toMatch(/^HTTP\/1\.1 431 /)
    expect(server.seen).toHaveLength(1)
  })
})

describe('slow and broken clients', () => {
  const quick = { headersMs: 30, requestMs: 60, checkEveryMs: 10 }

  test('headers that do not come to an end', async () => {
    const server = await serve({ limits: quick })
    const { socket, closed } = line(server.port)
    socket.write('GET / HTTP/1.1\r\nHost:')
    expect(await closed()).toMatch(/^HTTP\/1\.1 408 /)
    expect(server.seen).toHaveLength(0)
  })

  test('a body that does not come', async () => {
    const server = await serve({ limits: quick })
    const { socket, closed } = line(server.port)
    socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc')
    expect(await closed()).toMatch(/^HTTP\/1\.1 408 /)
    expect(server.seen).toHaveLength(0)
  })

  test('a connection that lies idle', async () => {
    const server = await serve({ limits: { ...quick, idleMs: 20 } })
    const { socket, until, closed } = line(server.port)
    socket.write(get('/'))
    await until('GET / 0')
    await closed()
  })

  test('a client that goes away amid its body', async () => {
    const server = await serve()
    const { socket } = line(server.port)
    socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc', () => socket.destroy())
    const next = line(server.port)
    next.socket.write(get('/next'))
    await next.until('GET /next 0')
    expect(server.seen).toHaveLength(1)
  })

  test('a client that goes away before its answer', async () => {
    const { reply, release, asked, ask } = held()
    const server = await serve({
      respond(request) {
        if (request.path !== '/slow') return Promise.resolve(plainReply(200, 'fine'))
        ask()
        return reply
      },
    })
    const gone = line(server.port)
    gone.socket.write(get('/slow'))
    await asked
    gone.socket.destroy()
    await gone.closed()
    const next = line(server.port)
    next.socket.write(get('/next'))
    await next.until('fine')
    release()
    next.socket.write(get('/next'))
    await next.until('fine')
    expect(server.faults).toEqual([])
  })

  test('a client that closes its side after the request still gets the answer', async () => {
    const { reply, release, asked, ask } = held()
    const server = await serve({
      respond(request) {
        if (request.path === '/meanwhile') return Promise.resolve(plainReply(200, 'fine'))
        ask()
        return reply
      },
    })
    const { socket, closed } = line(server.port)
    socket.end(get('/'))
    await asked
    // Once a later request has come and gone, the server has seen the end of this one's connection.
    const other = line(server.port)
    other.socket.write(get('/meanwhile'))
    await other.until('fine')
    release()
    expect(await closed()).toContain('late answer')
  })

  test('a client that closes its side amid its body', async () => {
    const server = await serve()
    const { socket, closed } = line(server.port)
    socket.end('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc')
    await closed()
    expect(server.seen).toHaveLength(0)
  })

  test.each([
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['a broken request line', 'GET\r\n\r\n'],
    ['a control character in a header', 'GET / HTTP/1.1\r\nHost: h\r\nX: a\x00b\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['a length and chunks', 'POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a negative length', 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n'],
    ['a broken chunk', 'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ])('%s is refused and the server goes on', async (_, bytes) => {
    const server = await serve()
    const broken = line(server.port)
    broken.socket.write(Buffer.from(bytes, 'latin1'))
    expect(await broken.closed()).toMatch(/^HTTP\/1\.1 400 /)
    const next = line(server.port)
    next.socket.write(get('/next'))
    await next.until('GET /next 0')
    expect(server.seen).toHaveLength(1)
  })
})

describe('health', () => {
  test('alive and ready', async () => {
    const server = await serve()
    const { socket, until } = line(server.port)
    socket.write(get('/healthz'))
    await until('ok\n')
    socket.write(get('/readyz?verbose'))
    await until('ready\n')
    expect(server.seen).toHaveLength(0)
  })

  test('a store that cannot be reached: alive, not ready', async () => {
    const server = await serve({ ready: () => Promise.reject(new Error('password in here')) })
    const { socket, until, received } = line(server.port)
    socket.write(get('/healthz'))
    await until('ok\n')
    socket.write(get('/readyz'))
    await until('503')
    await until('the store cannot be reached\n')
    expect(received()).not.toContain('password')
  })

  test('a call is a call on these paths too', async () => {
    const server = await serve()
    const { socket, until } = line(server.port)
    socket.write(get('/healthz', 'X-TC-Action: GetUser\r\n'))
    await until('GET /healthz 0')
    socket.write('POST /readyz HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n')
    await until('POST /readyz 0')
  })
})

describe('closing', () => {
  test('calls under way finish, idle connections end, new ones are refused', async () => {
    const { reply, release, asked, ask } = held()
    const server = await serve({
      respond(request) {
        if (request.path === '/idle') return Promise.resolve(plainReply(200, 'fine'))
        ask()
        return reply
      },
    })
    const idle = line(server.port)
    idle.socket.write(get('/idle'))
    await idle.until('fine')
    const unused = line(server.port)
    const busy = line(server.port)
    busy.socket.write(get('/busy'))
    await asked
    const closing = server.close()
    await idle.closed()
    const late = line(server.port)
    expect(await late.closed()).toBe('')
    expect(await unused.closed()).toBe('')
    release()
    await closing
    expect(await busy.closed()).toMatch(/Connection: close[\s\S]*late answer/)
  })

  test('a call that does not end is given up after a bounded time', async () => {
    const { reply, asked, ask } = held()
    const server = await serve({
      limits: { drainMs: 20 },
      respond() {
        ask()
        return reply
      },
    })
    const stuck = line(server.port)
    stuck.socket.write(get('/'))
    await asked
    await server.close()
    expect(await stuck.closed()).toBe('')
  })

  test('a handshake that does not come to an end holds nothing up', async () => {
    const given = { names: ['127.0.0.1'], fromMs: Date.now() - 1000, toMs: Date.now() + 60_000 }
    const server = await serve({ tls: makeCertificate(seededRandom(1), given) })
    const silent = line(server.port)
    await new Promise((resolve) => silent.socket.once('connect', resolve))
    await server.close()
    expect(await silent.closed()).toBe('')
  })

  test('closing twice is closing once', async () => {
    const server = await serve()
    await Promise.all([server.close(), server.close()])
  })
})

test('a port in use is said plainly', async () => {
  const server = await serve()
  const { serveHttp } = await import('../../src/server/http.ts')
  const again = serveHttp({
    host: '127.0.0.1',
    port: server.port,
    respond: async () => plainReply(200, ''),
    ready: async () => {},
    onFault: () => {},
  })
  await expect(again).rejects.toThrow(`port ${server.port} on 127.0.0.1 is in use: choose another with --port`)
})
