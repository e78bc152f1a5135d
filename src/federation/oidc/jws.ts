// The signature of a compact JWS, by keys of the configuration only. Whatever the token says about keys (`jwk`, `jku`, `x5u`,
// `x5c`) is never looked at; `kid` picks among our own keys and nothing more.
import { constants, type KeyObject, verify } from 'node:crypto'
import type { RawObject } from '../../protocol/call.ts'
import { type JwsAlgorithm, jwsAlgorithms } from './algorithms.ts'
import { readObject } from './json.ts'
import type { IdentityKey } from './keys.ts'
import { refuseToken, type TokenRefusal } from './refusal.ts'

/** Longest token. */
export const tokenCharactersMax = 16_384

export interface OpenToken {
  readonly kind: 'open'
  readonly header: RawObject
  readonly algorithm: JwsAlgorithm
  readonly payload: Buffer
  /** What the signature is over: header and payload as sent. */
  readonly signed: Buffer
  readonly signature: Buffer
}

/** Takes a token apart. Nothing in the result is verified. */
export function openToken(token: string): OpenToken | TokenRefusal {
  if (token.length > tokenCharactersMax) {
    return refuseToken('size', `the token has more than ${tokenCharactersMax} characters`)
  }
  const parts = token.split('.').map(decodePart)
  const [first, payload, signature, ...others] = parts
  if (first === undefined || payload === undefined || signature === undefined || others.length > 0) {
    return refuseToken('form', 'the token is not three parts of base64url')
  }
  const header = readObject(first)
  if (header === undefined) return refuseToken('header', 'the header is no JSON object')
  // An extension that must be understood, and is not, must not be passed over (RFC 7515, 4.1.11); `b64` is one of them.
  if ('crit' in header || 'b64' in header) return refuseToken('critical', 'the header has extensions')
  const { typ } = header
  if (typ !== undefined && (typeof typ !== 'string' || !/^(?:application\/)?jwt$/i.test(typ))) {
    return refuseToken('type', 'the token is of another type')
  }
  const algorithm = typeof header['alg'] === 'string' ? jwsAlgorithms.get(header['alg']) : undefined
  if (algorithm === undefined) return refuseToken('algorithm', 'the algorithm is not permitted')
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')), 'ascii')
  return { kind: 'open', header, algorithm, payload, signed, signature }
}

/** Bytes of base64url; `undefined` for another spelling of the same bytes too. */
function decodePart(part: string): Buffer | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return undefined
  const bytes = Buffer.from(part, 'base64url')
  return bytes.toString('base64url') === part ? bytes : undefined
}

/** Whether one of the keys that may have made the signature made it. */
export function checkTokenSignature(token: OpenToken, keys: readonly IdentityKey[]): TokenRefusal | undefined {
  const fitting = keysFor(token, keys)
  if (fitting.length === 0) return refuseToken('key', 'no key of the identity provider fits the token')
  const verified = fitting.some(({ publicKey }) => verifies(token, publicKey))
  return verified ? undefined : refuseToken('signature', 'no key of the identity provider verifies the token')
}

/** Keys of this kind and name. A key without a name may be any. */
function keysFor({ header, algorithm }: OpenToken, keys: readonly IdentityKey[]): readonly IdentityKey[] {
  const { kid } = header
  return keys.filter((key) => {
    if (!algorithm.fits(key.kind) || (key.algorithm !== undefined && key.algorithm !== algorithm.name)) return false
    return kid === undefined || key.kid === undefined || key.kid === kid
  })
}

function verifies({ algorithm, signed, signature }: OpenToken, key: KeyObject): boolean {
  const { hash, padding, signatureBytes } = algorithm
  if (signatureBytes !== undefined) {
    if (signature.length !== signatureBytes) return false
    return verify(hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature)
  }
  if (padding === 'pss') {
    const { RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants
    return verify(hash, signed, { key, padding: RSA_PKCS1_PSS_PADDING, saltLength }, signature)
  }
  return verify(hash, signed, key, signature)
}
