import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../kernel/random.ts'
import { base32, fromBase32, totpCode, totpStep } from './totp.ts'

const secret = Buffer.from('12345678901234567890')

describe('codes', () => {
  // RFC 6238, appendix B: the last six of the eight digits printed there.
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %s seconds', (seconds, code) => {
    expect(totpCode(secret, totpStep(seconds * 1000))).toBe(code)
  })

  // RFC 4226, appendix D.
  test('by counter', () => {
    const codes = Array.from({ length: 10 }, (_, step) => totpCode(secret, step))
    expect(codes.join(' ')).toBe('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489')
  })
})

describe('base32', () => {
  // RFC 4648, section 10, without padding.
  test.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('of %s', (plain, text) => {
    expect(base32(Buffer.from(plain))).toBe(text)
    expect(Buffer.from(fromBase32(text)).toString()).toBe(plain)
  })

  test('there and back', () => {
    const random = seededRandom(1)
    for (let length = 0; length < 50; length++) {
      const bytes = random.bytes(length)
      expect([...fromBase32(base32(bytes))]).toEqual([...bytes])
    }
  })
})
