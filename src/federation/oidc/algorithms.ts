// The signature algorithms of ID tokens, one row each. Which of them may be used follows from the key, never from the token
// alone: a public key is not a shared secret, and no key is not a key.
import type { KeyKind } from '../public-key.ts'

export interface JwsAlgorithm {
  readonly name: string
  readonly hash: 'sha256' | 'sha384' | 'sha512'
  readonly padding: 'pkcs1' | 'pss' | undefined
  /** Length of an ECDSA signature: r and s side by side. */
  readonly signatureBytes: number | undefined
  fits(key: KeyKind): boolean
}

const rsa = (key: KeyKind): boolean => key.kind === 'rsa'
const onCurve =
  (curve: string) =>
  (key: KeyKind): boolean =>
    key.kind === 'ec' && key.curve === curve

type Row = readonly [
  name: string,
  hash: JwsAlgorithm['hash'],
  padding: JwsAlgorithm['padding'],
  signatureBytes: number | undefined,
  fits: JwsAlgorithm['fits'],
]

const rows: readonly Row[] = [
  ['RS256', 'sha256', 'pkcs1', undefined, rsa],
  ['RS384', 'sha384', 'pkcs1', undefined, rsa],
  ['RS512', 'sha512', 'pkcs1', undefined, rsa],
  ['PS256', 'sha256', 'pss', undefined, rsa],
  ['PS384', 'sha384', 'pss', undefined, rsa],
  ['PS512', 'sha512', 'pss', undefined, rsa],
  ['ES256', 'sha256', undefined, 64, onCurve('P-256')],
  ['ES384', 'sha384', undefined, 96, onCurve('P-384')],
  ['ES512', 'sha512', undefined, 132, onCurve('P-521')],
]

/** By the name that a token or a key gives: names come from outside, so this is a Map. */
export const jwsAlgorithms: ReadonlyMap<string, JwsAlgorithm> = new Map(
  rows.map(([name, hash, padding, signatureBytes, fits]) => [name, { name, hash, padding, signatureBytes, fits }]),
)
