// Signed requests that may come once only, on whatever server. Which one was the first is for the store to say; where it
// cannot be asked, nobody can say, and the request is not carried out.
import { createHash } from 'node:crypto'
import { skewMaxMs } from '../signing/index.ts'
import type { Store } from '../store/store.ts'

export interface OnceOnly {
  readonly account: number
  readonly secretId: string
  /** The right one, spelled one way. Nonces alone would refuse honest calls: clients draw them from 65,536 values. */
  readonly signature: string
  /** Unix seconds, as signed. */
  readonly timestamp: number
}

/**
 * Whether a request whose signature was verified comes for the first time. `false` too where it was made before the memory of
 * such requests begins: the database's machine went down meanwhile, and what had come before is not known.
 */
export async function comesFirst(store: Pick<Store, 'fleeting'>, request: OnceOnly): Promise<boolean> {
  const { account, secretId, signature, timestamp } = request
  const digest = createHash('sha256').update(`${secretId} ${signature}`).digest('base64url')
  const stampMs = timestamp * 1000
  // It is refused for its age one skew after its stamp; the clock of another server may be behind by as much.
  const expiresMs = stampMs + 2 * skewMaxMs
  return (await store.fleeting.use(account, digest, { stampMs, expiresMs })) === 'first'
}
