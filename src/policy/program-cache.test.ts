import { expect, test } from 'vitest'
import { assemble, type Program } from './program.ts'
import { programCache } from './program-cache.ts'

function program(statements: number): Program {
  const statement = Array.from({ length: statements }, () => ({ effect: 'allow', action: 'cvm:*', resource: '*' }))
  const document = JSON.stringify({ version: '2.0', statement })
  const via = { kind: 'direct' as const }
  const source = { policyId: 1, policyName: 'p', versionId: 1, preset: false, creator: 1, document, via }
  const who = { kind: 'user' as const, uin: 2, account: 1, appId: 3, boundary: undefined, session: undefined }
  return assemble({ ...who, identity: [source] })
}

test('a program is kept for its revision only', () => {
  const cache = programCache(10, 100)
  const first = program(1)
  cache.put('a', 1, first)
  expect(cache.get('a', 1)).toBe(first)
  expect(cache.get('a', 2)).toBeUndefined()
  expect(cache.get('a', 1)).toBeUndefined()
})

test('the program longest unused goes when there are too many', () => {
  const cache = programCache(2, 100)
  for (const key of ['a', 'b']) cache.put(key, 1, program(1))
  cache.get('a', 1)
  cache.put('c', 1, program(1))
  expect(['a', 'b', 'c'].map((key) => cache.get(key, 1) !== undefined)).toEqual([true, false, true])
})

test('programs are weighed by their statements', () => {
  const cache = programCache(10, 100)
  for (const key of ['a', 'b', 'c']) cache.put(key, 1, program(40))
  expect(['a', 'b', 'c'].map((key) => cache.get(key, 1) !== undefined)).toEqual([false, true, true])
  cache.put('b', 2, program(1))
  cache.put('d', 1, program(50))
  expect(['b', 'c', 'd'].map((key, index) => cache.get(key, index === 0 ? 2 : 1) !== undefined)).toEqual([
    true,
    true,
    true,
  ])
})

test('a program that is heavier than all may be is not kept', () => {
  const cache = programCache(10, 100)
  cache.put('a', 1, program(1))
  cache.put('b', 1, program(101))
  expect(cache.get('b', 1)).toBeUndefined()
  cache.put('c', 1, program(100))
  expect(cache.get('c', 1)).toBeDefined()
})
