// Signing keys of TC3-HMAC-SHA256: a chain of three HMACs over the secret, kept for reuse. A kept key holds no secret text,
// but signs for a day: it stays in memory and is never shown.
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'

export type SigningKey = KeyObject

/** The key for a date (`YYYY-MM-DD`, UTC) and a service of a credential scope. */
export function deriveKey(secretKey: string, date: string, service: string): SigningKey {
  return link(link(link(`TC3${secretKey}`, date), service), 'tc3_request')
}

/** One HMAC of the chain as the key of the next. A KeyObject signs in a sixth of the time that the same bytes take. */
function link(key: SigningKey | string, text: string): SigningKey {
  return createSecretKey(createHmac('sha256', key).update(text).digest())
}

/** A secret that is opened only when needed. */
export interface SecretSource {
  /** Changes whenever the secret does: the sealed text, a revision. Never shown. */
  readonly version: string
  reveal(): string
}

export interface DerivedKey {
  readonly key: SigningKey
  readonly version: string
  /** Index of the canonical form that verified last, tried first the next time. */
  form: number
}

export interface DerivedKeys {
  /** The kept key, if its secret is still the same. */
  find(secretId: string, date: string, service: string, version: string): DerivedKey | undefined
  /** Keeps a key after it verified something, so that unverified requests cannot fill the memory. */
  keep(secretId: string, date: string, service: string, derived: DerivedKey): void
  /** Forgets everything. */
  clear(): void
  readonly size: number
}

/**
 * Derived keys by secret id, date and service, at most `keysMax`. Two halves: when the young one is full the old one is
 * dropped, so what is in use survives and nothing needs reordering on the hot path.
 */
export function derivedKeys(keysMax = 20_000): DerivedKeys {
  const halfMax = Math.max(1, Math.floor(keysMax / 2))
  let young = new Map<string, DerivedKey>()
  let old = new Map<string, DerivedKey>()

  const put = (name: string, derived: DerivedKey): void => {
    if (young.size >= halfMax && !young.has(name)) {
      old = young
      young = new Map()
    }
    young.set(name, derived)
  }

  return {
    find(secretId, date, service, version) {
      const name = `${secretId}/${date}/${service}`
      const fresh = young.get(name)
      if (fresh !== undefined) return fresh.version === version ? fresh : undefined
      const aged = old.get(name)
      if (aged === undefined || aged.version !== version) return undefined
      old.delete(name)
      put(name, aged)
      return aged
    },
    keep(secretId, date, service, derived) {
      const name = `${secretId}/${date}/${service}`
      old.delete(name)
      put(name, derived)
    },
    clear() {
      young = new Map()
      old = new Map()
    },
    get size() {
      return young.size + old.size
    },
  }
}
