import { describe, expect, test } from 'vitest'
import { find, needle } from './needle.ts'

const NATIVE_LENGTH_MAX = 16

/** Of each beginning: the longest other beginning that it ends with. */
function naiveBorders(text: string): number[] {
  return Array.from(text, (_, at) => {
    const beginning = text.slice(0, at + 1)
    return (
      Array.from({ length: at }, (_, length) => length + 1).findLast((n) => beginning.endsWith(text.slice(0, n))) ?? 0
    )
  })
}

describe('needle', () => {
  test('short texts are left to the native search', () => {
    expect(needle('a'.repeat(NATIVE_LENGTH_MAX)).borders).toBeUndefined()
    expect(needle('a'.repeat(NATIVE_LENGTH_MAX + 1)).borders).toHaveLength(NATIVE_LENGTH_MAX + 1)
  })

  test.each([
    'aaaaaaaaaaaaaaaaaa',
    'abcdefghijklmnopqr',
    'abababcabababababc',
    'aabaabaaaaabaabaab',
    'abcabdabcabcabdabd',
  ])('borders of %s', (text) => {
    expect([...(needle(text).borders ?? [])]).toEqual(naiveBorders(text))
  })
})

const SHORT = 'aab'
const LONG = 'aabaabaaaaabaabaab'

describe('find', () => {
  test.each([
    [SHORT, 'aaab', 0, 1],
    [SHORT, 'aab', 1, -1],
    [LONG, LONG, 0, 0],
    [LONG, LONG, 1, -1],
    [LONG, `aabaab${LONG}`, 0, 6],
    [LONG, `aabaabaaaaabaabb${LONG}`, 0, 16],
    [LONG, `${LONG}${LONG}`, 1, 18],
    [LONG, LONG.slice(0, -1), 0, -1],
    [LONG, '', 0, -1],
  ])('%s in %s from %d: %d', (text, haystack, from, at) => {
    expect(find(needle(text), haystack, from)).toBe(at)
    expect(haystack.indexOf(text, from)).toBe(at)
  })
})
