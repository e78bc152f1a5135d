// The decision procedure and an SMT solver agree on pairs of documents: a small share of `npm run prove:equivalence`.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { comparePair, comparisonLines } from './prove/compare.ts'
import { openSolver, type Solver } from './prove/z3.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116)
const pairs = 60
let solver: Solver | undefined

beforeAll(async () => {
  solver = await openSolver(3000)
})

afterAll(() => solver?.close())

test(`agree on ${pairs} pairs of documents`, { timeout: 180_000 }, async () => {
  const answers = new Map<string, number>()
  for (let index = 0; index < pairs; index += 1) {
    if (solver === undefined) throw new Error('the solver did not start')
    const compared = await comparePair(solver, seed, index)
    expect(compared.faults, comparisonLines(compared).join('\n')).toEqual([])
    const { answer } = compared.ours
    const key = compared.theirs === 'unknown' ? `${answer}, solver out of time` : answer
    answers.set(key, (answers.get(key) ?? 0) + 1)
  }
  // Both answers occur often, and both sides give nearly always one.
  expect(answers.get('yes') ?? 0).toBeGreaterThan(pairs / 4)
  expect(answers.get('no') ?? 0).toBeGreaterThan(pairs / 5)
  expect(answers.get('unknown') ?? 0).toBeLessThanOrEqual(pairs / 20)
})
