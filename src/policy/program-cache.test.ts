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

test('a program that is used again and again stays, however many come', () => {
  for (const programsMax of [2, 3, 8, 100]) {
    const cache = programCache(programsMax, 1000)
    cache.put('often', 1, program(1))
    for (let one = 0; one < 1000; one++) {
      expect(cache.get('often', 1)).toBeDefined()
      cache.put(`once-${one}`, 1, program(1))
    }
  }
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

test('a program weighs as much as all its layers', () => {
  const layered = (...layers: readonly ('identity' | 'boundary' | 'session')[]): Program => {
    const { identity, ...rest } = program(40)
    const parts = layers.map((layer) => [layer, identity] as const)
    return { ...rest, identity: program(1).identity, ...Object.fromEntries(parts) }
  }
  const weights: number[] = []
  const cache = programCache(10, 1000, (_programs, statements) => weights.push(statements))
  cache.put('a', 1, layered('identity'))
  cache.put('a', 1, layered('boundary'))
  cache.put('a', 1, layered('session'))
  cache.put('a', 1, layered('identity', 'boundary', 'session'))
  expect(weights).toEqual([40, 41, 41, 120])
})

test('how full it is, and how many went, is told each time', () => {
  const told: (readonly number[])[] = []
  const cache = programCache(2, 100, (...numbers) => told.push(numbers))
  cache.put('a', 1, program(60))
  cache.put('b', 1, program(30))
  cache.put('c', 1, program(10))
  cache.put('d', 1, program(95))
  expect(told).toEqual([
    [1, 60, 0],
    [2, 90, 0],
    [2, 40, 1],
    [1, 95, 2],
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
