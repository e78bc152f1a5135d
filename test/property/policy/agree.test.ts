// The engine answers what the naive reference answers: a small share of `npm run prove:policy`, every time. The seed
// is fixed unless OPENCAM_TEST_SEED gives another.
import { describe, expect, test } from 'vitest'
import { referenceFor } from '../../../src/policy/reference.ts'
import { checkWorld, disagreementLines, smallest } from './agree.ts'
import { engine } from './engine.ts'
import { generateWorld } from './generate.ts'
import { emptyTally, type Tally } from './tally.ts'
import { checkTrustWorld, smallestTrust, trustLines } from './trust-agree.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116)

/** Throws at the first disagreement, with everything needed to see why. */
function agree(worlds: Iterable<number>, requestsPerWorld: number): Tally {
  const tally = emptyTally()
  for (const world of worlds) {
    const found = checkWorld(engine, seed, world, requestsPerWorld, tally)
    if (found !== undefined) throw new Error(disagreementLines(smallest(engine, found)).join('\n'))
  }
  return tally
}

describe('engine and reference', () => {
  test('agree on 20,000 requests to 625 subjects', { timeout: 180_000 }, () => {
    const tally = agree(Array(625).keys(), 32)
    expect(tally.requests).toBe(20_000)
    // A generator that no longer reaches a layer would prove nothing about it.
    expect([...tally.outcomes.keys()].sort()).toEqual([
      'allow identity allow',
      'allow root root',
      'deny boundary explicit-deny',
      'deny boundary no-allow',
      'deny cross-account foreign-resource',
      'deny general explicit-deny',
      'deny identity explicit-deny',
      'deny identity no-allow',
      'deny root no-allow',
      'deny session explicit-deny',
      'deny session no-allow',
    ])
    expect(tally.refused / tally.documents).toBeLessThan(0.02)
    expect(new Set([...tally.tests.keys()].map(plainOperator)).size).toBe(23)
  })

  test('agree on many requests to the same subjects, where what is remembered is used again', {
    timeout: 180_000,
  }, () => {
    expect(agree([1_000_001, 1_000_002, 1_000_003], 1500).requests).toBe(4500)
  })
})

test.each([
  ['those without denies', /^(?!.*deny)/is],
  ['those with narrow denies too', /^(?!.*deny)|^(?!.*\*"[^{}]*deny)(?!.*deny[^{}]*\*")/is],
])(
  'engine and reference agree where the policies of two hundred subjects apply to one: %s',
  { timeout: 180_000 },
  (_, chosen) => {
    const worlds = Array.from({ length: 200 }, (_, world) => generateWorld(seed, 2_000_000 + world, 16))
    const [first] = worlds.map(({ subject }) => subject).filter(({ kind }) => kind === 'user')
    if (first === undefined) throw new Error('no user among the subjects')
    const sources = worlds.flatMap(({ subject }) => subject.identity).filter(({ document }) => chosen.test(document))
    const accepted = sources.filter((source) => engine.problem(source) === undefined)
    const identity = accepted.map((source, index) => ({ ...source, policyId: index + 1 }))
    const subject = { ...first, identity, boundary: undefined, session: undefined }
    const [prepared, reference] = [engine.prepare(subject), referenceFor(subject)]
    const effects = new Map<string, number>()
    for (const request of worlds.flatMap(({ requests }) => requests)) {
      const { effect, layer, cause } = prepared.decide(request)
      expect({ effect, layer, cause }, JSON.stringify(request)).toEqual(reference.decide(request))
      effects.set(effect, (effects.get(effect) ?? 0) + 1)
    }
    expect(Math.min(...['allow', 'deny'].map((effect) => effects.get(effect) ?? 0))).toBeGreaterThan(20)
  },
)

test('engine and reference agree on 9,600 questions about 600 trust policies', { timeout: 180_000 }, () => {
  const tally = emptyTally()
  for (let world = 0; world < 600; world += 1) {
    const found = checkTrustWorld(engine, seed, world, 16, tally)
    if (found !== undefined) throw new Error(trustLines(smallestTrust(engine, found)).join('\n'))
  }
  expect(tally.requests).toBe(9600)
  const askers = ['account', 'federated', 'role', 'service']
  const verdicts = ['allow allow', 'deny explicit-deny', 'deny no-allow']
  const reached = [...tally.outcomes.keys()].filter((outcome) => !outcome.endsWith('unreadable')).sort()
  expect(reached).toEqual(verdicts.flatMap((verdict) => askers.map((asker) => `${verdict} ${asker}`)))
  expect(tally.refused / tally.documents).toBeLessThan(0.05)
})

function plainOperator(name: string): string {
  return (name.split(',')[0] ?? '').replace(/^for_(any|all)_value:/, '').replace(/_if_exist$/, '')
}
