// What can go wrong between client, gateway and upstream: each is answered once in a documented code, or cut off where it
// cannot be, and leaves nothing behind.
import { randomBytes } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer as createSocketServer, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { buildCall } from '../../src/client/call.ts'
import type { GatewayLimits } from '../../src/gateway/limits.ts'
import { line } from '../server/raw.ts'
import {
  at,
  envelope,
  eventually,
  type GatewayScene,
  openRawUpstream,
  openScene,
  openUpstream,
  type Target,
} from './scene.ts'

const read = at('ses', 'ListEmailTemplates')
const write = at('ses', 'DeleteEmailTemplate')

/** An upstream that speaks in bytes; `said` is asked when a request's head is there. */
async function openSpeaker(
  said: (socket: Socket, count: number) => void,
): Promise<{ url: string; requests(): number }> {
  let requests = 0
  const sockets = new Set<Socket>()
  const server = createSocketServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (!text.includes('\r\n\r\n')) return
      text = ''
      requests += 1
      said(socket, requests)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  )
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: () => requests }
}

/** The bytes of a signed call, for sockets. */
function bytesOf(scene: GatewayScene, target: Target, parameters: object, connection = 'keep-alive'): Buffer {
  const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: 1 }
  const call = buildCall({ host: new URL(scene.server.url).host, ...target }, parameters, scene.root, moment)
  const more = { 'Content-Length': String(call.body.length), Connection: connection }
  const head = Object.entries({ ...call.headers, ...more })
  const text = head.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.concat([Buffer.from(`${call.method} / HTTP/1.1\r\n${text}\r\n`), call.body])
}

const idle = (scene: GatewayScene): boolean => {
  const upstream = scene.server.gateway.upstreams.get('ses')
  return upstream?.underWay === 0 && upstream.waiting === 0
}

const withLimits = (url: string, limits: Partial<GatewayLimits> = {}) => openScene({ upstreams: { ses: url }, limits })

describe('an upstream that cannot be reached', () => {
  test('nobody listens', async () => {
    const gone = await openUpstream()
    await gone.close()
    const scene = await withLimits(gone.url)
    const answer = await scene.call(scene.root, write)
    expect(answer.Error).toMatchObject({
      Code: 'ServiceUnavailable',
      Message: expect.stringMatching(/ses: it cannot be reached\. Nothing was carried out\.$/),
    })
    expect(idle(scene)).toBe(true)
  })

  test('it does not speak TLS', async () => {
    const upstream = await openSpeaker((socket) => socket.end('no\n'))
    const scene = await withLimits(upstream.url.replace('http:', 'https:'))
    expect((await scene.call(scene.root, write)).Error?.Code).toBe('ServiceUnavailable')
  })

  test('it accepts no connection in time', async () => {
    const silent = createSocketServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void silent.close())
    // TLS begins with the client: a server that says nothing never gets to a connection.
    const scene = await withLimits(`https://127.0.0.1:${(silent.address() as AddressInfo).port}`, { connectMs: 40 })
    const answer = await scene.call(scene.root, write)
    expect(answer.Error).toMatchObject({ Code: 'ServiceUnavailable', Message: expect.stringContaining('in time') })
    await eventually(() => idle(scene))
  })
})

describe('an upstream that does not answer as it should', () => {
  const cases: readonly (readonly [string, (socket: Socket) => void, RegExp])[] = [
    ['hangs up', (socket) => socket.destroy(), /ses was called, but it hung up before it answered; whether it carried/],
    ['hangs up amid the head', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-'), /hung up before it answered/],
    ['answers garbage', (socket) => socket.write('hello there\r\n\r\n'), /its answer cannot be read/],
    [
      'switches protocols',
      (socket) => socket.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      /its answer cannot be read/,
    ],
    [
      'sends two lengths',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
      /its answer cannot be read/,
    ],
    [
      'sends a head without end',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`),
      /its answer cannot be read/,
    ],
    [
      'answers a status that is none',
      (socket) => socket.write('HTTP/1.1 000 x\r\nContent-Length: 0\r\n\r\n'),
      /its answer cannot be read/,
    ],
    ['hangs', () => {}, /it did not answer in time/],
    [
      'drips its head',
      (socket) => drip(socket, `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(10_000)}`),
      /it did not answer in time/,
    ],
  ]

  test.each(cases)('it %s: told once, sent once', async (_, said, message) => {
    const upstream = await openSpeaker(said)
    const scene = await withLimits(upstream.url, { responseMs: 60 })
    const answer = await scene.call(scene.root, write)
    expect(answer.Error).toMatchObject({ Code: 'FailedOperation', Message: expect.stringMatching(message) })
    expect(upstream.requests()).toBe(1)
    await eventually(() => idle(scene))
  })
})

/** A byte every few milliseconds, for as long as the other side takes them. */
function drip(socket: Socket, text: string): void {
  let at = 0
  const timer = setInterval(() => {
    if (socket.destroyed || at >= text.length) clearInterval(timer)
    else socket.write(text.charAt(at++))
  }, 5)
}

describe('an answer that breaks off', () => {
  const begun = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"Response":'

  test('the upstream dies amid it: the client is cut off, and never sees an end', async () => {
    const upstream = await openSpeaker((socket) => socket.end(begun))
    const scene = await withLimits(upstream.url)
    const client = line(scene.server.port)
    client.socket.write(bytesOf(scene, read, {}))
    const received = await client.closed()
    expect(received).toContain('{"Response":')
    expect(received.match(/HTTP\/1\.1/g)).toHaveLength(1)
    await eventually(() => idle(scene))
  })

  test('the same in chunks', async () => {
    const upstream = await openSpeaker((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n{"Response":\r\n'),
    )
    const scene = await withLimits(upstream.url)
    const client = line(scene.server.port)
    client.socket.write(bytesOf(scene, read, {}))
    const received = await client.closed()
    expect(received).toContain('{"Response":')
    expect(received).not.toContain('\r\n0\r\n')
  })

  test('the upstream falls silent amid it', async () => {
    const upstream = await openSpeaker((socket) => socket.write(begun))
    const scene = await withLimits(upstream.url, { idleMs: 40 })
    const client = line(scene.server.port)
    client.socket.write(bytesOf(scene, read, {}))
    expect(await client.closed()).toContain('{"Response":')
    await eventually(() => idle(scene))
  })

  test('the upstream trickles for longer than a call may take', async () => {
    const upstream = await openSpeaker((socket) => {
      socket.write(begun)
      drip(socket, 'x'.repeat(900))
    })
    const scene = await withLimits(upstream.url, { idleMs: 1000, totalMs: 80 })
    const client = line(scene.server.port)
    client.socket.write(bytesOf(scene, read, {}))
    expect(await client.closed()).toContain('{"Response":x')
    await eventually(() => idle(scene))
  })

  test('a client that reads slowly is no fault of the upstream', async () => {
    const answer = randomBytes(4_000_000)
    const upstream = await openRawUpstream((_, response) => response.end(answer))
    const scene = await withLimits(upstream.url, { idleMs: 50 })
    const socket = connect(scene.server.port, '127.0.0.1')
    socket.write(bytesOf(scene, read, {}, 'close'))
    let bytes = 0
    const ended = new Promise<void>((resolve) => {
      socket.once('data', () => {
        socket.pause()
        // Several idle times pass in which nothing can be taken.
        setTimeout(() => socket.resume(), 250)
      })
      socket.on('data', (chunk) => {
        bytes += chunk.length
      })
      socket.once('close', () => resolve())
    })
    await ended
    expect(bytes).toBeGreaterThan(answer.length)
  })
})

describe('a client that leaves', () => {
  test('amid its request: nothing was sent on', async () => {
    const upstream = await openUpstream()
    const scene = await withLimits(upstream.url)
    const client = line(scene.server.port)
    const bytes = bytesOf(scene, write, { Html: 'x'.repeat(300_000) })
    client.socket.write(bytes.subarray(0, 200_000))
    await new Promise((resolve) => setTimeout(resolve, 20))
    client.socket.destroy()
    await client.closed()
    expect(await scene.call(scene.root, read)).toMatchObject({ Done: true })
    expect(upstream.received).toHaveLength(1)
  })

  test('before its answer, by a reset: the upstream is hung up on', async () => {
    let asked = (): void => {}
    const there = new Promise<void>((resolve) => {
      asked = resolve
    })
    const upstream = await openRawUpstream(() => asked())
    const scene = await withLimits(upstream.url)
    const client = line(scene.server.port)
    client.socket.write(bytesOf(scene, write, {}))
    await there
    // One that only closes its side may still wait for the answer.
    client.socket.resetAndDestroy()
    await eventually(() => upstream.sockets.size === 0 && idle(scene))
  })

  test('amid its answer: the upstream is hung up on', async () => {
    let answering: ServerResponse | undefined
    const upstream = await openRawUpstream((_, response) => {
      answering = response
      response.write('x'.repeat(100_000))
    })
    const scene = await withLimits(upstream.url)
    const client = line(scene.server.port)
    client.socket.write(bytesOf(scene, read, {}))
    await client.until('xxxx')
    client.socket.destroy()
    await eventually(() => upstream.sockets.size === 0 && idle(scene))
    expect(answering?.writableFinished).toBe(false)
  })
})

describe('connections', () => {
  test('are kept, and bounded: who waits too long hears so, and nothing is sent', async () => {
    const waiting: ServerResponse[] = []
    const upstream = await openUpstream((_, response) => void waiting.push(response))
    const scene = await withLimits(upstream.url, { connectionsMax: 2, waitingMax: 1, connectMs: 50 })
    const first = [1, 2].map((TemplateID) => scene.call(scene.root, write, { TemplateID }))
    await eventually(() => waiting.length === 2)
    const third = scene.call(scene.root, write, { TemplateID: 3 })
    await eventually(() => scene.server.gateway.upstreams.get('ses')?.waiting === 1)
    const fourth = await scene.call(scene.root, write, { TemplateID: 4 })
    expect(fourth.Error).toMatchObject({ Code: 'ServiceUnavailable', Message: expect.stringContaining('are in use') })
    expect((await third).Error?.Code).toBe('ServiceUnavailable')
    for (const response of waiting.splice(0)) envelope(response, { Done: true })
    expect(await Promise.all(first)).toMatchObject([{ Done: true }, { Done: true }])
    const next = scene.call(scene.root, write, { TemplateID: 5 })
    await eventually(() => waiting.length === 1)
    for (const response of waiting) envelope(response, { Done: true })
    expect(await next).toMatchObject({ Done: true })
    expect(upstream.received.map(({ body }) => JSON.parse(body.toString()).TemplateID)).toEqual([1, 2, 5])
    expect(upstream.connections()).toBe(2)
  })

  /** Answers the first request of each connection and hangs up on the second. */
  const hangsUpLater = () =>
    openSpeaker((socket, count) => {
      if (count === 2) socket.destroy()
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 34\r\n\r\n{"Response":{"RequestId":"again"}}')
    })

  test('a kept one that was closed: a read is sent once more', async () => {
    const upstream = await hangsUpLater()
    const scene = await withLimits(upstream.url)
    await scene.call(scene.root, read)
    expect(await scene.call(scene.root, read)).toMatchObject({ RequestId: 'again' })
    expect(upstream.requests()).toBe(3)
  })

  test('a write is not: nobody knows whether it was carried out', async () => {
    const upstream = await hangsUpLater()
    const scene = await withLimits(upstream.url)
    await scene.call(scene.root, write)
    expect((await scene.call(scene.root, write)).Error?.Code).toBe('FailedOperation')
    expect(upstream.requests()).toBe(2)
  })

  test('an upstream that answers before the body is there', async () => {
    const server = createServer((_, response) => response.end('{"Response":{"RequestId":"early"}}'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const scene = await withLimits(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const answer = await scene.call(scene.root, write, { Html: 'x'.repeat(5_000_000) })
    expect(answer.RequestId).toBe('early')
    await eventually(() => idle(scene))
    expect(await scene.call(scene.root, write)).toMatchObject({ RequestId: 'early' })
  })
})
