// Reads the keys that check an OpenID provider's tokens: a JWKS document, base64 of one, or PEM. Public keys only: a document
// with private or shared secrets in it is refused as a whole, because it was not meant to be shown.
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { RawObject, RawValue } from '../../protocol/call.ts'
import { judgeKey, type KeyKind } from '../public-key.ts'
import { jwsAlgorithms } from './algorithms.ts'
import { isObject, readStrictJson, readUtf8 } from './json.ts'

export interface IdentityKey {
  readonly kid: string | undefined
  /** The only algorithm that the key may be used with, where the document names one. */
  readonly algorithm: string | undefined
  readonly kind: KeyKind
  readonly publicKey: KeyObject
}

export type IdentityKeyResult =
  | { readonly kind: 'read'; readonly keys: readonly IdentityKey[] }
  /** At least one, the most telling first. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] }

const charactersMax = 65_536
const keysMax = 64
const kidLengthMax = 256

/** The keys of a document that may verify signatures, or why it cannot be used. */
export function readIdentityKey(text: string): IdentityKeyResult {
  if (text.length > charactersMax) return refused([`it has more than ${charactersMax} characters`])
  const plain = text.trim()
  if (plain.startsWith('{')) return readJwks(plain)
  if (plain.startsWith('-----BEGIN ')) return readPem(plain)
  const decoded = decode(plain)
  if (decoded?.startsWith('{')) return readJwks(decoded)
  if (decoded?.startsWith('-----BEGIN ')) return readPem(decoded)
  return refused(['it must be a JWKS document, base64 of one, or a public key in PEM'])
}

function refused(problems: readonly string[]): IdentityKeyResult {
  return { kind: 'refused', problems }
}

/** Text of base64, also in lines and also of the URL alphabet; `undefined` for anything else. */
function decode(text: string): string | undefined {
  const base64 = text.replaceAll(/[\r\n]/g, '')
  if (base64 === '' || !/^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}$/.test(base64)) return undefined
  return readUtf8(Buffer.from(base64, 'base64'))?.trim()
}

const pemLabels = /^-----BEGIN (PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE)-----\r?\n[A-Za-z0-9+/=\r\n]+-----END \1-----$/

function readPem(text: string): IdentityKeyResult {
  if (/PRIVATE KEY-----/.test(text)) return refused(['it has a private key: only public keys may be given'])
  if (!pemLabels.test(text)) return refused(['it must have exactly one public key or certificate in PEM'])
  const key = importKey(() => createPublicKey(text))
  if (key === undefined) return refused(['the public key in PEM cannot be read'])
  const judged = judgeKey(key)
  if ('problem' in judged) return refused([judged.problem])
  return { kind: 'read', keys: [{ kid: undefined, algorithm: undefined, kind: judged.key, publicKey: key }] }
}

function readJwks(text: string): IdentityKeyResult {
  const read = readStrictJson(text)
  if ('problem' in read) return refused([`its JSON cannot be read: ${read.problem}`])
  const list = isObject(read.value) ? read.value['keys'] : undefined
  if (!Array.isArray(list)) return refused(['it has no list `keys`'])
  if (list.length > keysMax) return refused([`it has more than ${keysMax} keys`])
  return readKeys(list)
}

/**
 * A key that cannot be used is passed over beside those that can (RFC 7517, section 5): providers publish keys for newer
 * clients than this one. What was wrong is told where nothing remains.
 */
function readKeys(list: readonly RawValue[]): IdentityKeyResult {
  const keys: IdentityKey[] = []
  const problems: string[] = []
  for (const [index, value] of list.entries()) {
    if (isObject(value) && hasSecret(value)) {
      return refused([`\`keys.${index}\`: it has a secret: only public keys may be given`])
    }
    const read = isObject(value) ? readJwk(value) : { problem: 'it is no object' }
    if (read === undefined) continue
    if ('problem' in read) problems.push(`\`keys.${index}\`: ${read.problem}`)
    else keys.push(read)
  }
  if (keys.length > 0) return { kind: 'read', keys }
  return refused(problems.length > 0 ? problems : ['it has no RSA or EC key for signatures'])
}

const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'] as const

const hasSecret = (jwk: RawObject): boolean => jwk['kty'] === 'oct' || secretMembers.some((name) => name in jwk)

/** `undefined` for a key of another purpose, which providers publish beside those for signatures. */
function readJwk(jwk: RawObject): IdentityKey | { readonly problem: string } | undefined {
  const { kty, alg, kid } = jwk
  if (typeof kty !== 'string') return { problem: 'it has no `kty`' }
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > kidLengthMax)) {
    return { problem: `\`kid\` must be text of at most ${kidLengthMax} characters` }
  }
  if ((kty !== 'RSA' && kty !== 'EC') || !isForSignatures(jwk)) return undefined
  const key = importKey(() => createPublicKey({ format: 'jwk', key: membersOf(jwk, kty) }))
  if (key === undefined) return { problem: 'it cannot be read' }
  const judged = judgeKey(key)
  if ('problem' in judged) return judged
  if (alg === undefined) return { kid, algorithm: undefined, kind: judged.key, publicKey: key }
  const algorithm = typeof alg === 'string' ? jwsAlgorithms.get(alg) : undefined
  if (algorithm?.fits(judged.key) !== true) return { problem: '`alg` does not fit the key' }
  return { kid, algorithm: algorithm.name, kind: judged.key, publicKey: key }
}

/** Encryption keys are told by `use`, by `key_ops`, or by an algorithm that signs nothing. */
function isForSignatures({ use, key_ops: operations, alg }: RawObject): boolean {
  if (use !== undefined && use !== 'sig') return false
  if (Array.isArray(operations) && !operations.includes('verify')) return false
  return typeof alg !== 'string' || !/^(?:RSA-OAEP|RSA1_5|ECDH-ES)/.test(alg)
}

/** Only what makes the key: hints to fetch something (`x5u`) never go on. */
function membersOf(jwk: RawObject, kty: 'RSA' | 'EC'): { readonly [name: string]: string } {
  const names = kty === 'RSA' ? ['n', 'e'] : ['crv', 'x', 'y']
  const members: Record<string, string> = { kty }
  for (const name of names) {
    const value = jwk[name]
    if (typeof value === 'string' && (name === 'crv' || /^[A-Za-z0-9_-]+$/.test(value))) members[name] = value
  }
  return members
}

/** OpenSSL refuses points that are not on their curve here. */
function importKey(read: () => KeyObject): KeyObject | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
