// Traces as a receiver of OTLP gets them: a small HTTP server that keeps what was sent to it.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { buildCall, send } from '../../src/client/call.ts'
import { readSettings } from '../../src/config.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import { temporaryFolder } from './cli.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

interface Attribute {
  readonly key: string
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string }
}
interface WireSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly attributes: readonly Attribute[]
  readonly status: { readonly code?: number; readonly message?: string }
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
}

interface Receiver {
  readonly url: string
  readonly spans: readonly WireSpan[]
  readonly requests: readonly { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }[]
}

async function receiver(): Promise<Receiver> {
  const spans: WireSpan[] = []
  const requests: { path: string; headers: IncomingHttpHeaders; body: string }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      requests.push({ path: request.url ?? '', headers: request.headers, body })
      const { resourceSpans } = JSON.parse(body) as {
        resourceSpans: readonly { scopeSpans: readonly { spans: readonly WireSpan[] }[] }[]
      }
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    })
  })
  return { url: await listen(server), spans, requests }
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function start(...argv: readonly string[]): Promise<RunningServer> {
  const args = ['--port', '0', '--data', temporaryFolder(), ...argv]
  const server = await startServer(readSettings(args, {}), { log: silent })
  onTestFinished(() => server.close())
  return server
}

interface Sent {
  readonly product?: string
  readonly version?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly secretKey?: string
}

function call(server: RunningServer, action: string, parameters: object = {}, sent: Sent = {}) {
  const { secretId = '', secretKey = '' } = server.firstRoot ?? {}
  const { product = 'cam', version = '2019-01-16', headers = {} } = sent
  const target = { host: new URL(server.url).host, product, version, action }
  const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: 1 }
  const built = buildCall(target, parameters, { secretId, secretKey: sent.secretKey ?? secretKey ?? '' }, moment)
  return send(server.url, { ...built, headers: { ...built.headers, ...headers } })
}

const attributesOf = (span: WireSpan | undefined): Record<string, string> =>
  Object.fromEntries(
    (span?.attributes ?? []).map(({ key, value }) => [key, String(value.stringValue ?? value.intValue)]),
  )

// The first of them loads the packages of OpenTelemetry from their many files.
describe('traces', { timeout: 120_000 }, () => {
  test('have a span for the request, below it one for each stage, and below those of writes the transaction', async () => {
    const { url, spans, requests } = await receiver()
    const server = await start('--trace-url', url, '--trace-headers', 'authorization=Bearer abc')
    const { RequestId } = await call(server, 'CreateGroup', { GroupName: 'one' })
    await server.close()
    expect(requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([['/v1/traces', 'Bearer abc']])
    const request = spans.find(({ name }) => name === 'cam:CreateGroup')
    expect(request?.kind).toBe(2)
    expect(attributesOf(request)).toEqual({
      'http.request.method': 'POST',
      'http.response.status_code': '200',
      'opencam.product': 'cam',
      'opencam.action': 'CreateGroup',
      'opencam.outcome': 'ok',
      'opencam.request_id': RequestId,
      'opencam.decision.layer': 'root',
      'opencam.decision.effect': 'allow',
    })
    const below = spans.filter(({ parentSpanId }) => parentSpanId === request?.spanId)
    expect(below.map(({ name }) => name)).toEqual([
      'authenticate',
      'throttle',
      'validate',
      'authorize',
      'confirm',
      'execute',
    ])
    const execute = below.find(({ name }) => name === 'execute')
    const inner = spans.filter(({ parentSpanId }) => parentSpanId === execute?.spanId)
    expect(inner.map(({ name }) => name)).toEqual(['store transaction'])
    for (const span of spans) {
      expect(span.traceId).toBe(request?.traceId)
      expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano))
    }
  })

  test('go on with the trace of a client, and take nothing else from it', async () => {
    const { url, spans } = await receiver()
    const server = await start('--trace-url', url)
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
    const parent = '00f067aa0ba902b7'
    // The client says that it is not sampled: that is not for it to say.
    await call(server, 'GetUserAppId', {}, { headers: { traceparent: `00-${traceId}-${parent}-00` } })
    for (const wrong of ['x', `00-${'0'.repeat(32)}-${parent}-01`, `00-${traceId}-${parent}-01-\u00e4`]) {
      await call(server, 'GetUserAppId', {}, { headers: { traceparent: encodeURI(wrong) } })
    }
    await server.close()
    const [first, ...others] = spans.filter(({ name }) => name === 'cam:GetUserAppId')
    expect([first?.traceId, first?.parentSpanId]).toEqual([traceId, parent])
    expect(others).toHaveLength(3)
    for (const other of others) {
      expect(other.traceId).not.toBe(traceId)
      expect(other.parentSpanId ?? '').toBe('')
    }
  })

  test('of no request where the share is 0, even if a client asks to be sampled', async () => {
    const { url, requests } = await receiver()
    const server = await start('--trace-url', url, '--trace-share', '0')
    const headers = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' }
    expect(await call(server, 'GetUserAppId', {}, { headers })).toHaveProperty('Uin')
    await server.close()
    expect(requests).toEqual([])
  })

  test('go on to the upstream of the gateway, below our own span', async () => {
    const { url, spans } = await receiver()
    const seen: IncomingHttpHeaders[] = []
    const upstream = createServer((request, response) => {
      seen.push(request.headers)
      response.end('{"Response":{"RequestId":"1"}}')
    })
    const upstreamUrl = await listen(upstream)
    const server = await start('--trace-url', url, '--upstream-ses', upstreamUrl)
    const headers = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00', tracestate: 'a=b' }
    await call(
      server,
      'ListEmailTemplates',
      { Limit: 1, Offset: 0 },
      { product: 'ses', version: '2020-10-02', headers },
    )
    await server.close()
    const span = spans.find(({ name }) => name === 'upstream')
    expect(seen).toHaveLength(1)
    expect(seen[0]?.['traceparent']).toBe(`00-4bf92f3577b34da6a3ce929d0e0e4736-${span?.spanId}-01`)
    expect(seen[0]?.['tracestate']).toBe('a=b')
    const request = spans.find(({ name }) => name === 'ses:ListEmailTemplates')
    expect(span?.parentSpanId).toBe(request?.spanId)
    const names = spans.filter(({ parentSpanId }) => parentSpanId === request?.spanId).map(({ name }) => name)
    expect(names).toEqual(['authenticate', 'throttle', 'authorize', 'upstream'])
  })

  test('hold no secret, no parameter and nothing that a client named', async () => {
    const { url, requests } = await receiver()
    const server = await start('--trace-url', url)
    const { secretKey = '', secretId = '' } = server.firstRoot ?? {}
    await call(server, 'AddUser', { Name: 'Named-by-a-client', Password: 'Hush-password-1', ConsoleLogin: 1 })
    await call(
      server,
      'GetUser',
      { Name: 'Not-there-hush' },
      { headers: { cookie: 'a=Hush-cookie', 'x-tc-token': 'Hush-token' } },
    )
    await call(server, 'EvilAction', {})
    await call(server, 'GetUser', {}, { product: 'evilproduct' })
    await call(server, 'GetUser', { Name: 'x' }, { secretKey: 'Hush-wrong-secret-key' })
    const asked = await fetch(`${server.url}/`, { method: 'EVIL' as never }).catch(() => undefined)
    await asked?.text()
    await server.close()
    const text = requests.map(({ body }) => body).join('')
    expect(text).toContain('"cam:AddUser"')
    expect(text).toContain('AuthFailure.SignatureFailure')
    for (const word of ['Named-by', 'hush', 'evil', secretKey, secretId, 'HMAC']) {
      expect(text.toLowerCase(), word).not.toContain(word.toLowerCase())
    }
  })

  test('mark what is a fault, by its kind and not by its words', async () => {
    const { url, spans, requests } = await receiver()
    const server = await start('--trace-url', url)
    const broken = (): Promise<never> => Promise.reject(new TypeError('Hush: words of a database'))
    Object.assign(server.world.store.read, { groups: new Proxy({}, { get: () => broken }) })
    expect((await call(server, 'ListGroups')).Error?.Code).toMatch(/^InternalError|^FailedOperation/)
    await server.close()
    const span = spans.find(({ name }) => name === 'execute')
    expect(span?.status).toEqual({ code: 2 })
    expect(attributesOf(span)['error.type']).toBe('TypeError')
    expect(attributesOf(spans.find(({ name }) => name === 'cam:ListGroups'))['opencam.outcome']).toBe('fault')
    expect(requests.map(({ body }) => body).join('')).not.toContain('Hush')
  })

  test('keep nothing from being answered, nor the server from closing, when their receiver is gone', async () => {
    const server = await start('--trace-url', 'http://127.0.0.1:1')
    expect(await call(server, 'GetUserAppId')).toHaveProperty('Uin')
    await server.close()
  })
})
