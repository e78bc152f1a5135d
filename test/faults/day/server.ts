// A whole server in a process of its own whose time is its parent's: the clock stands still until it is moved, and the work
// that the server does every so often comes when that clock says so, as often as it would in a real day.

import { mock } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { readSettings } from '../../../src/config.ts'
import { virtualClock } from '../../../src/kernel/clock.ts'
import { startServer } from '../../../src/main.ts'

export type Order =
  /** Time goes by, and what comes every so often comes. */
  | { readonly do: 'advance'; readonly ms: number }
  /** The clock is another all at once, as on a machine that slept. */
  | { readonly do: 'jump'; readonly ms: number }
  | { readonly do: 'measure' }
export interface Measured {
  readonly heapBytes: number
  readonly residentBytes: number
}

const { env, startMs } = JSON.parse(process.argv[2] ?? '{}') as { env: Record<string, string>; startMs: number }
process.on('disconnect', () => process.exit(1))

/** No work of the server comes more often. */
const strideMs = 500

mock.timers.enable({ apis: ['setInterval'] })
const clock = virtualClock(startMs)
const server = await startServer(readSettings([], env), { clock })

async function advance(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= strideMs) {
    const stride = Math.min(strideMs, left)
    clock.advance(stride)
    mock.timers.tick(stride)
    await turn()
  }
}

async function measure(): Promise<Measured> {
  for (let times = 0; times < 3; times += 1) {
    globalThis.gc?.()
    await turn()
  }
  const { heapUsed, rss } = process.memoryUsage()
  return { heapBytes: heapUsed, residentBytes: rss }
}

process.on('message', async (order: Order) => {
  if (order.do === 'advance') await advance(order.ms)
  if (order.do === 'jump') clock.advance(order.ms)
  process.send?.(order.do === 'measure' ? await measure() : {})
})
process.send?.({ url: server.url })
