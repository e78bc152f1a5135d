import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { makeSigner } from '../../../test/federation/certificates.ts'
import { readIdentityKey } from './keys.ts'

const rsa = makeSigner()
const ec = makeSigner({ key: 'P-256' })
const jwkOf = (signer: typeof rsa): Record<string, unknown> => ({ ...signer.publicKey.export({ format: 'jwk' }) })
const jwks = (...keys: readonly unknown[]): string => JSON.stringify({ keys })
const rsaJwk = { ...jwkOf(rsa), kid: 'a', use: 'sig', alg: 'RS256' }

function keysIn(text: string) {
  const result = readIdentityKey(text)
  if (result.kind === 'refused') throw new Error(result.problems.join('; '))
  return result.keys
}

describe('the same key', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const document = jwks(rsaJwk)
  test.each([
    ['as JWKS', document],
    ['as base64 of JWKS', base64(document)],
    ['as base64 in lines', base64(document).replace(/.{76}/g, '$&\n')],
    ['as base64 of the URL alphabet', Buffer.from(document).toString('base64url')],
    ['as PEM', pem],
    ['as base64 of PEM', base64(pem)],
    ['as PKCS#1 PEM', rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
    ['as certificate', rsa.certificatePem],
  ])('%s', (_, text) => {
    const [key, ...others] = keysIn(text)
    expect(others).toEqual([])
    expect(key?.kind).toEqual({ kind: 'rsa', bits: 2048 })
    expect(key?.publicKey.equals(rsa.publicKey)).toBe(true)
  })
})

test('names and algorithms of keys are kept, keys of other purposes left out', () => {
  const encryption = { ...rsaJwk, use: 'enc', alg: 'RSA-OAEP' }
  const okp = { ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid: 'ed' }
  const found = keysIn(jwks(rsaJwk, encryption, okp, { ...jwkOf(ec), kid: 'b' }))
  expect(found.map(({ kid, algorithm, kind }) => [kid, algorithm, kind.kind])).toEqual([
    ['a', 'RS256', 'rsa'],
    ['b', undefined, 'ec'],
  ])
})

test.each<[what: string, key: unknown]>([
  ['of a curve that is not used here', jwkOf(makeSigner({ key: 'secp256k1' }))],
  ['that is weak', jwkOf(makeSigner({ key: 'rsa-1024' }))],
  ['of a kind that nobody knows', { kty: 'AKP', alg: 'ML-DSA-999', pub: 'AAAA' }],
  ['for an algorithm that nobody knows', { ...rsaJwk, alg: 'RS1024' }],
  ['without a kind', { n: 'AQAB' }],
  ['that cannot be read', { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' }],
  ['that is no object', 'key'],
])('a key %s is passed over beside one that can be used', (_, key) => {
  expect(keysIn(jwks(key, rsaJwk)).map(({ kid }) => kid)).toEqual(['a'])
})

describe('refused', () => {
  const secret = { ...rsa.privateKey.export({ format: 'jwk' }) }
  const weak = jwkOf(makeSigner({ key: 'rsa-1024' }))
  test.each([
    ['nothing', '', 'JWKS'],
    ['a text', 'the key', 'JWKS'],
    ['more than 64 KB', `{"keys":[],"x":"${'x'.repeat(65_536)}"}`, '65536'],
    ['broken JSON', '{"keys":[', 'JSON'],
    ['a member given twice', `{"keys":[],"keys":[]}`, 'twice'],
    ['no list', '{"keys":{}}', 'no list'],
    ['an empty list', jwks(), 'no RSA or EC key'],
    ['too many keys', jwks(...Array(65).fill(rsaJwk)), 'more than 64'],
    ['only keys for encryption', jwks({ ...rsaJwk, use: 'enc' }), 'no RSA or EC key'],
    ['a private key', jwks(secret), 'secret'],
    ['a private key beside a public one', jwks(rsaJwk, secret), 'secret'],
    ['a shared secret', jwks(rsaJwk, { kty: 'oct', k: 'c2VjcmV0' }), 'secret'],
    ['a private key in PEM', rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'private'],
    ['two keys in PEM', rsa.certificatePem + rsa.certificatePem, 'exactly one'],
    ['a weak key', jwks(weak), '2048 bits'],
    ['a point beside its curve', jwks({ ...jwkOf(ec), x: jwkOf(ec)['y'] }), 'cannot be read'],
    ['an algorithm of a shared secret', jwks({ ...rsaJwk, alg: 'HS256' }), 'does not fit'],
    ['an algorithm of another kind', jwks({ ...rsaJwk, alg: 'ES256' }), 'does not fit'],
    ['no algorithm', jwks({ ...rsaJwk, alg: 'none' }), 'does not fit'],
    ['a name that is no text', jwks({ ...rsaJwk, kid: 1 }), '`kid`'],
    ['no kind', jwks({ n: 'AQAB' }), '`kty`'],
    ['a key that is no object', jwks('key'), 'no object'],
  ])('%s', (_, text, problem) => {
    expect(readIdentityKey(text)).toEqual({
      kind: 'refused',
      problems: expect.arrayContaining([expect.stringContaining(problem)]),
    })
  })

  test('and no problem repeats what was sent', () => {
    const result = readIdentityKey(jwks(secret))
    expect(JSON.stringify(result)).not.toContain(String(secret.d))
  })
})
