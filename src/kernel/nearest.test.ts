import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editDistance, nearest } from './nearest.ts'

describe('edit distance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['--prot', '--port', 1],
    ['--port', '--port', 0],
    ['--prt', '--port', 1],
    ['--porrt', '--port', 1],
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
  ])('%s to %s is %d', (a, b, edits) => {
    expect(editDistance(a, b)).toBe(edits)
  })

  test('is the same both ways, zero only for equals, and at most the longer length', () => {
    const word = fc.string({ maxLength: 8 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        const edits = editDistance(a, b)
        expect(editDistance(b, a)).toBe(edits)
        expect(edits === 0).toBe(a === b)
        expect(edits).toBeLessThanOrEqual(Math.max(a.length, b.length))
      }),
    )
  })
})

describe('nearest', () => {
  test('takes the first of equally near ones', () => {
    expect(nearest('ax', ['ab', 'ac', 'b'])).toBe('ab')
  })
  test('has no answer without candidates', () => {
    expect(nearest('x', [])).toBeUndefined()
  })
})
