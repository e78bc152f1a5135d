// Every short name of a region, against a list of its own: engine and oracle have theirs.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { regionNames } from '../../src/policy/reference/resource.ts'
import { longRegion, REGION_NAMES } from '../../src/policy/regions.ts'

const file = new URL('./policy/regions.json', import.meta.url)
const regions: Readonly<Record<string, string>> = JSON.parse(readFileSync(file, 'utf8'))

test('the engine reads every short name, and leaves long ones alone', () => {
  for (const [short, long] of Object.entries(regions)) {
    expect(longRegion(short)).toBe(long)
    expect(longRegion(long)).toBe(long)
  }
  expect([...REGION_NAMES].sort()).toEqual([...new Set(Object.values(regions))].sort())
})

test('the oracle has the same table', () => {
  expect(Object.fromEntries(regionNames)).toEqual(regions)
  expect(regionNames.length).toBe(Object.keys(regions).length)
})
