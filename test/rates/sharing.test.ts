// Rates that three servers keep together, over a real PostgreSQL and a real Redis: in each second within a tenth of the limit,
// wherever the calls come. What happens where nobody can be asked, and how servers learn of each other.
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRoll } from '../../src/dispatch/rates/neighbours.ts'
import { createRates, type Rates } from '../../src/dispatch/rates/rates.ts'
import type { Limit } from '../../src/dispatch/rates/sharing.ts'
import { openRedisCounts, type RedisCounts } from '../../src/server/redis-counts.ts'
import type { Store } from '../../src/store/store.ts'
import { backends, type Place } from '../store/backends.ts'
import { second, servers } from './load.ts'

interface Load {
  readonly title: string
  readonly perSecond: number
  /** Calls offered to each of the three servers, second by second. */
  readonly offered: readonly (readonly [number, number, number])[]
}

const steady = (...calls: readonly [number, number, number]) => [calls, calls, calls]
const loads: readonly Load[] = [
  { title: 'all at one server', perSecond: 20, offered: steady(60, 0, 0) },
  { title: 'the same at each', perSecond: 20, offered: steady(30, 30, 30) },
  { title: 'most at one', perSecond: 20, offered: steady(50, 8, 2) },
  { title: 'exactly the limit', perSecond: 20, offered: steady(12, 6, 2) },
  { title: 'less than the limit', perSecond: 20, offered: steady(10, 4, 1) },
  { title: 'a burst out of nothing', perSecond: 20, offered: [[100, 100, 100]] },
  { title: 'a small limit', perSecond: 5, offered: steady(9, 9, 9) },
  { title: 'a large limit', perSecond: 1000, offered: steady(900, 400, 100) },
  { title: 'a large limit at one server', perSecond: 1000, offered: steady(0, 1300, 0) },
]

let subjects = 0
const limitOf = (perSecond: number): Limit => ({ account: 7, subject: `action-${++subjects}`, perSecond })
const sum = (calls: readonly number[]): number => calls.reduce((all, some) => all + some, 0)

/** The loads, and what becomes of one that moves, over whatever counts. */
function together(nodes: () => readonly Rates[]): void {
  test.each(loads.map((load) => [load.title, load] as const))('%s: each second within a tenth', async (_, load) => {
    const limit = limitOf(load.perSecond)
    for (const [index, offered] of load.offered.entries()) {
      const atOnce = Math.max(5, load.perSecond / 10)
      const passed = await second(nodes(), limit, 1_000 + index, offered, atOnce)
      expect(passed).toBeLessThanOrEqual(1.1 * load.perSecond)
      expect(passed).toBeGreaterThanOrEqual(0.9 * Math.min(load.perSecond, sum(offered)))
    }
  })

  test('where the load moves to another server, never more, and half at least in that second', async () => {
    const limit = limitOf(20)
    for (let at = 0; at < 6; at++) {
      const offered = [0, 1, 2].map((place) => (place === at % 3 ? 60 : 0))
      const passed = await second(nodes(), limit, 2_000 + at, offered)
      expect(passed).toBeLessThanOrEqual(22)
      expect(passed).toBeGreaterThanOrEqual(10)
    }
  })

  test('of one account and action nothing is taken from another', async () => {
    const [one, other] = [limitOf(20), { ...limitOf(20), account: 8 }]
    await second(nodes(), one, 3_000, [50, 50, 50])
    expect(await second(nodes(), other, 3_000, [5, 5, 5])).toBe(15)
  })
}

describe('over PostgreSQL', () => {
  let place: Place
  const stores: Store[] = []
  let nodes: readonly Rates[]
  beforeAll(async () => {
    const postgres = backends.find(({ name }) => name === 'PostgreSQL')
    if (postgres === undefined) throw new Error('no PostgreSQL')
    place = await postgres.make()
    for (let node = 0; node < 3; node++) stores.push(await place.open())
    nodes = servers(3, (at) => stores[at]?.fleeting ?? fail())
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
    await place.drop()
  })
  together(() => nodes)

  test('servers learn of each other within a round, and of the end of one by its silence', async () => {
    const rolls = stores.map((store, index) => createRoll(store, `server-${index}`))
    const [one, two, three] = rolls as [(typeof rolls)[0], (typeof rolls)[0], (typeof rolls)[0]]
    await one.beat()
    expect(one.neighbours()).toEqual({ count: 1, place: 0 })
    await two.beat()
    await three.beat()
    await one.beat()
    await two.beat()
    expect([one, two, three].map((roll) => roll.neighbours())).toEqual([
      { count: 3, place: 0 },
      { count: 3, place: 1 },
      { count: 3, place: 2 },
    ])
    await two.end()
    await one.beat()
    expect(one.neighbours()).toEqual({ count: 2, place: 0 })
    // The third is killed: nobody takes it off.
    for (let round = 0; round < 3; round++) await one.beat()
    expect(one.neighbours().count).toBe(2)
    await one.beat()
    expect(one.neighbours().count).toBe(1)
    await three.beat()
    await one.beat()
    expect(one.neighbours().count).toBe(2)
  })
})

const fail = (): never => {
  throw new Error('no such server')
}

describe('over Redis', () => {
  let redis: ChildProcess
  const clients: RedisCounts[] = []
  let nodes: readonly Rates[]
  const quiet = { debug() {}, info() {}, warn() {}, error() {} }
  const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve))
  beforeAll(async () => {
    const port = await freePort()
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', tmpdir()]
    redis = spawn('/usr/bin/redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise<void>((resolve, reject) => {
      redis.once('error', reject)
      redis.stdout?.on('data', (text) => String(text).includes('Ready to accept') && resolve())
    })
    for (let node = 0; node < 3; node++) clients.push(await openRedisCounts(`redis://127.0.0.1:${port}`, quiet))
    nodes = servers(3, (at) => clients[at] ?? fail())
  })
  afterAll(async () => {
    for (const client of clients) await client.close()
    redis.kill('SIGKILL')
  })
  together(() => nodes)

  test('once it is gone each server has its part, and all together the limit', async () => {
    const gone = ended(redis)
    redis.kill('SIGKILL')
    await gone
    for (const perSecond of [20, 1000]) {
      expect(await second(nodes, limitOf(perSecond), 4_000, [2_000, 2_000, 2_000], 100)).toBe(perSecond)
    }
    expect(await second(nodes, limitOf(20), 4_001, [60, 0, 0])).toBeLessThanOrEqual(7)
  })
})

describe('alone', () => {
  test('a server counts exactly, and asks nobody', async () => {
    const shared = { neighbours: () => ({ count: 1, place: 0 }), count: async () => fail() }
    for (const rates of [createRates(), createRates(shared)]) {
      const limit = limitOf(20)
      const outcomes = Array.from({ length: 25 }, () => rates.take(limit, 5))
      expect(outcomes).toEqual([...new Array(20).fill(0), 21, 22, 23, 24, 25])
      expect(rates.take(limit, 6)).toBe(0)
      // A call that arrived before the second turned is counted in the one that runs.
      for (let call = 0; call < 19; call++) expect(rates.take(limit, 5)).toBe(0)
      expect(rates.take(limit, 6)).toBe(21)
    }
  })

  test('what it let through alone counts as soon as there are others', async () => {
    const counts: number[] = []
    let count = 1
    const rates = createRates({
      neighbours: () => ({ count, place: 0 }),
      async count(asks) {
        counts.push(...asks.map(({ want }) => want))
        return [counts.reduce((all, want) => all + want, 0)]
      },
    })
    const limit = limitOf(10)
    for (let call = 0; call < 8; call++) rates.take(limit, 5)
    count = 3
    const outcomes = await Promise.all(Array.from({ length: 6 }, async () => rates.take(limit, 5)))
    expect(outcomes.filter((over) => over === 0).length).toBeLessThanOrEqual(3)
    expect(counts[0]).toBeGreaterThanOrEqual(9)
  })

  test('a question that is not answered leaves each server its part for that second; the next one is asked again', async () => {
    let broken = true
    let asked = 0
    const nodes = servers(3, () => ({
      async count(asks) {
        asked += 1
        if (broken) throw new Error('not there')
        return asks.map(({ want }) => want)
      },
    }))
    const limit = limitOf(20)
    expect(await second(nodes, limit, 9, [50, 50, 50])).toBe(20)
    expect(asked).toBeLessThanOrEqual(6)
    expect(await second(nodes, { ...limit, perSecond: 1 }, 9, [9, 9, 9])).toBeLessThanOrEqual(3)
    broken = false
    const before = asked
    await second(nodes, limit, 10, [5, 5, 5])
    expect(asked).toBeGreaterThan(before)
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
