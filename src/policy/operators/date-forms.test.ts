// What the two readers of dates take, form by form, and what comparisons make of it.
import { describe, expect, test } from 'vitest'
import { readCommon, readDate } from './date.ts'
import { FALSE, TRUE, UNKNOWN } from './family.ts'
import { OPERATORS } from './index.ts'

const first = Date.UTC(2016, 5, 1, 0, 1)

describe('the common spelling is read without an expression', () => {
  test.each([
    ['2016-06-01T00:01:00Z', first],
    ['1000-01-01T00:00:00Z', Date.UTC(1000, 0, 1)],
    ['9999-12-28T23:59:59Z', Date.UTC(9999, 11, 28, 23, 59, 59)],
    ['1234-10-28T12:34:56Z', Date.UTC(1234, 9, 28, 12, 34, 56)],
  ])('%s', (text, time) => {
    expect(readCommon(text)).toBe(time)
  })

  test.each([
    ['0999-12-31T00:00:00Z', Date.parse('0999-12-31T00:00:00Z')],
    ['2016-06-29T00:00:00Z', Date.UTC(2016, 5, 29)],
    ['2016-06-01T00:01:00.0Z', first],
    ['2016-06-01 00:01:00Z', first],
    ['2016-06-01T00:01:00 ', first],
    ['2016-00-01T00:01:00Z', undefined],
    ['2016-13-01T00:01:00Z', undefined],
    ['2016-06-00T00:01:00Z', undefined],
    ['2016-06-01T24:01:00Z', undefined],
    ['2016-06-01T00:60:00Z', undefined],
    ['2016-06-01T00:01:60Z', undefined],
    // The neighbours of the digits would make numbers too.
    ['2016-06-1/T00:01:00Z', undefined],
    ['2016-06-0:T00:01:00Z', undefined],
    ['2016-06-01T00:01:00z', undefined],
    ['2016-06-01t00:01:00Z', undefined],
    ['2016/06/01T00:01:00Z', undefined],
    ['2016-06-01T00-01-00Z', undefined],
  ])('%s is left to the careful reader', (text, time) => {
    expect(readCommon(text)).toBeUndefined()
    expect(readDate(text)).toBe(time)
  })
})

describe('dates in any spelling', () => {
  const blanks = (length: number) => `2016-06-01${' '.repeat(length - 18)}00:01:00`
  test.each([
    ['2016-06-01 \t T \t 00:01:00Z', first],
    ['\t2016-06-01T00:01:00 \t Z\t', first],
    ['2016-06-01T00:01:00,25Z', first + 250],
    ['2016-06-01T00:01:00.5 +00:00', first + 500],
    ['2016-06-01T00:01:00.000000000Z', first],
    ['2016-06-01T00:01:00+0000', first],
    ['2016-06-01T00:01:00+23:59', first - (23 * 60 + 59) * 60_000],
    ['2016-06-01T00:01:00-23:59', first + (23 * 60 + 59) * 60_000],
    ['2016-06-01T23:59:59+00:00', Date.UTC(2016, 5, 1, 23, 59, 59)],
    ['0099-12-31T00:00:00Z', Date.parse('0099-12-31T00:00:00Z')],
    [blanks(64), first],
    [blanks(65), undefined],
    ['2016-06-01x00:01:00Z', undefined],
    ['2016-06-01xT00:01:00Z', undefined],
    ['2016-06-01Tx00:01:00Z', undefined],
    ['2016-06-0100:01:00Z', undefined],
    ['2016-06-01T00:01:00.Z', undefined],
    ['2016-06-01T00:01:00.0000000000Z', undefined],
    ['2016-06-01T00:01:00;5Z', undefined],
    ['2016-06-01T00:01:00xZ', undefined],
    ['2016-06-01T00:01:00Zx', undefined],
    ['x2016-06-01T00:01:00Z', undefined],
    ['12016-06-01T00:01:00Z', undefined],
    ['2016-06-01T00:01:00+8:00', undefined],
    ['2016-06-01T00:01:00+080', undefined],
    ['2016-06-01T00:01:00+08-00', undefined],
    ['2016-06-01T00:01:00+24:00', undefined],
    ['2016-06-01T00:01:00+00:60', undefined],
    ['2016-06-01T24:00:00+00:00', undefined],
    ['2016-06-01T00:60:00+00:00', undefined],
    ['2016-06-01T00:00:60+00:00', undefined],
    ['2016-00-01T00:00:00+00:00', undefined],
    ['2016-13-01T00:00:00+00:00', undefined],
    ['2016-06-00T00:00:00+00:00', undefined],
  ])('%j', (text, time) => {
    expect(readDate(text)).toBe(time)
  })

  test('every month has its days', () => {
    const lastDays = (year: string) => {
      return Array.from({ length: 12 }, (_, index) => {
        const month = String(index + 1).padStart(2, '0')
        return [28, 29, 30, 31, 32].findLast((day) => readDate(`${year}-${month}-${day}T00:00:00Z`) !== undefined)
      })
    }
    const common = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    expect(lastDays('2023')).toEqual(common)
    expect(lastDays('1900')).toEqual(common)
    const leap = common.with(1, 29)
    expect(lastDays('2024')).toEqual(leap)
    expect(lastDays('2000')).toEqual(leap)
  })
})

test.each([
  ['date_equal', [FALSE, TRUE, FALSE]],
  ['date_not_equal', [TRUE, FALSE, TRUE]],
  ['date_less_than', [TRUE, FALSE, FALSE]],
  ['date_less_than_equal', [TRUE, TRUE, FALSE]],
  ['date_greater_than', [FALSE, FALSE, TRUE]],
  ['date_greater_than_equal', [FALSE, TRUE, TRUE]],
])('%s before, at and after', (name, truths) => {
  const compiled = OPERATORS.get(name)?.compile([[{ text: '2016-06-01T00:01:00Z', literal: false }]])
  const times = ['2016-06-01T00:00:59Z', '2016-06-01T00:01:00Z', '2016-06-01 08:01:01+08:00']
  expect(times.map((time) => compiled?.(time))).toEqual(truths)
  expect([compiled?.(1464739260), compiled?.('then'), compiled?.('')]).toEqual([UNKNOWN, UNKNOWN, UNKNOWN])
  expect(times.map((time) => compiled?.(time))).toEqual(truths)
})
