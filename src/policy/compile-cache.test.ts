import { expect, test } from 'vitest'
import { compileCache } from './compile-cache.ts'
import type { PolicySource } from './types.ts'

function source(policyId: number, action: string, changes: Partial<PolicySource> = {}): PolicySource {
  const document = JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action, resource: '*' }] })
  const via = { kind: 'direct' as const }
  return { policyId, policyName: 'p', versionId: 1, preset: false, creator: 1, document, via, ...changes }
}

test('a version is compiled once, whoever uses it and however it is attached', () => {
  const lookup = compileCache(10)
  const group = { kind: 'group' as const, groupId: 1, groupName: 'g' }
  expect(lookup(source(1, 'cvm:*', { via: group }))).toBe(lookup(source(1, 'cvm:*')))
})

test('a text edited in place, another version, creator or kind are compiled for themselves', () => {
  const lookup = compileCache(10)
  const first = lookup(source(1, 'cvm:*'))
  const others = [
    source(1, 'cvm:Get*'),
    source(1, 'cvm:*', { versionId: 2 }),
    source(1, 'cvm:*', { creator: 2 }),
    source(1, 'cvm:*', { preset: true }),
  ]
  for (const other of others) expect(lookup(other)).not.toBe(first)
})

test('what was not used for longest is dropped', () => {
  const lookup = compileCache(2)
  const [first, second] = [lookup(source(1, 'a:*')), lookup(source(2, 'b:*'))]
  expect(lookup(source(1, 'a:*'))).toBe(first)
  lookup(source(3, 'c:*'))
  expect(lookup(source(1, 'a:*'))).toBe(first)
  expect(lookup(source(2, 'b:*'))).not.toBe(second)
})
