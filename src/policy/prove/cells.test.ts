import { describe, expect, test } from 'vitest'
import { addressCells, numberCells, timeCells } from './cells.ts'

const GREATEST = Number.MAX_VALUE

describe('numbers', () => {
  const cases: readonly (readonly [title: string, wanted: readonly number[], cells: readonly number[]])[] = [
    ['none: the ends of the line', [], [-GREATEST, GREATEST]],
    ['one: beside it, itself and the ends', [5], [4, 6, 5, -GREATEST, GREATEST]],
    ['several: once each, and between them', [3, 1, 3, 10], [0, 11, 1, 3, 10, -GREATEST, GREATEST, 2, 6.5]],
    ['sorted as numbers are', [10, 9, -1], [-2, 11, -1, 9, 10, -GREATEST, GREATEST, 4, 9.5]],
    ['nothing beyond the greatest and the least', [-GREATEST, GREATEST], [-GREATEST, GREATEST, -GREATEST, GREATEST, 0]],
    ['nothing between neighbours', [0, 5e-324], [-1, 1, 0, 5e-324, -GREATEST, GREATEST]],
    ['beside a number that one more does not change', [1e300], [1e300, -GREATEST, GREATEST]],
  ]
  test.each(cases)('%s', (_, wanted, cells) => {
    expect(numberCells(wanted)).toEqual(cells)
  })

  test('nothing between neighbours of which one is the middle', () => {
    const [low, middle, high] = [1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON]
    expect([(low + middle) / 2, (middle + high) / 2]).toEqual([low, high])
    expect(numberCells([low, middle])).toHaveLength(6)
    expect(numberCells([middle, high])).toHaveLength(6)
  })

  test('between two whose sum is none', () => {
    const [low, high] = [GREATEST * 0.5, GREATEST * 0.75]
    expect(numberCells([low, high])).toEqual([low, high, -GREATEST, GREATEST, GREATEST * 0.625])
  })
})

describe('times', () => {
  const first = '0000-01-01T00:00:00+23:59'
  const last = '9999-12-31T23:59:59.999999999-23:59'
  const year = '2020-01-01T00:00:00Z'
  const [before, after] = ['2019-12-31T00:00:00Z', '2020-01-02T00:00:00Z']
  const cases: readonly (readonly [title: string, wanted: readonly string[], more: readonly string[]])[] = [
    ['none: any', [], ['1970-01-01T00:00:00Z']],
    ['one: a day before and behind', [year], [before, after]],
    ['the same one twice', [year, '2020-01-01T01:00:00+01:00'], [before, after]],
    [
      'two: a whole second between',
      ['2020-01-01T00:00:02Z', year],
      [before, '2020-01-01T00:00:01Z', '2020-01-02T00:00:02Z'],
    ],
    ['a thousandth', [year, '2020-01-01T00:00:01Z'], [before, '2020-01-01T00:00:00.001Z', '2020-01-02T00:00:01Z']],
    [
      'as few digits as will do',
      ['2020-01-01T00:00:00.5Z', '2020-01-01T00:00:00.52Z'],
      ['2019-12-31T00:00:00.5Z', '2020-01-01T00:00:00.501Z', '2020-01-02T00:00:00.52Z'],
    ],
    [
      'the middle, where it is closer than that',
      ['2020-01-01T00:00:00.0005Z', '2020-01-01T00:00:00.00075Z'],
      ['2019-12-31T00:00:00.0005Z', '2020-01-01T00:00:00.000625Z', '2020-01-02T00:00:00.00075Z'],
    ],
    ['nothing before the first', [first], ['0000-01-01T00:01:00Z']],
    ['nothing behind the last', [last], ['9999-12-31T23:59:00Z']],
    ['the first where a day before is none', ['0000-01-01T00:00:00Z'], [first, '0000-01-02T00:00:00Z']],
    ['the last where a day behind is none', ['9999-12-31T00:00:00Z'], ['9999-12-30T00:00:00Z', last]],
  ]
  test.each(cases)('%s', (_, wanted, more) => {
    expect(timeCells(wanted)).toEqual({ texts: [...wanted, ...more], complete: true })
  })

  test('a text that is no time cuts nothing', () => {
    expect(timeCells(['x', year, '2020'])).toEqual({ texts: [year, before, after], complete: true })
  })

  test('so close that no text lies between them', () => {
    const [low, high] = ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000000001Z']
    expect(timeCells([low, high])).toEqual({
      texts: [low, high, '1969-12-31T00:00:00Z', '1970-01-02T00:00:00.000000001Z'],
      complete: false,
    })
  })
})

describe('addresses', () => {
  const none6 = ['0:0:0:0:0:0:0:0', '0:0:0:0:1:0:0:0']
  const cases: readonly (readonly [title: string, wanted: readonly string[], four: string[], six: string[]])[] = [
    ['none: the first of each kind, and behind the mapped ones', [], [], []],
    ['a block: where it begins, and right behind it', ['10.0.0.0/8'], ['10.0.0.0', '11.0.0.0'], []],
    ['a single one', ['10.0.0.255'], ['10.0.0.255', '10.0.1.0'], []],
    ['blocks that meet', ['10.0.0.0/9', '10.128.0.0/9'], ['10.0.0.0', '10.128.0.0', '11.0.0.0'], []],
    ['nothing behind the last', ['255.0.0.0/8', 'ffff::/16'], ['255.0.0.0'], ['ffff:0:0:0:0:0:0:0']],
    ['all of them', ['0.0.0.0/0', '::/0'], [], []],
    ['a block of the new kind', ['2001:db8::/33'], [], ['2001:db8:0:0:0:0:0:0', '2001:db8:8000:0:0:0:0:0']],
    ['what is no block', ['x', '10.0.0.1/33', '1.2.3.4'], ['1.2.3.4', '1.2.3.5'], []],
  ]
  test.each(cases)('%s', (_, wanted, four, six) => {
    expect(addressCells(wanted)).toEqual(['0.0.0.0', ...four, ...none6, ...six])
  })
})
