import { describe, expect, test } from 'vitest'
import { type Condition, compileCondition } from '../condition.ts'
import { readOperator } from '../operators/index.ts'
import { compilePattern } from '../pattern.ts'
import { parseTemplate, type VariableValues } from '../variables.ts'
import type { Effort } from './effort.ts'
import { type Demand, fails, findState, oneHolds } from './search.ts'
import { CONTENT, conditionFact, type Literal, NAME, type Space, spaceOf, textFact } from './space.ts'

/** `a*`: the content matches that; `@a*`: the name does; `!` in front: it does not. Several of them stand behind blanks. */
function literals(space: Space, text: string): readonly Literal[] {
  return text
    .split(' ')
    .filter((one) => one !== '')
    .map((one): Literal => {
      const [, not, at, pattern = ''] = /^(!?)(@?)(.*)$/.exec(one) ?? []
      const fact = textFact(space, at === '' ? CONTENT : NAME, [compilePattern(pattern)])
      if (typeof fact === 'string') throw new Error(one)
      return { fact, holds: not === '' }
    })
}

function conditionOn(name: string, wanted: string, variables: VariableValues): Condition {
  const operator = readOperator(name)
  const parsed = parseTemplate(wanted)
  if (operator === undefined || !('template' in parsed)) throw new Error(name)
  return compileCondition({ operator, key: 'k:k', values: [parsed.template] }, variables)
}

/** What a demand is about: `one` of several statements holds, or a statement fails. */
type Wish = readonly [kind: 'one' | 'fails', ...statements: readonly string[]]

function demandOf(space: Space, [kind, ...statements]: Wish): Demand {
  if (kind === 'one') return oneHolds(statements.map((text) => literals(space, text)))
  return fails(literals(space, statements[0] ?? ''))
}

/** What is found, what it cost, and how many combinations of literals were looked at. */
function search(wishes: readonly Wish[], stepsLeft = 10_000) {
  const effort: Effort = { stepsLeft, open: new Set() }
  const space = spaceOf([], new Map(), { uin: '1', owner_uin: '1', app_id: '1' }, effort)
  const names = new Map<number, string>()
  for (const text of ['', '@'].flatMap((at) =>
    ['*a', 'a*', 'b*', 'c*', 'a', 'b', '*b*', '*a*', '*c*', 'ab*', '*d*', '*e*'].map((one) => at + one),
  )) {
    for (const { fact } of literals(space, text)) names.set(fact.id, text)
  }
  const found = findState(
    space,
    new Map(),
    wishes.map((wish) => demandOf(space, wish)),
  )
  const shown =
    typeof found === 'string'
      ? found
      : [...found.value.values()]
          .flat()
          .map(({ fact, holds }) => (holds ? '' : '!') + names.get(fact.id))
          .join(' ')
  return { found: shown, steps: stepsLeft - effort.stepsLeft, looked: space.found.size }
}

describe('a state is found', () => {
  const cases: readonly (readonly [
    title: string,
    wishes: readonly Wish[],
    found: string,
    steps: number,
    looked: number,
  ])[] = [
    ['that is anything where nothing is asked', [], '', 1, 0],
    [
      'without choice where each demand has one way',
      [
        ['one', 'a*'],
        ['fails', '*b*'],
      ],
      'a* !*b*',
      18,
      3,
    ],
    [
      'by settling what follows first',
      [
        ['one', 'a', 'b'],
        ['one', '@a'],
        ['fails', 'a @a'],
      ],
      '@a !a b',
      29,
      7,
    ],
    [
      'by the next way where one fails',
      [
        ['one', 'a* *c*', 'b*'],
        ['fails', '*c*'],
      ],
      '!*c* b*',
      42,
      6,
    ],
    [
      'by the other statement that allows before denies are looked at',
      [
        ['fails', '*a* *b*'],
        ['one', 'a*', 'b*'],
      ],
      'a* !*b*',
      51,
      8,
    ],
    [
      'with the first of many ways',
      [
        ['one', 'a*', 'b*', 'c*'],
        ['fails', '*a*  @a'],
        ['fails', '*b* @b'],
      ],
      'a* !*b* !@a',
      72,
      17,
    ],
    [
      'nowhere where two must be',
      [
        ['one', 'a'],
        ['one', 'b'],
      ],
      'none',
      12,
      2,
    ],
    [
      'nowhere where one is denied',
      [
        ['one', 'a'],
        ['fails', '*a*'],
      ],
      'none',
      12,
      3,
    ],
    [
      'nowhere where all ways are denied one by one',
      [
        ['one', 'a @a', 'b @a'],
        ['fails', 'a'],
        ['fails', '*b*'],
      ],
      'none',
      53,
      8,
    ],
    [
      'without asking what cannot be so anyway',
      [
        ['one', 'a'],
        ['fails', 'b @a'],
      ],
      'a',
      12,
      2,
    ],
    [
      'without asking again what is so already',
      [
        ['one', 'a', 'b'],
        ['one', 'a', '@a'],
        ['one', 'b', 'a @a'],
      ],
      'a @a',
      17,
      4,
    ],
    [
      'by the one pair of ways that fits',
      [
        ['one', 'a* @a', 'b* @b'],
        ['one', '*a @b', '*b* @c*'],
        ['fails', '*c*'],
        ['fails', 'a* *c*'],
      ],
      '!*c* b* *a @b',
      153,
      21,
    ],
    [
      'without trying what the way before it says too',
      [
        ['one', 'a*', 'ab*', 'c*'],
        ['one', '@a', '@b'],
        ['fails', 'a* @a'],
        ['fails', 'a* @b'],
      ],
      '!a* c* @a',
      94,
      16,
    ],
    [
      'nowhere, without trying where a way is so in any case',
      [
        ['one', 'ab*'],
        ['one', 'a*', '*c*'],
        ['one', '@a', '@b'],
        ['one', '*d*', '*e*'],
        ['fails', '@a *d*'],
        ['fails', '@a *e*'],
        ['fails', '@b *d*'],
        ['fails', '@b *e*'],
      ],
      'none',
      448,
      26,
    ],
    [
      'without asking what one of several things says',
      [
        ['one', '*a*'],
        ['one', 'a*'],
        ['one', 'a*', '@a'],
      ],
      '*a* a*',
      6,
      2,
    ],
  ]
  test.each(cases)('%s', (_, wishes, found, steps, looked) => {
    expect(search(wishes)).toEqual({ found, steps, looked })
  })

  test.each(cases)('%s, and never without the steps that it takes', (_, wishes, found, steps) => {
    const outcomes = Array.from({ length: steps + 2 }, (_, left) => search(wishes, left).found)
    const first = outcomes.indexOf(found)
    expect(new Set(outcomes.slice(0, first))).toEqual(new Set(['open']))
    expect(new Set(outcomes.slice(first))).toEqual(new Set([found]))
  })
})

test('nothing more is looked at once the steps are spent', () => {
  const wishes: readonly Wish[] = [
    ['one', 'a*', 'b*', 'c*'],
    ['fails', '*a* @a'],
    ['fails', '*b* @b'],
  ]
  expect(search(wishes, 40)).toEqual({ found: 'open', steps: 41, looked: 17 })
})

describe('what is not known', () => {
  const texts = { uin: '1', owner_uin: '1', app_id: '1' }
  const number = conditionOn('for_all_value:numeric_less_than', '5', texts)
  const like = conditionOn('for_all_value:string_like', '9*9', texts)

  function find(wishes: (puzzle: readonly Literal[], space: Space) => readonly Demand[]) {
    const space = spaceOf([number, like], new Map(), texts, { stepsLeft: 10_000, open: new Set() })
    const puzzle = [number, like].map((one): Literal => ({ fact: conditionFact(space, one, 'allow'), holds: true }))
    const found = findState(space, new Map(), wishes(puzzle, space))
    return typeof found === 'string' ? found : [...found.value.keys()]
  }

  test('keeps the answer open where nothing else does', () => {
    expect(find((puzzle) => [oneHolds([puzzle])])).toBe('open')
    expect(find((puzzle, space) => [oneHolds([puzzle, literals(space, 'a')]), oneHolds([literals(space, 'b')])])).toBe(
      'open',
    )
    expect(find((puzzle, space) => [oneHolds([literals(space, 'a'), puzzle]), oneHolds([literals(space, 'b')])])).toBe(
      'open',
    )
    expect(find((puzzle, space) => [oneHolds([puzzle, [...literals(space, 'a'), ...puzzle]])])).toBe('open')
  })

  test('does not where another way is known', () => {
    expect(find((puzzle, space) => [oneHolds([puzzle, literals(space, 'a')])])).toEqual([CONTENT])
    expect(find((puzzle, space) => [oneHolds([literals(space, 'a'), puzzle])])).toEqual([CONTENT])
  })

  test('proves nothing that another part refutes', () => {
    expect(
      find((puzzle, space) => [oneHolds([puzzle]), oneHolds([literals(space, 'a')]), oneHolds([literals(space, 'b')])]),
    ).toBe('none')
  })
})
