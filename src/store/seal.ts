// Seals secret keys for storage: AES-256-GCM under a master key. Each sealed text names its key, so that the master key
// can be changed, and is bound to its owner: moved to another account or another SecretId it does not open.
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { systemRandom } from '../kernel/random.ts'

export interface MasterKey {
  /** Names the key inside sealed texts; letters, digits, `-` and `_` only. */
  readonly id: string
  /** 32 bytes. */
  readonly key: Uint8Array
  /** Of a key that no longer seals: until when it did, as far as is known. */
  readonly sealedUntilMs?: number | undefined
}
export interface MasterKeys {
  /** Seals and opens. */
  readonly current: MasterKey
  /** Open only: keys that sealed earlier. */
  readonly others: readonly MasterKey[]
}

export interface SealContext {
  readonly account: number
  readonly secretId: string
}

export interface Sealer {
  /** `v1.<key id>.<iv>.<tag>.<ciphertext>`, the last three base64url. Each call draws a new iv. */
  seal(plain: string, context: SealContext): string
  /** The plain text. Throws when the key is unknown or the text was made for another context or altered. */
  open(sealed: string, context: SealContext): string
  /** Ids of the master keys, the one that seals first. */
  readonly keyIds: readonly [string, ...string[]]
  /** 32 bytes that only the holder of the master key can make, others for each purpose. `undefined`: no such key. */
  derive(keyId: string, purpose: string): Buffer | undefined
}

const ivBytes = 12
const tagBytes = 16

/** `random` gives the bytes of each iv; only tests replace it. */
export function sealer(masterKeys: MasterKeys, random: (count: number) => Uint8Array = systemRandom.bytes): Sealer {
  const all = [masterKeys.current, ...masterKeys.others]
  for (const { id, key } of all) {
    if (key.length !== 32) throw new Error('a master key must be 32 bytes long')
    if (!/^[\w-]+$/.test(id)) throw new Error('the id of a master key may have letters, digits, - and _ only')
  }
  // A KeyObject is taken up in a fraction of the time that the same bytes take.
  const keys = new Map(all.map(({ id, key }) => [id, createSecretKey(key)]))
  const sealing = createSecretKey(masterKeys.current.key)
  return {
    seal(plain, context) {
      const { id } = masterKeys.current
      const iv = random(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv, { authTagLength: tagBytes }).setAAD(bound(id, context))
      const ciphertext = cipher.update(plain, 'utf8')
      // In this mode all of it has come by then; the tag has not.
      cipher.final()
      return `v1.${id}.${base64url(iv)}.${base64url(cipher.getAuthTag())}.${base64url(ciphertext)}`
    },
    open(sealed, context) {
      const [version, id, iv, tag, ciphertext, ...rest] = sealed.split('.')
      if (version !== 'v1' || id === undefined || iv === undefined || tag === undefined) throw malformed()
      if (ciphertext === undefined || rest.length > 0) throw malformed()
      const key = keys.get(id)
      if (key === undefined) throw new Error(`the secret was sealed under master key ${id}, which was not given`)
      return decrypt(key, { iv, tag, ciphertext }, bound(id, context))
    },
    keyIds: [masterKeys.current.id, ...masterKeys.others.map(({ id }) => id)],
    derive(keyId, purpose) {
      const key = keys.get(keyId)
      return key === undefined ? undefined : createHmac('sha256', key).update(`opencam/${purpose}`).digest()
    },
  }
}

const base64url = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64url')
const malformed = (): Error => new Error('the sealed secret is malformed')

// The parts have no separator in common, so no two contexts read alike.
const bound = (keyId: string, { account, secretId }: SealContext): Buffer =>
  Buffer.from(JSON.stringify(['v1', keyId, account, secretId]))

function decrypt(key: KeyObject, sealed: { iv: string; tag: string; ciphertext: string }, aad: Buffer): string {
  const iv = Buffer.from(sealed.iv, 'base64url')
  const tag = Buffer.from(sealed.tag, 'base64url')
  if (iv.length !== ivBytes || tag.length !== tagBytes) throw malformed()
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(aad).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(Buffer.from(sealed.ciphertext, 'base64url')), decipher.final()]).toString(
      'utf8',
    )
  } catch {
    throw new Error('the sealed secret does not open: it was altered, or the master key is another one')
  }
}
