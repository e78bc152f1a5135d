// Signed calls without a socket: what the bench itself asks of its server.
import { actions } from '../actions/index.ts'
import { type Answer, buildCall, readAnswer, type WireRequest } from '../client/call.ts'
import { versions } from '../dispatch/find.ts'
import type { Reply, StreamedReply } from '../protocol/door.ts'
import type { HttpRequest } from '../protocol/request.ts'
import { CallRefused } from './refused.ts'
import type { CallOptions, Identity } from './types.ts'

export interface Callee {
  readonly product: string
  readonly version: string
}

/** Where one of the server's own actions is called; those of cam for a name without one. */
export function homeOf(action: string, product?: string): Callee {
  const home = product ?? actions.find((row) => row.name === action)?.product ?? 'cam'
  return { product: home, version: versions.get(home) ?? '' }
}

interface Asking extends Callee {
  readonly as: Identity
  readonly nowMs: number
  readonly region?: string | undefined
}

/** Makes the call and reads the answer. Throws where the connection broke. */
export async function ask(
  respond: (request: HttpRequest) => Promise<Reply | StreamedReply | undefined>,
  action: string,
  parameters: object,
  { as, nowMs, product, version, region }: Asking,
): Promise<Answer> {
  const target = { host: `${product}.tencentcloudapi.com`, product, version, action, ...(region && { region }) }
  const moment = { timestamp: Math.floor(nowMs / 1000), nonce: 1 }
  const reply = await respond(requestOf(buildCall(target, parameters, as, moment)))
  if (reply === undefined) throw Object.assign(new Error(`${action}: the connection broke`), { code: 'ECONNRESET' })
  const { body } = reply
  if (typeof body === 'string') return readAnswer(body)
  if (body instanceof Uint8Array) return readAnswer(Buffer.from(body).toString('utf8'))
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return readAnswer(Buffer.concat(chunks).toString('utf8'))
}

/** The result of a call that went well. Throws CallRefused for any other. */
export function resultOf(action: string, answer: Answer): Record<string, unknown> {
  const { RequestId, Error: error, ...result } = answer
  if (error === undefined) return result
  throw new CallRefused(action, error.Code, error.Message, RequestId)
}

function requestOf({ method, query, headers, body }: WireRequest): HttpRequest {
  const values = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method,
    path: '/',
    rawQuery: query,
    header: (name) => values.get(name),
    headers: Object.entries(headers).flat(),
    body,
    from: { address: '127.0.0.1', tls: false },
    whenGone() {},
  }
}

/** Options of a call, with where the action is called. */
export function calleeOf(action: string, { product, version }: CallOptions): Callee {
  const home = homeOf(action, product)
  return { ...home, ...(version === undefined ? {} : { version }) }
}
