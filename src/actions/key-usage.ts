// When each access key was last used: exact in memory at once, written to the store in batches off the hot path.
import type { Store } from '../store/store.ts'

export interface KeyUsage {
  touch(account: number, secretId: string, usedMs: number): void
  /** The last use that is not in the store yet. */
  pending(account: number, secretId: string): number | undefined
  /** Writes what has gathered. A failure keeps it for the next time. */
  flush(): Promise<void>
}

interface Use {
  readonly account: number
  readonly secretId: string
  usedMs: number
}

/** Gathers uses in memory; `flush` is called every few seconds and at the end. */
export function createKeyUsage(store: Pick<Store, 'touchKeys'>): KeyUsage {
  let uses = new Map<string, Use>()
  let writing: ReadonlyMap<string, Use> = new Map()
  const find = (account: number, secretId: string): Use | undefined => {
    const use = uses.get(secretId) ?? writing.get(secretId)
    return use?.account === account ? use : undefined
  }
  return {
    touch(account, secretId, usedMs) {
      const use = uses.get(secretId)
      if (use === undefined) uses.set(secretId, { account, secretId, usedMs })
      else if (usedMs > use.usedMs) use.usedMs = usedMs
    },
    pending: (account, secretId) => find(account, secretId)?.usedMs,
    async flush() {
      if (uses.size === 0) return
      const batch = uses
      uses = new Map()
      writing = batch
      try {
        await store.touchKeys([...batch.values()])
      } catch (error) {
        for (const [id, use] of batch) if (!uses.has(id)) uses.set(id, use)
        throw error
      } finally {
        writing = new Map()
      }
    },
  }
}
