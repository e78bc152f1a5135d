// One request to one upstream over kept connections: bounded in number and in every time, sent once, its answer handed
// over while it arrives. Knows no policy and no protocol but HTTP.
import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps, Agent as TlsAgent } from 'node:https'
import type { Readable } from 'node:stream'
import type { GatewayLimits } from './limits.ts'
import { createSlots } from './slots.ts'
import { ClientGone, UpstreamFault } from './upstream-fault.ts'
import { watchTimes } from './upstream-times.ts'

export interface UpstreamRequest {
  readonly method: string
  /** Without the question mark. */
  readonly query: string
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly bodyBytes: number
  /** The body from its beginning; called once for each time that the request is sent. */
  body(): Uint8Array | Readable
  /** May be sent again where a kept connection turns out to have been closed. Never for what changes anything. */
  readonly repeatable: boolean
  /** Calls back when nobody waits for the answer any more. */
  readonly whenGone: (gone: () => void) => void
}

export interface UpstreamAnswer {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: IncomingMessage
}

export interface Upstream {
  /** The answer once its head is there. Throws `UpstreamFault`. */
  send(request: UpstreamRequest): Promise<UpstreamAnswer>
  /** Requests under way, and those waiting for a connection. */
  readonly underWay: number
  readonly waiting: number
  close(): void
}

export function createUpstream(url: URL, limits: GatewayLimits): Upstream {
  const tls = url.protocol === 'https:'
  const agentOptions = { keepAlive: true, timeout: limits.keepAliveMs, maxFreeSockets: limits.connectionsMax }
  const agent = tls ? new TlsAgent(agentOptions) : new Agent(agentOptions)
  const slots = createSlots(limits.connectionsMax, limits.waitingMax, limits.connectMs)
  const open = tls ? requestHttps : requestHttp
  const start = ({ method, query, headers }: UpstreamRequest, fresh: boolean): ClientRequest =>
    open({
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: `${url.pathname}${query === '' ? '' : `?${query}`}`,
      method,
      headers: { ...headers },
      agent: fresh ? false : agent,
      maxHeaderSize: limits.headBytesMax,
      insecureHTTPParser: false,
    })
  /** Over a kept connection where there is one, or over a new one. */
  const attempt = async (request: UpstreamRequest, fresh: boolean): Promise<UpstreamAnswer> => {
    const release = await slots.take()
    if (release === undefined) throw new UpstreamFault('all connections to it are in use', false)
    let outgoing: ClientRequest
    try {
      outgoing = start(request, fresh)
    } catch (error) {
      release()
      throw error
    }
    return once(outgoing, request, limits, release)
  }

  return {
    async send(request) {
      try {
        return await attempt(request, false)
      } catch (error) {
        if (!(error instanceof StaleConnection)) throw error
        if (!request.repeatable) throw new UpstreamFault('it hung up before it answered', true, error.cause)
      }
      return attempt(request, true)
    },
    get underWay() {
      return slots.taken
    },
    get waiting() {
      return slots.waiting
    },
    close: () => agent.destroy(),
  }
}

/** A kept connection that the other side had closed: nothing of an answer came. */
class StaleConnection extends Error {}

/** Sends a request over its connection. `release` is called when the connection is free again or gone. */
function once(
  outgoing: ClientRequest,
  request: UpstreamRequest,
  limits: GatewayLimits,
  release: () => void,
): Promise<UpstreamAnswer> {
  return new Promise((resolve, reject) => {
    const times = watchTimes(outgoing, limits)
    const sending = sendBody(outgoing, request, times.progress)
    let answered = false
    outgoing.once('close', () => {
      times.stop()
      sending.stop()
      release()
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (!answered) reject(faultOf(error, outgoing, times.connected()))
    })
    outgoing.once('upgrade', (_, socket) => {
      socket.destroy()
      reject(new UpstreamFault(unreadable, true))
    })
    outgoing.once('response', (incoming) => {
      const { statusCode: status = 0 } = incoming
      if (status < 200) {
        outgoing.destroy(new UpstreamFault(unreadable, true))
        return
      }
      answered = true
      // An answer before the end of the request: the rest is not wanted, and the connection is of no use any more.
      if (!outgoing.writableEnded) {
        sending.stop()
        incoming.once('close', () => outgoing.destroy())
      }
      times.answering(incoming)
      resolve({ status, headers: incoming.rawHeaders, body: incoming })
    })
    request.whenGone(() => {
      // From the answer on, whoever sends it to the client ends it.
      if (!answered) outgoing.destroy(new ClientGone())
    })
  })
}

const unreadable = 'its answer cannot be read'

function faultOf(error: NodeJS.ErrnoException, outgoing: ClientRequest, connected: boolean): Error {
  if (error instanceof UpstreamFault) return error
  if (!connected) return new UpstreamFault('it cannot be reached', false, error)
  if (error.code?.startsWith('HPE_') === true) return new UpstreamFault(unreadable, true, error)
  if (outgoing.reusedSocket) return new StaleConnection('', { cause: error })
  return new UpstreamFault('it hung up before it answered', true, error)
}

/** Pipes the body. `stop` gives it up; harmless afterwards. */
function sendBody(outgoing: ClientRequest, request: UpstreamRequest, progress: () => void): { stop(): void } {
  const source = request.bodyBytes === 0 ? undefined : request.body()
  if (source === undefined || source instanceof Uint8Array) {
    outgoing.end(source)
    return { stop() {} }
  }
  source.on('data', progress)
  source.on('error', (error) => outgoing.destroy(error))
  source.pipe(outgoing)
  return {
    stop() {
      source.unpipe(outgoing)
      source.destroy()
    },
  }
}
