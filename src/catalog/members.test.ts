import { describe, expect, test } from 'vitest'
import { findHiddenMember } from './members.ts'

describe('findHiddenMember', () => {
  test.each([
    ['{"a":1,"a":2}', '$.a'],
    ['{"x":{"a":1,"b":{"c":1,"c":2}}}', '$.x.b.c'],
    ['{"x":[{"a":1},{"b":1,"b":2}]}', '$.x[1].b'],
    ['{"a":1,"\\u0061":2}', '$.a'],
    ['{"a":{"__proto__":{}}}', '$.a.__proto__'],
    ['{"\\u005f_proto__":1}', '$.__proto__'],
    ['[{"a":[1,2,{"k":"}","k":"{"}]}]', '$[0].a[2].k'],
  ])('%s', (text, path) => {
    JSON.parse(text)
    expect(findHiddenMember(text)).toBe(path)
  })

  test.each([
    '{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}',
    '{"a":"a","b":"a"}',
    '{"a":["a","a"],"b":"{\\"b\\":1,\\"b\\":2}"}',
    '{"a":"\\\\","b":"\\\\\\"","c":{}}',
    '["a","a"]',
    '"a"',
    '{}',
  ])('nothing is hidden in %s', (text) => {
    JSON.parse(text)
    expect(findHiddenMember(text)).toBeUndefined()
  })
})
