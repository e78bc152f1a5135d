// The guard before a handler of node:http, and what Express and Fastify share with it. Reads the body itself: whoever reads
// it before the guard leaves it nothing to verify.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readStream } from './body.ts'
import type { Guard, GuardReply } from './guard.ts'
import type { GuardRequest, Verdict } from './types.ts'

/** What a handler gets of a request that was allowed. */
export interface Guarded extends Extract<Verdict, { allowed: true }> {
  readonly body: Buffer
}

export interface NodeOptions {
  /** Address that a request came from, behind proxies that can be trusted. By default that of the connection. */
  readonly address?: (request: IncomingMessage) => string | undefined
  /** Whether the client's connection was encrypted. By default whether this one is. */
  readonly tls?: (request: IncomingMessage) => boolean
}

export type NodeHandler = (request: IncomingMessage, response: ServerResponse, guarded: Guarded) => void | Promise<void>

/** A listener for node:http that calls the handler for what is allowed and answers the rest. */
export function guardNode(
  guard: Guard,
  handler: NodeHandler,
  options: NodeOptions = {},
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const outcome = await judge(guard, request, await readStream(request, guard.bodyBytesMax), options)
    if ('reply' in outcome) {
      send(response, outcome.reply)
      return
    }
    await handler(request, response, outcome)
  }
}

/** Judges a request of node:http whose body was read; `undefined` for one that is too long. */
export async function judge(
  guard: Guard,
  request: IncomingMessage,
  body: Buffer | undefined,
  options: NodeOptions,
): Promise<Guarded | { readonly reply: GuardReply }> {
  if (body === undefined) return { reply: guard.reply(guard.tooLong()) }
  const verdict = await guard.check(requestOf(request, body, options))
  return verdict.allowed ? { ...verdict, body } : { reply: guard.reply(verdict) }
}

export function send(response: ServerResponse, { status, headers, body }: GuardReply): void {
  // What was not read of a body that is too long is dropped with the connection.
  const ending = status === 413 || !response.req.complete ? { Connection: 'close' } : {}
  response.writeHead(status, { ...headers, ...ending })
  response.end(body)
}

function requestOf(request: IncomingMessage, body: Buffer, { address, tls }: NodeOptions): GuardRequest {
  const { headers, socket } = request
  // Express takes the mounting path off `url`; what was signed is the whole.
  const target = 'originalUrl' in request && typeof request.originalUrl === 'string' ? request.originalUrl : request.url
  const [path = '/', query = ''] = split(target ?? '/')
  return {
    method: request.method ?? '',
    path,
    query,
    header(name) {
      const value = Object.hasOwn(headers, name) ? headers[name] : undefined
      return typeof value === 'object' ? value.join(', ') : value
    },
    body,
    address: address === undefined ? plain(socket.remoteAddress) : address(request),
    tls: tls === undefined ? 'encrypted' in socket && socket.encrypted === true : tls(request),
  }
}

function split(target: string): readonly [path: string, query: string] {
  const mark = target.indexOf('?')
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)]
}

/** An IPv4 address that a socket for both families writes as IPv6. */
export const plain = (address: string | undefined): string | undefined => address?.replace(/^::ffff:(?=[\d.]+$)/i, '')
