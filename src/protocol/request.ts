// Bytes of a request to a Call, before anything in it is believed. Throws nothing but ApiError: first faults of the protocol
// (method, size, encoding, form of the body), then missing common parameters, then the product.
import { apiError } from './api-error.ts'
import type { Call, Language, Origin, RawObject, SignedParts } from './call.ts'
import { type CommonParameters, capitalised, commonFromHeaders, commonFromPairs } from './common-parameters.ts'
import { nest } from './flattened.ts'
import { firstLabel, productOfHost } from './hosts.ts'
import { readJson } from './json-body.ts'
import { languageOf, traceIdOf } from './language.ts'
import { readMultipart } from './multipart.ts'
import { type Pair, readPairs } from './query.ts'
import type { Manner } from './response.ts'
import { clip, queryText, utf8Text } from './utf8.ts'

/** Path and query: all that a GET brings, and more than any POST needs there. */
export const getBytesMax = 32_768
/** Body of a POST by form, as the older signatures send it. */
export const postFormBytesMax = 1_048_576
/** Body of any POST: more need not be read from a socket. */
export const postBytesMax = 10_485_760

/** A JSON body that was read while it arrived: what a call needs of it is here, its bytes may lie anywhere. */
export interface ReadBody {
  readonly length: number
  /** Lower-case hex. */
  readonly sha256: string
  /** Members that whoever read it kept. Throws InvalidParameter where it is no JSON object. */
  parameters(): RawObject
}

/** A request as it left the socket, without its body. */
export interface HttpHead {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** As received, without the question mark; one character per byte. */
  readonly rawQuery: string
  /** Header value by lower-case name. */
  header(name: string): string | undefined
  /** Names and values in turn, as received; none where the request did not come over a socket. */
  readonly headers?: readonly string[]
  readonly from: Origin
  /** Calls back once nobody waits for the answer any more: it is out, or the client has gone. */
  readonly whenGone?: (gone: () => void) => void
}

export interface HttpRequest extends HttpHead {
  readonly body: Uint8Array
}

/** A request whose body was read while it arrived. */
export interface StreamedRequest extends HttpHead {
  readonly body: ReadBody
}

export type ArrivedRequest = HttpRequest | StreamedRequest

/** The products that this server knows. */
export interface Products {
  has(product: string): boolean
  /** The product that the operator gave the host name to. */
  byHost?(host: string): string | undefined
  /** The product that a host outside of the cloud's domain names by its first label. */
  byLabel?(label: string): string | undefined
  /** The product that has the version and, if any does, the action. */
  byVersion(version: string, action: string): string | undefined
}

export interface ReadContext {
  readonly requestId: string
  readonly nowMs: number
  readonly products: Products
  /** For calls that ask for none; en-US by default. */
  readonly language?: Language
}

/** How to answer a request, also one that cannot be read. */
export function mannerOf(request: HttpHead, requestId: string, language: Language = 'en-US'): Manner {
  return {
    requestId,
    language: languageOf(request.header('x-tc-language')) ?? language,
    traceId: traceIdOf(request.header('x-tc-traceid')),
  }
}

interface Content {
  readonly common: CommonParameters
  readonly parameters: RawObject
  readonly form: readonly Pair[] | undefined
}

/**
 * Reads a request. ApiError: UnsupportedProtocol, RequestSizeLimitExceeded, InvalidRequest, InvalidParameter,
 * MissingParameter, AuthFailure.InvalidAuthorization, NoSuchProduct, NoSuchVersion.
 */
export function readRequest(request: ArrivedRequest, context: ReadContext): Call {
  const method = readMethod(request.method)
  limitSize(request.path.length + request.rawQuery.length, getBytesMax)
  limitSize(request.body.length, postBytesMax)
  const query = queryText(request.rawQuery)
  const host = request.header('host') ?? ''
  const { common, parameters, form } = readContent(request, method, query)
  const signed: SignedParts = {
    method,
    path: request.path,
    query,
    host,
    header: (name) => request.header(name),
    body: request.body,
    form,
  }
  return {
    requestId: context.requestId,
    product: readProduct(host, common, context.products),
    version: common.version,
    action: common.action,
    region: common.region,
    language: common.language ?? context.language ?? 'en-US',
    traceId: traceIdOf(request.header('x-tc-traceid')),
    parameters,
    claim: common.claim,
    signed,
    from: request.from,
    receivedMs: context.nowMs,
  }
}

function readMethod(method: string): 'GET' | 'POST' {
  if (method === 'GET' || method === 'POST') return method
  throw apiError('UnsupportedProtocol', { method: clip(method, 32) })
}

function limitSize(bytes: number, limit: number): void {
  if (bytes > limit) throw apiError('RequestSizeLimitExceeded', { limit: String(limit) })
}

type BodyType = 'json' | 'form' | 'multipart' | 'other'

const charsetPattern = /;\s*charset=("?)([^;\s"]*)\1/i

function bodyType(contentType: string): BodyType {
  if (contentType === 'application/json') return 'json'
  const semicolon = contentType.indexOf(';')
  const charset = semicolon === -1 ? undefined : charsetPattern.exec(contentType)?.[2]
  if (charset !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(charset)) return 'other'
  switch ((semicolon === -1 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase()) {
    case 'application/json':
      return 'json'
    case 'application/x-www-form-urlencoded':
      return 'form'
    case 'multipart/form-data':
      return 'multipart'
    default:
      return 'other'
  }
}

function readContent(request: ArrivedRequest, method: 'GET' | 'POST', query: string): Content {
  const header = (name: string): string | undefined => request.header(name)
  const contentType = header('content-type') ?? ''
  const type = method === 'GET' ? 'form' : bodyType(contentType)
  const isV1 = type === 'form' && header('authorization') === undefined && header('x-tc-action') === undefined
  if (type === 'form') {
    if (method === 'POST') limitSize(request.body.length, postFormBytesMax)
    const text = method === 'GET' ? query : utf8Text(wholeBody(request.body), 'body')
    const pairs = readPairs(text, method === 'GET' ? 'query' : 'body')
    if (!isV1) return { common: commonFromHeaders(header), parameters: nest(pairs), form: undefined }
    const { common, own } = commonFromPairs(pairs, header)
    return { common, parameters: nest(own), form: pairs }
  }
  const parameters = readBody(type, contentType, request.body)
  return { common: commonFromHeaders(header), parameters, form: undefined }
}

/** Only JSON is read while it arrives; whoever does so with another type has a fault. */
function wholeBody(body: ArrivedRequest['body']): Uint8Array {
  if (body instanceof Uint8Array) return body
  throw new Error('a body that is no JSON was read as JSON')
}

/** Whether the body of a request may be handed over as a `ReadBody`. */
export function isJsonPost(head: HttpHead): boolean {
  return head.method === 'POST' && bodyType(head.header('content-type') ?? '') === 'json'
}

function readBody(type: Exclude<BodyType, 'form'>, contentType: string, body: ArrivedRequest['body']): RawObject {
  if (type === 'multipart') return readMultipart(contentType, wholeBody(body))
  if (type === 'other') throw apiError('InvalidParameter', { wording: 'contentType', type: clip(contentType) })
  // An empty body is harmless, and clients without parameters send it.
  if (body.length === 0) return Object.create(null)
  if (!(body instanceof Uint8Array)) return body.parameters()
  const value = readJson(utf8Text(body, 'body'))
  if (isObject(value)) return value
  throw apiError('InvalidParameter', { wording: 'json', problem: 'it is not an object' })
}

function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The product by Host if that is one of the cloud's or of the operator's, else by credential scope if it names one, else by
 * the first label of the host, else by version and action.
 */
function readProduct(host: string, common: CommonParameters, products: Products): string {
  const { claim, version, action } = common
  const service = claim.kind === 'tc3' ? claim.service : undefined
  const product = productBy({ host, service, version, action }, products)
  if (product === undefined) throw apiError('NoSuchVersion', { version: clip(version), service: clip(service ?? host) })
  if (products.has(product)) return product
  throw apiError('NoSuchProduct', { product: clip(product) })
}

interface Naming {
  readonly host: string
  readonly service: string | undefined
  readonly version: string
  readonly action: string
}

function productBy({ host, service, version, action }: Naming, products: Products): string | undefined {
  const named = productOfHost(host) ?? products.byHost?.(host)
  if (named !== undefined) return named
  // Self-hosted endpoints: Node and Java put the first label of the endpoint into the scope, which may be anything.
  if (service !== undefined && products.has(service)) return service
  return products.byLabel?.(firstLabel(host)) ?? products.byVersion(version, action)
}

const scopePattern = /Credential=[^,/\s]*\/[^,/\s]*\/([^,/\s]*)\//

/**
 * What a request with common parameters in its headers will be read as, told before its body is there; `undefined` where
 * they are missing. Says nothing about whether any of it is right.
 */
export function calleeOf(head: HttpHead, products: Products): { product: string; action: string } | undefined {
  const action = head.header('x-tc-action')
  const authorization = head.header('authorization')
  if (action === undefined || authorization === undefined) return undefined
  const product = productBy(
    {
      host: head.header('host') ?? '',
      service: scopePattern.exec(authorization)?.[1],
      version: head.header('x-tc-version') ?? '',
      action: capitalised(action),
    },
    products,
  )
  return product === undefined ? undefined : { product, action: capitalised(action) }
}
