// Checkpoints of the audit log: what the chain of an account looked like at a moment, signed by a key whose private half is
// sealed under the master key. Whoever has the public half needs nothing else to check them.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import { canonicalCheckpoint } from '../store/audit-chain.ts'
import type { Sealer } from '../store/seal.ts'
import { checkpointKeyContext } from '../store/sealed-columns.ts'
import type { AuditCheckpoint, Store } from '../store/store.ts'

export interface CheckpointSigner {
  readonly keyId: string
  sign(checkpoint: Omit<AuditCheckpoint, 'keyId' | 'signature'>): AuditCheckpoint
}
/** Public keys by their ids. */
export type CheckpointKeys = ReadonlyMap<string, KeyObject>

interface Parts {
  readonly store: Store
  readonly sealer: Sealer
  readonly clock: Clock
  readonly random: Random
}

/** What stands before the 32 bytes of an Ed25519 key in its PKCS #8 form (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')
const seedBytes = 32
const idCharacters = 16

/** Beginning of the SHA-256 of the key in its SPKI form, hex. */
export const keyIdOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('hex')
    .slice(0, idCharacters)

/** The store's newest key; made where there is none. Throws where the key was sealed under another master key. */
export async function openSigner(parts: Parts): Promise<CheckpointSigner> {
  const { store, sealer } = parts
  if ((await store.auditKeys()).length === 0) await makeKey(parts)
  const row = (await store.auditKeys()).at(-1)
  if (row === undefined) throw new Error('the key that signs checkpoints could not be made')
  const { keyId } = row
  const privateKey = privateKeyOf(
    Buffer.from(sealer.open(row.sealedPrivateKey, checkpointKeyContext(keyId)), 'base64url'),
  )
  return {
    keyId,
    sign(checkpoint) {
      const text = canonicalCheckpoint({ ...checkpoint, keyId })
      return { ...checkpoint, keyId, signature: sign(null, Buffer.from(text), privateKey).toString('base64url') }
    },
  }
}

async function makeKey({ store, sealer, clock, random }: Parts): Promise<void> {
  const seed = Buffer.from(random.bytes(seedBytes))
  const publicKey = createPublicKey(privateKeyOf(seed))
  const keyId = keyIdOf(publicKey)
  const sealedPrivateKey = sealer.seal(seed.toString('base64url'), checkpointKeyContext(keyId))
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const createdMs = clock()
  await store.insertAuditKey({ keyId, publicKey: pem, sealedPrivateKey, createdMs })
}

const privateKeyOf = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' })

/** Public keys out of PEM text, one or several. Throws where a part is no Ed25519 key, or where there is none. */
export function readPublicKeys(pem: string): CheckpointKeys {
  const parts = pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
  if (parts.length === 0) throw new Error('there is no public key in PEM form in it')
  const keys = parts.map((part) => createPublicKey(part))
  if (keys.some((key) => key.asymmetricKeyType !== 'ed25519')) throw new Error('only Ed25519 keys sign checkpoints')
  return new Map(keys.map((key) => [keyIdOf(key), key]))
}

/** Whether one of the keys signed it, the one that it names. */
export function isSigned(checkpoint: AuditCheckpoint, keys: CheckpointKeys): boolean {
  const key = keys.get(checkpoint.keyId)
  if (key === undefined) return false
  const { signature, ...rest } = checkpoint
  return verify(null, Buffer.from(canonicalCheckpoint(rest)), key, Buffer.from(signature, 'base64url'))
}
