// Takes the caller's credential out of what goes on to a service. Of the older signatures it stands among the parameters:
// exactly those pairs are cut out of the text, and every other byte stays as it was signed.
import type { Call } from '../protocol/call.ts'

/** Parameters that only the check of the signature needs; Nonce and Timestamp stay, as they prove nothing alone. */
const credentialNames: ReadonlySet<string> = new Set(['SecretId', 'Signature', 'SignatureMethod', 'Token'])

/** The query without the question mark; a POST has its parameters in the body, and its query is not covered by every signature. */
export function forwardedQuery(call: Call, rawQuery: string): string {
  if (call.signed.method === 'POST') return ''
  return call.claim.kind === 'v1' ? withoutCredential(rawQuery) : rawQuery
}

/** The body of a request that came whole. */
export function forwardedBody(call: Call, body: Uint8Array): Uint8Array {
  if (call.signed.method === 'GET') return new Uint8Array(0)
  if (call.claim.kind !== 'v1') return body
  return Buffer.from(withoutCredential(Buffer.from(body).toString('latin1')), 'latin1')
}

/** Pairs have been read by the strict reader, so each has its name up to the first `=`. */
function withoutCredential(text: string): string {
  return text
    .split('&')
    .filter((pair) => !credentialNames.has(decodedName(pair)))
    .join('&')
}

function decodedName(pair: string): string {
  const equals = pair.indexOf('=')
  return decodeURIComponent(pair.slice(0, equals < 0 ? undefined : equals).replaceAll('+', ' '))
}
