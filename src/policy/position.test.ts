import { expect, test } from 'vitest'
import { positions } from './position.ts'

test('lines end after LF, CR LF and CR, and count from one', () => {
  const at = positions('ab\ncd\r\ne\rf')
  expect([0, 2, 3, 7, 9].map(at)).toEqual([
    { offset: 0, line: 1, column: 1 },
    { offset: 2, line: 1, column: 3 },
    { offset: 3, line: 2, column: 1 },
    { offset: 7, line: 3, column: 1 },
    { offset: 9, line: 4, column: 1 },
  ])
})

test('the end of a text has a place, and so has an empty text', () => {
  expect(positions('a\n')(2)).toEqual({ offset: 2, line: 2, column: 1 })
  expect(positions('')(0)).toEqual({ offset: 0, line: 1, column: 1 })
})
