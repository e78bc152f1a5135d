// The same small service five times: on node:http, Express, Fastify, Hono and as a handler of the Fetch API, each behind the
// guard. It answers who asked and what arrived.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import {
  type Guard,
  type Guarded,
  guardExpress,
  guardedOf,
  guardFastify,
  guardFetch,
  guardHono,
  guardNode,
} from '../../src/guard/index.ts'

export interface RunningService {
  readonly port: number
  close(): Promise<void>
}

/** What every one of them answers. */
function answerOf({ caller, requestId }: Guarded, given: unknown): object {
  return { Response: { Uin: caller.uin, Given: given, RequestId: requestId } }
}

const portOf = (server: { address(): AddressInfo | string | null }): number => {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

interface Closable {
  address(): AddressInfo | string | null
  close(done: () => void): unknown
}

function running(server: Closable): RunningService {
  return { port: portOf(server), close: () => new Promise((resolve) => server.close(() => resolve())) }
}

const listening = (server: Server): Promise<Server> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))

const parsed = (body: Uint8Array): unknown => (body.length === 0 ? null : JSON.parse(Buffer.from(body).toString()))

async function onNode(guard: Guard): Promise<RunningService> {
  const listener = guardNode(guard, (_, response, guarded) => {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(answerOf(guarded, parsed(guarded.body))))
  })
  return running(await listening(createServer((request, response) => void listener(request, response))))
}

async function onExpress(guard: Guard): Promise<RunningService> {
  const app = express()
  app.use(guardExpress(guard))
  app.use(express.json())
  app.all('/', (request, response) => {
    response.json(answerOf(guardedOf(request as Parameters<typeof guardedOf>[0]), request.body ?? null))
  })
  return running(await listening(createServer(app)))
}

async function onFastify(guard: Guard): Promise<RunningService> {
  const app = fastify()
  await app.register(guardFastify(guard))
  app.all('/', async (request) => {
    const { guarded } = request as unknown as { readonly guarded: Guarded }
    return answerOf(guarded, request.body ?? null)
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: portOf(app.server), close: () => app.close() }
}

async function onHono(guard: Guard): Promise<RunningService> {
  const app = new Hono<{ Variables: { guarded: Guarded } }>()
  app.use(guardHono(guard))
  app.all('/', async (context) => {
    const given = context.req.method === 'GET' ? null : await context.req.json()
    return context.json(answerOf(context.get('guarded'), given))
  })
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(running(server)))
  })
}

async function onFetch(guard: Guard): Promise<RunningService> {
  interface Environment {
    readonly incoming: { readonly socket: { readonly remoteAddress?: string } }
  }
  const handler = guardFetch<[Environment]>(
    guard,
    async (request, guarded) =>
      Response.json(answerOf(guarded, request.method === 'GET' ? null : await request.json())),
    { address: (_, { incoming }) => incoming.socket.remoteAddress },
  )
  const fetch = (request: Request, env: unknown): Promise<Response> => handler(request, env as Environment)
  return new Promise((resolve) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(running(server)))
  })
}

export const services = [
  ['node:http', onNode],
  ['Express', onExpress],
  ['Fastify', onFastify],
  ['Hono', onHono],
  ['a Fetch handler', onFetch],
] as const
