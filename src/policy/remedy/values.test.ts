import { expect, test } from 'vitest'
import { valuesNear } from './values.ts'

const truths = ['1', '0', 'true', 'false']
const addresses = ['192.0.2.1', '203.0.113.1', '10.0.0.1', '2001:db8::1']

test.each([
  [[], [...truths, 'x', '', undefined]],
  [['a*b*'], ['ab', 'a*b*', 'a*b*', ...truths, 'x', '', undefined]],
  [
    ['a', 'b', 'a'],
    ['a', 'b', 'a', 'b', 'a', 'b', ...truths, 'x', '', undefined],
  ],
  [
    ['10', '9'],
    ['10', '9', '10', '9', '10', '9', ...truths, 8, 10, 9.5, 9, 11, 'x', '', undefined],
  ],
  [['4.5'], ['4.5', '4.5', '4.5', ...truths, 3.5, 5.5, 'x', '', ...addresses, undefined]],
  [['10.0.0.0/8'], ['10.0.0.0/8', '10.0.0.0/8', '10.0.0.0', ...truths, 'x', '', ...addresses, undefined]],
  [['::1'], ['::1', '::1', '::1', ...truths, 'x', '', ...addresses, undefined]],
  [
    ['2020-01-01T00:00:03Z', '2020-01-01T00:00:01Z'],
    [
      ...['2020-01-01T00:00:03Z', '2020-01-01T00:00:01Z'],
      ...['2020-01-01T00:00:03Z', '2020-01-01T00:00:01Z'],
      ...['2020-01-01T00:00:03Z', '2020-01-01T00:00:01Z', ...truths],
      ...['2020-01-01T00:00:00.000Z', '2020-01-01T00:00:02.000Z', '2020-01-01T00:00:02.000Z'],
      ...['2020-01-01T00:00:02.000Z', '2020-01-01T00:00:04.000Z', 'x', '', ...addresses, undefined],
    ],
  ],
])('near %j lie those wanted, and what is beside them', (wanted, near) => {
  expect(valuesNear(wanted)).toEqual(near)
})

test('of many wanted values the first sixty count', () => {
  const wanted = Array.from({ length: 100 }, (_, at) => `v${at}`)
  const near = valuesNear(wanted)
  expect(near).toHaveLength(3 * 60 + truths.length + 3)
  expect([near.includes('v59'), near.includes('v60')]).toEqual([true, false])
})
