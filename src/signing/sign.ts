// Signing a request as a client does: headers for TC3-HMAC-SHA256, parameters for the older signatures. The secret goes in and
// never comes out.
import { createHmac } from 'node:crypto'
import { type CanonicalForm, canonicalRequest, payloadHash, type SignedParts, stringToSign } from './canonical.ts'
import { deriveKey, type SigningKey } from './derive.ts'
import { type Pairs, type V1Method, v1Signature, v1String } from './v1.ts'
import { utcDate } from './verify.ts'

export interface Credential {
  readonly secretId: string
  readonly secretKey: string
  /** Of a temporary key. */
  readonly token?: string
}

/** Whom to call and as what. */
export interface Callee {
  readonly host: string
  readonly action: string
  readonly version: string
  readonly region?: string
  readonly language?: 'en-US' | 'zh-CN'
}

export interface Tc3Request extends Callee {
  readonly method: 'GET' | 'POST'
  /** Product name in the credential scope. */
  readonly service: string
  /** Raw query string of a GET, without the question mark. */
  readonly query?: string
  readonly contentType: string
  readonly body: Uint8Array
}

interface LastKey {
  readonly secretKey: string
  readonly date: string
  readonly service: string
  readonly key: SigningKey
}
/** Whoever signs much does so with one key, on one day, for one product: that saves three HMACs of four. */
const lastKeys = new WeakMap<Credential, LastKey>()

function keyOf(credential: Credential, date: string, service: string): SigningKey {
  const { secretKey } = credential
  const last = lastKeys.get(credential)
  if (last?.secretKey === secretKey && last.date === date && last.service === service) return last.key
  const key = deriveKey(secretKey, date, service)
  lastKeys.set(credential, { secretKey, date, service, key })
  return key
}

const noBody = new Uint8Array(0)
const signedHeaders = ['content-type', 'host']

/** The Authorization header for the parts of a request, signing the headers named. */
export function tc3Authorization(
  parts: SignedParts,
  names: readonly string[],
  service: string,
  credential: Credential,
  timestamp: number,
  bodyHash: string,
): string {
  const form: CanonicalForm = { host: parts.host, lowered: true, path: '/', query: parts.query }
  const date = utcDate(timestamp)
  const text = stringToSign(timestamp, date, service, canonicalRequest(parts, form, names, bodyHash))
  const signature = createHmac('sha256', keyOf(credential, date, service))
    .update(text)
    .digest('hex')
  const scope = `${credential.secretId}/${date}/${service}/tc3_request`
  return `TC3-HMAC-SHA256 Credential=${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
}

/** All headers of a TC3 request, Host and Authorization among them. `timestamp` in Unix seconds. */
export function signTc3(request: Tc3Request, credential: Credential, timestamp: number): Record<string, string> {
  const headers: Record<string, string> = {
    Host: request.host,
    'Content-Type': request.contentType,
    'X-TC-Action': request.action,
    'X-TC-Version': request.version,
    'X-TC-Timestamp': String(timestamp),
  }
  if (request.region !== undefined) headers['X-TC-Region'] = request.region
  if (request.language !== undefined) headers['X-TC-Language'] = request.language
  if (credential.token !== undefined) headers['X-TC-Token'] = credential.token
  const parts: SignedParts = {
    method: request.method,
    path: '/',
    query: request.method === 'GET' ? (request.query ?? '') : '',
    host: request.host,
    header: (name) => (name === 'content-type' ? request.contentType : undefined),
    body: request.method === 'GET' ? noBody : request.body,
  }
  const bodyHash = payloadHash(parts)
  headers['Authorization'] = tc3Authorization(parts, signedHeaders, request.service, credential, timestamp, bodyHash)
  return headers
}

export interface V1Request extends Callee {
  readonly method: 'GET' | 'POST'
  /** The action's own parameters, flattened. */
  readonly parameters: Pairs
}

/** All parameters of a v1 request, the signature among them, as raw text: encode them for the query or form. */
export function signV1(
  request: V1Request,
  credential: Credential,
  moment: { readonly timestamp: number; readonly nonce: number; readonly signatureMethod: V1Method },
): [name: string, value: string][] {
  const pairs: [string, string][] = [
    ...request.parameters.map(([name, value]): [string, string] => [name, value]),
    ['Action', request.action],
    ['Version', request.version],
    ['Timestamp', String(moment.timestamp)],
    ['Nonce', String(moment.nonce)],
    ['SecretId', credential.secretId],
    ['SignatureMethod', moment.signatureMethod],
  ]
  if (request.region !== undefined) pairs.push(['Region', request.region])
  if (request.language !== undefined) pairs.push(['Language', request.language])
  if (credential.token !== undefined) pairs.push(['Token', credential.token])
  const text = v1String(request.method, request.host, '/', pairs)
  pairs.push(['Signature', v1Signature(credential.secretKey, moment.signatureMethod, text)])
  return pairs
}
