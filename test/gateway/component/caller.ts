// Component calls as a client makes them, to the very door of the server, without a socket.
import { expect } from 'vitest'
import { componentPath, createComponentDoor } from '../../../src/gateway/component/door.ts'
import type { Reply } from '../../../src/protocol/door.ts'
import type { HttpRequest } from '../../../src/protocol/request.ts'
import { payloadHash, tc3Authorization } from '../../../src/signing/index.ts'
import type { Harness, Identity } from '../../api/harness.ts'

/** The answer's envelope. */
export interface ComponentAnswer {
  readonly version: number
  readonly eventId: number
  readonly componentName: string
  readonly returnValue: number
  readonly returnCode: number
  readonly returnMessage: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface ComponentOptions {
  readonly as?: Identity
  /** Seconds between the signature and its arrival. */
  readonly agoSeconds?: number
  /** Over or instead of the signed headers; `undefined` takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly method?: string
}

export interface ComponentCaller {
  /** A signed request with a body, as it is. */
  request(body: string | Uint8Array, options?: ComponentOptions): HttpRequest
  reply(request: HttpRequest): Promise<Reply>
  /** Sends a body, signed by root unless told otherwise. */
  send(body: string | Uint8Array, options?: ComponentOptions): Promise<ComponentAnswer>
  /** Calls an interface and answers whatever came. */
  call(interfaceName: string, para: unknown, options?: ComponentOptions): Promise<ComponentAnswer>
  /** The data of a call that must succeed. */
  ok(interfaceName: string, para: unknown, options?: ComponentOptions): Promise<Readonly<Record<string, unknown>>>
  /** A call that must be refused with the return code; gives its message. */
  refused(code: number, interfaceName: string, para: unknown, options?: ComponentOptions): Promise<string>
}

export function componentCaller(server: Harness): ComponentCaller {
  const door = createComponentDoor(server.dispatcher)
  let events = 0

  function request(body: string | Uint8Array, options: ComponentOptions = {}): HttpRequest {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    const timestamp = Math.floor(server.clock() / 1000) - (options.agoSeconds ?? 0)
    const host = 'cam.example.test'
    const headers = new Map([
      ['host', host],
      ['content-type', 'application/json'],
      ['x-tc-timestamp', String(timestamp)],
    ])
    const signer = options.as ?? server.root
    const parts = { method: 'POST', path: '/', query: '', host, header: header(headers), body: bytes } as const
    const names = ['content-type', 'host']
    headers.set('authorization', tc3Authorization(parts, names, 'cam', signer, timestamp, payloadHash(parts)))
    if (signer.token !== undefined) headers.set('x-tc-token', signer.token)
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (value === undefined) headers.delete(name)
      else headers.set(name, value)
    }
    const { method = 'POST' } = options
    const from = { address: '127.0.0.1', tls: false }
    return { method, path: componentPath, rawQuery: '', header: header(headers), body: bytes, from }
  }

  const caller: ComponentCaller = {
    request,
    reply: (given) => door.respond(given),
    async send(body, options) {
      return readReply(await door.respond(request(body, options)))
    },
    call(interfaceName, para, options) {
      events += 1
      const envelope = { version: 1, componentName: 'MC', eventId: events, interface: { interfaceName, para } }
      return caller.send(JSON.stringify(envelope), options)
    },
    async ok(interfaceName, para, options) {
      const answer = await caller.call(interfaceName, para, options)
      expect(answer.returnMessage, interfaceName).toBe('OK')
      expect(answer).toMatchObject({ returnCode: 0, returnValue: 0, eventId: events })
      return answer.data
    },
    async refused(code, interfaceName, para, options) {
      const answer = await caller.call(interfaceName, para, options)
      expect(answer.returnCode, answer.returnMessage).toBe(code)
      expect(answer).toMatchObject({ returnValue: code, eventId: events, data: {} })
      return answer.returnMessage
    },
  }
  return caller
}

const header =
  (headers: ReadonlyMap<string, string>) =>
  (name: string): string | undefined =>
    headers.get(name)

/** The envelope of a reply; its form is the same for every answer. */
export function readReply({ status, headers, body }: Reply): ComponentAnswer {
  expect(headers.slice(0, 4)).toEqual([
    'Content-Type',
    'application/json',
    'Content-Length',
    String(Buffer.byteLength(body)),
  ])
  expect([200, 405]).toContain(status)
  const answer: ComponentAnswer = JSON.parse(String(body))
  const members = ['version', 'eventId', 'componentName', 'returnValue', 'returnCode', 'returnMessage', 'data']
  expect(Object.keys(answer)).toEqual(members)
  expect(answer).toMatchObject({ version: 1, componentName: 'CONSOLE_LOGICAL_SERVER' })
  return answer
}
