// The keys by which the gateway speaks for callers: derived from the master key and a number, so that every node has the
// same and none is stored. The private half never leaves this process; the public ones are there for every service.
import type { Door } from '../protocol/door.ts'
import { type IdentityKey, identityKey, publicJwk } from '../signing/index.ts'
import type { Sealer } from '../store/seal.ts'

export const keysPath = '/.well-known/opencam-gateway-keys.json'

export interface IdentityKeys {
  /** Signs. */
  readonly current: IdentityKey
  /** Answers the public keys: the current one, its predecessor, and those of older master keys. */
  readonly door: Door
}

export function identityKeys(sealer: Sealer, number: number): IdentityKeys {
  const numbers = number > 1 ? [number, number - 1] : [number]
  const all = sealer.keyIds.flatMap((keyId) => numbers.map((one) => keyOf(sealer, keyId, one)))
  const [current] = all
  if (current === undefined) throw new Error('there is no master key')
  const body = `${JSON.stringify({ keys: all.map(publicJwk) })}\n`
  const length = String(Buffer.byteLength(body))
  const headers = ['Content-Type', 'application/jwk-set+json', 'Cache-Control', 'max-age=300', 'Content-Length', length]
  return {
    current,
    door: { path: keysPath, bodyBytesMax: 0, respond: async () => ({ status: 200, headers, body }) },
  }
}

function keyOf(sealer: Sealer, keyId: string, number: number): IdentityKey {
  const seed = sealer.derive(keyId, `gateway identity/${number}`)
  if (seed === undefined) throw new Error(`there is no master key ${keyId}`)
  return identityKey(seed)
}
