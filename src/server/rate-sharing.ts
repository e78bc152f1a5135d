// Keeping rates together with the other servers of a database: who lives is in the database, counts are there too or in Redis.
import type { Log, World } from '../actions/world.ts'
import { createRoll } from '../dispatch/rates/neighbours.ts'
import type { Sharing } from '../dispatch/rates/sharing.ts'
import type { ThrottleParts } from '../dispatch/throttle.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Store } from '../store/store.ts'
import { everySoOften } from './periodic.ts'

interface OpenSharing {
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

async function openRateSharing({ store, clock, server, redisUrl, log }: Given): Promise<OpenSharing> {
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

/** The options that it goes by. */
export interface LimitSettings {
  readonly rateLimits: 'documented' | 'off'
  readonly addressPerSecond: number
  readonly accountPerSecond: number
  readonly allPerSecond: number
  readonly databaseUrl: string | undefined
  readonly processes: number
  readonly redisUrl: string | undefined
}

/** What the dispatcher is given of all this. */
export interface OpenLimits extends AsyncDisposable {
  readonly parts: { readonly rates: ThrottleParts; readonly writesAtOnce: number | undefined }
}

const sweepEveryMs = 10_000
const beatEveryMs = 1_000
/** Of one account, on a database whose connections are few: they follow each other there anyway. */
const writesAtOnce = 4

/** Begins what limits need beside the calls. Only servers that may have others beside them have anything to share. */
export async function openLimits(
  settings: LimitSettings,
  { store, clock, random, log }: Pick<World, 'store' | 'clock' | 'random' | 'log'>,
): Promise<OpenLimits> {
  const { addressPerSecond: address, accountPerSecond: account, allPerSecond: all } = settings
  const { rateLimits, databaseUrl, processes, redisUrl } = settings
  // Before any call: where the memory of requests was lost, it begins now.
  await store.fleeting.remember(clock())
  const several = databaseUrl !== undefined || processes > 1
  const shares = several && rateLimits !== 'off'
  const shared = shares ? await openRateSharing({ store, clock, server: random.uuid(), redisUrl, log }) : undefined
  const sweep = async (): Promise<void> => {
    await store.fleeting.sweep(clock())
  }
  const beat = shared?.beat ?? (() => store.fleeting.remember(clock()))
  const work = [
    everySoOften(sweepEveryMs, 'dropping what was used once', sweep, log),
    ...(several ? [everySoOften(beatEveryMs, 'showing that this server lives', beat, log)] : []),
  ]
  return {
    parts: {
      rates: { limits: { address, account, all }, sharing: shared?.sharing },
      writesAtOnce: databaseUrl === undefined ? undefined : writesAtOnce,
    },
    async [Symbol.asyncDispose]() {
      for (const one of work) await one.stop()
      await shared?.close()
    },
  }
}
