import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDate } from './date.ts'

test.each([
  ['2016-06-01T00:01:00Z', Date.UTC(2016, 5, 1, 0, 1)],
  ['2022-05-31 00:00:00', Date.UTC(2022, 4, 31)],
  ['2022-05-31T00:00:00', Date.UTC(2022, 4, 31)],
  ['2016-06-01T 00:01:00Z', Date.UTC(2016, 5, 1, 0, 1)],
  ['  2016-06-01   00:01:00 Z ', Date.UTC(2016, 5, 1, 0, 1)],
  ['2020-02-29T23:59:59.5+08:00', Date.UTC(2020, 1, 29, 15, 59, 59, 500)],
  ['2020-01-01T00:00:00-0330', Date.UTC(2020, 0, 1, 3, 30)],
  ['0001-01-01T00:00:00Z', Date.parse('0001-01-01T00:00:00Z')],
  ['9999-12-31T23:59:59Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
])('%j', (text, time) => {
  expect(readDate(text)).toBe(time)
})

test.each([
  '2016-06-01',
  '2016-6-1T00:00:00Z',
  '2021-02-29T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2020-04-31T00:00:00Z',
  '2020-00-01T00:00:00Z',
  '2020-01-00T00:00:00Z',
  '2020-01-01T24:00:00Z',
  '2020-01-01T00:60:00Z',
  '2020-01-01T00:00:60Z',
  '2020-01-01T00:00:00+24:00',
  '2020-01-01T00:00:00z',
  '+002020-01-01T00:00:00Z',
  '1577836800',
  '',
  `2020-01-01${' '.repeat(100)}00:00:00`,
])('%j is no point in time', (text) => {
  expect(readDate(text)).toBeUndefined()
})

test('reads every time that the platform prints', () => {
  const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116)
  const times = fc.date({
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(times, (time) => {
      expect(readDate(time.toISOString())).toBeCloseTo(time.getTime(), 3)
    }),
    { seed, numRuns: 2000 },
  )
})
