import { describe, expect, test } from 'vitest'
import { MARKED_LENGTH_MAX, markAt, markOf, mayMatch, NO_MARK, placeOf, restMayMatch } from './mark.ts'
import { compilePattern } from './pattern.ts'

const long = 'x'.repeat(MARKED_LENGTH_MAX)
const mark = (pattern: string) => markOf(compilePattern(pattern))
const characters = (text: string) => Uint16Array.from(text, (character) => character.charCodeAt(0))

test.each([
  ['a', 0],
  ['ab', 1],
  ['ab*cd', 1],
  ['ins-1*', 4],
  [long, MARKED_LENGTH_MAX - 1],
  [`${long}y*`, MARKED_LENGTH_MAX - 1],
])('%s is marked by what stands at place %d', (pattern, place) => {
  expect(placeOf(mark(pattern))).toBe(place)
})

test.each(['', '*', '*a'])('%j has no mark, so that every content may match', (pattern) => {
  expect(mark(pattern)).toBe(NO_MARK)
  expect(mayMatch(NO_MARK, characters('b'))).toBe(true)
  expect(restMayMatch(NO_MARK, 'b', 0)).toBe(true)
})

describe('a mark', () => {
  test.each([
    ['i/1*', 'i/1', true],
    ['i/1*', 'i/12', true],
    ['i/1*', 'i/2', false],
    ['i/1*', 'i-1', false],
    ['i/1*', 'i/', false],
    ['ba*', 'ca', false],
    ['ba*', 'bb', false],
    ['a*', 'a', true],
    ['a*', 'b', false],
    // Only what must stand at one place is looked at.
    ['i/1*', 'j/1', true],
  ])('of %s lets %s pass: %s', (pattern, content, passes) => {
    expect(mayMatch(mark(pattern), characters(content))).toBe(passes)
    expect(restMayMatch(mark(pattern), content, 0)).toBe(passes)
    expect(restMayMatch(mark(pattern), `qcs::cvm:::${content}`, 11)).toBe(passes)
    expect(markAt(placeOf(mark(pattern)), characters(content)) === mark(pattern)).toBe(passes)
  })

  test('depends on the place', () => {
    expect(mark('xab*')).not.toBe(mark('xxab*'))
  })
})
