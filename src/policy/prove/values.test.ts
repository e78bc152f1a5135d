import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Condition, compileCondition } from '../condition.ts'
import { readOperator } from '../operators/index.ts'
import type { ContextScalar, Effect } from '../types.ts'
import { parseTemplate, type VariableValues } from '../variables.ts'
import type { Effort } from './effort.ts'
import { valueTest } from './value-test.ts'
import { findValue, valuesFor } from './values.ts'

const parameters = {
  seed: Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116),
  numRuns: Number(process.env['OPENCAM_TEST_RUNS'] ?? 1500),
}

const variables: VariableValues = { uin: undefined, owner_uin: '101', app_id: '7' }

function effort(): Effort {
  return { stepsLeft: 1_000_000, open: new Set() }
}

function conditionOn(name: string, wanted: readonly string[]): Condition {
  const operator = readOperator(name)
  if (operator === undefined) throw new Error(name)
  const values = wanted.map((text) => {
    const parsed = parseTemplate(text)
    return 'template' in parsed ? parsed.template : []
  })
  return compileCondition({ operator, key: 'k:k', values }, variables)
}

function row(names: readonly string[], wanted: readonly string[]): fc.Arbitrary<Condition> {
  return fc
    .tuple(fc.constantFrom(...names), fc.uniqueArray(fc.constantFrom(...wanted), { minLength: 1, maxLength: 3 }))
    .map(([name, values]) => conditionOn(name, values))
}

const order = ['equal', 'not_equal', 'less_than', 'less_than_equal', 'greater_than', 'greater_than_equal']
const families = {
  number: row(
    order.map((name) => `numeric_${name}`),
    ['0', '1', '1.5', '-3', '1e3', '5e-324', '1e-323', '1.7976931348623157e308'],
  ),
  date: row(
    order.map((name) => `date_${name}`),
    [
      '2020-01-01T00:00:00Z',
      '2020-01-01 00:00:00',
      '2020-01-01T00:00:00.0000001Z',
      '2020-01-01T00:00:00.001Z',
      '0000-01-01T00:00:00+23:59',
      '9999-12-31T23:59:59.999999999-23:59',
    ],
  ),
  ip: row(
    ['ip_equal', 'ip_not_equal'],
    [
      '10.0.0.0/8',
      '10.0.0.0/31',
      '10.0.0.1',
      '0.0.0.0/0',
      '255.255.255.255',
      '::/0',
      '::1',
      '::ffff:0:0/95',
      'ffff::/16',
    ],
  ),
  bool: row(['bool_equal'], ['true', 'false']),
  exact: row(
    ['string_equal', 'string_not_equal', 'string_equal_ignore_case', 'binary_equal'],
    [
      '1',
      '01',
      'true',
      'TRUE',
      '10.0.0.1',
      '::1',
      '2020-01-01T00:00:00Z',
      '1e3',
      '1E3',
      '',
      'x',
      '${uin}',
      '${app_id}',
    ],
  ),
  like: row(['string_like', 'string_not_like'], ['1*', '*0*', 'x', '*', '${uin}*', '20*Z']),
} as const

/** Values of all kinds, many of them at the edges of what is wanted. */
const someValues: fc.Arbitrary<ContextScalar> = fc.oneof(
  fc.constantFrom<ContextScalar>(
    true,
    false,
    'true',
    'false',
    'True',
    '',
    'x',
    'X',
    '0',
    '1',
    '01',
    '1.0',
    '+1',
    ' 1 ',
    '1e3',
    '1E3',
    '1000',
    '7',
    '101',
    '-3',
    '2',
  ),
  fc.constantFrom<ContextScalar>(
    '10.0.0.1',
    '::ffff:10.0.0.1',
    '10.0.0.0',
    '10.0.0.2',
    '9.255.255.255',
    '255.255.255.255',
    '::1',
    '0::1',
    '::',
    '::fffe:0:1',
    '::1:0:0:0',
    'ffff::',
    'fffe::',
  ),
  fc.constantFrom<ContextScalar>(
    '2020-01-01T00:00:00Z',
    '2020-01-01  00:00:00',
    '2019-12-31T23:59:59.999Z',
    '2020-01-01T00:00:00.00000005Z',
    '2020-01-01T00:00:00.0005Z',
    '2020-01-01t00:00:00z',
  ),
  fc.double({ noNaN: true }),
  fc.constantFrom(0, 1, 1.5, 5e-324, 1e-323, 1000, Number.MAX_VALUE),
  fc
    .date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc.ipV4(),
  fc.ipV6(),
  fc.string({ unit: fc.constantFrom('0', '1', 'x', 'Z', '.'), maxLength: 5 }),
)

const mixtures: readonly (readonly [name: string, row: fc.Arbitrary<Condition>, known: boolean])[] = [
  ['numbers', families.number, true],
  ['times', families.date, true],
  ['addresses', families.ip, true],
  ['booleans', families.bool, true],
  ['texts', fc.oneof(families.exact, families.like), true],
  ['numbers and booleans', fc.oneof(families.number, families.bool), true],
  ['numbers and whole texts', fc.oneof(families.number, families.exact), true],
  ['addresses and whole texts', fc.oneof(families.ip, families.exact), true],
  ['times and whole texts', fc.oneof(families.date, families.exact), true],
  [
    'everything but wildcards',
    fc.oneof(families.number, families.date, families.ip, families.bool, families.exact),
    true,
  ],
  [
    'everything',
    fc.oneof(families.number, families.date, families.ip, families.bool, families.exact, families.like),
    false,
  ],
]

test.each(mixtures)('what no value of %s is said to be, none is', (_, row, known) => {
  const asked = fc.record({ condition: row, effect: fc.constantFrom<Effect>('allow', 'deny'), passes: fc.boolean() })
  const counts = { found: 0, none: 0, open: 0 }
  const sound = fc.property(
    fc.array(asked, { minLength: 1, maxLength: 4 }),
    fc.array(someValues, { minLength: 20, maxLength: 20 }),
    (all, samples) => {
      const literals = all.map(({ condition, effect, passes }) => ({
        test: valueTest(condition, effect, variables),
        passes,
      }))
      const isFit = (value: ContextScalar): boolean =>
        literals.every(({ test, passes }) => test.holds(value) === passes)
      const values = valuesFor(
        all.map(({ condition }) => condition),
        variables,
      )
      const found = findValue(values, literals, effort())
      counts[typeof found === 'string' ? found : 'found'] += 1
      if (typeof found !== 'string') expect(isFit(found.value)).toBe(true)
      if (found === 'none') expect(samples.filter(isFit)).toEqual([])
    },
  )
  fc.assert(sound, parameters)
  const some = parameters.numRuns / 15
  expect(counts.found).toBeGreaterThan(some)
  expect(counts.none).toBeGreaterThan(some)
  if (known) expect(counts.open).toBe(0)
  else expect(counts.open).toBeLessThan(parameters.numRuns / 4)
})

test('wildcards on top of typed values may leave a question open, and it says so', () => {
  const number = conditionOn('numeric_less_than', ['5'])
  const like = conditionOn('string_like', ['9*9'])
  const literals = [number, like].map((condition) => ({ test: valueTest(condition, 'allow', variables), passes: true }))
  const spent = effort()
  expect(findValue(valuesFor([number, like], variables), literals, spent)).toBe('open')
  expect([...spent.open]).toEqual([
    'a condition key is compared as a text with wildcards or foreign letters and as a typed value',
  ])
})

test('foreign letters without regard to case stay open only where no text at hand will do', () => {
  const fold = conditionOn('string_equal_ignore_case', ['stra\u00dfe'])
  const values = valuesFor([fold], variables)
  const test = valueTest(fold, 'allow', variables)
  expect(findValue(values, [{ test, passes: true }], effort())).toEqual({ value: 'stra\u00dfe' })
  expect(
    findValue(
      values,
      [
        { test, passes: true },
        { test, passes: false },
      ],
      effort(),
    ),
  ).toBe('open')
})
