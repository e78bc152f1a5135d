// What is proven about all requests is so for every request of worlds that are small enough to ask about each, and
// what is found is one of them.
import { expect, test } from 'vitest'
import { smallPair } from './prove/small-pair.ts'
import { smallWorlds } from './prove/small-worlds.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116)
const pairs = Number(process.env['OPENCAM_PROVE_PAIRS'] ?? 200)

const names = smallWorlds.map(({ name }, index) => [name, index] as const)

test.each(names)('%s', { timeout: 120_000 }, (_, index) => {
  const answers = new Map<string, number>()
  for (let pair = 0; pair < pairs; pair += 1) {
    const { proven, listed, shown } = smallPair(seed, index, pair)
    expect(proven, shown).toEqual(listed)
    for (const answer of Object.entries(listed).map((entry) => entry.join(' '))) {
      answers.set(answer, (answers.get(answer) ?? 0) + 1)
    }
  }
  // A generator that makes only one kind of pair would prove nothing.
  expect([...answers.keys()].sort()).toEqual(['both no', 'both yes', 'more no', 'more yes', 'use dead', 'use used'])
  expect(Math.min(...answers.values())).toBeGreaterThan(pairs / 50)
})
