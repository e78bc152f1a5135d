// What the process takes at most: connections, bytes of bodies, memory. Beyond it a request is refused before anything of
// it is read, with an answer; only far beyond the number of connections they are dropped without one.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Random } from '../kernel/random.ts'
import { apiError } from '../protocol/api-error.ts'
import type { Language } from '../protocol/call.ts'
import type { Reply } from '../protocol/door.ts'
import { refuse } from '../protocol/response.ts'
import { announcedBytes } from './body.ts'
import type { ServerLimits } from './limits.ts'

export type Overloaded = 'connections' | 'bodies' | 'memory'

export interface Overload {
  /** Connections beyond this number get no answer at all. */
  readonly connectionsDropped: number
  /** A connection that came while so many were open. */
  connected(socket: Socket, open: number): void
  /** The limit that forbids the request; else its body is counted until the response is gone. */
  reached(request: IncomingMessage, response: ServerResponse, bodyBytesMax: number): Overloaded | undefined
  bodyBytes(): number
}

/** So many more are answered, as a share of those that are served, and at least the second number. */
const answeredShare = 0.1
const answeredMin = 64

export function createOverload(
  { connectionsMax, bodiesBytesMax }: Pick<ServerLimits, 'connectionsMax' | 'bodiesBytesMax'>,
  memoryFull: () => boolean = () => false,
): Overload {
  const surplus = new WeakSet<Socket>()
  let bodyBytes = 0
  return {
    connectionsDropped: Math.ceil(connectionsMax + Math.max(answeredMin, connectionsMax * answeredShare)),
    connected(socket, open) {
      if (open >= connectionsMax) surplus.add(socket)
    },
    reached(request, response, bodyBytesMax) {
      if (connectionsMax < Number.POSITIVE_INFINITY && surplus.has(request.socket)) return 'connections'
      if (memoryFull()) return 'memory'
      // Of an unknown length as much as there may be; of one that is too long nothing is read.
      const announced = announcedBytes(request) ?? bodyBytesMax
      if (announced === 0 || announced > bodyBytesMax) return undefined
      if (bodyBytes + announced > bodiesBytesMax) return 'bodies'
      bodyBytes += announced
      response.once('close', () => {
        bodyBytes -= announced
      })
      return undefined
    },
    bodyBytes: () => bodyBytes,
  }
}

const problems: Readonly<Record<Overloaded, string>> = {
  connections: 'the server has as many connections as it may',
  bodies: 'too many large requests are under way',
  memory: 'the server has no memory to spare',
}

/** Makes the answers, and tells whoever counts them. */
export function overloadReplies(
  language: Language,
  random: Pick<Random, 'uuid'>,
  watch: { overloaded(limit: Overloaded): void } | undefined,
): (limit: Overloaded) => Reply {
  return (limit) => {
    watch?.overloaded(limit)
    return overloadReply(limit, random.uuid(), language)
  }
}

/** The protocol's own error, with the status that load balancers understand. */
function overloadReply(limit: Overloaded, requestId: string, language: Language): Reply {
  const { headers, body } = refuse(apiError('ServiceUnavailable', { problem: problems[limit] }), {
    requestId,
    language,
    traceId: undefined,
  })
  return { status: 503, headers: [...headers, 'Retry-After', '1'], body }
}

const megabyte = 1024 * 1024

/** Whether the process is above so many megabytes, looked at ten times a second. */
export function memoryGuard(megabytesMax: number | undefined): { readonly full: () => boolean; stop(): Promise<void> } {
  if (megabytesMax === undefined) return { full: () => false, stop: async () => {} }
  const everyMs = 100
  let full = false
  const timer = setInterval(() => {
    full = process.memoryUsage.rss() > megabytesMax * megabyte
  }, everyMs).unref()
  return { full: () => full, stop: async () => clearInterval(timer) }
}
