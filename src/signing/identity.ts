// Who made a call, said by the gateway to the service behind it: a compact JWS under Ed25519, so that whoever checks one
// can make none. Pure: keys and clock are arguments. Anything but the one form that is made here is refused.
import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto'

/** What the service may rely on once the signature is right. */
export interface IdentityClaims {
  /** Who says so. */
  readonly iss: 'opencam'
  /** The product that the call is for: a service must accept its own only. */
  readonly aud: string
  /** Seconds since 1970. */
  readonly iat: number
  readonly exp: number
  /** RequestId. */
  readonly jti: string
  /** The caller in five segments, as GetCallerIdentity names it. */
  readonly sub: string
  /** Account number of the caller, and of its root account. `0`: a role session that another account asked for. */
  readonly uin: string
  readonly owner_uin: string
  /** `service:Action` that was allowed. */
  readonly action: string
  /** SHA-256 of the body as forwarded, lower-case hex. */
  readonly body_sha256: string
}

export interface IdentityKey {
  /** Thumbprint of the public key (RFC 7638). */
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

/** How long a token is good for: the service checks it when the request comes. */
export const identitySeconds = 60
/** By how much clocks may differ. */
export const identitySkewSeconds = 5
export const identityBytesMax = 4096

const keyType = 'opencam-identity+jwt'
/** PKCS #8 of an Ed25519 key up to the 32 bytes of its seed. */
const seedPrefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The key pair of a seed of 32 bytes. */
export function identityKey(seed: Uint8Array): IdentityKey {
  if (seed.length !== 32) throw new Error('the seed of an Ed25519 key has 32 bytes')
  const privateKey = createPrivateKey({ key: Buffer.concat([seedPrefix, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  const { x = '' } = publicKey.export({ format: 'jwk' })
  return { kid: thumbprint(x), privateKey, publicKey }
}

const thumbprint = (x: string): string => hash('sha256', `{"crv":"Ed25519","kty":"OKP","x":"${x}"}`, 'base64url')

/** A public key as a member of a JSON Web Key Set. */
export function publicJwk({ kid, publicKey }: IdentityKey): Readonly<Record<string, string>> {
  const { x = '' } = publicKey.export({ format: 'jwk' })
  return { kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA', kid, x }
}

/** Public keys by id, of a JSON Web Key Set; members that are no Ed25519 keys are passed over. */
export function keysOfJwks(jwks: { readonly keys: readonly object[] }): ReadonlyMap<string, KeyObject> {
  const found = new Map<string, KeyObject>()
  for (const jwk of jwks.keys) {
    const { kty, crv, x }: Readonly<Record<string, unknown>> = { ...jwk }
    if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string' || canonicalBytes(x)?.length !== 32) continue
    found.set(thumbprint(x), createPublicKey({ key: { kty, crv, x }, format: 'jwk' }))
  }
  return found
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url')

/** The token for the claims. */
export function signIdentity(claims: IdentityClaims, { kid, privateKey }: IdentityKey): string {
  const header = JSON.stringify({ alg: 'EdDSA', typ: keyType, kid })
  const signed = `${base64url(header)}.${base64url(JSON.stringify(claims))}`
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`
}

export interface IdentityExpectation {
  /** Public keys by id. */
  readonly keys: ReadonlyMap<string, KeyObject>
  /** The product that the service is. */
  readonly audience: string
  readonly nowMs: number
}

export type IdentityVerification =
  | { readonly kind: 'valid'; readonly claims: IdentityClaims }
  | {
      readonly kind: 'refused'
      /** `key`: signed under a key that is not known; fetch the set of keys again, as it may have been rotated. */
      readonly reason: 'form' | 'key' | 'signature' | 'audience' | 'expired' | 'early'
    }

const refused = (reason: (IdentityVerification & { kind: 'refused' })['reason']): IdentityVerification => ({
  kind: 'refused',
  reason,
})

/** Whether the gateway said so, to this service, just now. */
export function verifyIdentity(token: string, expected: IdentityExpectation): IdentityVerification {
  if (token.length > identityBytesMax) return refused('form')
  const parts = token.split('.')
  const [header = '', payload = '', signature = ''] = parts
  const kid = parts.length === 3 ? kidOf(readPart(header)) : undefined
  const claims = claimsOf(readPart(payload))
  const bytes = canonicalBytes(signature)
  if (kid === undefined || claims === undefined || bytes === undefined) return refused('form')
  const key = expected.keys.get(kid)
  if (key === undefined) return refused('key')
  if (!verify(null, Buffer.from(`${header}.${payload}`), key, bytes)) return refused('signature')
  if (claims.aud !== expected.audience) return refused('audience')
  const seconds = expected.nowMs / 1000
  if (seconds >= claims.exp + identitySkewSeconds) return refused('expired')
  if (seconds < claims.iat - identitySkewSeconds) return refused('early')
  return { kind: 'valid', claims }
}

/** Base64url has several spellings of the same bytes; only the one is taken. */
function canonicalBytes(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, 'base64url')
  return bytes.length > 0 && bytes.toString('base64url') === part ? bytes : undefined
}

function readPart(part: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = canonicalBytes(part)
  if (bytes === undefined) return undefined
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function kidOf(header: Readonly<Record<string, unknown>> | undefined): string | undefined {
  if (header === undefined || header['alg'] !== 'EdDSA' || header['typ'] !== keyType) return undefined
  // `crit` and its like would ask for rules that are not known here.
  if (Object.keys(header).length !== 3) return undefined
  return typeof header['kid'] === 'string' ? header['kid'] : undefined
}

function claimsOf(payload: Readonly<Record<string, unknown>> | undefined): IdentityClaims | undefined {
  if (payload?.['iss'] !== 'opencam') return undefined
  const { iat, exp } = payload
  if (typeof iat !== 'number' || typeof exp !== 'number' || !(exp > iat)) return undefined
  const texts = textsOf(payload)
  return texts && { iss: 'opencam', iat, exp, ...texts }
}

function textsOf(payload: Readonly<Record<string, unknown>>): Omit<IdentityClaims, 'iss' | 'iat' | 'exp'> | undefined {
  const { aud, jti, sub, uin, owner_uin, action, body_sha256 } = payload
  if (typeof aud !== 'string' || typeof jti !== 'string' || typeof sub !== 'string') return undefined
  if (typeof uin !== 'string' || typeof owner_uin !== 'string') return undefined
  if (typeof action !== 'string' || typeof body_sha256 !== 'string') return undefined
  return { aud, jti, sub, uin, owner_uin, action, body_sha256 }
}
