import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson, valuesMax } from './json-body.ts'

const tidy = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

function tidyThroughout(value: unknown): boolean {
  if (typeof value === 'string') return tidy(value)
  // Integers beyond 2^53 are kept as text on purpose: see below.
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, part]) => tidy(name) && tidyThroughout(part))
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('readJson', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'medium', stringUnit: 'binary' }), fc.nat(4), (value, indent) => {
        fc.pre(tidyThroughout(value))
        const text = JSON.stringify(value, null, indent)
        expect(plain(readJson(text))).toEqual(JSON.parse(text))
      }),
    )
  })

  test('refuses what JSON.parse refuses', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', ']', '0', '\\', '\n', '\u0001'),
        (text, at, put) => {
          const spot = at % (text.length + 1)
          const mutant = text.slice(0, spot) + put + text.slice(spot + 1)
          let legal = true
          try {
            JSON.parse(mutant)
          } catch {
            legal = false
          }
          if (!legal) expect(() => readJson(mutant)).toThrow('InvalidParameter')
        },
      ),
    )
  })

  test('gives objects without prototype, whatever their names', () => {
    const read = readJson('{"__proto__":{"x":1},"constructor":[{}],"toString":"t"}')
    expect(Object.getPrototypeOf(read)).toBeNull()
    expect(Object.keys(read ?? {})).toEqual(['__proto__', 'constructor', 'toString'])
    expect(Reflect.get(Object.prototype, 'x')).toBeUndefined()
    expect(JSON.stringify(read)).toBe('{"__proto__":{"x":1},"constructor":[{}],"toString":"t"}')
  })

  test('keeps integers that a number cannot hold as text, and rounds nothing', () => {
    const text = '[9007199254740991,9007199254740992,-9007199254740993,12345678901234567890,0,-0,1e3,1.5]'
    expect(readJson(text)).toEqual([
      9007199254740991,
      '9007199254740992',
      '-9007199254740993',
      '12345678901234567890',
      0,
      -0,
      1000,
      1.5,
    ])
    expect(readJson('1e400')).toBe(Number.POSITIVE_INFINITY)
  })

  test('refuses a name given twice, at any depth', () => {
    for (const text of ['{"a":1,"a":1}', '[{"b":{"a":null,"a":1}}]', '{"":1,"":2}', '{"__proto__":1,"__proto__":2}']) {
      expect(() => readJson(text)).toThrow('InvalidParameter')
    }
    expect(plain(readJson('{"a":{"b":1},"b":{"a":1}}'))).toEqual({ a: { b: 1 }, b: { a: 1 } })
  })

  test('bounds depth and number of values', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
    expect(plain(readJson(nested(32)))).toEqual(JSON.parse(nested(32)))
    for (const depth of [33, 100_000]) expect(() => readJson(nested(depth))).toThrow('InvalidParameter')
    const many = (count: number): string => `[${'0,'.repeat(count - 1)}0]`
    expect(readJson(many(valuesMax - 1))).toHaveLength(valuesMax - 1)
    expect(() => readJson(many(valuesMax))).toThrow('InvalidParameter')
  })

  test('refuses NUL and halves of surrogate pairs, and takes whole pairs', () => {
    for (const spelled of ['\\u0000', '\\ud83d', '\\ude00', '\\ude00\\ud83d']) {
      expect(() => readJson(`"${spelled}"`)).toThrow('InvalidParameter')
      expect(() => readJson(`{"${spelled}":1}`)).toThrow('InvalidParameter')
    }
    expect(readJson('"\\ud83d\\ude00 😀"')).toBe('😀 😀')
  })

  test('says where the fault is', () => {
    expect(() => readJson('{"a" 1}')).toThrow(
      expect.objectContaining({ detail: { wording: 'json', problem: 'a colon is expected (at character 6)' } }),
    )
  })
})
