// Hostile ID tokens: each is a named attack with the reason for which it is refused, and beside it a benign twin.
import { sign } from 'node:crypto'
import type { TokenQuestion } from '../../../src/federation/oidc/id-token.ts'
import type { TokenRefusalReason } from '../../../src/federation/oidc/refusal.ts'
import {
  attacker,
  claiming,
  clientId,
  curve,
  encode,
  es256,
  headed,
  hs256,
  issuedSeconds,
  issuer,
  rs256,
  rsa,
  rsaNext,
  token,
  usualHeader,
  usualPayload,
} from '../tokens.ts'

export interface TokenCase {
  readonly attack: string
  readonly reason: TokenRefusalReason
  readonly token: string
  /** The usual token where left out. */
  readonly twin?: string
  /** What was asked, where it differs from the usual. */
  readonly asked?: Partial<TokenQuestion>
}

export const usualToken = claiming({})
const [head = '', body = '', mark = ''] = usualToken.split('.')
const ec = { alg: 'ES256', kid: 'ec-1' }
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const attackerJwk = attacker.publicKey.export({ format: 'jwk' })
const text = JSON.stringify(usualPayload)
const ecSignature = Buffer.from(headed(ec, es256()).split('.')[2] ?? '', 'base64url')
const negated = (): Buffer => Buffer.concat([ecSignature.subarray(0, 32), Buffer.alloc(32)])
const der = headed(ec, (signed) => sign('sha256', signed, curve.privateKey))
const seconds = (offset: number): number => issuedSeconds + offset

const keys: readonly TokenCase[] = [
  { attack: 'no algorithm', reason: 'algorithm', token: `${encode({ ...usualHeader, alg: 'none' })}.${body}.${mark}` },
  { attack: 'no algorithm and no signature', reason: 'form', token: `${encode({ alg: 'none' })}.${body}.` },
  { attack: 'no algorithm, spelled otherwise', reason: 'algorithm', token: headed({ alg: 'nOnE' }) },
  { attack: 'the public key as shared secret', reason: 'algorithm', token: headed({ alg: 'HS256' }, hs256(pem)) },
  {
    attack: 'the public key as shared secret, under the name of RSA',
    reason: 'signature',
    token: headed({}, hs256(rsa.publicKey.export({ type: 'spki', format: 'der' }))),
  },
  { attack: 'an algorithm by an inherited name', reason: 'algorithm', token: headed({ alg: 'constructor' }) },
  { attack: 'an algorithm that is no text', reason: 'algorithm', token: headed({ alg: ['RS256'] }) },
  { attack: 'another key', reason: 'signature', token: headed({}, rs256(attacker.privateKey)) },
  {
    attack: 'another key that the token brings along (jwk)',
    reason: 'signature',
    token: headed({ jwk: attackerJwk }, rs256(attacker.privateKey)),
    twin: headed({ jwk: attackerJwk }),
  },
  {
    attack: 'another key at an address of the token (jku)',
    reason: 'signature',
    token: headed({ jku: 'https://evil.example/jwks' }, rs256(attacker.privateKey)),
    twin: headed({ jku: 'https://evil.example/jwks' }),
  },
  {
    attack: 'another certificate at an address of the token (x5u)',
    reason: 'signature',
    token: headed({ x5u: 'https://evil.example/cert' }, rs256(attacker.privateKey)),
    twin: headed({ x5u: 'https://evil.example/cert' }),
  },
  {
    attack: 'another certificate in the token (x5c)',
    reason: 'signature',
    token: headed({ x5c: [attacker.certificateBase64] }, rs256(attacker.privateKey)),
    twin: headed({ x5c: [attacker.certificateBase64] }),
  },
  { attack: 'a key name that is a path', reason: 'key', token: headed({ kid: '../../dev/null' }, hs256('')) },
  { attack: 'a key name that is a query', reason: 'key', token: headed({ kid: "x' UNION SELECT 'a" }) },
  { attack: 'a key name that is inherited', reason: 'key', token: headed({ kid: '__proto__' }) },
  { attack: 'a key name that is no text', reason: 'key', token: headed({ kid: { a: 1 } }) },
  { attack: 'the right key under the name of another', reason: 'signature', token: headed({ kid: 'rsa-2' }) },
  {
    attack: 'a key with another algorithm than the document names for it',
    reason: 'key',
    token: headed({ alg: 'PS256' }),
    twin: token({ ...usualHeader, kid: 'rsa-2' }, usualPayload, rs256(rsaNext.privateKey)),
  },
  { attack: 'an algorithm of another kind of key', reason: 'key', token: headed({ ...ec, kid: 'rsa-1' }, es256()) },
  { attack: 'an algorithm of another curve', reason: 'key', token: headed({ ...ec, alg: 'ES384' }, es256()) },
  {
    attack: 'an ECDSA signature of zeros',
    reason: 'signature',
    token: headed(ec, () => Buffer.alloc(64)),
    twin: headed(ec, es256()),
  },
  {
    attack: 'an ECDSA signature whose s is zero',
    reason: 'signature',
    token: headed(ec, negated),
    twin: headed(ec, es256()),
  },
  { attack: 'an ECDSA signature in DER', reason: 'signature', token: der, twin: headed(ec, es256()) },
  { attack: 'an ECDSA signature without bytes', reason: 'signature', token: headed(ec, () => Buffer.alloc(1)) },
]

const forms: readonly TokenCase[] = [
  { attack: 'a token without end', reason: 'size', token: `${usualToken}${'A'.repeat(16_384)}` },
  { attack: 'two parts', reason: 'form', token: `${head}.${body}` },
  { attack: 'five parts, as of an encrypted token', reason: 'form', token: `${usualToken}.${body}.${mark}` },
  { attack: 'blanks in the token', reason: 'form', token: usualToken.replace('.', '.\n') },
  { attack: 'base64 with padding', reason: 'form', token: `${usualToken}=` },
  { attack: 'the alphabet of plain base64', reason: 'form', token: `${head}.${body}.+/${mark}` },
  {
    attack: 'bits behind the end of the signature',
    reason: 'form',
    // 256 bytes leave two characters of base64 of which the last has four idle bits.
    token: usualToken.slice(0, -1) + (usualToken.endsWith('B') ? 'C' : 'B'),
  },
  { attack: 'a header that is no object', reason: 'header', token: token('[]', usualPayload) },
  {
    attack: 'an algorithm given twice',
    reason: 'header',
    token: token('{"alg":"none","kid":"rsa-1","alg":"RS256"}', usualPayload),
    twin: token('{"kid":"rsa-1","alg":"RS256"}', usualPayload),
  },
  { attack: 'an extension that must be understood', reason: 'critical', token: headed({ crit: ['exp'], exp: 1 }) },
  { attack: 'a payload that is not encoded (b64)', reason: 'critical', token: headed({ b64: false, crit: ['b64'] }) },
  { attack: 'the same without crit', reason: 'critical', token: headed({ b64: false }) },
  { attack: 'a token of another type', reason: 'type', token: headed({ typ: 'at+jwt' }), twin: headed({ typ: 'jwt' }) },
  { attack: 'a token in a token', reason: 'claims', token: token(usualHeader, `"${usualToken}"`) },
  {
    attack: 'a claim given twice',
    reason: 'claims',
    token: token(usualHeader, text.replace('{', '{"sub":"admin",')),
    twin: token(usualHeader, text.replace('{', '{"name":"admin",')),
  },
  {
    attack: 'a claim given twice, once with an escape',
    reason: 'claims',
    token: token(usualHeader, text.replace('{', '{"s\\u0075b":"admin",')),
    twin: token(usualHeader, text.replace('"sub"', '"s\\u0075b"')),
  },
  { attack: 'half a surrogate pair', reason: 'claims', token: token(usualHeader, text.replace('alice', '\\ud800')) },
  { attack: 'a byte order mark', reason: 'claims', token: token(usualHeader, `\ufeff${text}`) },
  {
    attack: 'a changed claim',
    reason: 'signature',
    token: `${head}.${encode({ ...usualPayload, sub: 'root' })}.${mark}`,
  },
  {
    attack: 'a changed header',
    reason: 'signature',
    token: `${encode({ ...usualHeader, typ: 'jwt' })}.${body}.${mark}`,
  },
]

const claims: readonly TokenCase[] = [
  { attack: 'another issuer', reason: 'issuer', token: claiming({ iss: 'https://other.example' }) },
  { attack: 'an issuer with a slash more', reason: 'issuer', token: claiming({ iss: `${issuer}/` }) },
  { attack: 'an issuer in other letters', reason: 'issuer', token: claiming({ iss: issuer.toUpperCase() }) },
  { attack: 'an issuer in a list', reason: 'issuer', token: claiming({ iss: [issuer] }) },
  { attack: 'no issuer', reason: 'issuer', token: claiming({ iss: undefined }) },
  { attack: 'no subject', reason: 'subject', token: claiming({ sub: undefined }) },
  { attack: 'an empty subject', reason: 'subject', token: claiming({ sub: '' }) },
  {
    attack: 'a subject that is a number',
    reason: 'subject',
    token: claiming({ sub: 1 }),
    twin: claiming({ sub: '1' }),
  },
  { attack: 'another audience', reason: 'audience', token: claiming({ aud: 'client-2' }) },
  { attack: 'no audience', reason: 'audience', token: claiming({ aud: undefined }) },
  { attack: 'an audience that begins like ours', reason: 'audience', token: claiming({ aud: `${clientId} x` }) },
  {
    attack: 'an empty list of audiences',
    reason: 'audience',
    token: claiming({ aud: [] }),
    twin: claiming({ aud: [clientId] }),
  },
  {
    attack: 'a list of audiences with something else in it',
    reason: 'audience',
    token: claiming({ aud: [clientId, { a: 1 }] }),
    twin: claiming({ aud: [clientId, 'x'] }),
  },
  { attack: 'a list of audiences in a list', reason: 'audience', token: claiming({ aud: [[clientId]] }) },
  { attack: 'an audience that is an object', reason: 'audience', token: claiming({ aud: { 0: clientId } }) },
  {
    attack: 'a token that another client asked for',
    reason: 'authorized-party',
    token: claiming({ aud: [clientId, 'client-2'], azp: 'client-2' }),
    twin: claiming({ aud: [clientId, 'client-2'], azp: clientId }),
  },
  {
    attack: 'a token for several clients that does not say who asked',
    reason: 'authorized-party',
    token: claiming({ aud: [clientId, 'client-2'] }),
    twin: claiming({ aud: [clientId, 'client-2'], azp: clientId }),
    asked: { severalAudiences: 'need-authorized-party' },
  },
  {
    attack: 'too late',
    reason: 'expired',
    token: claiming({ exp: seconds(-50) }),
    twin: claiming({ exp: seconds(-49) }),
  },
  { attack: 'no end', reason: 'times', token: claiming({ exp: undefined }) },
  { attack: 'an end that is text', reason: 'times', token: claiming({ exp: String(seconds(300)) }) },
  {
    attack: 'an end that no number holds',
    reason: 'times',
    token: token(usualHeader, text.replace(String(seconds(300)), '1e999')),
  },
  { attack: 'an end in milliseconds', reason: 'times', token: claiming({ exp: seconds(300) * 1000 }) },
  { attack: 'a negative end', reason: 'times', token: claiming({ exp: -1 }) },
  { attack: 'no time of issue', reason: 'times', token: claiming({ iat: undefined }) },
  {
    attack: 'issued tomorrow',
    reason: 'not-yet-valid',
    token: claiming({ iat: seconds(71) }),
    twin: claiming({ iat: seconds(70) }),
  },
  {
    attack: 'good from tomorrow',
    reason: 'not-yet-valid',
    token: claiming({ nbf: seconds(71) }),
    twin: claiming({ nbf: seconds(70) }),
  },
  { attack: 'a beginning that is text', reason: 'times', token: claiming({ nbf: 'never' }) },
  {
    attack: 'the nonce of another request',
    reason: 'nonce',
    token: claiming({ nonce: 'stolen' }),
    twin: claiming({ nonce: 'asked' }),
    asked: { nonce: 'asked' },
  },
  {
    attack: 'no nonce',
    reason: 'nonce',
    token: claiming({}),
    twin: claiming({ nonce: 'asked' }),
    asked: { nonce: 'asked' },
  },
  {
    attack: 'a nonce in a list',
    reason: 'nonce',
    token: claiming({ nonce: ['asked'] }),
    twin: claiming({ nonce: 'asked' }),
    asked: { nonce: 'asked' },
  },
]

export const tokenCases = { keys, forms, claims }
