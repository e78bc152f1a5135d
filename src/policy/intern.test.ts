import { describe, expect, test } from 'vitest'
import { intern, interned, NAME_LENGTH_MAX, namesHeld, shared } from './intern.ts'

const THINGS_MAX = 16_384
const longest = 'k'.repeat(NAME_LENGTH_MAX)

describe('shared', () => {
  test.each([
    ['short keys', 'k', 'k', true],
    ['the longest key', longest, longest, true],
    ['longer ones', `${longest}k`, `${longest}k`, false],
    ['different ones', 'k', 'l', false],
  ])('gives one thing for equal keys: %s', (_name, one, other, same) => {
    const make = shared((text: string) => ({ text }))
    const [first, second] = [make(one, one), make(other, other)]
    expect([first.text, second.text]).toEqual([one, other])
    expect(first === second).toBe(same)
  })

  test('keeps a bounded number of things, those that came first', () => {
    const make = shared((index: number) => ({ index }))
    const all = Array.from({ length: THINGS_MAX + 2 }, (_, index) => make(String(index), index))
    const kept = all.filter((thing, index) => make(String(index), index) === thing)
    expect(kept).toEqual(all.slice(0, THINGS_MAX))
  })
})

describe('names', () => {
  test.each([
    ['of policies are held', () => intern('intern-a'), 1],
    ['that are held already take no more room', () => intern('intern-a'), 0],
    ['of requests are not held', () => interned('intern-b'), 0],
    ['are held up to a length', () => intern(longest), 1],
    ['that are longer are not', () => intern(`${longest}k`), 0],
  ])('%s', (_name, use, more) => {
    const before = namesHeld()
    use()
    expect(namesHeld() - before).toBe(more)
  })

  test('are what they were, in a bounded number', () => {
    const names = Array.from({ length: THINGS_MAX + 100 }, (_, index) => `intern-${index}`)
    expect(names.map(intern)).toEqual(names)
    expect(names.map(interned)).toEqual(names)
    expect(namesHeld()).toBe(THINGS_MAX)
  })
})
