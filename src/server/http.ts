// Socket ↔ bytes: limits of size and time, health, closing. Behind it stands one function from a request to a reply; what
// a request means is not known here. On the hot path of every call: nothing is parsed or copied that need not be.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { Origin } from '../protocol/call.ts'
import { type Door, doorOf, type Reply, type StreamedReply } from '../protocol/door.ts'
import type { Exchange } from '../protocol/exchange.ts'
import type { HttpHead, HttpRequest } from '../protocol/request.ts'
import { plainAddress } from './address.ts'
import { announcedBytes, readBody } from './body.ts'
import { healthQuestion, healthReply } from './health.ts'
import { type ServerLimits, serverLimits } from './limits.ts'
import { listen, refuseUnread } from './listen.ts'
import { createOverload, type Overload, type Overloaded } from './overload.ts'
import { plainReply } from './reply.ts'
import { splitTarget, type Target } from './target.ts'

export interface HttpOptions {
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  /** Options that host and port came from, for messages; `--host` and `--port` unless told. */
  readonly flags?: { readonly host: string; readonly port: string }
  /** PEM texts; `undefined`: plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  readonly limits?: Partial<ServerLimits> | undefined
  readonly respond: (request: HttpRequest) => Promise<Reply | StreamedReply>
  /** Ways in beside the calls of the API. */
  readonly doors?: readonly Door[]
  /** Reads bodies of requests off the socket itself. Asked before all others. */
  readonly relay?: Relay | undefined
  /** Throws when calls cannot be served now; may answer for how many milliseconds they have been without the store. */
  readonly ready: () => Promise<unknown>
  /** The answer where a limit of the process is reached; a bare 503 unless told. */
  readonly overloaded?: (limit: Overloaded) => Reply
  /** Whether the process has as much memory as it may. */
  readonly memoryFull?: () => boolean
  /** Replies that are not sent: the connection is broken in their place. */
  readonly hangsUp?: (reply: Reply | StreamedReply) => boolean
  /** A fault of ours while answering; the client hears only that there was one. */
  readonly onFault: (fault: unknown) => void
}

export interface Relay {
  takes(head: HttpHead): boolean
  take(exchange: Exchange): void
}

export interface HttpServer {
  readonly port: number
  /** What it holds now. */
  load(): HttpLoad
  /** Throws while it is closing, and when calls cannot be served now. */
  ready(): Promise<void>
  /** Says from now on that it closes: not ready, and each connection is closed after its next answer. Still takes requests. */
  retire(): void
  /** Stops accepting, lets calls under way finish for a bounded time, then hangs up on everybody. May be called again. */
  close(): Promise<void>
}

export interface HttpLoad {
  readonly connections: number
  /** Requests without an answer yet. */
  readonly underWay: number
  readonly bodyBytes: number
}

/** Listens. Throws with a plain reason where it cannot. */
export async function serveHttp(options: HttpOptions): Promise<HttpServer> {
  const limits = { ...serverLimits, ...options.limits }
  const state: State = {
    ...options,
    doors: options.doors ?? [],
    limits,
    secure: options.tls !== undefined,
    closing: false,
    arrived: [],
    underWay: new Map(),
    sockets: new Set(),
    overload: createOverload(limits, options.memoryFull),
    idle: () => {},
  }
  const answer = (request: IncomingMessage, response: ServerResponse): void => take(state, request, response)
  const server = serverOf(options, limits, answer)
  server.timeout = limits.silentMs
  server.maxConnections = state.overload.connectionsDropped
  // A client may close its side once its request is out and still wait for the answer.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (Number(request.headers['content-length'] ?? 0) <= limits.bodyBytesMax) response.writeContinue()
    answer(request, response)
  })
  server.on('clientError', refuseUnread)
  server.on(state.secure ? 'secureConnection' : 'connection', (socket: Socket) => {
    state.underWay.set(socket, 0)
    socket.once('close', () => {
      state.underWay.delete(socket)
      if (state.closing) state.idle()
    })
  })
  server.on('connection', (socket: Socket) => {
    state.overload.connected(socket, state.sockets.size)
    state.sockets.add(socket)
    socket.once('close', () => state.sockets.delete(socket))
  })
  await listen(server, options)
  const address = server.address()
  let closed: Promise<void> | undefined
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    load: () => ({
      connections: state.sockets.size,
      underWay: state.underWay.values().reduce((sum, calls) => sum + calls, 0),
      bodyBytes: state.overload.bodyBytes(),
    }),
    async ready() {
      if (state.closing) throw new Error('the server is closing')
      await state.ready()
    },
    retire() {
      state.closing = true
    },
    close() {
      closed ??= drain(server, state)
      return closed
    },
  }
}

function serverOf(
  { tls }: Pick<HttpOptions, 'tls'>,
  limits: ServerLimits,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const settings = {
    maxHeaderSize: limits.headerBytesMax,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    keepAliveTimeoutBuffer: Math.min(1000, limits.idleMs),
    connectionsCheckingInterval: limits.checkEveryMs,
    // A request without Host is answered in an envelope like every other faulty one.
    requireHostHeader: false,
  }
  return tls === undefined ? createServer(settings, answer) : createTlsServer({ ...settings, ...tls }, answer)
}

interface State extends HttpOptions {
  readonly doors: readonly Door[]
  readonly limits: ServerLimits
  readonly secure: boolean
  closing: boolean
  /** Calls read in this turn of the event loop. */
  readonly arrived: (() => void)[]
  /** Open connections, each with its number of calls under way. */
  readonly underWay: Map<Socket, number>
  /** Those below TLS too, which may not have got as far as a call. */
  readonly sockets: Set<Socket>
  readonly overload: Overload
  /** Called when a call has ended while the server closes. */
  idle: () => void
}

function take(state: State, request: IncomingMessage, response: ServerResponse): void {
  count(state, request.socket, 1)
  response.once('close', () => count(state, request.socket, -1))
  if (request.rawHeaders.length > 2 * state.limits.headerCountMax) {
    send(state, request, response, plainReply(431, ''), false)
    return
  }
  const target = splitTarget(request.url ?? '/')
  const question = healthQuestion(request, target.path)
  if (question === undefined) {
    const limit = state.overload.reached(request, response, state.limits.bodyBytesMax)
    if (limit !== undefined) {
      send(state, request, response, state.overloaded?.(limit) ?? plainReply(503, ''), false)
      return
    }
  } else {
    const whole = announcedBytes(request) === 0
    healthReply(question, state.closing, state.ready).then((reply) => send(state, request, response, reply, whole))
    return
  }
  const head = headOf(state, request, response, target)
  const door = doorOf(state.doors, target.path)
  if (door?.takesCalls !== true && state.relay?.takes(head) === true) {
    state.relay.take(exchangeOf(state, request, response, head))
    return
  }
  if (door !== undefined && (door.takesCalls === true || request.headers['x-tc-action'] === undefined)) {
    enter(state, door, request, response, head)
    return
  }
  readBody(request, state.limits.bodyBytesMax, (body, whole) => {
    workOff(state.arrived, () => {
      state.respond(requestOf(head, body)).then(
        (reply) => send(state, request, response, reply, whole),
        (fault: unknown) => {
          state.onFault(fault)
          send(state, request, response, plainReply(500, ''), false)
        },
      )
    })
  })
}

function enter(state: State, door: Door, request: IncomingMessage, response: ServerResponse, head: HttpHead): void {
  readBody(request, door.bodyBytesMax, (body, whole) => {
    if (!whole) {
      send(state, request, response, plainReply(413, `at most ${door.bodyBytesMax} bytes\n`), false)
      return
    }
    door.respond(requestOf(head, body)).then(
      (reply) => send(state, request, response, reply, true),
      (fault: unknown) => {
        state.onFault(fault)
        send(state, request, response, plainReply(500, 'an error inside the server\n'), true)
      },
    )
  })
}

/**
 * Calls that arrive together are worked off together, after all of them were read: the same code runs for one after
 * another while it is in the processor's caches, which more than halves what a call costs under load. A call alone waits
 * for nothing but the end of this turn of the event loop.
 */
function workOff(arrived: (() => void)[], call: () => void): void {
  arrived.push(call)
  if (arrived.length > 1) return
  setImmediate(() => {
    for (const each of arrived.splice(0)) each()
  })
}

/** Counts the calls under way on a connection; one that is gone has none. */
function count({ underWay, closing, idle }: State, socket: Socket, change: 1 | -1): void {
  const calls = underWay.get(socket)
  if (calls === undefined) return
  underWay.set(socket, calls + change)
  if (closing) idle()
}

function exchangeOf(state: State, request: IncomingMessage, response: ServerResponse, head: HttpHead): Exchange {
  return {
    head,
    body: request,
    announcedBytes: announcedBytes(request),
    reply: (reply, whole) => send(state, request, response, reply, whole),
    fail(fault) {
      state.onFault(fault)
      // What was begun cannot be taken back, and nothing is answered twice.
      if (response.headersSent) response.destroy()
      else send(state, request, response, plainReply(500, ''), false)
    },
  }
}

function headOf(state: State, request: IncomingMessage, response: ServerResponse, target: Target): HttpHead {
  const { headers } = request
  return {
    method: request.method ?? '',
    path: target.path,
    rawQuery: target.rawQuery,
    header(name) {
      // Names come from the client: `constructor` and its like are not headers.
      const value = Object.hasOwn(headers, name) ? headers[name] : undefined
      return typeof value === 'object' ? value.join(', ') : value
    },
    headers: request.rawHeaders,
    from: originOf(state, request),
    whenGone(gone) {
      if (response.destroyed) gone()
      else response.once('close', gone)
    },
  }
}

/** The head itself with a body: nobody else holds it, and this is the path of every call. */
const requestOf = (head: HttpHead, body: Uint8Array): HttpRequest => Object.assign(head, { body })

const originOf = ({ secure }: State, { socket }: IncomingMessage): Origin => ({
  address: plainAddress(socket.remoteAddress ?? ''),
  tls: secure,
})

/** Sends a reply. `whole`: the request was read to its end, so the connection can carry another one. */
function send(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply | StreamedReply,
  whole: boolean,
): void {
  const { status, headers, body } = reply
  if (state.hangsUp?.(reply) === true) response.destroy()
  if (response.destroyed) {
    if (isStream(body)) body.destroy()
    return
  }
  if (whole && !state.closing) {
    response.writeHead(status, [...headers])
    if (isStream(body)) stream(body, response)
    else response.end(body)
    return
  }
  response.writeHead(status, [...headers, 'Connection', 'close'])
  if (isStream(body)) {
    stream(body, response)
    return
  }
  if (request.complete) {
    response.end(body)
    return
  }
  // Hanging up with bytes unread would reset the connection and take the answer with it: the rest is read and dropped
  // for a while.
  response.write(body)
  const timer = setTimeout(() => request.destroy(), state.limits.lingerMs)
  request.once('end', () => response.end()).resume()
  response.once('close', () => clearTimeout(timer))
}

const isStream = (body: (Reply | StreamedReply)['body']): body is Readable =>
  typeof body === 'object' && !(body instanceof Uint8Array)

/** An answer that breaks off is cut off for the client too, who must not take it for a whole one; and the other way round. */
function stream(body: Readable, response: ServerResponse): void {
  // With the first bytes of the body where they are there already.
  if (body.readableLength === 0) response.flushHeaders()
  body.once('error', () => response.destroy())
  body.once('close', () => {
    if (!body.readableEnded) response.destroy()
  })
  response.once('close', () => body.destroy())
  body.pipe(response)
}

async function drain(server: Server, state: State): Promise<void> {
  state.closing = true
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, state.limits.drainMs)
    state.idle = () => {
      // Between two calls, or before the first, nobody waits for an answer.
      for (const [socket, calls] of state.underWay) if (calls === 0) socket.destroy()
      if (state.underWay.values().some((calls) => calls > 0)) return
      clearTimeout(timer)
      resolve()
    }
    state.idle()
  })
  for (const socket of state.sockets) socket.destroy()
  await closed
}
