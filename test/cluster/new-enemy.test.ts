// The short version of `npm run faults:new-enemy`.
import { expect, test } from 'vitest'
import { runNewEnemy } from './new-enemy/run.ts'

test('a right that was taken away is never accepted with the revision, nor after the bound without it', async () => {
  const report = await runNewEnemy({
    rounds: 18,
    seed: 1,
    nodes: 2,
    lanes: 6,
    boundMs: 100,
    faults: true,
    failOvers: 0,
  })
  expect(report.wrong).toEqual([])
  expect(report.rounds).toBeGreaterThanOrEqual(18)
  // It proves something only if rights that are there are accepted, and those that are not are refused.
  expect(report.before.accepted).toBeGreaterThan(0)
  expect(report.afterwards.refused).toBeGreaterThan(0)
}, 600_000)
