import { type ChildProcess, spawn } from 'node:child_process'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { buildCall } from '../../src/client/call.ts'
import { temporaryFolder } from './cli.ts'
import { serverProcess } from './process.ts'
import { line, serve } from './raw.ts'

const credential = { secretId: 'AKIDdraining', secretKey: 'secret-key-of-the-test' }
const given = [
  '--root-secret-id',
  credential.secretId,
  '--root-secret-key',
  credential.secretKey,
  '--rate-limits',
  'off',
]

interface Ended {
  readonly sent: number
  readonly answered: number
  /** Calls whose connection broke after they were sent, by what the client heard. */
  readonly lost: readonly string[]
}

/**
 * Signed reads and writes over kept connections, each as soon as the one before is answered, until the server says on
 * each connection that it closes it.
 */
async function loadUntilClosed(port: number, connections: number, ready: (answered: number) => void): Promise<Ended> {
  const ended = { sent: 0, answered: 0, lost: [] as string[] }
  const one = async (number: number): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (let turn = 0; ; turn++) {
      ended.sent += 1
      const outcome = await callOnce(port, agent, number, turn)
      if (outcome.kind === 'lost') {
        ended.lost.push(outcome.why)
        return
      }
      ended.answered += 1
      ready(ended.answered)
      if (outcome.closes) return
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, number) => one(number)))
  return ended
}

type Outcome = { readonly kind: 'answered'; readonly closes: boolean } | { readonly kind: 'lost'; readonly why: string }

function callOnce(port: number, agent: Agent, number: number, turn: number): Promise<Outcome> {
  const write = turn % 4 === 0
  const target = {
    host: `127.0.0.1:${port}`,
    product: 'cam',
    version: '2019-01-16',
    action: write ? 'CreateGroup' : 'ListGroups',
  }
  const parameters = write ? { GroupName: `g-${number}-${turn}` } : {}
  const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: turn + 1 }
  const { headers, body } = buildCall(target, parameters, credential, moment)
  return new Promise((resolve) => {
    const sent = request({ port, host: '127.0.0.1', method: 'POST', headers, agent }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += String(chunk)
      })
      response.on('end', () => {
        const whole = text.includes('"RequestId"') && !text.includes('"Error"')
        if (whole) resolve({ kind: 'answered', closes: response.headers.connection === 'close' })
        else resolve({ kind: 'lost', why: text })
      })
      response.on('error', (error) => resolve({ kind: 'lost', why: error.message }))
    })
    sent.on('error', (error) => resolve({ kind: 'lost', why: error.message }))
    sent.end(body)
  })
}

describe('a signal to stop', () => {
  test('loses no call of many connections under load', async () => {
    const server = await serverProcess(temporaryFolder(), ...given)
    let told = false
    const ended = await loadUntilClosed(server.port, 24, (answered) => {
      if (answered < 200 || told) return
      told = true
      server.child.kill('SIGTERM')
    })
    expect(ended.lost).toEqual([])
    expect(ended.answered).toBe(ended.sent)
    expect(ended.answered).toBeGreaterThanOrEqual(200)
    expect(await server.ended).toBe(0)
  })

  test('makes the server unready while it still answers, and closes each connection after its answer', async () => {
    const server = await serverProcess(temporaryFolder(), '--drain-notice-ms', '60000')
    const kept = line(server.port)
    const ask = 'GET /readyz HTTP/1.1\r\nHost: h\r\n\r\n'
    kept.socket.write(ask)
    await kept.until('ready\n')
    expect(kept.received()).toContain('200 OK')
    server.child.kill('SIGTERM')
    // The signal and the question come to the server by different ways: it is asked until it has heard of both.
    let answer = ''
    while (!answer.includes('503')) {
      const asked = line(server.port)
      asked.socket.write(ask)
      await asked.until('\r\n\r\n')
      answer = asked.received()
      asked.socket.destroy()
    }
    expect(answer).toContain('Connection: close')
    const late = line(server.port)
    late.socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}')
    expect(await late.closed()).toMatch(/200 OK[\s\S]*Connection: close[\s\S]*"RequestId"/)
    expect(server.child.exitCode).toBeNull()
  })

  test('a second one ends it at once, whatever is under way', async () => {
    const server = await serverProcess(temporaryFolder(), '--drain-notice-ms', '600000', '--drain-ms', '600000')
    await again(server.child)
    expect(await server.ended).toBe(1)
  })

  test('the same one twice, as a supervisor and a launcher send it, is one', async () => {
    const server = await serverProcess(temporaryFolder(), '--drain-notice-ms', '0')
    server.child.kill('SIGTERM')
    server.child.kill('SIGINT')
    expect(await server.ended).toBe(0)
  })
})

/** Sends the signal until the process is gone: which of them counts as a second one is the server's to say. */
function again(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => child.kill('SIGTERM'), 50)
    child.once('exit', () => {
      clearInterval(timer)
      resolve()
    })
  })
}

describe('what the process may have at most', () => {
  const overloaded = { status: 503, headers: ['Content-Length', '4'], body: 'full' } as const

  test('connections: one more is answered 503 and closed, and others go on', async () => {
    const server = await serve({ limits: { connectionsMax: 2 }, overloaded: () => overloaded })
    const ask = 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}'
    const [first, second] = [line(server.port), line(server.port)]
    for (const kept of [first, second]) {
      kept.socket.write(ask)
      await kept.until('POST / 2')
    }
    const third = line(server.port)
    third.socket.write(ask)
    expect(await third.closed()).toMatch(/^HTTP\/1\.1 503 [\s\S]*Connection: close[\s\S]*full$/)
    first.socket.write(ask)
    await first.until('POST / 2HTTP/1.1 200')
    first.socket.destroy()
    second.socket.destroy()
    await gone(server, 0)
    const fourth = line(server.port)
    fourth.socket.write(ask)
    await fourth.until('POST / 2')
    expect(server.seen).toHaveLength(4)
  })

  test('connections: health is answered all the same', async () => {
    const server = await serve({ limits: { connectionsMax: 1 }, overloaded: () => overloaded })
    const first = line(server.port)
    first.socket.write('GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n')
    await first.until('ok\n')
    const second = line(server.port)
    second.socket.write('GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n')
    await second.until('ok\n')
  })

  test.each([
    ['announced', 'Content-Length: 60'],
    ['of unknown length', 'Transfer-Encoding: chunked'],
  ])('bodies %s: no more than so many bytes at a time', async (_, header) => {
    const limits = { bodyBytesMax: 60, bodiesBytesMax: 100 }
    const server = await serve({ limits, overloaded: () => overloaded })
    const held = line(server.port)
    held.socket.write(`POST / HTTP/1.1\r\nHost: h\r\n${header}\r\nExpect: 100-continue\r\n\r\n`)
    await held.until('100 Continue')
    expect(server.load().bodyBytes).toBe(60)
    const other = line(server.port)
    other.socket.write(`POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 41\r\n\r\n${'x'.repeat(41)}`)
    expect(await other.closed()).toContain('503')
    const small = line(server.port)
    small.socket.write(`POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 40\r\n\r\n${'x'.repeat(40)}`)
    await small.until('POST / 40')
    held.socket.destroy()
    small.socket.destroy()
    await gone(server, 0)
    expect(server.load().bodyBytes).toBe(0)
  })

  test('memory: nothing new while there is none', async () => {
    let full = true
    const server = await serve({ memoryFull: () => full, overloaded: () => overloaded })
    const ask = 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}'
    const refused = line(server.port)
    refused.socket.write(ask)
    expect(await refused.closed()).toContain('503')
    full = false
    const taken = line(server.port)
    taken.socket.write(ask)
    await taken.until('POST / 2')
    expect(server.seen).toHaveLength(1)
  })
})

/** Until so many connections are left: a hang-up reaches the server after the client. */
async function gone(server: { load(): { readonly connections: number } }, left: number): Promise<void> {
  while (server.load().connections > left) await new Promise((resolve) => setImmediate(resolve))
}

test('a server of a process answers the documented error, with the status for load balancers', async () => {
  const server = await serverProcess(temporaryFolder(), '--connections', '1')
  const first = line(server.port)
  first.socket.write('GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n')
  await first.until('ok\n')
  const second = line(server.port)
  second.socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}')
  const answer = await second.closed()
  expect(answer).toMatch(/^HTTP\/1\.1 503 /)
  const { Response } = JSON.parse(answer.slice(answer.indexOf('{')))
  expect(Response).toMatchObject({
    Error: { Code: 'ServiceUnavailable' },
    RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
})

test('the launcher hands signals on, and the server behind it drains', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const argv = [
    'scripts/launch.mjs',
    'opencam',
    'serve',
    '--port',
    '0',
    '--data',
    temporaryFolder(),
    '--drain-notice-ms',
    '0',
  ]
  const child = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
  await new Promise<void>((resolve) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += String(chunk)
      if (text.includes('Stop with Ctrl-C')) resolve()
    })
  })
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})
