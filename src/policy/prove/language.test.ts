import { describe, expect, test } from 'vitest'
import { compilePattern } from '../pattern.ts'
import {
  acceptsAll,
  addCharacters,
  DEAD,
  exactLanguage,
  foldedLanguage,
  foldsSimply,
  type Language,
  patternLanguage,
  step,
} from './language.ts'

const pattern = (text: string, before?: string) => patternLanguage(compilePattern(text), before)

describe('an automaton is made', () => {
  test('of an exact text without runs', () => {
    const bare = { starred: false, from: [], to: [], borders: [] }
    expect(exactLanguage('abc')).toEqual({ ...bare, text: 'abc', prefix: 3, foldFrom: 3 })
    expect(pattern('bc', 'a')).toEqual(exactLanguage('abc'))
    expect(foldedLanguage('bc', 'A')).toEqual({ ...bare, text: 'Abc', prefix: 3, foldFrom: 1 })
    expect(foldedLanguage('bc')).toMatchObject({ text: 'bc', foldFrom: 0 })
  })

  test('of runs, with the border of what was seen of each', () => {
    const starred = { starred: true }
    expect(pattern('a*')).toEqual({
      ...starred,
      text: 'a',
      prefix: 1,
      foldFrom: 1,
      from: [undefined, 1],
      to: [undefined, 1],
      borders: [undefined, 0],
    })
    expect(pattern('*aabaab*b', 'k')).toEqual({
      ...starred,
      text: 'kaabaabb',
      prefix: 1,
      foldFrom: 8,
      from: [undefined, 1, 1, 1, 1, 1, 1, 7, 7],
      to: [undefined, 7, 7, 7, 7, 7, 7, 8, 8],
      borders: [undefined, 0, 0, 1, 0, 1, 2, 0, 0],
    })
  })
})

test('the border of a run is found by those of its beginnings', () => {
  expect(pattern('*aabaaab').borders).toEqual([0, 0, 1, 0, 1, 2, 2, 3])
})

describe('a state', () => {
  /** Where each character leads, `DEAD` included. */
  const steps = (language: Language, state: number, codes: string) =>
    Array.from(codes, (letter) => step(language, state, letter.charCodeAt(0)))

  test('of an exact text goes on or dies', () => {
    const exact = exactLanguage('ab')
    expect([0, 1, 2, DEAD].map((state) => steps(exact, state, 'abx'))).toEqual([
      [1, DEAD, DEAD],
      [DEAD, 2, DEAD],
      [DEAD, DEAD, DEAD],
      [DEAD, DEAD, DEAD],
    ])
  })

  test('reads capitals where case does not count, and only there', () => {
    const folded = foldedLanguage('k@[z', 'a')
    expect(steps(folded, 0, 'aA')).toEqual([1, DEAD])
    expect(steps(folded, 1, 'kK\u212al')).toEqual([2, 2, 2, DEAD])
    // Next to the letters lie characters without case.
    expect(steps(folded, 2, '@`')).toEqual([3, DEAD])
    expect(steps(folded, 3, '[{')).toEqual([4, DEAD])
    expect(steps(folded, 4, 'zZ')).toEqual([5, 5])
    expect(steps(foldedLanguage('`{'), 0, '`@')).toEqual([1, DEAD])
    expect(steps(foldedLanguage('{a'), 0, '{[')).toEqual([1, DEAD])
    expect(steps(foldedLanguage('a'), 0, 'aA')).toEqual([1, 1])
  })

  test('of a run falls back to the longest border', () => {
    const runs = pattern('*aab*')
    expect([0, 1, 2, 3].map((state) => steps(runs, state, 'abx'))).toEqual([
      [1, 0, 0],
      [2, 0, 0],
      [2, 3, 0],
      [3, 3, 3],
    ])
    expect(steps(pattern('*ab'), 2, 'abx')).toEqual([1, 0, 0])
  })

  test('accepts all behind the last wildcard only', () => {
    const all = (language: Language) => [0, 1, 2, DEAD].map((state) => acceptsAll(language, state))
    expect(all(pattern('ab*'))).toEqual([false, false, true, false])
    expect(all(pattern('*'))).toEqual([true, false, false, false])
    expect(all(pattern('a*b'))).toEqual([false, false, false, false])
    expect(all(pattern('*b*'))).toEqual([false, true, false, false])
    expect(all(exactLanguage('ab'))).toEqual([false, false, false, false])
  })

  test('tells those characters apart that lead elsewhere', () => {
    const characters = (language: Language, state: number) => {
      const into = new Set<number>()
      addCharacters(language, state, into)
      return String.fromCharCode(...into)
    }
    const cases: readonly (readonly [language: Language, characters: readonly string[]])[] = [
      [pattern('*abac'), ['a', 'ba', 'a', 'cba', 'a']],
      [exactLanguage('ab'), ['a', 'b', '']],
      [foldedLanguage('k-z`{a', 'B'), ['B', 'kK\u212a', '-', 'zZ', '`', '{', 'aA', '']],
      [pattern('ab*'), ['a', 'b', '']],
      [pattern('*aab*'), ['a', 'a', 'ba', '']],
      [pattern('*aaba'), ['a', 'a', 'ba', 'a', 'a']],
      [pattern('x*ab'), ['x', 'a', 'ba', 'a']],
    ]
    for (const [language, expected] of cases) {
      expect(
        expected.map((_, state) => characters(language, state)),
        language.text,
      ).toEqual(expected)
      expect(characters(language, DEAD)).toBe('')
    }
  })
})

test('case is handled character by character where that is the whole truth', () => {
  const cases: readonly (readonly [text: string, simply: boolean])[] = [
    ['', true],
    ['Az-09', true],
    ['\u007f', true],
    ['\u0080', true],
    ['\u6c49', true],
    ['a\u00df', false],
    ['\u00e9', false],
    ['i\u0307', false],
    ['\u0306', true],
    ['\ud7ff', true],
    ['\ud800', false],
    ['\udfff', false],
    ['\ue000', true],
    ['\u{10400}', false],
  ]
  expect(cases.map(([text]) => [text, foldsSimply(text)])).toEqual(cases)
})
