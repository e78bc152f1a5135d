import { expect, test } from 'vitest'
import { remembered } from './remembered.ts'

test('a text is read once while it is kept, and the oldest goes first', () => {
  const texts: string[] = []
  const read = remembered((text) => {
    texts.push(text)
    return text.length
  }, 2)
  expect(['a', 'bb', 'a', 'ccc', 'bb', 'a'].map(read)).toEqual([1, 2, 1, 3, 2, 1])
  expect(texts).toEqual(['a', 'bb', 'ccc', 'a'])
})
