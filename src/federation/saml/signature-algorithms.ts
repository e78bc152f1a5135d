// The algorithms that a signature of a SAML message may use, a row each. SHA-1, shared secrets and everything else that the
// library would know by itself are not in these tables, so it cannot be talked into using them.
import { constants, createHash, createPublicKey, type KeyLike, verify } from 'node:crypto'
import type { HashAlgorithm, SignatureAlgorithm } from 'xml-crypto'

export const exclusiveCanonical = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const envelopedSignature = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

type Hash = 'sha256' | 'sha384' | 'sha512'
type Way = 'rsa' | 'rsa-pss' | 'ecdsa'

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const newest = 'http://www.w3.org/2007/05/xmldsig-more#'

const hashes: readonly (readonly [uri: string, hash: Hash])[] = [
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  [`${more}sha384`, 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]

const signatures: readonly (readonly [uri: string, way: Way, hash: Hash])[] = [
  [`${more}rsa-sha256`, 'rsa', 'sha256'],
  [`${more}rsa-sha384`, 'rsa', 'sha384'],
  [`${more}rsa-sha512`, 'rsa', 'sha512'],
  [`${newest}sha256-rsa-MGF1`, 'rsa-pss', 'sha256'],
  [`${newest}sha384-rsa-MGF1`, 'rsa-pss', 'sha384'],
  [`${newest}sha512-rsa-MGF1`, 'rsa-pss', 'sha512'],
  [`${more}ecdsa-sha256`, 'ecdsa', 'sha256'],
  [`${more}ecdsa-sha384`, 'ecdsa', 'sha384'],
  [`${more}ecdsa-sha512`, 'ecdsa', 'sha512'],
]

export const digestMethods: ReadonlySet<string> = new Set(hashes.map(([uri]) => uri))
export const signatureMethods: ReadonlySet<string> = new Set(signatures.map(([uri]) => uri))

/** The library looks names of the message up in these: nothing is inherited. */
function table<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.assign(Object.create(null), Object.fromEntries(entries))
}

/** Hashes everything to what is given. */
export function claimedHashTable(digest: string): Record<string, new () => HashAlgorithm> {
  return table(hashes.map(([uri]) => [uri, claiming(uri, digest)]))
}

function claiming(uri: string, digest: string): new () => HashAlgorithm {
  return class {
    getAlgorithmName(): string {
      return uri
    }
    getHash(): string {
      return digest
    }
  }
}

export const hashTable = table(hashes.map(([uri, hash]) => [uri, hashing(uri, hash)]))
export const signatureTable = table(signatures.map(([uri, way, hash]) => [uri, verifying(uri, way, hash)]))

function hashing(uri: string, hash: Hash): new () => HashAlgorithm {
  return class {
    getAlgorithmName(): string {
      return uri
    }
    getHash(xml: string): string {
      return createHash(hash).update(xml, 'utf8').digest('base64')
    }
  }
}

function verifying(uri: string, way: Way, hash: Hash): new () => SignatureAlgorithm {
  return class {
    getAlgorithmName(): string {
      return uri
    }
    getSignature(): string {
      throw new Error('signs nothing')
    }
    verifySignature(material: string, key: KeyLike, signature: string): boolean {
      return verifies(way, hash, material, key, signature)
    }
  }
}

function verifies(way: Way, hash: Hash, material: string, key: KeyLike, signature: string): boolean {
  const publicKey = createPublicKey(key)
  // The algorithm is chosen by the message, so the key has a say in it.
  if (publicKey.asymmetricKeyType !== (way === 'ecdsa' ? 'ec' : 'rsa')) return false
  const data = Buffer.from(material, 'utf8')
  const bytes = Buffer.from(signature, 'base64')
  switch (way) {
    case 'rsa':
      return verify(hash, data, publicKey, bytes)
    case 'rsa-pss': {
      const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants
      return verify(hash, data, { key: publicKey, padding, saltLength }, bytes)
    }
    case 'ecdsa':
      return verify(hash, data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes)
  }
}
