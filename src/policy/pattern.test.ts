import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { find, needle } from './needle.ts'
import {
  compileParts,
  compilePattern,
  covers,
  exactText,
  MATCH_ALL,
  MATCH_NOTHING,
  matches,
  matchesEverything,
  type PatternPart,
} from './pattern.ts'

const parameters = {
  seed: Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116),
  numRuns: Number(process.env['OPENCAM_TEST_RUNS'] ?? 2000),
}

/** The definition of a pattern, written down without a thought of speed. */
function naive(pattern: string, text: string): boolean {
  const [first] = pattern
  if (first === undefined) return text === ''
  if (first === '*') return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)))
  return first === text[0] && naive(pattern.slice(1), text.slice(1))
}

describe('matches', () => {
  test.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['ab*', 'ab', true],
    ['*Bucket*', 'GetBucket', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*c', 'abbc', true],
    ['a*b*c', 'acb', false],
    ['a*bc*c', 'abc', false],
    ['a*bc*c', 'abcc', true],
    ['a*bc*c*c', 'abcc', false],
    ['ab*b', 'ab', false],
    ['*a', 'A', false],
    ['dir1/*', 'dir1', false],
  ])('%j on %j: %s', (pattern, text, expected) => {
    expect(matches(compilePattern(pattern), text)).toBe(expected)
  })

  test('equals the naive matcher, from any place of a text', () => {
    const letters = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength })
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '*'), maxLength: 8 })
    const same = fc.property(pattern, letters(3), letters(9), (pattern, before, text) => {
      expect(matches(compilePattern(pattern), before + text, before.length)).toBe(naive(pattern, text))
    })
    fc.assert(same, parameters)
  })

  test('a star in a literal piece is a star', () => {
    const pattern = compileParts([
      { text: 'u/', literal: false },
      { text: '*', literal: true },
      { text: '/*', literal: false },
    ])
    expect(matches(pattern, 'u/*/x')).toBe(true)
    expect(matches(pattern, 'u/7/x')).toBe(false)
  })

  test('nothing is matched by what matches nothing', () => {
    expect(['', 'a'].map((text) => matches(MATCH_NOTHING, text))).toEqual([false, false])
    expect(['', 'a'].map((text) => matches(MATCH_ALL, text))).toEqual([true, true])
  })

  test('knows a single text and everything when it sees them', () => {
    expect(['a', 'a*', '*', '**'].map((text) => exactText(compilePattern(text)))).toEqual(['a', ...Array(3)])
    expect(['', 'a*', '*', '**'].map((text) => matchesEverything(compilePattern(text)))).toEqual([
      false,
      false,
      true,
      true,
    ])
  })

  test('hostile patterns and texts take linear time', () => {
    const text = 'a'.repeat(300_000)
    expect(matches(compilePattern(`*${'a*'.repeat(100_000)}b`), text)).toBe(false)
    expect(matches(compilePattern(`*${'a'.repeat(50_000)}b*`), text)).toBe(false)
    expect(matches(compilePattern(`*${`${'a'.repeat(100)}b*`.repeat(100)}`), text)).toBe(false)
    expect(matches(compilePattern('*'.repeat(300_000)), text)).toBe(true)
  })
})

const part = (text: string, literal = false): PatternPart => ({ text, literal })

describe('a compiled pattern', () => {
  test.each([
    [[], { prefix: '', middles: [], suffix: '' }],
    [[part('ab')], { prefix: 'ab', middles: [], suffix: '' }],
    [[part('ab*')], { prefix: 'ab', middles: [], suffix: '' }],
    [[part('a*b**c*d')], { prefix: 'a', middles: ['b', 'c'], suffix: 'd' }],
    [[part('a*'), part('b')], { prefix: 'a', middles: [], suffix: 'b' }],
    [[part('a*'), part('*', true), part('b*c')], { prefix: 'a', middles: ['*b'], suffix: 'c' }],
    [[part('a*b', true)], { prefix: 'a*b', middles: [], suffix: '' }],
    [[part('*'), part('')], { prefix: '', middles: [], suffix: '' }],
  ])('%j', (parts, expected) => {
    const { prefix, middles, suffix } = compileParts(parts)
    expect({ prefix, middles: middles.map(({ text }) => text), suffix }).toEqual(expected)
  })

  test('with a wildcard is made once, also of a single piece', () => {
    expect(compilePattern('Describe*')).toBe(compilePattern('Describe*'))
    expect(compileParts([part('Describe*')])).toBe(compilePattern('Describe*'))
    expect(compilePattern('Describe*')).not.toBe(compilePattern('List*'))
    expect(compilePattern('**')).toBe(MATCH_ALL)
  })
})

describe('covers', () => {
  test.each([
    ['*', '*', true],
    ['*', 'a', true],
    ['*', 'a*b', true],
    ['a*', '*', false],
    ['a*', 'a', true],
    ['a*', 'ab*', true],
    ['a*', 'a*b', true],
    ['a*', 'ba', false],
    ['a*', 'b*', false],
    ['ab*', 'a*', false],
    ['a*b', 'a*b', true],
    // Not known: only patterns without more than a beginning are looked into.
    ['a*b', 'ab', false],
    ['a', '*', false],
    ['a', 'a*', false],
    ['*b', 'b*', false],
  ])('%s covers %s: %s', (wider, pattern, expected) => {
    expect(covers(compilePattern(wider), compilePattern(pattern))).toBe(expected)
  })

  test('what matches nothing is covered by everything and covers nothing else', () => {
    expect(['*', 'a*', 'a'].map((text) => covers(compilePattern(text), MATCH_NOTHING))).toEqual([true, true, true])
    expect(['*', 'a*', 'a'].map((text) => covers(MATCH_NOTHING, compilePattern(text)))).toEqual([false, false, false])
  })
})

describe('find', () => {
  test('finds what indexOf finds, also with long texts', () => {
    const letters = (minLength: number, maxLength: number) =>
      fc.string({ unit: fc.constantFrom('a', 'a', 'b'), minLength, maxLength })
    const same = fc.property(
      letters(0, 40),
      letters(17, 22),
      letters(0, 40),
      fc.nat({ max: 30 }),
      (a, text, b, from) => {
        const haystack = a + text + b
        expect(find(needle(text), haystack, from)).toBe(haystack.indexOf(text, from))
        expect(find(needle(`${text}b`), haystack, from)).toBe(haystack.indexOf(`${text}b`, from))
      },
    )
    fc.assert(same, parameters)
  })
})
