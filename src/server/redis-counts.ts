// Counts that servers share, in Redis or Valkey: an addition and an end of life for each, sent together. Nothing waits for it
// longer than a moment: the server goes on by its own part of a limit.
import { createClient } from '@redis/client'
import type { Log } from '../actions/world.ts'
import type { Sharing } from '../dispatch/rates/sharing.ts'

/** A count of a second is of no use later; clocks of servers may differ a little. */
const keptSeconds = 10
const connectTimeoutMs = 2_000
const retryMs = 500

export interface RedisCounts extends Pick<Sharing, 'count'> {
  close(): Promise<void>
}

/** Connects now and again whenever the connection is lost. Never throws for a place that cannot be reached. */
export async function openRedisCounts(url: string, log: Log): Promise<RedisCounts> {
  const client = createClient({
    url,
    // What could not be sent is not sent late: by then its second is over.
    disableOfflineQueue: true,
    socket: { connectTimeout: connectTimeoutMs, reconnectStrategy: () => retryMs },
  })
  let reachable: boolean | undefined
  client.on('error', (error: unknown) => {
    if (reachable === false) return
    reachable = false
    const reason = error instanceof Error ? error.message : String(error)
    log.warn({ reason }, 'the shared counts cannot be reached: each server keeps its part of every limit')
  })
  client.on('ready', () => {
    if (reachable === false) log.info({}, 'the shared counts are reached again')
    reachable = true
  })
  const connecting = client.connect().catch(() => {})
  await Promise.race([connecting, new Promise((resolve) => setTimeout(resolve, connectTimeoutMs).unref())])
  return {
    async count(asks) {
      const sent = asks.map(async ({ account, subject, second, want }) => {
        const key = `opencam:rate:${account}:${second}:${subject}`
        const [count] = await Promise.all([client.incrBy(key, want), client.expire(key, keptSeconds)])
        return count
      })
      return Promise.all(sent)
    },
    async close() {
      client.destroy()
    },
  }
}
