import { expect, test } from 'vitest'
import { distance, nearest } from './near.ts'

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'abd', 1],
  ['abc', 'ab', 1],
  ['abc', 'xabc', 1],
  ['abcd', 'acbd', 1],
  ['ab', 'ba', 1],
  ['ba', 'cba', 1],
  ['abcd', 'badc', 2],
  ['kitten', 'sitting', 3],
  ['abc', 'xyz', 3],
])('%s and %s are %i edits apart', (a, b, edits) => {
  expect(distance(a, b, 9)).toBe(edits)
  expect(distance(b, a, 9)).toBe(edits)
  if (edits > 1) expect(distance(a, b, 1)).toBe(1)
})

test('the nearest name is found without regard to case, if it is near', () => {
  const names = ['ListUsers', 'ListPolicies', 'GetUser']
  expect(nearest('listuser', names)).toBe('ListUsers')
  expect(nearest('LISTPOLICEIS', names)).toBe('ListPolicies')
  expect(nearest('DeleteEverything', names)).toBeUndefined()
  expect(nearest('ab', ['zz'])).toBeUndefined()
})

// A text may have one slip, from four characters on two, from eight on three.
test.each([
  ['abc', 'abx', true],
  ['abc', 'axx', false],
  ['abcd', 'abxx', true],
  ['abcd', 'axxx', false],
  ['abcdefg', 'abcdexx', true],
  ['abcdefg', 'abcdxxx', false],
  ['abcdefgh', 'abcdexxx', true],
  ['abcdefgh', 'abcdxxxx', false],
])('%s is near %s: %j', (text, name, near) => {
  expect(nearest(text, [name])).toBe(near ? name : undefined)
})

test('of several near names the nearest one is found, of equally near ones the first', () => {
  expect(nearest('abcdefgh', ['abcdexxx', 'abcdefxh', 'abcdefgx'])).toBe('abcdefxh')
})
