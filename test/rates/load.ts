// Several servers' rates over one shared count, and calls that come to them in waves: how many were let through in each
// second. Time is the second that is asked about; nothing waits for a clock.
import { createRates, type Rates } from '../../src/dispatch/rates/rates.ts'
import type { Limit, Sharing } from '../../src/dispatch/rates/sharing.ts'

/** Rates of so many servers that know of each other. */
export function servers(count: number, shared: (place: number) => Pick<Sharing, 'count'>): readonly Rates[] {
  return Array.from({ length: count }, (_, place) =>
    createRates({ neighbours: () => ({ count, place }), count: (asks) => shared(place).count(asks) }),
  )
}

/** Sends so many calls to each server within the second, some at a time; how many went through. */
export async function second(
  nodes: readonly Rates[],
  limit: Limit,
  at: number,
  offered: readonly number[],
  atOnce = 5,
): Promise<number> {
  const each = nodes.map(async (node, place) => {
    let passed = 0
    let left = offered[place] ?? 0
    while (left > 0) {
      const wave = Math.min(left, atOnce)
      left -= wave
      const outcomes = await Promise.all(Array.from({ length: wave }, async () => node.take(limit, at)))
      passed += outcomes.filter((over) => over === 0).length
    }
    return passed
  })
  return (await Promise.all(each)).reduce((sum, passed) => sum + passed, 0)
}
