// Keeping rates together with the other servers of a database: who lives is in the database, counts are there too or in Redis.
import type { Log } from '../actions/world.ts'
import { createRoll } from '../dispatch/rates/neighbours.ts'
import type { Sharing } from '../dispatch/rates/sharing.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Store } from '../store/store.ts'

export interface OpenSharing {
  readonly sharing: Sharing
  /** Once a second. */
  beat(): Promise<void>
  close(): Promise<void>
}

/** A call never waits longer for the shared count. */
const countTimeoutMs = 500

interface Given {
  readonly store: Pick<Store, 'fleeting'>
  readonly clock: Clock
  /** Name of this server among the others. */
  readonly server: string
  readonly redisUrl: string | undefined
  readonly log: Log
}

export async function openRateSharing({ store, clock, server, redisUrl, log }: Given): Promise<OpenSharing> {
  const roll = createRoll(store, server)
  await roll.beat()
  // Loaded only where it is used.
  const redis =
    redisUrl === undefined ? undefined : await (await import('./redis-counts.ts')).openRedisCounts(redisUrl, log)
  const place = redis ?? store.fleeting
  return {
    sharing: { neighbours: roll.neighbours, count: (asks) => within(countTimeoutMs, place.count(asks)) },
    async beat() {
      await store.fleeting.remember(clock())
      await roll.beat()
    },
    async close() {
      await redis?.close()
      await roll.end().catch((error: unknown) => log.warn({ error }, 'the others are not told that this server ends'))
    },
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
