// The control endpoints of `opencam test-server`, for tests in other languages: JSON over HTTP on a loopback port of their own.
// Whoever may use them may do everything to the server, so they want a token that is made anew at each start.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'
import { UsageError } from '../config/read.ts'
import type { Door, Reply } from '../protocol/door.ts'
import type { HttpRequest } from '../protocol/request.ts'
import { type HttpServer, serveHttp } from '../server/http.ts'
import { bodies, callsQuery, present } from './control-requests.ts'
import { CallRefused } from './refused.ts'
import type { Fault, InjectedFault, Mark, TestServer } from './types.ts'

export interface Control {
  /** `http://127.0.0.1:PORT/test/` */
  readonly url: string
  close(): Promise<void>
}

interface Given {
  readonly server: TestServer
  readonly token: string
  /** 0: a free one. */
  readonly port: number
  /** A fault of ours. */
  readonly onFault: (fault: unknown) => void
}

const host = '127.0.0.1'
const root = '/test/'
const bodyBytesMax = 1_048_576

/** Listens. Throws with a plain reason where it cannot. */
export async function openControl({ server, token, port, onFault }: Given): Promise<Control> {
  const door: Door = { path: root, bodyBytesMax, respond: answering(server, token) }
  const http: HttpServer = await serveHttp({
    host,
    port,
    flags: { host: '--host', port: '--control-port' },
    limits: { drainMs: 1_000 },
    doors: [door],
    respond: async () => json(404, { error: `the control endpoints are below ${root}` }),
    ready: async () => {},
    onFault,
  })
  return { url: `http://${host}:${http.port}${root}`, close: () => http.close() }
}

function json(status: number, value: object): Reply {
  const body = `${JSON.stringify(value)}\n`
  const length = String(Buffer.byteLength(body))
  const headers = ['Content-Type', 'application/json', 'Cache-Control', 'no-store', 'Content-Length', length]
  return { status, headers, body }
}

/** Something that the caller can put right, with its status. */
class Misasked extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function answering(server: TestServer, token: string): Door['respond'] {
  const wanted = digest(`Bearer ${token}`)
  const routes = routesOf(server)
  return async (request) => {
    if (!timingSafeEqual(digest(request.header('authorization') ?? ''), wanted)) {
      return json(401, { error: 'send the token that was printed at the start: Authorization: Bearer TOKEN' })
    }
    try {
      return json(200, await handlerOf(routes, request)(request))
    } catch (error) {
      if (error instanceof Misasked) return json(error.status, { error: error.message })
      if (error instanceof UsageError || error instanceof CallRefused) return json(400, { error: error.message })
      throw error
    }
  }
}

type Handler = (request: HttpRequest, rest: string) => object | Promise<object>
/** Path below the root → method → what is done. */
type Routes = ReadonlyMap<string, ReadonlyMap<string, Handler>>

function handlerOf(routes: Routes, { method, path }: HttpRequest): (request: HttpRequest) => object | Promise<object> {
  const [name = '', rest = ''] = path.slice(root.length).split('/')
  const methods = routes.get(rest === '' ? name : `${name}/*`)
  if (methods === undefined) throw new Misasked(404, `there is no ${path}: ${[...routes.keys()].join(', ')}`)
  const handler = methods.get(method)
  if (handler === undefined) throw new Misasked(405, `${path} takes ${[...methods.keys()].join(' and ')}`)
  return (request) => handler(request, rest)
}

/** The body, an empty one as an object without members. */
function bodyOf<T>(shape: z.ZodType<T>, { body }: HttpRequest): T {
  const text = Buffer.from(body).toString('utf8')
  let value: unknown
  try {
    value = text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    throw new Misasked(400, 'the body is not JSON')
  }
  return fitting(shape, value)
}

function fitting<T>(shape: z.ZodType<T>, value: unknown): T {
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const place = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `
  throw new Misasked(400, `${place}${issue?.message ?? 'does not fit'}`)
}

function routesOf(server: TestServer): Routes {
  const added = new Map<number, InjectedFault>()
  return new Map([
    ['', new Map<string, Handler>([['GET', () => factsOf(server)]])],
    ...stateRoutes(server, added),
    ...faultRoutes(server, added),
    ['calls', callHandlers(server)],
    ['users', new Map<string, Handler>([['POST', (request) => makeUser(server, request)]])],
  ])
}

const factsOf = ({ url, root: of, clock }: TestServer): object => ({ url, root: of, nowMs: clock.now() })

/** Handlers by their methods, below a path. */
type PathRoutes = [path: string, handlers: ReadonlyMap<string, Handler>]

function stateRoutes(server: TestServer, added: Map<number, InjectedFault>): PathRoutes[] {
  const marks = new Map<string, Mark>()
  const clock = (): object => ({ nowMs: server.clock.now() })
  const mark: Handler = async (request) => {
    const { name } = bodyOf(bodies.mark, request)
    marks.set(name, await server.mark())
    return { mark: name }
  }
  const reset: Handler = async (request) => {
    const { mark: name } = bodyOf(bodies.reset, request)
    const found = name === undefined ? undefined : marks.get(name)
    if (name !== undefined && found === undefined) {
      throw new Misasked(404, `there is no mark ${name}: ${[...marks.keys()].join(', ') || 'none was made'}`)
    }
    await server.reset(found)
    added.clear()
    return clock()
  }
  const move: Handler = async (request) => {
    const { advanceMs, toMs } = bodyOf(bodies.clock, request)
    if (advanceMs !== undefined) await server.clock.advance(advanceMs)
    if (toMs !== undefined) await server.clock.set(toMs)
    return clock()
  }
  const settle: Handler = async (request) => {
    bodyOf(bodies.nothing, request)
    await server.settle()
    return clock()
  }
  return [
    [
      'marks',
      new Map([
        ['POST', mark],
        ['GET', () => ({ marks: [...marks.keys()] })],
      ]),
    ],
    ['reset', new Map([['POST', reset]])],
    [
      'clock',
      new Map([
        ['POST', move],
        ['GET', clock],
      ]),
    ],
    ['settle', new Map([['POST', settle]])],
  ]
}

function faultRoutes(server: TestServer, added: Map<number, InjectedFault>): PathRoutes[] {
  const shown = ({ number, hits }: InjectedFault): object => ({ number, hits: hits() })
  const add: Handler = (request) => {
    const fault: Fault = present(bodyOf(bodies.fault, request))
    const one = server.faults.add(fault)
    added.set(one.number, one)
    return shown(one)
  }
  const find = (rest: string): InjectedFault => {
    const found = added.get(Number(rest))
    if (found === undefined) throw new Misasked(404, `there is no fault ${rest}`)
    return found
  }
  const clear: Handler = () => {
    server.faults.clear()
    added.clear()
    return {}
  }
  const remove: Handler = (_, rest) => {
    const one = find(rest)
    one.remove()
    return shown(one)
  }
  return [
    [
      'faults',
      new Map([
        ['POST', add],
        ['GET', () => ({ faults: [...added.values()].map(shown) })],
        ['DELETE', clear],
      ]),
    ],
    [
      'faults/*',
      new Map([
        ['GET', (_, rest) => shown(find(rest))],
        ['DELETE', remove],
      ]),
    ],
  ]
}

function callHandlers(server: TestServer): ReadonlyMap<string, Handler> {
  const list: Handler = ({ rawQuery }) => {
    const { secretId, ...filter } = fitting(callsQuery, Object.fromEntries(new URLSearchParams(rawQuery)))
    const found = server.calls(present(filter))
    return { calls: secretId === undefined ? found : found.filter(({ caller }) => caller?.secretId === secretId) }
  }
  const forget: Handler = () => {
    server.forgetCalls()
    return {}
  }
  return new Map([
    ['GET', list],
    ['DELETE', forget],
  ])
}

async function makeUser(server: TestServer, request: HttpRequest): Promise<object> {
  const { name, policies = [] } = bodyOf(bodies.user, request)
  return server.user(name, { policies })
}
