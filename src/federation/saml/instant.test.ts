import { expect, test } from 'vitest'
import { readInstant } from './instant.ts'

test.each([
  ['2026-11-27T12:00:00Z', Date.UTC(2026, 10, 27, 12)],
  ['2026-11-27T12:00:00.5Z', Date.UTC(2026, 10, 27, 12, 0, 0, 500)],
  [' 2026-11-27T12:00:00.1234567Z\n', Date.UTC(2026, 10, 27, 12, 0, 0, 123)],
  ['2026-02-30T12:00:00Z', undefined],
  ['2026-11-27T24:00:00Z', undefined],
  ['2026-11-27T12:00:00', undefined],
  ['2026-11-27T12:00:00+08:00', undefined],
  ['2026-11-27', undefined],
  ['', undefined],
])('%s', (text, ms) => {
  expect(readInstant(text)).toBe(ms)
})
