// The texts that TC3-HMAC-SHA256 signs, built from a request as received. Clients disagree on four points of the canonical
// form; `canonicalForms` lists the readings that real ones use, the likeliest first. Never decodes or re-encodes anything.
import { hash } from 'node:crypto'

/** What a signature covers, as received. */
export interface SignedParts {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Raw query string without the question mark. */
  readonly query: string
  readonly host: string
  /** Header value by lower-case name. */
  header(name: string): string | undefined
  /** Bytes, or their hash (lower-case hex) where they were hashed while they arrived, or are elsewhere. */
  readonly body: Uint8Array | { readonly sha256: string }
}

/** One reading of the points on which clients disagree. */
export interface CanonicalForm {
  /** Host as received, without its port, or without a scheme in front. */
  readonly host: string
  /** Header values lower-cased, as the documents say; Go and Node sign them as they are. */
  readonly lowered: boolean
  /** `/`, as the documents say, or the path itself. */
  readonly path: string
  /** As received; a POST is documented to sign none. */
  readonly query: string
}

export const unsignedPayload = 'UNSIGNED-PAYLOAD'

const hashOfNothing = sha256('')
const hashOfUnsigned = sha256(unsignedPayload)

/** Lower-case hex SHA-256; text counts as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

/** Whether the sender left the body out of the signature. Only to be believed over TLS. */
export function hasUnsignedPayload(parts: SignedParts): boolean {
  return parts.header('x-tc-content-sha256') === unsignedPayload
}

/** Lower-case hex hash of what stands for the body: of nothing for a GET, of a literal text if the body is unsigned. */
export function payloadHash(parts: SignedParts): string {
  if (hasUnsignedPayload(parts)) return hashOfUnsigned
  if (!(parts.body instanceof Uint8Array)) return parts.body.sha256
  return parts.method === 'GET' || parts.body.length === 0 ? hashOfNothing : sha256(parts.body)
}

const portPattern = /:\d*$/
const schemePattern = /^https?:\/\//i
const upperPattern = /[A-Z]/

/** Hosts that a client may have signed that sends this one: Node leaves the port out, tccli puts a scheme in front. */
export function hostForms(host: string): string[] {
  const forms = [host]
  const bare = host.charCodeAt(0) === 0x68 || host.charCodeAt(0) === 0x48 ? host.replace(schemePattern, '') : host
  if (bare !== host) forms.push(bare)
  const portless = bare.replace(portPattern, '')
  if (portless !== bare) forms.push(portless)
  return forms
}

/** All readings of a request, at most 3 × 2 × 2 × 2, mostly one or two. */
export function canonicalForms(parts: SignedParts, signedHeaders: readonly string[]): CanonicalForm[] {
  const hosts = hostForms(parts.host)
  const paths = parts.path === '/' ? ['/'] : ['/', parts.path]
  const queries = parts.method === 'POST' && parts.query !== '' ? [parts.query, ''] : [parts.query]
  const cases = hasUpperCase(parts, signedHeaders) ? [true, false] : [false]
  const forms: CanonicalForm[] = []
  for (const query of queries) {
    for (const path of paths) {
      for (const lowered of cases) {
        for (const host of hosts) forms.push({ host, lowered, path, query })
      }
    }
  }
  return forms
}

function hasUpperCase(parts: SignedParts, signedHeaders: readonly string[]): boolean {
  for (const name of signedHeaders) {
    const value = name === 'host' ? parts.host : parts.header(name)
    if (value !== undefined && upperPattern.test(value)) return true
  }
  return false
}

/** The first signed header that the request does not have. */
export function missingHeader(parts: SignedParts, signedHeaders: readonly string[]): string | undefined {
  return signedHeaders.find((name) => name !== 'host' && parts.header(name) === undefined)
}

/** Lines `name:value` of the signed headers in the order listed, each with a line end. */
function canonicalHeaders(
  form: CanonicalForm,
  signedHeaders: readonly string[],
  header: (name: string) => string | undefined,
): string {
  let lines = ''
  for (const name of signedHeaders) {
    const value = (name === 'host' ? form.host : (header(name) ?? '')).trim()
    lines += `${name}:${form.lowered ? value.toLowerCase() : value}\n`
  }
  return lines
}

/** The canonical request in one reading. `signedHeaders` in lower case, in the order in which the sender lists them. */
export function canonicalRequest(
  parts: SignedParts,
  form: CanonicalForm,
  signedHeaders: readonly string[],
  bodyHash: string,
): string {
  const headers = canonicalHeaders(form, signedHeaders, (name) => parts.header(name))
  return `${parts.method}\n${form.path}\n${form.query}\n${headers}\n${signedHeaders.join(';')}\n${bodyHash}`
}

/** The string to sign; `timestamp` in Unix seconds, `date` and `service` of the credential scope. */
export function stringToSign(timestamp: number, date: string, service: string, canonical: string): string {
  return `TC3-HMAC-SHA256\n${timestamp}\n${date}/${service}/tc3_request\n${sha256(canonical)}`
}

const secretHeaders: ReadonlySet<string> = new Set(['authorization', 'x-tc-token', 'cookie'])

/**
 * The canonical request for people: values of the query and of secret headers are replaced by their lengths, since they may
 * be passwords and tokens. Neither the right signature nor anything computed with a key is in it.
 */
export function describeCanonical(
  parts: SignedParts,
  form: CanonicalForm,
  signedHeaders: readonly string[],
  bodyHash: string,
): string {
  const headers = canonicalHeaders(form, signedHeaders, (name) => {
    const value = parts.header(name)
    return value !== undefined && secretHeaders.has(name) ? hidden(value) : value
  })
  return `${parts.method}\n${form.path}\n${hideQuery(form.query)}\n${headers}\n${signedHeaders.join(';')}\n${bodyHash}`
}

/** A value's place in a description. */
export function hidden(value: string): string {
  return `<${Buffer.byteLength(value)} bytes>`
}

function hideQuery(query: string): string {
  if (query === '') return ''
  const pairs = query.split('&').map((pair) => {
    const at = pair.indexOf('=')
    return at === -1 ? pair : `${pair.slice(0, at)}=${hidden(pair.slice(at + 1))}`
  })
  return pairs.join('&')
}
