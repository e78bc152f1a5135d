import { expect, test } from 'vitest'
import { distance, nearest } from './near.ts'

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'abd', 1],
  ['abc', 'ab', 1],
  ['abc', 'xabc', 1],
  ['abcd', 'acbd', 1],
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
