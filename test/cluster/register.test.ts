import { expect, test } from 'vitest'
import { isLinearizable, type Operation, unlinearizable } from './register.ts'

const never = Number.POSITIVE_INFINITY
const write = (value: string, from: number, to: number): Operation => ({ kind: 'write', value, from, to })
const read = (value: string, from: number, to: number): Operation => ({ kind: 'read', value, from, to })

const cases: readonly (readonly [title: string, lawful: boolean, history: readonly Operation[]])[] = [
  ['nothing', true, []],
  ['a read of what was there', true, [read('on', 0, 1)]],
  ['a read of what never was', false, [read('off', 0, 1)]],
  ['a read after a write', true, [write('off', 0, 1), read('off', 2, 3)]],
  ['a stale read', false, [write('off', 0, 1), read('on', 2, 3)]],
  ['a read beside a write may see either', true, [write('off', 0, 5), read('on', 1, 2), read('off', 3, 4)]],
  ['but not the old after the new', false, [write('off', 0, 5), read('off', 1, 2), read('on', 3, 4)]],
  ['a write of unknown end may come late', true, [write('off', 0, never), read('on', 1, 2), read('off', 8, 9)]],
  ['or never', true, [write('off', 0, never), read('on', 8, 9)]],
  ['but not twice', false, [write('off', 0, never), read('off', 1, 2), read('on', 3, 4), read('off', 5, 6)]],
  ['nor before it began', false, [read('off', 0, 1), write('off', 2, never)]],
  [
    'two writers, in an order that the reads show',
    true,
    [write('off', 0, 9), write('on', 0, 9), read('off', 1, 2), read('on', 3, 4)],
  ],
  [
    'two writers, in no order',
    false,
    [write('off', 0, 9), write('on', 0, 9), read('off', 1, 2), read('on', 3, 4), read('off', 5, 6)],
  ],
  ['a long one with a fault at its end', false, [...alternating(200), read('on', 2_000, 2_001)]],
]

function alternating(count: number): Operation[] {
  return Array.from({ length: count }, (_, at) => [
    write(at % 2 === 0 ? 'on' : 'off', at * 4, at * 4 + 1),
    read(at % 2 === 0 ? 'on' : 'off', at * 4 + 2, at * 4 + 3),
  ]).flat()
}

test.each(cases)('%s: %s', (_, lawful, history) => {
  expect(isLinearizable('on', history)).toBe(lawful)
  expect(unlinearizable('on', history) === undefined).toBe(lawful)
})

test('the culprit is the operation that cannot be placed', () => {
  const culprit = read('on', 6, 7)
  expect(unlinearizable('on', [write('off', 0, 1), read('off', 2, 3), culprit, read('off', 8, 9)])).toEqual(culprit)
})

test('many at once are decided quickly enough to be decided at all', () => {
  const writes = Array.from({ length: 10 }, (_, at) => write(`v${at}`, 0, 100))
  const reads = Array.from({ length: 10 }, (_, at) => read(`v${at}`, at * 2, at * 2 + 1))
  expect(isLinearizable('on', [...writes, ...reads])).toBe(true)
})

test('reads of all servers at one time are no choice to be made', () => {
  const at = (value: string, from: number, to: number) =>
    Array.from({ length: 12 }, (_, more) => read(value, from, to + more))
  const round = (start: number) => [
    ...at('on', start - 100, start + 600),
    write('off', start + 500, start + 650),
    ...at('off', start + 560, start + 900),
    write('on', start + 1_000, start + 1_100),
  ]
  const history = [0, 1_200, 2_400, 3_600].flatMap(round)
  expect(isLinearizable('on', history)).toBe(true)
  expect(isLinearizable('on', [...history, read('off', 3_000, 3_010)])).toBe(true)
  expect(isLinearizable('on', [...history, read('off', 4_701, 4_702)])).toBe(false)
})
