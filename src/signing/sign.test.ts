import { expect, test } from 'vitest'
import { signTc3 } from './sign.ts'

const at = {
  host: 'h',
  action: 'A',
  version: 'V',
  method: 'POST',
  contentType: 'application/json',
  body: Buffer.from('{}'),
} as const
const day = 86_400

test('signing again and again with one credential gives what signing once with each gives', () => {
  const credential = { secretId: 'AKIDone', secretKey: 'first' }
  const steps = [
    ['first', 'cam', 0],
    ['first', 'cam', 1],
    ['first', 'sts', 1],
    ['first', 'sts', day],
    ['second', 'sts', day],
    ['first', 'cam', 0],
  ] as const
  const seen = new Set<string>()
  for (const [secretKey, service, timestamp] of steps) {
    Object.assign(credential, { secretKey })
    const kept = signTc3({ ...at, service }, credential, timestamp)
    const fresh = signTc3({ ...at, service }, { secretId: 'AKIDone', secretKey }, timestamp)
    expect(kept).toEqual(fresh)
    seen.add(kept['Authorization'] ?? '')
  }
  expect(seen.size).toBe(5)
})
