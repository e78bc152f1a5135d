// Compact tokens in tests, written by hand: also such as no library would make.
import { createHmac, type KeyObject, sign } from 'node:crypto'
import { makeSigner } from './certificates.ts'

export const issuedSeconds = Date.UTC(2026, 10, 27, 12, 0, 0) / 1000
export const issuer = 'https://idp.example/realms/a'
export const clientId = 'client-1'

export const rsa = makeSigner()
export const rsaNext = makeSigner()
export const curve = makeSigner({ key: 'P-256' })
export const attacker = makeSigner()

/** The provider's keys as it publishes them. */
export const jwks = JSON.stringify({
  keys: [
    { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa-1', alg: 'RS256', use: 'sig' },
    { ...rsaNext.publicKey.export({ format: 'jwk' }), kid: 'rsa-2', use: 'sig' },
    { ...curve.publicKey.export({ format: 'jwk' }), kid: 'ec-1', use: 'sig' },
  ],
})

export const usualHeader = { alg: 'RS256', typ: 'JWT', kid: 'rsa-1' }
export const usualPayload = {
  iss: issuer,
  sub: 'alice',
  aud: clientId,
  iat: issuedSeconds,
  exp: issuedSeconds + 300,
}

export const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value), 'utf8').toString('base64url')

type Signing = (signed: Buffer) => Buffer

export const rs256 =
  (key: KeyObject = rsa.privateKey): Signing =>
  (signed) =>
    sign('sha256', signed, key)
export const es256 =
  (key: KeyObject = curve.privateKey): Signing =>
  (signed) =>
    sign('sha256', signed, { key, dsaEncoding: 'ieee-p1363' })
export const hs256 =
  (secret: string | Buffer): Signing =>
  (signed) =>
    createHmac('sha256', secret).update(signed).digest()

/** Header and payload may be text, to be written otherwise than JSON.stringify would. */
export function token(header: unknown, payload: unknown, signing: Signing = rs256()): string {
  const signed = `${encode(header)}.${encode(payload)}`
  return `${signed}.${signing(Buffer.from(signed)).toString('base64url')}`
}

/** The usual token with other claims; `undefined` leaves one out. */
export const claiming = (claims: Readonly<Record<string, unknown>>): string =>
  token(usualHeader, { ...usualPayload, ...claims })
/** The usual token with other members of the header. */
export const headed = (header: Readonly<Record<string, unknown>>, signing?: Signing): string =>
  token({ ...usualHeader, ...header }, usualPayload, signing)
