// Which public keys may verify anything here: RSA from 2048 bits and the three NIST curves. A weak, huge or strange key is
// refused when it is configured, so that verification never meets one.
import type { KeyObject } from 'node:crypto'

export type Curve = 'P-256' | 'P-384' | 'P-521'
export type KeyKind = { readonly kind: 'rsa'; readonly bits: number } | { readonly kind: 'ec'; readonly curve: Curve }

const rsaBitsMin = 2048
/** Verifying with larger moduli takes long enough to be an attack. */
const rsaBitsMax = 8192
const exponentMax = 2n ** 32n

const curves: ReadonlyMap<string, Curve> = new Map([
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
])

export type KeyJudgement = { readonly key: KeyKind } | { readonly problem: string }

/** What kind of key it is, or why it may not be used. */
export function judgeKey(key: KeyObject): KeyJudgement {
  const { modulusLength = 0, publicExponent = 0n, namedCurve = '' } = key.asymmetricKeyDetails ?? {}
  switch (key.asymmetricKeyType) {
    case 'rsa':
      if (modulusLength < rsaBitsMin) return { problem: `an RSA key must have at least ${rsaBitsMin} bits` }
      if (modulusLength > rsaBitsMax) return { problem: `an RSA key may have at most ${rsaBitsMax} bits` }
      if (publicExponent < 3n || publicExponent > exponentMax || publicExponent % 2n === 0n) {
        return { problem: 'the exponent of an RSA key must be odd, at least 3 and at most 2^32' }
      }
      return { key: { kind: 'rsa', bits: modulusLength } }
    case 'ec': {
      const curve = curves.get(namedCurve)
      return curve === undefined
        ? { problem: 'the curve of a key must be P-256, P-384 or P-521' }
        : { key: { kind: 'ec', curve } }
    }
    default:
      return { problem: 'a key must be of the kind RSA or EC' }
  }
}
