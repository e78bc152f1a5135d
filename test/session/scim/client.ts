// A SCIM client as directories are one: a token, JSON, and the door of the server without a socket.
import { expect } from 'vitest'
import type { RawObject } from '../../../src/protocol/call.ts'
import type { HttpRequest } from '../../../src/protocol/request.ts'
import { createScimDoor } from '../../../src/session/scim/door.ts'
import { allow, type Harness, type HarnessOptions, type Identity, openHarness } from '../../api/harness.ts'
import { scimToken } from '../../api/scim/tokens.ts'

export interface ScimAnswer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: Readonly<Record<string, unknown>>
}

export interface ScimOptions {
  /** `null`: none. */
  readonly token?: string | null
  readonly type?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

export interface ScimClient {
  readonly token: string
  send(method: string, path: string, body?: unknown, options?: ScimOptions): Promise<ScimAnswer>
  /** A request that must be answered with the status; gives the body. */
  ok(status: number, method: string, path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>>
  /** A request that must be refused with the status, and the kind where one is named; gives the detail. */
  refused(status: number, kind: string | undefined, method: string, path: string, body?: unknown): Promise<string>
  user(userName: string, more?: object): Promise<string>
  group(displayName: string, members?: readonly string[]): Promise<string>
}

export interface ScimServer extends ScimClient {
  readonly server: Harness
  /** The user that the client acts as. */
  readonly agent: Identity
  /** A client with another token. */
  as(token: string): ScimClient
}

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const patchOf = (...Operations: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
})

/** A server whose client may do everything with users and groups. */
export async function openScim(options: HarnessOptions = {}): Promise<ScimServer> {
  const server = await openHarness(options)
  const agent = await server.user('directory-agent', allow('cam:*'))
  const { token } = await scimToken(server, agent)
  return { server, agent, as: (other) => clientOf(server, other), ...clientOf(server, token) }
}

export function clientOf(server: Harness, token: string): ScimClient {
  const door = createScimDoor(server.dispatcher)

  async function send(method: string, path: string, body?: unknown, options: ScimOptions = {}): Promise<ScimAnswer> {
    const [plain = '', rawQuery = ''] = path.split('?')
    const given = options.token === undefined ? token : options.token
    const headers = new Map<string, string>([['host', 'cam.example.test']])
    if (given !== null) headers.set('authorization', `Bearer ${given}`)
    const type = 'type' in options ? options.type : 'application/scim+json'
    if (body !== undefined && type !== undefined) headers.set('content-type', type)
    for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value)
    const request: HttpRequest = {
      method,
      path: `/scim/v2${plain}`,
      rawQuery,
      header: (name) => headers.get(name),
      body: Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)),
      from: { address: '127.0.0.1', tls: true },
    }
    const reply = await door.respond(request)
    const text = String(reply.body)
    const pairs = new Map<string, string>()
    for (let at = 0; at < reply.headers.length; at += 2) pairs.set(reply.headers[at] ?? '', reply.headers[at + 1] ?? '')
    expect(pairs.get('Content-Length')).toBe(String(Buffer.byteLength(text)))
    expect(pairs.get('Cache-Control')).toBe('no-store')
    expect(pairs.get('Content-Type')).toBe(text === '' ? undefined : 'application/scim+json')
    return { status: reply.status, headers: pairs, body: text === '' ? {} : JSON.parse(text) }
  }

  const client: ScimClient = {
    token,
    send,
    async ok(status, method, path, body) {
      const answer = await send(method, path, body)
      expect(answer.status, `${method} ${path}: ${String(answer.body['detail'])}`).toBe(status)
      return answer.body
    },
    async refused(status, kind, method, path, body) {
      const answer = await send(method, path, body)
      expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBe(status)
      expect(answer.body).toMatchObject({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: String(status),
        detail: expect.stringMatching(/./),
      })
      expect(answer.body['scimType']).toBe(kind)
      return String(answer.body['detail'])
    },
    async user(userName, more = {}) {
      return String((await client.ok(201, 'POST', '/Users', { schemas: [userSchema], userName, ...more }))['id'])
    },
    async group(displayName, members = []) {
      const given = { schemas: [groupSchema], displayName, members: members.map((value) => ({ value })) }
      return String((await client.ok(201, 'POST', '/Groups', given))['id'])
    },
  }
  return client
}

/** The names of a list, in its order. */
export function namesIn(body: Readonly<Record<string, unknown>>): readonly unknown[] {
  return (body['Resources'] as readonly RawObject[]).map((one) => one['userName'] ?? one['displayName'])
}
