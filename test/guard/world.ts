// A server with a service of one's own in its catalogs, the people who call that service, and the guard's own key. Between
// guard and server stands a line that a test can cut, and that counts what goes over it.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { buildCall, send, type WireRequest } from '../../src/client/call.ts'
import {
  type Ask,
  createGuard,
  type Engine,
  type Guard,
  type GuardRequest,
  ownResource,
} from '../../src/guard/index.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { allow, type Identity } from '../api/harness.ts'
import { type Started, startOn } from '../sdk/server.ts'
import { root } from '../tidy/source.ts'

export interface Line {
  readonly endpoint: string
  /** What happens to calls from now on; `undefined`: they go through. */
  cut: 'hang-up' | 'nonsense' | undefined
  /** Actions that went over it. */
  readonly calls: string[]
}

export interface GuardWorld {
  readonly started: Started
  readonly line: Line
  /** Key of the guard, with nothing but what guards of the service need. */
  readonly key: Identity
  /** Calls the server as root. */
  ok(action: string, parameters?: object): Promise<Record<string, unknown>>
  user(name: string, ...documents: readonly object[]): Promise<Identity>
  close(): Promise<void>
}

export async function openGuardWorld(clock: Clock = Date.now): Promise<GuardWorld> {
  const catalog = join(root, 'examples/own-service/catalog')
  const started = await startOn('SQLite', { flags: ['--catalog-dir', catalog], clock })
  const { server, root: owner } = started
  const line = await openLine(server.url)
  const ok: GuardWorld['ok'] = async (action, parameters = {}) => {
    const product = action === 'GetFederationToken' ? 'sts' : 'cam'
    const version = product === 'sts' ? '2018-08-13' : '2019-01-16'
    const target = { host: new URL(server.url).host, product, version, action }
    const wire = buildCall(target, parameters, owner, { timestamp: Math.floor(clock() / 1000), nonce: 1 })
    const { RequestId: _, ...result } = await send(server.url, wire)
    if (result.Error !== undefined) throw new Error(`${action}: ${result.Error.Code} ${result.Error.Message}`)
    return result
  }
  const user: GuardWorld['user'] = async (name, ...documents) => {
    const { Uin, Uid, SecretId, SecretKey } = await ok('AddUser', { Name: name, UseApi: 1 })
    for (const [index, document] of documents.entries()) {
      const PolicyDocument = JSON.stringify(document)
      const { PolicyId } = await ok('CreatePolicy', { PolicyName: `${name}-${index}`, PolicyDocument })
      await ok('AttachUserPolicy', { PolicyId, AttachUin: Uin })
    }
    const secrets = { secretId: String(SecretId), secretKey: String(SecretKey) }
    return { account: owner.account, uin: Number(Uin), uid: Number(Uid), name, ...secrets }
  }
  const guardCalls = ['cam:AuthorizeRequest', 'cam:GetGuardCaller', 'cam:GetGuardState']
  const key = await user('notes-guard', allow(guardCalls, 'qcs::cam:::guard/notes'))
  return {
    started,
    line,
    key,
    ok,
    user,
    async close() {
      await line.close()
      await started.close()
    },
  }
}

async function openLine(to: string): Promise<Line & { close(): Promise<void> }> {
  const calls: string[] = []
  const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    calls.push(String(incoming.headers['x-tc-action']))
    if (line.cut === 'hang-up') return void incoming.socket.destroy()
    if (line.cut === 'nonsense') return void response.end('{"Response":{"RequestId":"x"}}')
    const chunks: Uint8Array[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const { connection: _, ...headers } = incoming.headers
    const body = await forward(to, headers, Buffer.concat(chunks))
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(body)
  }
  const server = createServer((incoming, response) => void pass(incoming, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const line: Line & { close(): Promise<void> } = {
    endpoint: `http://127.0.0.1:${port}`,
    cut: undefined,
    calls,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return line
}

/** With the Host that the guard has signed. */
function forward(to: string, headers: IncomingHttpHeaders, body: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const onward = request(to, { method: 'POST', headers, agent: false }, async (reply) => {
      const chunks: Uint8Array[] = []
      for await (const chunk of reply) chunks.push(chunk)
      resolve(Buffer.concat(chunks).toString())
    })
    onward.once('error', reject)
    onward.end(body)
  })
}

/** What a request to the notes asks for. */
export function askNotes(request: GuardRequest): Ask | undefined {
  const action = request.header('x-tc-action') ?? ''
  if (action === 'ListNotes') return { action }
  if (action !== 'ReadNote' && action !== 'WriteNote') return undefined
  const { Id } = JSON.parse(Buffer.from(request.body).toString() || '{}') as { Id?: unknown }
  return typeof Id === 'string' ? { action, resources: [ownResource('notes', 'note', Id)] } : undefined
}

export const notesGuard = (engine: Engine, more: Partial<Parameters<typeof createGuard>[0]> = {}): Guard =>
  createGuard({ service: 'notes', engine, ask: askNotes, ...more })

/** A call of the notes as its client sends it. */
export function notesCall(by: Identity, action: string, body: object, nowMs: number, service = 'notes'): WireRequest {
  const target = { host: `${service}.example.com`, product: service, version: '2026-01-01', action }
  const credential = {
    secretId: by.secretId,
    secretKey: by.secretKey,
    ...(by.token !== undefined && { token: by.token }),
  }
  return buildCall(target, body, credential, { timestamp: Math.floor(nowMs / 1000), nonce: 1 })
}

export function asGuardRequest(wire: WireRequest, more: Partial<GuardRequest> = {}): GuardRequest {
  const headers = new Map(Object.entries(wire.headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method: wire.method,
    path: '/',
    query: wire.query,
    header: (name) => headers.get(name),
    body: wire.body,
    address: '10.0.0.7',
    tls: false,
    ...more,
  }
}
