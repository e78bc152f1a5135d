// Signs a call and sends it: the way of the command line and of tests into a server. Knows no action and no store.
import { type Credential, signTc3, signV1, type V1Method } from '../signing/index.ts'

/** How a call travels: the four forms of the protocol. */
export type Form = 'tc3-json' | 'tc3-get' | 'v1-get' | 'v1-form'

export interface CallTarget {
  /** Host header, with its port where that is part of it. */
  readonly host: string
  readonly product: string
  readonly version: string
  readonly action: string
  readonly region?: string
  readonly language?: 'en-US' | 'zh-CN'
  readonly form?: Form
  readonly signatureMethod?: V1Method
}

export interface Moment {
  /** Unix seconds. */
  readonly timestamp: number
  /** Positive integer; only the v1 forms send it. */
  readonly nonce: number
}

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: 'GET' | 'POST'
  /** Raw query string without the question mark. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Parameters flattened as queries and forms carry them: `Info.0.Uid`. Absent and null ones are left out. */
export function flatten(parameters: object, prefix = ''): [name: string, value: string][] {
  return Object.entries(parameters).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || value === null) return []
    if (typeof value === 'object') return flatten(value, `${prefix}${name}.`)
    return [[`${prefix}${name}`, String(value)]]
  })
}

/** RFC 3986: everything but unreserved characters is encoded. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

const encodePairs = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')

const formType = 'application/x-www-form-urlencoded'

/** The signed request of a call. */
export function buildCall(target: CallTarget, parameters: object, credential: Credential, moment: Moment): WireRequest {
  const form = target.form ?? 'tc3-json'
  if (form === 'v1-get' || form === 'v1-form') {
    const method = form === 'v1-get' ? 'GET' : 'POST'
    const signatureMethod = target.signatureMethod ?? 'HmacSHA256'
    const request = { ...target, method, parameters: flatten(parameters) } as const
    const text = encodePairs(signV1(request, credential, { ...moment, signatureMethod }))
    const headers = { Host: target.host, 'Content-Type': formType }
    return method === 'GET'
      ? { method, query: text, headers, body: new Uint8Array() }
      : { method, query: '', headers, body: Buffer.from(text) }
  }
  const method = form === 'tc3-get' ? 'GET' : 'POST'
  const query = method === 'GET' ? encodePairs(flatten(parameters)) : ''
  const body = method === 'GET' ? new Uint8Array() : Buffer.from(JSON.stringify(parameters))
  const contentType = method === 'GET' ? formType : 'application/json'
  const request = { ...target, method, service: target.product, query, contentType, body } as const
  return { method, query, headers: signTc3(request, credential, moment.timestamp), body }
}

/** What a server answered: the members of `Response`, with `Error` where the call failed. */
export interface Answer {
  readonly RequestId: string
  readonly Error?: { readonly Code: string; readonly Message: string }
  readonly [member: string]: unknown
}

/** Reads an answer's body. Throws where it has no envelope. */
export function readAnswer(body: string): Answer {
  const parsed: unknown = JSON.parse(body)
  const response = typeof parsed === 'object' && parsed !== null && 'Response' in parsed ? parsed.Response : undefined
  if (typeof response !== 'object' || response === null || !('RequestId' in response)) {
    throw new Error('The server did not answer in the envelope of API 3.0.')
  }
  return response as Answer
}

/** Sends a signed request to an endpoint such as `http://127.0.0.1:8600`. */
export async function send(endpoint: string, request: WireRequest): Promise<Answer> {
  const { Host: _, ...headers } = request.headers
  const url = `${endpoint}/${request.query === '' ? '' : `?${request.query}`}`
  const body = request.method === 'POST' ? { body: request.body } : {}
  const reply = await fetch(url, { method: request.method, headers, ...body } as RequestInit)
  return readAnswer(await reply.text())
}
