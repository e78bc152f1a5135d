import { describe, expect, test } from 'vitest'
import vectors from '../../test/vectors/identity.json' with { type: 'json' }
import { type IdentityClaims, identityKey, keysOfJwks, publicJwk, signIdentity, verifyIdentity } from './identity.ts'

const key = identityKey(Buffer.from(vectors.seed, 'hex'))

test('a key has the thumbprint that RFC 8037 prints for it', () => {
  expect(key.kid).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  expect(publicJwk(key)).toEqual(vectors.jwk)
  expect(JSON.stringify(publicJwk(key))).not.toContain('"d"')
})

test('a token is made as the vector has it', () => {
  expect(signIdentity(vectors.claims as IdentityClaims, key)).toBe(vectors.token)
})

describe('a token', () => {
  const keys = keysOfJwks({ keys: [vectors.jwk, { kty: 'RSA' }, { kty: 'OKP', crv: 'Ed25519', x: 'short' }] })
  test('all but the one key are passed over', () => expect([...keys.keys()]).toEqual([key.kid]))

  test.each(vectors.cases)('$name: $expected', ({ token, nowMs, expected }) => {
    const found = verifyIdentity(token, { keys, audience: vectors.audience, nowMs })
    expect(found).toEqual(
      expected === 'valid' ? { kind: 'valid', claims: vectors.claims } : { kind: 'refused', reason: expected },
    )
  })
})

test('a seed has 32 bytes', () => {
  expect(() => identityKey(new Uint8Array(31))).toThrow(/32 bytes/)
})
