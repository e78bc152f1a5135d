import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePattern, matches } from '../pattern.ts'
import type { Effort } from './effort.ts'
import {
  accepts,
  acceptsAll,
  DEAD,
  type exactLanguage,
  foldedLanguage,
  foldsSimply,
  patternLanguage,
  step,
} from './language.ts'
import { type Clause, findWord, outsideOf } from './word.ts'

const parameters = {
  seed: Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116),
  numRuns: Number(process.env['OPENCAM_TEST_RUNS'] ?? 3000),
}

function effort(stepsLeft = 1_000_000): Effort {
  return { stepsLeft, open: new Set() }
}

function read(language: ReturnType<typeof exactLanguage>, text: string): number {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)).reduce(
    (state, code) => step(language, state, code),
    0,
  )
}

const patternTexts = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 7 })
const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 10 })

describe('an automaton', () => {
  test('accepts what its pattern matches', () => {
    const same = fc.property(patternTexts, texts, (written, text) => {
      const pattern = compilePattern(written)
      const language = patternLanguage(pattern)
      const state = read(language, text)
      expect(accepts(language, state)).toBe(matches(pattern, text))
      if (acceptsAll(language, state)) expect(matches(pattern, `${text}cab`)).toBe(true)
      if (state === DEAD)
        for (const more of ['', 'a', 'b', 'ab', 'ba']) expect(matches(pattern, text + more)).toBe(false)
    })
    fc.assert(same, parameters)
  })

  test('finds long runs that repeat themselves', () => {
    const letters = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'a', 'a', 'b'), maxLength })
    const same = fc.property(letters(3), letters(8), letters(8), letters(24), (prefix, middle, suffix, text) => {
      const pattern = compilePattern(`${prefix}*${middle}*${suffix}`)
      const language = patternLanguage(pattern)
      for (const one of [text, prefix + text + suffix, prefix + text + middle + suffix]) {
        expect(accepts(language, read(language, one))).toBe(matches(pattern, one))
      }
    })
    fc.assert(same, parameters)
  })

  test('with something in front accepts that before every match', () => {
    const same = fc.property(patternTexts, texts, (written, text) => {
      const pattern = compilePattern(written)
      const language = patternLanguage(pattern, 'k&')
      expect(accepts(language, read(language, `k&${text}`))).toBe(matches(pattern, text))
      expect(accepts(language, read(language, text))).toBe(false)
    })
    fc.assert(same, parameters)
  })

  test('reads every text that the platform turns into a lowercase one', () => {
    const folded = foldedLanguage('key')
    expect(['key', 'KEY', 'kEy', '\u212aey'].map((text) => accepts(folded, read(folded, text)))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(['ke', 'keys', 'k\u0435y'].map((text) => accepts(folded, read(folded, text)))).toEqual([false, false, false])
  })
})

test('no other character turns into a text whose case is handled character by character', () => {
  for (let code = 0; code < 0x10000; code += 1) {
    const letter = String.fromCharCode(code)
    const lower = letter.toLowerCase()
    if (lower === letter || !foldsSimply(lower)) continue
    const folded = foldedLanguage(lower)
    expect(accepts(folded, read(folded, letter)), code.toString(16)).toBe(true)
  }
})

/** Every text over three letters, up to a length that is enough for the patterns below. */
const shortTexts = ['']
for (const text of shortTexts) if (text.length < 6) for (const letter of 'abx') shortTexts.push(text + letter)

describe('findWord', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 3 })

  test('finds a text exactly where there is one', () => {
    const clause = fc.record({ in: fc.array(short, { maxLength: 2 }), out: fc.array(short, { maxLength: 2 }) })
    const empties = fc.constantFrom('no' as const, 'first' as const, 'last' as const)
    const same = fc.property(fc.array(clause, { maxLength: 3 }), empties, (written, empty) => {
      const languages = new Map(
        written.flatMap((one) => [...one.in, ...one.out]).map((text) => [text, patternLanguage(compilePattern(text))]),
      )
      const clauses = written.map(
        (one): Clause => ({
          in: one.in.flatMap((text) => languages.get(text) ?? []),
          out: one.out.flatMap((text) => languages.get(text) ?? []),
        }),
      )
      const holds = (text: string): boolean =>
        written.every(
          (one) =>
            one.in.some((p) => matches(compilePattern(p), text)) ||
            one.out.some((p) => !matches(compilePattern(p), text)),
        )
      const fit = shortTexts.filter((text) => holds(text) && (empty !== 'no' || text !== ''))
      const found = findWord(clauses, empty, effort())
      if (fit.length === 0) expect(found).toBe('none')
      else {
        if (typeof found === 'string') throw new Error(`${found} although there is ${fit[0]}`)
        expect(holds(found.value)).toBe(true)
        const filled = fit.filter((text) => text !== '')
        expect(found.value === '').toBe(empty === 'first' ? fit.includes('') : filled.length === 0)
        if (found.value !== '') expect(found.value.length).toBe(filled[0]?.length)
      }
    })
    fc.assert(same, parameters)
  })

  test('says that it does not know when its steps are spent', () => {
    const hard = ['a', 'b', 'c', 'd'].map((letter) => ({
      in: [patternLanguage(compilePattern(`*${letter}*`))],
      out: [],
    }))
    const spent = effort(20)
    expect(findWord(hard, 'no', spent)).toBe('open')
    expect([...spent.open]).toEqual(['the budget of steps is spent'])
  })

  test('uses a plain character where all others are taken', () => {
    const letters = 'xabcdefghijklmnopqrstuvwyz0123456789'
    const clauses = outsideOf([...letters].map((letter) => patternLanguage(compilePattern(`${letter}*`))))
    expect(findWord(clauses, 'no', effort())).toEqual({ value: '\u4e00' })
  })
})
