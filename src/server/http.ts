// Socket ↔ bytes: limits of size and time, health, closing. Behind it stands one function from a request to a reply; what
// a request means is not known here. On the hot path of every call: nothing is parsed or copied that need not be.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex, Readable } from 'node:stream'
import type { Origin } from '../protocol/call.ts'
import { type Door, doorOf, type Reply, type StreamedReply } from '../protocol/door.ts'
import type { Exchange } from '../protocol/exchange.ts'
import type { HttpHead, HttpRequest } from '../protocol/request.ts'
import { plainAddress } from './address.ts'
import { announcedBytes, readBody } from './body.ts'
import { healthQuestion, healthReply } from './health.ts'
import { type ServerLimits, serverLimits } from './limits.ts'
import { plainReply } from './reply.ts'

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
  /** A fault of ours while answering; the client hears only that there was one. */
  readonly onFault: (fault: unknown) => void
}

export interface Relay {
  takes(head: HttpHead): boolean
  take(exchange: Exchange): void
}

export interface HttpServer {
  readonly port: number
  /** Stops accepting, lets calls under way finish for a bounded time, then hangs up on everybody. May be called again. */
  close(): Promise<void>
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
    idle: () => {},
  }
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
  const answer = (request: IncomingMessage, response: ServerResponse): void => take(state, request, response)
  const server =
    options.tls === undefined
      ? createServer(settings, answer)
      : createTlsServer({ ...settings, ...options.tls }, answer)
  server.timeout = limits.silentMs
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
    state.sockets.add(socket)
    socket.once('close', () => state.sockets.delete(socket))
  })
  await listen(server, options)
  const address = server.address()
  let closed: Promise<void> | undefined
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close() {
      closed ??= drain(server, state)
      return closed
    },
  }
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
  if (question !== undefined) {
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

interface Target {
  readonly path: string
  readonly rawQuery: string
}

/** Path and query as sent; of an absolute target (`http://host/path`, as proxies send it) the part after the host. */
export function splitTarget(target: string): Target {
  let start = 0
  if (!target.startsWith('/')) {
    const scheme = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i.exec(target)
    if (scheme !== null) start = scheme[0].length
  }
  const mark = target.indexOf('?', start)
  const path = target.slice(start, mark < 0 ? undefined : mark)
  return { path: path === '' ? '/' : path, rawQuery: mark < 0 ? '' : target.slice(mark + 1) }
}

const statusByFault: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What could not be read as HTTP, or came too slowly, is answered once and hung up on. */
function refuseUnread(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const status = statusByFault[error.code ?? ''] ?? '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
}

function listen(server: Server, options: HttpOptions): Promise<void> {
  const { host, port } = options
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(whyNot(error, options), { cause: error })))
    server.listen(port, host, resolve)
  })
}

function whyNot(error: NodeJS.ErrnoException, { host, port, flags }: HttpOptions): string {
  const other = flags ?? { host: '--host', port: '--port' }
  if (error.code === 'EADDRINUSE') return `port ${port} on ${host} is in use: choose another with ${other.port}`
  if (error.code === 'EACCES')
    return `there is no permission to listen on port ${port}: choose one above 1023 with ${other.port}`
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `${host} is no address of this machine: choose another with ${other.host}`
  }
  return `cannot listen on ${host}, port ${port}: ${error.message}`
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
