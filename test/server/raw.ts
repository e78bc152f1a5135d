// A server with a respond function of the test's own, and a client that writes bytes: what an HTTP library would not send.
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Door, Reply } from '../../src/protocol/door.ts'
import type { HttpRequest } from '../../src/protocol/request.ts'
import { type HttpServer, serveHttp } from '../../src/server/http.ts'
import type { ServerLimits } from '../../src/server/limits.ts'
import { plainReply } from '../../src/server/reply.ts'

export interface TestServer extends HttpServer {
  /** Requests that reached `respond`, in order. */
  readonly seen: HttpRequest[]
  readonly faults: unknown[]
}

/** A server on a free port, closed at the end of the test. Answers with method, path and size of the body unless told. */
export async function serve(
  options: {
    readonly limits?: Partial<ServerLimits>
    readonly respond?: (request: HttpRequest) => Promise<Reply>
    readonly ready?: () => Promise<void>
    readonly tls?: { readonly cert: string; readonly key: string }
    readonly doors?: readonly Door[]
    readonly overloaded?: () => Reply
    readonly memoryFull?: () => boolean
  } = {},
): Promise<TestServer> {
  const seen: HttpRequest[] = []
  const faults: unknown[] = []
  const echo = async ({ method, path, body }: HttpRequest): Promise<Reply> =>
    plainReply(200, `${method} ${path} ${body.length}`)
  const server = await serveHttp({
    host: '127.0.0.1',
    port: 0,
    limits: options.limits,
    tls: options.tls,
    respond(request) {
      seen.push(request)
      return (options.respond ?? echo)(request)
    },
    doors: options.doors ?? [],
    ...(options.overloaded === undefined ? {} : { overloaded: options.overloaded }),
    ...(options.memoryFull === undefined ? {} : { memoryFull: options.memoryFull }),
    ready: options.ready ?? (async () => {}),
    onFault: (fault) => faults.push(fault),
  })
  onTestFinished(() => server.close())
  return { ...server, seen, faults }
}

/** A connection; what it received so far, and promises for a text to appear in it and for its end. */
export interface Line {
  readonly socket: Socket
  received(): string
  until(text: string): Promise<string>
  closed(): Promise<string>
}

export function line(port: number): Line {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let text = ''
  let ended = false
  const waiting = new Set<() => void>()
  const wake = (): void => {
    for (const check of waiting) check()
  }
  const wait = (done: () => boolean): Promise<string> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!done()) return
        waiting.delete(check)
        resolve(text)
      }
      waiting.add(check)
      check()
    })
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    wake()
  })
  socket.on('error', () => {})
  socket.on('end', () => socket.end())
  socket.on('close', () => {
    ended = true
    wake()
  })
  onTestFinished(() => {
    socket.destroy()
  })
  return {
    socket,
    received: () => text,
    until: (part) => wait(() => text.includes(part)),
    closed: () => wait(() => ended),
  }
}
