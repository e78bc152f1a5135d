import { describe, expect, test } from 'vitest'
import type { DecidedBy } from '../types.ts'
import { readPlace } from './place.ts'
import { clausesOf, type OpenLayer, type Part, simplify } from './simplify.ts'

const by: DecidedBy = { policyId: 1, policyName: 'p', versionId: 1, statement: 0, via: { kind: 'direct' } }
const condition = (wanted: string) => ({ operator: 'string_equal', key: 'x:a', wanted: [wanted] })

/** `i/1 if a`: the content, and what a key must be; `*` is everything. */
function part(text: string, statement = 0): Part {
  const [content = '', wanted] = text.split(' if ')
  const place = content === '*' ? '*' : `qcs::cvm::uin/1:${content}`
  const matcher = readPlace(place)
  if (matcher === undefined) throw new Error(text)
  const conditions = wanted === undefined ? [] : [condition(wanted)]
  return { place: { matcher, text: place }, conditions, by: [{ ...by, statement }] }
}

const shown = ({ place, conditions }: Part): string => {
  return [place.text.split(':').at(-1), ...conditions.flatMap(({ wanted }) => wanted)].join(' if ')
}

type Written = readonly [allow: readonly string[] | undefined, deny: readonly string[]]

function layer([allow, deny]: Written): OpenLayer {
  return { layer: 'identity', allow: allow?.map((text) => part(text)), deny: deny.map((text) => part(text)) }
}

function simplified(...layers: readonly Written[]) {
  const found = simplify(layers.map(layer))
  return found === 'none' ? found : found.map(({ allow, deny }) => [allow?.map(shown), deny.map(shown)])
}

describe('a filter', () => {
  const cases: readonly (readonly [title: string, layers: readonly Written[], left: 'none' | readonly Written[]])[] = [
    ['of nothing is none', [[[], []]], 'none'],
    ['of no layers allows everything', [], []],
    [
      'of a layer that says nothing is gone',
      [
        [undefined, []],
        [['a'], []],
      ],
      [[['a'], []]],
    ],
    ['that allows everything is gone', [[['*'], []]], []],
    ['that allows everything but what it denies', [[['*'], ['a']]], [[undefined, ['a']]]],
    ['that allows everything, in any place of it', [[['* if x', '*', 'a'], ['a']]], [[undefined, ['a']]]],
    ['that allows everything on a condition says so', [[['* if x'], []]], [[['* if x'], []]]],
    [
      'that allows everything on two conditions says so',
      [[['* if x', '* if y'], ['a']]],
      [[['* if x', '* if y'], ['a']]],
    ],
    ['that denies everything is none', [[['a'], ['*']]], 'none'],
    [
      'that denies everything in another layer is none',
      [
        [['a'], []],
        [undefined, ['b', '*']],
      ],
      'none',
    ],
    ['that denies everything on a condition stays', [[['a'], ['* if x']]], [[['a'], ['* if x']]]],
    ['says the same once', [[['a', 'b', 'a'], []]], [[['a', 'b'], []]]],
    ['says the same under two conditions', [[['a if x', 'a if y'], []]], [[['a if x', 'a if y'], []]]],
    ['leaves out what a wider one says', [[['a*', 'ab', 'b'], []]], [[['a*', 'b'], []]]],
    ['leaves out what a wider one says behind it', [[['ab', 'a*', 'b'], []]], [[['a*', 'b'], []]]],
    ['leaves out what a wider one says without condition', [[['ab if x', 'a*'], []]], [[['a*'], []]]],
    ['leaves out what a wider one says on the same condition', [[['ab if x', 'a* if x'], []]], [[['a* if x'], []]]],
    ['keeps what a wider one says on a condition', [[['ab', 'a* if x'], []]], [[['ab', 'a* if x'], []]]],
    [
      'keeps what a wider one says on another condition',
      [[['ab if y', 'a* if x'], []]],
      [[['ab if y', 'a* if x'], []]],
    ],
    ['keeps the first of two that cover each other', [[['a**', 'a*'], []]], [[['a**'], []]]],
    ['keeps one of two that are equal but for the condition', [[['a if x', 'a'], []]], [[['a'], []]]],
    ['leaves out what is denied', [[['a', 'b'], ['a*']]], [[['b'], []]]],
    [
      'leaves out what another layer denies',
      [
        [['a', 'b'], []],
        [undefined, ['a']],
      ],
      [[['b'], []]],
    ],
    ['keeps what is denied on a condition', [[['a', 'b'], ['a* if x']]], [[['a', 'b'], ['a* if x']]]],
    ['keeps what is denied in part', [[['a*'], ['ab']]], [[['a*'], ['ab']]]],
    [
      'of which all is denied is none',
      [
        [
          ['a', 'b'],
          ['b', 'a'],
        ],
      ],
      'none',
    ],
    [
      'of which all of one layer is denied is none',
      [
        [['a', 'c'], []],
        [['a'], ['a']],
      ],
      'none',
    ],
    ['leaves out denies of what is not allowed', [[['a'], ['b', 'a if x']]], [[['a'], ['a if x']]]],
    [
      'leaves out what another layer does not allow',
      [
        [['a', 'b'], []],
        [['a*'], []],
      ],
      [
        [['a'], []],
        [['a*'], []],
      ],
    ],
    [
      'in which no two layers allow the same is none',
      [
        [['a'], []],
        [['b'], []],
      ],
      'none',
    ],
    [
      'is looked at again once less is left',
      [
        [['a', 'b'], ['c']],
        [['c', 'a'], []],
        [['a', 'b'], []],
      ],
      [
        [['a'], []],
        [['a'], []],
        [['a'], []],
      ],
    ],
    [
      'in which no three layers allow the same is none',
      [
        [['a', 'b'], []],
        [['b', 'c'], []],
        [['c', 'd'], []],
      ],
      'none',
    ],
    [
      'is looked at until nothing changes',
      [
        [['a*', 'z'], []],
        [['ab', 'z'], []],
        [['ac', 'z'], []],
      ],
      [
        [['z'], []],
        [['z'], []],
        [['z'], []],
      ],
    ],
  ]
  test.each(cases)('%s', (_, layers, left) => {
    expect(simplified(...layers)).toEqual(left)
  })

  const many = (count: number, text = 'a') => Array.from({ length: count }, (_, at) => `${text}${at}`)

  test('of up to four hundred parts is compared part by part', () => {
    expect(simplified([[...many(399), 'a*'], []])).toEqual([[['a*'], []]])
    expect(simplified([[...many(399), 'b'], ['a*']])).toEqual([[['b'], []]])
    expect(
      simplified([
        ['a1', 'b'],
        [...many(399), 'c'],
      ]),
    ).toEqual([[['b'], []]])
    expect(simplified([[...many(399), 'b'], []], [['a1', 'c'], []])).toEqual([
      [['a1'], []],
      [['a1'], []],
    ])
    expect(simplified([['a1', 'c'], []], [[...many(399), 'b'], []])).toEqual([
      [['a1'], []],
      [['a1'], []],
    ])
  })

  test('of more parts is left as it is, but for those that are equal', () => {
    const more = [...many(400), 'a*']
    expect(simplified([[...more, 'a1'], []])).toEqual([[more, []]])
    expect(simplified([[...more, '*'], ['a1']])).toEqual([[undefined, ['a1']]])
    expect(simplified([more, ['a*']])).toEqual([[more, ['a*']]])
    expect(simplified([['a1', 'b'], more])).toEqual([[['a1', 'b'], more]])
    expect(simplified([more, []], [['b', 'a1'], []])).toEqual([
      [more, []],
      [['b', 'a1'], []],
    ])
  })
})

test('resources under the same conditions become one clause, and name each statement once', () => {
  const shared = part('c if x')
  const parts = [
    part('a if x'),
    part('b', 1),
    shared,
    { ...shared, place: part('d').place },
    part('e', 1),
    part('f', 2),
  ]
  expect(clausesOf(parts)).toEqual([
    {
      patterns: ['qcs::cvm::uin/1:a', 'qcs::cvm::uin/1:c', 'qcs::cvm::uin/1:d'],
      conditions: [condition('x')],
      by: [...(parts[0]?.by ?? []), ...shared.by],
    },
    {
      patterns: ['qcs::cvm::uin/1:b', 'qcs::cvm::uin/1:e', 'qcs::cvm::uin/1:f'],
      conditions: [],
      by: [1, 1, 2].map((statement) => ({ ...by, statement })),
    },
  ])
  expect(clausesOf([])).toEqual([])
})
