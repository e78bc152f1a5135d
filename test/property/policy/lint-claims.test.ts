// What the linter says of statements that change nothing is true: without them every generated request is answered as
// before, and conditions that it calls contradictory hold for no value of a small alphabet.
import { expect, test } from 'vitest'
import {
  assemble,
  type ContextValue,
  compileCache,
  decide,
  type PolicySource,
  type Subject,
} from '../../../src/policy/index.ts'
import { lint } from '../../../src/policy/lint/index.ts'
import { type Dice, dice } from './dice.ts'
import { generateWorld } from './generate.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116)

const idle = ['allow-covered-by-deny', 'exception-after-deny', 'idle-deny', 'shadowed-statement', 'duplicate-statement']

/** A document without one of its statements, whatever its elements are called. */
function without(document: string, index: number): string {
  const parsed = JSON.parse(document) as Record<string, unknown>
  const entries = Object.entries(parsed).map(([name, value]) =>
    name.toLowerCase() === 'statement' && Array.isArray(value) ? [name, value.toSpliced(index, 1)] : [name, value],
  )
  return JSON.stringify(Object.fromEntries(entries))
}

test('a statement that is said to change nothing changes nothing', () => {
  const shown = new Map<string, number>()
  for (let index = 0; index < 250; index += 1) {
    const { subject, requests } = generateWorld(seed, index, 25)
    for (const source of subject.identity) {
      const alone: Subject = { ...subject, kind: 'user', identity: [source], boundary: undefined, session: undefined }
      const options = { purpose: source.preset ? ('preset' as const) : ('identity' as const), lengthMax: 1e9 }
      const claims = lint(source.document, options).filter(({ rule }) => idle.includes(rule))
      if (claims.length === 0) continue
      const before = assemble(alone)
      for (const { rule, statement } of claims) {
        if (statement === undefined) throw new Error(`${rule} without a statement`)
        const after = assemble({ ...alone, identity: [{ ...source, document: without(source.document, statement) }] })
        for (const request of requests) {
          expect(decide(after, request).effect, `${rule} ${statement} in ${source.document}`).toBe(
            decide(before, request).effect,
          )
        }
        shown.set(rule, (shown.get(rule) ?? 0) + 1)
      }
    }
  }
  for (const rule of ['allow-covered-by-deny', 'exception-after-deny', 'idle-deny', 'shadowed-statement']) {
    expect(shown.get(rule) ?? 0, rule).toBeGreaterThan(0)
  }
})

interface Alphabet {
  readonly key: string
  readonly operators: readonly string[]
  readonly wanted: readonly string[]
  readonly asked: readonly ContextValue[]
}

const dates = ['2030-01-01T00:00:00Z', '2031-01-01T00:00:00Z', '2031-01-01T08:00:00+08:00']
const alphabets: readonly Alphabet[] = [
  {
    key: 'vpc:vpc',
    operators: [
      'string_equal',
      'string_not_equal',
      'string_equal_ignore_case',
      'string_not_equal_ignore_case',
      'string_like',
      'string_not_like',
    ],
    wanted: ['a', 'b', 'A', 'a*', '*', ''],
    asked: ['a', 'b', 'A', 'B', 'a*', 'ab', '*', '', 'c'],
  },
  {
    key: 'shop:size',
    operators: [
      'numeric_equal',
      'numeric_not_equal',
      'numeric_less_than',
      'numeric_less_than_equal',
      'numeric_greater_than',
      'numeric_greater_than_equal',
    ],
    wanted: ['1', '2', '2.0', '3'],
    asked: [0, 1, 1.5, 2, '2.0', 2.5, 3, 4],
  },
  {
    key: 'qcs:current_time',
    operators: ['date_equal', 'date_less_than', 'date_less_than_equal', 'date_greater_than', 'date_greater_than_equal'],
    wanted: dates,
    asked: [...dates, '2029-01-01T00:00:00Z', '2030-06-01T00:00:00Z', '2032-01-01T00:00:00Z'],
  },
  {
    key: 'shop:from',
    operators: ['ip_equal', 'ip_not_equal'],
    wanted: ['1.2.3.0/24', '1.2.3.0/25', '1.2.3.128/25', '1.2.0.0/16', '9.9.9.9'],
    asked: ['1.2.3.1', '1.2.3.200', '1.2.4.1', '9.9.9.9', '8.8.8.8'],
  },
]

const impossible = ['contradictory-values', 'empty-range', 'disjoint-addresses', 'null-equal-contradiction']

/** Two or three operators on one key. */
function drawCondition(draw: Dice, { key, operators, wanted }: Alphabet): Record<string, object> {
  const entries = Array.from({ length: 2 + draw.below(2) }, (): [string, object] => {
    if (draw.chance(0.2)) return ['null_equal', { [key]: draw.pick(['true', 'false']) }]
    const operator = `${draw.pick(operators)}${draw.chance(0.15) ? '_if_exist' : ''}`
    return [operator, { [key]: draw.chance(0.6) ? draw.pick(wanted) : [draw.pick(wanted), draw.pick(wanted)] }]
  })
  return Object.fromEntries(entries)
}

test('conditions that are said to contradict each other hold for no value', () => {
  const shown = new Map<string, number>()
  const compiled = compileCache(0)
  for (let index = 0; index < 2500; index += 1) {
    const draw = dice(seed, index, 0x6c)
    const alphabet = draw.pick(alphabets)
    const condition = drawCondition(draw, alphabet)
    const statement = [{ effect: 'allow', action: 'cvm:Run', resource: '*', condition }]
    const document = JSON.stringify({ version: '2.0', statement })
    const claims = lint(document).filter(({ rule }) => impossible.includes(rule))
    if (claims.length === 0) continue
    const program = assemble(subjectWith(document), compiled)
    for (const value of [undefined, ...alphabet.asked]) {
      const context = new Map<string, ContextValue>(value === undefined ? [] : [[alphabet.key, value]])
      const { effect } = decide(program, { action: 'cvm:Run', resources: ['*'], granularity: 'operation', context })
      expect(effect, `${claims[0]?.rule} for ${value} in ${document}`).toBe('deny')
    }
    for (const { rule } of claims) shown.set(rule, (shown.get(rule) ?? 0) + 1)
  }
  for (const rule of impossible) expect(shown.get(rule) ?? 0, rule).toBeGreaterThan(20)
})

function subjectWith(document: string): Subject {
  const source: PolicySource = {
    policyId: 1,
    policyName: 'p',
    versionId: 1,
    preset: false,
    creator: 1,
    document,
    via: { kind: 'direct' },
  }
  return { kind: 'user', uin: 2, account: 1, appId: 3, identity: [source], boundary: undefined, session: undefined }
}
