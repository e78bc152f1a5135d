import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nest } from './flattened.ts'

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

function flatten(value: unknown, prefix: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[prefix, String(value)]]
  return Object.entries(value).flatMap(([name, part]) => flatten(part, prefix === '' ? name : `${prefix}.${name}`))
}

const names = fc.constantFrom('A', 'Info', 'Uid', '__proto__', 'constructor', 'x1', 'a b')
const tree = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.string(), fc.array(tie('value'), { minLength: 1, maxLength: 4 }), tie('object')),
  object: fc.dictionary(names, tie('value'), { minKeys: 1, maxKeys: 4, noNullPrototype: false }),
}))

describe('nest', () => {
  test('undoes flattening, in whatever order the pairs come', () => {
    fc.assert(
      fc.property(tree.object, fc.integer(), (value, seed) => {
        const pairs = flatten(value, '')
        const order = pairs.map((pair, index) => ({ pair, rank: Math.sin(index * 7919 + seed) }))
        order.sort((a, b) => a.rank - b.rank)
        expect(sorted(nest(order.map(({ pair }) => pair)))).toBe(sorted(value))
      }),
    )
  })

  test('orders by index and closes gaps', () => {
    expect(
      plain(
        nest([
          ['A.10', 'c'],
          ['A.2', 'b'],
          ['A.0', 'a'],
        ]),
      ),
    ).toEqual({ A: ['a', 'b', 'c'] })
  })

  test('does not touch prototypes', () => {
    const read = nest([
      ['__proto__.polluted', '1'],
      ['constructor.prototype.polluted', '1'],
      ['A.__proto__.polluted', '1'],
    ])
    expect(Object.getPrototypeOf(read)).toBeNull()
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(Object.keys(read)).toEqual(['__proto__', 'constructor', 'A'])
  })

  test.each([
    [['A.0', 'A.x']],
    [['A.x', 'A.0']],
    [['A.0.x', 'A.0.0']],
    [['A', 'A.0']],
    [['A.0', 'A']],
    [['A.0', 'A.0.x']],
    [['A.0.x', 'A.0']],
    [['A', 'A']],
    [['A.0', 'A.0']],
    [['A.00', 'A.0']],
    [['A.100000']],
    [['A.99999999999999999999']],
    [['.']],
    [['A.']],
    [['.A']],
    [[Array(34).fill('a').join('.')]],
  ])('refuses %j', (given) => {
    expect(() => nest(given.map((name) => [name, '1']))).toThrow('InvalidParameter')
  })

  test('takes what only looks like an index as a name', () => {
    expect(
      plain(
        nest([
          ['A.01', 'x'],
          ['A.-1', 'y'],
          ['A.1e3', 'z'],
        ]),
      ),
    ).toEqual({ A: { '01': 'x', '-1': 'y', '1e3': 'z' } })
  })
})

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))
      : part,
  )
}
