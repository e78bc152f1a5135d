// What finding a word costs: a step for each automaton and one more, for each character that is tried.
import { expect, test } from 'vitest'
import { compilePattern } from '../pattern.ts'
import { type Language, patternLanguage } from './language.ts'
import { type Clause, type Empty, findWord, outsideOf } from './word.ts'

const made = new Map<string, Language>()
function languageOf(text: string): Language {
  const language = made.get(text) ?? patternLanguage(compilePattern(text))
  made.set(text, language)
  return language
}

/** Patterns, `!` in front: outside of it. */
function clause(...texts: readonly string[]): Clause {
  return {
    in: texts.filter((text) => !text.startsWith('!')).map(languageOf),
    out: texts.filter((text) => text.startsWith('!')).map((text) => languageOf(text.slice(1))),
  }
}

const letters = 'xabcdefghijklmnopqrstuvwyz0123456789'
const everyLetter = Array.from(letters, (letter) => languageOf(`${letter}*`))

const cases: readonly (readonly [
  title: string,
  clauses: readonly Clause[],
  empty: Empty,
  found: string,
  steps: number,
])[] = [
  ['nothing is asked', [], 'no', 'x', 1],
  ['nothing is asked, and the empty text will do', [], 'first', '', 0],
  ['the empty text will do, but another is better', [], 'last', 'x', 1],
  ['only the empty text will do', [clause('')], 'last', '', 2],
  ['only the empty text would do', [clause('')], 'no', '(none)', 2],
  ['one text', [clause('abc')], 'last', 'abc', 10],
  ['two texts', [clause('abc'), clause('abd')], 'last', '(none)', 21],
  ['one of two', [clause('abc', 'xy')], 'no', 'xy', 18],
  ['inside and outside of the same', [clause('a*'), clause('!a*')], 'no', '(none)', 4],
  ['outside of everything', [clause('!*')], 'last', '(none)', 0],
  ['a clause of nothing', [clause()], 'last', '(none)', 0],
  ['in everything', [clause('*')], 'no', 'x', 2],
  ['one clause is settled early', [clause('a*'), clause('*bcd')], 'no', 'abcd', 27],
  ['one of its sets is dead early', [clause('!ab*'), clause('*c')], 'no', 'c', 6],
  ['one clause is settled by either of its sets', [clause('a*', '!ab*'), clause('*c')], 'no', 'c', 8],
  [
    'nothing, where one of its sets is idle soon',
    [clause('a*', '*b*c*'), clause('*e*f'), clause('!*f')],
    'no',
    '(none)',
    215,
  ],
  ['one set is in two clauses', [clause('a*', 'b*'), clause('!a*', 'ac')], 'no', 'b', 8],
  ['a clause can hold no more', [clause('a', '!b*'), clause('b*')], 'no', '(none)', 9],
  ['a clause can hold no more after a while', [clause('ab*', '!ac*'), clause('ac*')], 'no', '(none)', 15],
  ['three in any order', [clause('*a*'), clause('*b*'), clause('*c*')], 'no', 'abc', 72],
  ['a run that repeats itself', [clause('*aab*'), clause('!*aaab*'), clause('a*')], 'no', 'aab', 20],
  ['the first plain character', [clause('!x*')], 'no', 'a', 4],
  ['the last plain character', outsideOf(everyLetter.slice(0, -1)), 'no', '9', 1296],
  [
    'beyond the plain characters',
    outsideOf([...everyLetter, languageOf('\u4e00*'), languageOf('\u4e01*')]),
    'no',
    '\u4e02',
    1521,
  ],
]

test.each(cases)('%s', (_, clauses, empty, expected, steps) => {
  const effort = { stepsLeft: 100_000, open: new Set<string>() }
  const found = findWord(clauses, empty, effort)
  const text = typeof found === 'string' ? `(${found})` : found.value
  expect([text, 100_000 - effort.stepsLeft]).toEqual([expected, steps])
})
