import { describe, expect, test } from 'vitest'
import { seededRandom } from '../kernel/random.ts'
import { ApiError } from '../protocol/api-error.ts'
import { readJson } from '../protocol/json-body.ts'
import { utf8Text } from '../protocol/utf8.ts'
import { keptBytesMax, MemberPicker } from './pick.ts'

/** The members picked from a body that arrives in pieces cut at random, or the code of the refusal. */
function pick(body: Uint8Array | string, wanted: readonly string[], seed = 1): unknown {
  const bytes = Buffer.from(body)
  const random = seededRandom(seed)
  const picker = new MemberPicker((name) => wanted.includes(name))
  try {
    for (let at = 0; at < bytes.length; ) {
      const length = 1 + Math.floor(random.next() * (random.next() < 0.5 ? 3 : bytes.length))
      picker.write(bytes.subarray(at, at + length))
      at += length
    }
    return { ...picker.end() }
  } catch (error) {
    if (error instanceof ApiError) return error.code
    throw error
  }
}

/** What the strict reader of whole bodies makes of it. */
function whole(body: Uint8Array | string, wanted: readonly string[]): unknown {
  try {
    const value = readJson(utf8Text(Buffer.from(body), 'body'))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'InvalidParameter'
    return Object.fromEntries(Object.entries(value).filter(([name]) => wanted.includes(name)))
  } catch (error) {
    if (error instanceof ApiError) return error.code
    throw error
  }
}

const deep = (depth: number): string => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`

describe('against the reader of whole bodies', () => {
  test.each([
    '{}',
    ' { } ',
    '{"a":1}',
    '{"a" : [ ] , "b":{"c":[1,2,{"a":"x"}]}, "d" : "\\u00e9\\ud83d\\ude00" }\r\n',
    '{"a":-0.5e+10,"b":true,"c":null,"d":false}',
    '{"b":18446744073709551615}',
    '{"\\u0062":7}',
    '{"b":"ü€😀"}',
    '{"__proto__":1,"b":2}',
    '{"a":{"b":1},"b":{"a":{"b":2}}}',
    deep(32),
    '',
    '[]',
    '1',
    '"a"',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,}',
    '{,}',
    '{"a":1 "b":2}',
    '{"a":1}{',
    '{"a":1}x',
    '{"a":1}"x"',
    '{a:1}',
    "{'a':1}",
    '{"a":01}',
    '{"a":1.}',
    '{"a":+1}',
    '{"a":.5}',
    '{"a":1e}',
    '{"a":truth}',
    '{"a":True}',
    '{"a":NaN}',
    '{"a":[1,]}',
    '{"a":[,1]}',
    '{"a":[1 2]}',
    '{"a":[1}',
    '{"a":{"b":1]}',
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"b":{"c":1,"c":1}}',
    '{"x":[{"c":1},{"c":1}]}',
    '{"a":"\n"}',
    '{"a":"\\x"}',
    '{"a":"\\u12g4"}',
    '{"a":"\\u0000"}',
    '{"a":"\\ud800"}',
    '{"a":"\\ud800x"}',
    '{"a":"\\ud800\\n"}',
    '{"a":"\\ud800\\ud800"}',
    '{"a":"\\udc00"}',
    '{"a":"\\udc00\\ud800"}',
    '{"\\ud800":1}',
    deep(33),
    '\ufeff{}',
    '{"a":1}\0',
  ])('%j', (body) => {
    for (let seed = 1; seed <= 20; seed++) expect(pick(body, ['a', 'b'], seed)).toEqual(whole(body, ['a', 'b']))
  })

  test.each([
    [0xff],
    [0xc3],
    [0xe2, 0x82],
    [0xed, 0xa0, 0x80],
    [0xc0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0x80],
    [0xf0, 0x9f, 0x98, 0x80],
  ])('bytes %j in a text', (...bytes) => {
    const body = Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')])
    for (let seed = 1; seed <= 20; seed++) expect(pick(body, ['a'], seed)).toEqual(whole(body, ['a']))
  })

  test('generated and damaged objects, cut anywhere', () => {
    const random = seededRandom(7)
    const upTo = (limit: number): number => Math.floor(random.next() * limit)
    const texts = ['', 'a', 'b', 'SdkAppId', 'ü', '😀', '"', '\\', 'a\nb', 'x'.repeat(100), '{}', '1']
    const value = (depth: number): unknown => {
      switch (upTo(depth > 3 ? 4 : 6)) {
        case 0:
          return upTo(1000) - 500
        case 1:
          return random.next() * 1e6
        case 2:
          return [true, false, null][upTo(3)]
        case 3:
          return texts[upTo(texts.length)]
        case 4:
          return Array.from({ length: upTo(4) }, () => value(depth + 1))
        default:
          return Object.fromEntries(
            Array.from({ length: upTo(4) }, () => [texts[upTo(texts.length)], value(depth + 1)]),
          )
      }
    }
    const object = (): unknown =>
      Object.fromEntries(Array.from({ length: upTo(6) }, () => [texts[upTo(texts.length)], value(1)]))
    let refused = 0
    for (let round = 0; round < 3000; round++) {
      const bytes = Buffer.from(JSON.stringify(object(), undefined, upTo(3)))
      for (let damage = upTo(3) - 1; damage > 0 && bytes.length > 0; damage--) bytes[upTo(bytes.length)] = upTo(256)
      const expected = whole(bytes, ['a', 'SdkAppId', '😀'])
      if (expected === 'InvalidParameter') refused++
      expect(pick(bytes, ['a', 'SdkAppId', '😀'], round), bytes.toString('latin1')).toEqual(expected)
    }
    expect(refused).toBeGreaterThan(300)
  })
})

describe('sizes', () => {
  test('what is not kept may be long', () => {
    const body = `{"Html":"${'x'.repeat(2_000_000)}","Numbers":[${'1,'.repeat(100_000)}1],"a":7}`
    expect(pick(body, ['a'])).toEqual({ a: 7 })
  })

  test('what is kept may not', () => {
    expect(pick(`{"a":"${'x'.repeat(keptBytesMax - 2)}"}`, ['a'])).toEqual({ a: 'x'.repeat(keptBytesMax - 2) })
    expect(pick(`{"a":"${'x'.repeat(keptBytesMax)}"}`, ['a'])).toBe('InvalidParameter')
    expect(pick(`{"a":"${'x'.repeat(keptBytesMax - 10)}","b":"${'x'.repeat(10)}"}`, ['a', 'b'])).toBe(
      'InvalidParameter',
    )
  })

  test('long names are told apart, and two of a kind found', () => {
    const name = 'n'.repeat(1000)
    expect(pick(`{"${name}1":1,"${name}2":2}`, [`${name}2`])).toEqual({ [`${name}2`]: 2 })
    expect(pick(`{"${name}":1,"${name}":2}`, [])).toBe('InvalidParameter')
    expect(pick(`{"${'n'.repeat(5000)}":1}`, [])).toBe('InvalidParameter')
  })

  test('more names in one object than can be remembered', () => {
    const names = (count: number): string => Array.from({ length: count }, (_, index) => `"${index}":0`).join(',')
    expect(pick(`{${names(50_000)}}`, [])).toEqual({})
    expect(pick(`{${names(50_001)}}`, [])).toBe('InvalidParameter')
    expect(pick(`{"l":[${Array.from({ length: 3 }, () => `{${names(20_000)}}`).join(',')}]}`, [])).toEqual({})
  })
})
