// The request that a proxy asks about, put together from the question: Envoy sends the original itself under a prefix, nginx
// describes it in headers. What a client could have written into such a header is never believed.
import type { Origin } from '../../protocol/call.ts'
import type { HttpRequest } from '../../protocol/request.ts'

export interface Original {
  readonly method: string
  readonly path: string
  /** As received, without the question mark; one character per byte. */
  readonly rawQuery: string
  header(name: string): string | undefined
  /** `undefined`: the proxy does not pass bodies on. */
  readonly body: Uint8Array | undefined
  readonly from: Origin
}

export const envoyPrefix = '/ext-authz/envoy'

/** As Envoy's HTTP authorization service sends it: method, Host, headers and body of the original, the path prefixed. */
export function fromEnvoy(request: HttpRequest): Original {
  const path = request.path.slice(envoyPrefix.length)
  return {
    method: request.method,
    path: path === '' ? '/' : path,
    rawQuery: request.rawQuery,
    header: (name) => request.header(name),
    body: request.body,
    from: { address: lastHop(request.header('x-forwarded-for')), tls: isTls(request) },
  }
}

/** As nginx's auth_request sends it: headers of the original, and method, URI and address in headers that nginx sets. */
export function fromNginx(request: HttpRequest): Original {
  const uri = request.header('x-original-uri') ?? '/'
  const mark = uri.indexOf('?')
  return {
    method: request.header('x-original-method') ?? '',
    path: mark < 0 ? uri : uri.slice(0, mark),
    rawQuery: mark < 0 ? '' : uri.slice(mark + 1),
    header: (name) => request.header(name),
    body: undefined,
    from: { address: request.header('x-real-ip') ?? '', tls: isTls(request) },
  }
}

/** The address that the proxy itself has added; those before it are the client's word. */
const lastHop = (hops: string | undefined): string => hops?.split(',').at(-1)?.trim() ?? ''

const isTls = (request: HttpRequest): boolean => request.header('x-forwarded-proto') === 'https'

/** Paths that another server may read as another path: nothing is decided about them. */
const ambiguous = /\/\/|\/\.{1,2}(?:\/|$)|\\|%(?:2e|2f|5c|00)|;|[\u0000-\u0020\u007f]/i

export const isPlainPath = (path: string): boolean => path.startsWith('/') && !ambiguous.test(path)
