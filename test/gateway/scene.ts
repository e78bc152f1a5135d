// A server with a gateway over real sockets, before upstreams that are servers of the test's own.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Log } from '../../src/actions/world.ts'
import { type Answer, buildCall, type CallTarget, send } from '../../src/client/call.ts'
import { readSettings } from '../../src/config.ts'
import type { GatewayLimits } from '../../src/gateway/limits.ts'
import { type Clock, systemClock } from '../../src/kernel/clock.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import type { ServerLimits } from '../../src/server/limits.ts'
import type { Credential } from '../../src/signing/index.ts'

/** A request as an upstream got it. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

export interface TestUpstream {
  readonly url: string
  readonly port: number
  /** Requests that came to their end, in order. */
  readonly received: Received[]
  readonly sockets: ReadonlySet<Socket>
  /** Connections made so far. */
  connections(): number
  close(): Promise<void>
}

export async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Answers in the envelope, with what was asked. */
export function envelope(response: ServerResponse, result: object): void {
  const body = JSON.stringify({ Response: { ...result, RequestId: 'of-the-upstream' } })
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

/** An upstream on a free port, closed at the end of the test; `answer` is asked once the request is there. */
export async function openUpstream(
  answer: (received: Received, response: ServerResponse) => void = (_, response) => envelope(response, { Done: true }),
): Promise<TestUpstream> {
  const received: Received[] = []
  const upstream = await openRawUpstream((request, response) => {
    void readAll(request).then(
      (body) => {
        const { method = '', url = '', headers, rawHeaders } = request
        const one = { method, url, headers, rawHeaders, body }
        received.push(one)
        answer(one, response)
      },
      () => {},
    )
  })
  return { ...upstream, received }
}

/** An upstream that is handed requests as they begin. */
export async function openRawUpstream(listener: RequestListener): Promise<TestUpstream> {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer(listener)
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  onTestFinished(close)
  return { url: `http://127.0.0.1:${port}`, port, received: [], sockets, connections: () => connections, close }
}

/** Waits until it holds; each look comes after a turn of the event loop. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 1))
}

export interface SceneOptions {
  /** Service to upstream. */
  readonly upstreams?: Readonly<Record<string, string>>
  readonly flags?: readonly string[]
  /** Off unless told. */
  readonly rates?: 'documented'
  readonly limits?: Partial<GatewayLimits>
  readonly serverLimits?: Partial<ServerLimits>
  readonly log?: Log
  /** The machine's own unless told. */
  readonly clock?: Clock
}

export interface GatewayScene {
  readonly server: RunningServer
  readonly root: Credential & { readonly account: number }
  /** A signed call over a socket, at the endpoint of this machine unless told. */
  call(by: Credential, target: Target, parameters?: object): Promise<Answer>
  /** A sub-user with a key; each document becomes a policy attached to it. */
  user(name: string, ...documents: readonly object[]): Promise<Credential & { readonly uin: number }>
}

export type Target = Omit<CallTarget, 'host'> & { readonly host?: string }

export const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} }

export const versionsOf: Readonly<Record<string, string>> = {
  ses: '2020-10-02',
  ccc: '2020-02-10',
  intlpartnersmgt: '2022-09-28',
  cam: '2019-01-16',
}

/** An action of a service. */
export const at = (product: string, action: string, more: Partial<Target> = {}): Target => ({
  product,
  version: versionsOf[product] ?? '',
  action,
  region: 'ap-guangzhou',
  ...more,
})

/** Starts a server, closed at the end of the test. */
export async function openScene(options: SceneOptions = {}): Promise<GatewayScene> {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-gateway-'))
  const upstreams = Object.entries(options.upstreams ?? {}).flatMap(([name, url]) => [`--upstream-${name}`, url])
  const rates = options.rates ?? 'off'
  const flags = ['--port', '0', '--data', folder, '--rate-limits', rates, ...upstreams, ...(options.flags ?? [])]
  const clock = options.clock ?? systemClock
  const server = await startServer(readSettings(flags, {}), {
    log: options.log ?? quiet,
    clock,
    limits: options.serverLimits ?? {},
    gatewayLimits: options.limits ?? {},
  })
  onTestFinished(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const { account, secretId, secretKey } = server.firstRoot ?? {}
  if (account === undefined || secretId === undefined || secretKey === undefined) throw new Error('no first root')
  const root = { account, secretId, secretKey }
  const scene: GatewayScene = {
    server,
    root,
    call(by, target, parameters = {}) {
      const host = new URL(server.url).host
      const moment = {
        timestamp: Math.floor(clock() / 1000),
        nonce: 1 + Math.floor(server.world.random.bytes(1)[0] ?? 0),
      }
      return send(server.url, buildCall({ host, ...target }, parameters, by, moment))
    },
    async user(name, ...documents) {
      const made = await scene.call(root, at('cam', 'AddUser'), { Name: name, UseApi: 1 })
      for (const [index, document] of documents.entries()) {
        const policy = await scene.call(root, at('cam', 'CreatePolicy'), {
          PolicyName: `${name}-${index}`,
          PolicyDocument: JSON.stringify(document),
        })
        await scene.call(root, at('cam', 'AttachUserPolicy'), { PolicyId: policy['PolicyId'], AttachUin: made['Uin'] })
      }
      return { secretId: String(made['SecretId']), secretKey: String(made['SecretKey']), uin: Number(made['Uin']) }
    },
  }
  return scene
}
