import { describe, expect, test } from 'vitest'
import { type Condition, compileCondition } from '../condition.ts'
import { readOperator } from '../operators/index.ts'
import { compilePattern, MATCH_NOTHING } from '../pattern.ts'
import type { ContextValue } from '../types.ts'
import {
  CONTENT,
  conditionFact,
  type Fact,
  findPart,
  isPossible,
  type Literal,
  languageOf,
  NAME,
  type Space,
  spaceOf,
  textFact,
  withLiterals,
} from './space.ts'

const variables = { uin: '1', owner_uin: '1', app_id: '1' }

function conditionOn(name: string, key: string, ...wanted: readonly string[]): Condition {
  const operator = readOperator(name)
  if (operator === undefined) throw new Error(name)
  return compileCondition({ operator, key, values: wanted.map((text) => [{ text }]) }, variables)
}

function empty(conditions: readonly Condition[] = [], fixed: ReadonlyMap<string, ContextValue> = new Map()): Space {
  return spaceOf(conditions, fixed, variables, { stepsLeft: 10_000, open: new Set() })
}

function facts(space: Space, part: string, ...texts: readonly string[]): Fact {
  const fact = textFact(space, part, texts.map(compilePattern))
  if (typeof fact === 'string') throw new Error(fact)
  return fact
}

const so = (fact: Fact): Literal => ({ fact, holds: true })
const not = (fact: Fact): Literal => ({ fact, holds: false })

describe('a fact', () => {
  test('about texts is always or never so where the patterns say it', () => {
    const space = empty()
    expect(textFact(space, NAME, [])).toBe('never')
    expect(textFact(space, NAME, [MATCH_NOTHING])).toBe('never')
    expect(textFact(space, NAME, [compilePattern('a'), compilePattern('*')])).toBe('always')
    expect(space.facts.size).toBe(0)
  })

  test('is the same for the same patterns in any order, once or twice', () => {
    const space = empty()
    const one = facts(space, CONTENT, 'a*', 'b')
    expect(one).toMatchObject({ id: 0, part: 'content', asked: undefined })
    expect(one.languages).toEqual([languageOf(space, compilePattern('a*')), languageOf(space, compilePattern('b'))])
    expect(facts(space, CONTENT, 'b', 'a*', 'b')).toBe(one)
    expect(textFact(space, CONTENT, [MATCH_NOTHING, compilePattern('b'), compilePattern('a*')])).toBe(one)
    expect(facts(space, CONTENT, 'b', 'b').languages).toHaveLength(1)
    expect(space.languages.size).toBe(2)
  })

  test('is another one for another part, set or kind of pattern', () => {
    const space = empty()
    const texts = [['a'], ['a*'], ['*a'], ['a*b'], ['a*b*'], ['a', 'b'], ['*a*b'], ['*ab*'], ['*a*b*']]
    const all = [NAME, CONTENT].flatMap((part) => texts.map((list) => facts(space, part, ...list)))
    expect(all.map(({ id }) => id)).toEqual(all.map((_, at) => at))
    expect(new Set(all.map(({ part }) => part))).toEqual(new Set(['name', 'content']))
  })

  test('is one for each condition and effect', () => {
    const space = empty()
    const one = conditionFact(space, conditionOn('string_equal', 'k:a', '1'), 'allow')
    expect(one).toMatchObject({ id: 0, part: ' k:a', languages: [], asked: { effect: 'allow' } })
    expect(conditionFact(space, conditionOn('string_equal', 'k:a', '1'), 'allow')).toBe(one)
    const others = [
      conditionFact(space, conditionOn('string_equal', 'k:a', '1'), 'deny'),
      conditionFact(space, conditionOn('string_like', 'k:a', '1'), 'allow'),
      conditionFact(space, conditionOn('string_equal', 'k:b', '1'), 'allow'),
      conditionFact(space, conditionOn('string_equal', 'k:a', '2'), 'allow'),
      conditionFact(space, conditionOn('string_equal', 'qcs:tag/a', '2'), 'allow'),
    ]
    expect(others.map(({ id, part }) => [id, part])).toEqual([
      [1, ' k:a'],
      [2, ' k:a'],
      [3, ' k:b'],
      [4, ' k:a'],
      [5, ' qcs:resource_tag'],
    ])
  })
})

test('the keys of a question are grouped by what hangs together, with the values that it gives', () => {
  const conditions = ['k:a', 'qcs:tag/a', 'qcs:resource_tag', 'k:b'].map((key) => conditionOn('string_equal', key, '1'))
  const fixed = new Map<string, ContextValue>([
    ['k:a', 'x'],
    ['qcs:tag', ['a&1']],
    ['qcs:resource_tag/b', '2'],
    ['k:other', 'y'],
  ])
  const { groups } = empty(conditions, fixed)
  expect(
    [...groups].map(([part, { name, values, fixed }]) => [part, name, [...values.keys()], fixed && [...fixed]]),
  ).toEqual([
    [' k:a', 'k:a', ['k:a'], [['k:a', 'x']]],
    [
      ' qcs:resource_tag',
      'qcs:resource_tag',
      ['qcs:resource_tag/a', 'qcs:resource_tag'],
      [
        ['qcs:tag', ['a&1']],
        ['qcs:resource_tag/b', '2'],
      ],
    ],
    [' k:b', 'k:b', ['k:b'], undefined],
  ])
})

describe('a part', () => {
  test('is filled where that is possible: a name always, a content if need be not', () => {
    const space = empty()
    const found = (part: string, ...literals: readonly Literal[]) => findPart(space, part, literals)
    expect(found(NAME, so(facts(space, NAME, 'a*')))).toEqual({ value: 'a' })
    expect(found(NAME, so(facts(space, NAME, '')))).toBe('none')
    expect(found(CONTENT, so(facts(space, CONTENT, '')))).toEqual({ value: '' })
    expect(found(CONTENT, not(facts(space, CONTENT, 'a*', 'b*')))).toEqual({ value: 'x' })
    expect(found(CONTENT, not(facts(space, CONTENT, 'x', 'b*')))).toEqual({ value: 'a' })
    expect(found(CONTENT, so(facts(space, CONTENT, 'a', 'b*')), not(facts(space, CONTENT, 'a')))).toEqual({
      value: 'b',
    })
  })

  test('is looked at once for the same literals in any order', () => {
    const space = empty()
    const literals = ['a*', '*b', '*c*', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', '*']
      .slice(0, 11)
      .map((text) => facts(space, CONTENT, text))
      .map((fact, at) => (at % 2 === 0 ? so(fact) : not(fact)))
    const found = findPart(space, CONTENT, literals)
    const spent = space.effort.stepsLeft
    for (let turn = 1; turn < literals.length; turn += 1) {
      const turned = [...literals.slice(turn), ...literals.slice(0, turn)]
      expect(findPart(space, CONTENT, turned)).toBe(found)
      expect(findPart(space, CONTENT, turned.toReversed())).toBe(found)
    }
    expect(space.effort.stepsLeft).toBe(spent)
    expect([...space.found.keys()]).toEqual(['content\n-10,-8,-6,-4,-2,0,2,4,6,8,10'])
  })

  test('of keys has values by key', () => {
    const conditions = [conditionOn('string_equal', 'k:a', '1'), conditionOn('string_not_equal', 'k:a', '1')]
    const space = empty(conditions)
    const [equal, other] = conditions.map((one) => conditionFact(space, one, 'allow'))
    if (equal === undefined || other === undefined) throw new Error('no facts')
    expect(findPart(space, ' k:a', [so(equal)])).toEqual({ value: new Map([['k:a', '1']]) })
    expect(findPart(space, ' k:a', [not(equal), so(other)])).toEqual({ value: new Map([['k:a', 'x']]) })
    expect(findPart(space, ' k:a', [so(equal), so(other)])).toEqual({ value: new Map([['k:a', ['1', 'x']]]) })
  })
})

test('literals are kept by part, each once', () => {
  const space = empty()
  const [a, b, name] = [facts(space, CONTENT, 'a*'), facts(space, CONTENT, '*b'), facts(space, NAME, 'n')]
  const state = withLiterals(withLiterals(new Map(), [so(a), so(name)]), [so(a), not(b), so(b), so(a)])
  expect([...state]).toEqual([
    [CONTENT, [so(a), not(b), so(b)]],
    [NAME, [so(name)]],
  ])
  expect(isPossible(space, new Map(), [so(a), so(b), so(name)])).toBe(true)
  expect(isPossible(space, withLiterals(new Map(), [so(a)]), [so(name), not(a)])).toBe(false)
  // What the state says of other parts is not asked again.
  expect(isPossible(space, state, [so(name)])).toBe(true)
  expect(isPossible(space, state, [so(a)])).toBe(false)
})
