import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type DerivedKey, derivedKeys, deriveKey } from './derive.ts'

const hmac = (key: string | Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const derived = (version: string): DerivedKey => ({ key: deriveKey('secret', '2026-01-02', 'cam'), version, form: 0 })

test('a key is a chain of three HMACs', () => {
  const plain = hmac(hmac(hmac('TC3secret', '2026-01-02'), 'cam'), 'tc3_request')
  expect(deriveKey('secret', '2026-01-02', 'cam').export()).toEqual(plain)
})

describe('kept keys', () => {
  test('are found by id, date and service', () => {
    const keys = derivedKeys()
    const mine = derived('1')
    keys.keep('a', '2026-01-02', 'cam', mine)
    expect(keys.find('a', '2026-01-02', 'cam', '1')).toBe(mine)
    expect(keys.find('b', '2026-01-02', 'cam', '1')).toBeUndefined()
    expect(keys.find('a', '2026-01-03', 'cam', '1')).toBeUndefined()
    expect(keys.find('a', '2026-01-02', 'sts', '1')).toBeUndefined()
  })

  test('are of no use once the secret has changed', () => {
    const keys = derivedKeys()
    keys.keep('a', '2026-01-02', 'cam', derived('1'))
    expect(keys.find('a', '2026-01-02', 'cam', '2')).toBeUndefined()
    const renewed = derived('2')
    keys.keep('a', '2026-01-02', 'cam', renewed)
    expect(keys.find('a', '2026-01-02', 'cam', '2')).toBe(renewed)
    expect(keys.size).toBe(1)
  })

  test('are bounded, and those in use stay', () => {
    const keys = derivedKeys(10)
    const used = derived('1')
    keys.keep('used', 'd', 's', used)
    for (let index = 0; index < 1_000; index++) {
      keys.keep(`id-${index}`, 'd', 's', derived('1'))
      expect(keys.find('used', 'd', 's', '1')).toBe(used)
      expect(keys.size).toBeLessThanOrEqual(10)
    }
    expect(keys.find('id-0', 'd', 's', '1')).toBeUndefined()
    expect(keys.find('id-999', 'd', 's', '1')).toBeDefined()
    keys.clear()
    expect(keys.size).toBe(0)
  })
})
