// In accounts so small that every sequence of calls can be tried, the search says what trying says: a small share of
// `npm run prove:reach`.
import { expect, test } from 'vitest'
import type { Population } from '../../src/reach/population.ts'
import { type Judged, judge, lockedAccount, smallAccount } from './small.ts'

const seed = 20261127
const count = 100
const lockedCount = 40

const indexes = (length: number): readonly number[] => Array.from({ length }, (_, index) => index)

function judged(populations: readonly Population[]): readonly Judged[] {
  const all = populations.map(judge)
  for (const [index, { faults }] of all.entries()) expect(faults, `account ${index}`).toEqual([])
  const told = all.flatMap((one) => one.told)
  for (const kind of ['now reached', 'path reached', 'none never'])
    expect(told.filter((one) => one === kind).length, kind).toBeGreaterThan(populations.length / 25)
  return all
}

test('whoever gets there by trying is found, and nobody else', { timeout: 120_000 }, () => {
  judged(indexes(count).map((index) => smallAccount(seed, index)))
})

test('the same where some are in quarantine', { timeout: 120_000 }, () => {
  const all = judged(indexes(lockedCount).map((index) => lockedAccount(seed, index)))
  expect(all.filter(({ frees }) => frees).length).toBeGreaterThan(lockedCount / 25)
})
