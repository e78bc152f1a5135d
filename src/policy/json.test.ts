import { describe, expect, test } from 'vitest'
import { JSON_DEPTH_MAX, type JsonNode, minify, printJson, readJson } from './json.ts'

function read(text: string): JsonNode {
  const result = readJson(text)
  if ('fault' in result) throw new Error(`${result.fault.message} at ${result.fault.at}`)
  return result.node
}

function faultOf(text: string): string {
  const result = readJson(text)
  return 'fault' in result ? `${result.fault.at}: ${result.fault.message}` : 'no fault'
}

describe('readJson', () => {
  test('remembers where every node and every name begins', () => {
    expect(read(' {"a" : [1, "x"] , "b":null}')).toEqual({
      kind: 'object',
      at: 1,
      members: [
        {
          name: 'a',
          at: 2,
          value: {
            kind: 'array',
            at: 8,
            items: [
              { kind: 'number', at: 9, text: '1' },
              { kind: 'string', at: 12, value: 'x' },
            ],
          },
        },
        { name: 'b', at: 19, value: { kind: 'word', at: 23, value: null } },
      ],
    })
  })

  test.each([
    '[ ]',
    '{ }',
    ' [ [ ] , { } ] ',
    '\t{\r\n"a" :\t[\n1\r,2 ] }\n',
    'true',
    'false',
    'null',
    '[true,false,null]',
  ])('takes blanks and words: %j', (text) => {
    expect(faultOf(text)).toBe('no fault')
    expect(JSON.parse(printJson(read(text)))).toEqual(JSON.parse(text))
  })

  test.each(['0', '-0', '-10', '10.25', '1e10', '1E+10', '1.5e-10', '0.0', '[1,2]', '{"a":1}'])(
    'keeps the spelling of numbers: %s',
    (text) => {
      expect(printJson(read(text))).toBe(text)
    },
  )

  test('keeps inherited names as names', () => {
    expect(read('{"__proto__":{"x":1},"constructor":2}')).toMatchObject({
      members: [{ name: '__proto__' }, { name: 'constructor' }],
    })
  })

  test('decodes every escape, and NUL is content', () => {
    expect(read('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00e9\\ud83d\\ude00"')).toMatchObject({
      value: '"\\/\b\f\n\r\t\u0000é😀',
    })
  })

  test.each([
    ['', '0: the document ends where a value is expected'],
    ['[1,]', '3: expected a value'],
    ['{"a":1,}', '7: expected the name of a member in double quotes'],
    ['{"a" 1}', '5: expected ":"'],
    ['{"a":1 "b":2}', '7: expected "," or "}"'],
    ['[1 2]', '3: expected "," or "]"'],
    ['{"a":1,"\\u0061":2}', '7: member "a" appears twice'],
    ['"abc', '0: a string is not closed'],
    ['"a\nb"', '2: a control character in a string must be escaped'],
    ['"\\x"', '1: unknown escape in a string'],
    ['"\\u12g4"', '1: unknown escape in a string'],
    ['["\\ud800"]', '1: a string contains a lone surrogate'],
    ['"\ud800"', '0: a string contains a lone surrogate'],
    ['01', '0: expected a value'],
    ['1e', '0: expected a value'],
    ['1e+', '0: expected a value'],
    ['1.e1', '0: expected a value'],
    ['1.2.3', '0: expected a value'],
    ['1-', '0: expected a value'],
    ['-', '0: expected a value'],
    ['--1', '0: expected a value'],
    ['1x', '0: expected a value'],
    ['[1', '2: expected "," or "]"'],
    ['[', '1: the document ends where a value is expected'],
    ['{"a":1', '6: expected "," or "}"'],
    ['{', '1: expected the name of a member in double quotes'],
    ['{"a', '1: a string is not closed'],
    ['"\\u12"', '1: unknown escape in a string'],
    ['"\\u', '1: unknown escape in a string'],
    ['"\\', '1: unknown escape in a string'],
    ['"ab\\x"', '3: unknown escape in a string'],
    ['"\u001f"', '1: a control character in a string must be escaped'],
    ['1.', '0: expected a value'],
    ['+1', '0: expected a value'],
    ['.5', '0: expected a value'],
    ['truex', '4: unexpected text after the end of the document'],
    ['nul', '0: expected a value'],
    ['{} []', '3: unexpected text after the end of the document'],
    ['\u00a0{}', '0: expected a value'],
  ])('refuses %j', (text, fault) => {
    expect(faultOf(text)).toBe(fault)
  })

  test('reads the deepest allowed nesting and refuses one level more', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    expect(faultOf(nested(JSON_DEPTH_MAX))).toBe('no fault')
    expect(faultOf(nested(JSON_DEPTH_MAX + 1))).toBe('64: nested deeper than 64 levels')
    expect(faultOf('{"a":'.repeat(1_000_000))).toMatch(/nested deeper/)
  })

  test('takes long texts in one pass', () => {
    const long = 300_000
    expect(faultOf(`"${'\\\\'.repeat(long)}"`)).toBe('no fault')
    expect(faultOf(`[${'1,'.repeat(long)}1]`)).toBe('no fault')
    expect(faultOf('1'.repeat(long))).toBe('no fault')
    expect(faultOf(`${'1'.repeat(long)}x`)).toBe('0: expected a value')
    const members = Array.from({ length: 50_000 }, (_, index) => `"m${index}":0`)
    expect(faultOf(`{${members.join(',')}}`)).toBe('no fault')
  })
})

describe('printJson', () => {
  test('keeps order and number spellings and does not escape slashes', () => {
    const text = '{ "b" : [ 1.0, 1e2, -0 ], "a" : "x\\/y\\u4e2d", "t" : true }'
    expect(printJson(read(text))).toBe('{"b":[1.0,1e2,-0],"a":"x/y中","t":true}')
    expect(minify(text)).toBe('{"b":[1.0,1e2,-0],"a":"x/y中","t":true}')
    expect(minify('{')).toBeUndefined()
  })
})
