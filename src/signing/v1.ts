// The older signatures HmacSHA1 and HmacSHA256: over all parameters of a query or form, sorted, with raw values.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { hidden, hostForms, type SignedParts } from './canonical.ts'

export type V1Method = 'HmacSHA1' | 'HmacSHA256'

export type Pairs = readonly (readonly [name: string, value: string])[]

/** A v1 request: its parameters as decoded text stand in `form`. */
export interface V1Parts extends Pick<SignedParts, 'method' | 'path' | 'host'> {
  readonly form: Pairs | undefined
}

const hashes = { HmacSHA1: 'sha1', HmacSHA256: 'sha256' } as const

/** Pairs without the signature in the ASCII order of their names, joined as `name=value`. */
function joined(form: Pairs, keepEmpty: boolean, show: (name: string, value: string) => string): string {
  const kept = form.filter(([name, value]) => name !== 'Signature' && (keepEmpty || value !== ''))
  kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return kept.map(([name, value]) => `${name}=${show(name, value)}`).join('&')
}

/** The text that a v1 signature covers: method, host and path, then all parameters but the signature with raw values. */
export function v1String(method: string, host: string, path: string, form: Pairs): string {
  return `${method}${host}${path}?${joined(form, true, (_, value) => value)}`
}

/** The signature of a text, base64. */
export function v1Signature(secretKey: string, method: V1Method, text: string): string {
  return createHmac(hashes[method], secretKey).update(text).digest('base64')
}

/** Readings of the host: as sent, without port, and with a scheme, as Python signs an endpoint that is written with one. */
function v1Hosts(host: string): string[] {
  const forms = hostForms(host)
  return /^https?:\/\//i.test(host) ? forms : [...forms, `http://${host}`, `https://${host}`]
}

/**
 * Checks a v1 signature over the readings that clients use. Gives the signature as we spell it (base64 has several spellings
 * of the same bytes, and a replay must not hide behind another one), or `undefined`.
 */
export function verifyV1(parts: V1Parts, method: V1Method, signature: string, secretKey: string): string | undefined {
  const form = parts.form
  if (form === undefined) return undefined
  // A plus sign that its sender forgot to encode arrives as a blank.
  const given = Buffer.from(signature.replaceAll(' ', '+'), 'base64')
  const lists = [joined(form, true, (_, value) => value)]
  if (form.some(([, value]) => value === '')) lists.push(joined(form, false, (_, value) => value))
  const paths = parts.path === '/' ? ['/'] : ['/', parts.path]
  for (const list of lists) {
    for (const path of paths) {
      for (const host of v1Hosts(parts.host)) {
        const right = createHmac(hashes[method], secretKey).update(`${parts.method}${host}${path}?${list}`).digest()
        if (given.length === right.length && timingSafeEqual(given, right)) return right.toString('base64')
      }
    }
  }
  return undefined
}

const shownNames: ReadonlySet<string> = new Set([
  'Action',
  'Version',
  'Region',
  'Timestamp',
  'Nonce',
  'SecretId',
  'SignatureMethod',
  'Language',
  'RequestClient',
])

/** The text expected to be signed, for people: only common parameters show their values, all others their lengths. */
export function describeV1(parts: V1Parts): string {
  const list = joined(parts.form ?? [], true, (name, value) => (shownNames.has(name) ? value : hidden(value)))
  return `${parts.method}${parts.host}/?${list}`
}
