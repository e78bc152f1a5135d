// Questions as a whole: the request that is found, and the fewest steps that suffice. With fewer nothing is said.
import { describe, expect, test } from 'vitest'
import { canAllow, equivalent, noNewAccess, overlap, PROOF_SUBJECT, type ProofOptions, statementUse } from './prove.ts'

interface Wording {
  readonly effect?: 'allow' | 'deny'
  readonly action?: string | readonly string[]
  readonly resource?: string | readonly string[]
  readonly condition?: object
}

function document(...statements: readonly Wording[]): string {
  return JSON.stringify({
    version: '2.0',
    statement: statements.map((one) => ({ effect: 'allow', action: '*', resource: '*', ...one })),
  })
}

/** An answer as one text: with the request that it shows, or why there is none. */
function shown(answer: object): string {
  const text: string[] = []
  for (const value of Object.values(answer)) {
    if (typeof value === 'string') text.push(value)
    else text.push([value.action, ...value.resources, value.granularity, JSON.stringify([...value.context])].join(' '))
  }
  return text.join(' ')
}

const everything = document({})
const cos = document({ action: 'cos:*' })
const reading = document({ action: 'cos:Get*' })
const object = document({ action: ['name/cos:GetObject', 'cos:PutObject'], resource: 'qcs::cos:gz::b/*' })
const mfa = { string_equal: { mfa: '1' } }
const guarded = document(
  { action: 'cos:*' },
  { effect: 'deny', action: 'cos:Delete*', condition: { string_not_equal: { mfa: '1' } } },
)
const limited = { policies: [everything], boundary: cos, session: document({}, { effect: 'deny', action: '*:Get*' }) }

type Ask = (options: ProofOptions) => object

const cases: readonly (readonly [title: string, ask: Ask, answer: string, steps: number])[] = [
  ['a part of everything', (options) => noNewAccess(reading, everything, options), 'yes', 36],
  [
    'more than a part',
    (options) => noNewAccess(cos, reading, options),
    'no cos:g qcs::cos::uin/100000000001:x resource []',
    17,
  ],
  [
    'what two share',
    (options) => overlap(object, reading, options),
    'yes cos:GetObject qcs::cos:ap-guangzhou:uin/100000000001:b/ resource []',
    179,
  ],
  [
    'what two do not share',
    (options) => overlap(object, document({ action: 'cos:Get*', resource: 'qcs::cos:sh::*' }), options),
    'no',
    123,
  ],
  [
    'a deny that asks for a key',
    (options) => noNewAccess(cos, guarded, options),
    'no cos:delete qcs::cos::uin/100000000001:x resource [["mfa","x"]]',
    28,
  ],
  [
    'a deny on the other side',
    (options) => noNewAccess(guarded, document({ action: 'cos:*', condition: mfa }), options),
    'no cos:d qcs::cos::uin/100000000001:x resource []',
    43,
  ],
  [
    'a deny within an allow',
    (options) =>
      noNewAccess(
        document({ action: ['cos:Get*', 'cos:Delete*'] }, { effect: 'deny', action: 'cos:Delete*' }),
        reading,
        options,
      ),
    'yes',
    163,
  ],
  [
    'policies with limits',
    (options) => noNewAccess(cos, limited, options),
    'no cos:get qcs::cos::uin/100000000001:x resource []',
    18,
  ],
  ['limits that suffice', (options) => noNewAccess(limited, cos, options), 'yes', 42],
  [
    'two spellings of the same',
    (options) =>
      equivalent(
        document({ action: ['cos:Get*', 'cos:Put*'] }),
        document({ action: 'cos:Put*' }, { action: 'COS:get*' }),
        options,
      ),
    'yes',
    127,
  ],
  [
    'what the second has besides',
    (options) => equivalent(reading, cos, options),
    'no cos:g qcs::cos::uin/100000000001:x resource [] second',
    17,
  ],
  [
    'a resource that can be used',
    (options) => canAllow(object, { action: 'cos:*', resource: 'qcs::cos:::*' }, options),
    'yes cos:GetObject qcs::cos:ap-guangzhou:uin/100000000001:b/ resource []',
    109,
  ],
  [
    'a resource of another product',
    (options) => canAllow(object, { action: 'cvm:*', resource: '*' }, options),
    'no',
    126,
  ],
  [
    'another account',
    (options) =>
      canAllow(document({ resource: 'qcs::cam::uin/7:roleName/*' }), { action: 'sts:*', resource: '*' }, options),
    'yes sts:assumerole qcs::cam::uin/7:roleName/ resource []',
    88,
  ],
  [
    'an account by its other number',
    (options) =>
      canAllow(document({ resource: 'qcs::cam::uid/7:roleName/r' }), { action: 'sts:*', resource: '*' }, options),
    'yes sts:assumerole qcs::cam::uid/7:roleName/r resource []',
    92,
  ],
  [
    'a statement that decides',
    (options) => statementUse(document({ action: 'cos:*' }, { action: 'cvm:Run' }), 1, options),
    'used cvm:Run qcs::cvm::uin/100000000001:x resource []',
    21,
  ],
  [
    'a statement that is shadowed',
    (options) => statementUse(document({ action: 'cos:*' }, { action: 'cos:Get*' }), 1, options),
    'dead shadowed',
    15,
  ],
  [
    'a deny that is shadowed',
    (options) => statementUse(document({ effect: 'deny', action: 'cos:*' }), 0, options),
    'dead shadowed',
    10,
  ],
  [
    'a deny that decides',
    (options) => statementUse(guarded, 1, options),
    'used cos:delete qcs::cos::uin/100000000001:x resource [["mfa","x"]]',
    28,
  ],
  [
    'a statement that matches nothing',
    (options) => statementUse(document({ action: 'cam:*', resource: 'qcs::cam::uin/7:*' }), 0, options),
    'dead matches nothing',
    9,
  ],
]

describe('an answer', () => {
  test.each(cases)('%s', (_, ask, answer, steps) => {
    expect(shown(ask({}))).toBe(answer)
    expect(shown(ask({ steps })).split(' ')[0]).toBe(answer.split(' ')[0])
    expect(shown(ask({ steps: steps - 1 }))).toBe('unknown the budget of steps is spent')
  })

  test.each(cases)('%s: nothing with fewer steps', (_, ask, __, steps) => {
    const answers = Array.from({ length: 5 }, (_, part) => shown(ask({ steps: Math.floor((part * steps) / 5) })))
    expect(new Set(answers)).toEqual(new Set(['unknown the budget of steps is spent']))
  })

  test('is not known where one of two directions is not', () => {
    const short = document({ action: ['cos:Get*', 'cos:Put*'] })
    const long = document({ action: 'cos:Get*' }, { action: 'cos:Put*' }, { action: 'cos:Put*t*' })
    const unknown = { answer: 'unknown', why: 'the budget of steps is spent' }
    expect(noNewAccess(short, long, { steps: 133 })).toEqual({ answer: 'yes' })
    expect(noNewAccess(long, short, { steps: 133 })).toEqual(unknown)
    expect(equivalent(short, long, { steps: 133 })).toEqual(unknown)
    expect(equivalent(long, short, { steps: 133 })).toEqual(unknown)
    expect(equivalent(long, short, { steps: 141 })).toEqual({ answer: 'yes' })
  })

  test('is about all levels if none is named', () => {
    const one = document({ action: 'cos:*', resource: 'qcs::cos:::x' })
    expect(canAllow(one, { action: 'cos:*', resource: '*' })).toMatchObject({ example: { granularity: 'resource' } })
    expect(
      canAllow(one, { action: 'cos:*', resource: '*' }, { granularities: ['service', 'operation'] }),
    ).toMatchObject({
      example: { granularity: 'operation' },
    })
  })

  test('knows no value of a variable that has none', () => {
    const own = document({ condition: { string_equal: { 'x:owner': '${uin}' } } })
    const pattern = { action: '*', resource: '*' }
    expect(canAllow(own, pattern)).toMatchObject({ example: { context: new Map([['x:owner', '100000000002']]) } })
    expect(canAllow(own, pattern, { subject: { ...PROOF_SUBJECT, uin: undefined } })).toEqual({ answer: 'no' })
  })
})

describe('what is not known of a key', () => {
  const puzzle = { 'for_all_value:numeric_less_than': { 'x:n': 5 }, 'for_all_value:string_like': { 'x:n': '9*9' } }
  const letters = {
    'for_all_value:string_equal_ignore_case': { 'x:t': '\u00e9' },
    'for_all_value:string_not_equal': { 'x:t': ['\u00e9', '\u00c9'] },
  }
  const why = 'a condition key is compared as a text with wildcards or foreign letters and as a typed value'
  const puzzling = document({ action: 'cos:*', condition: puzzle })

  test('keeps the answer open, and says why', () => {
    expect(overlap(puzzling, everything)).toEqual({ answer: 'unknown', why })
    expect(noNewAccess(puzzling, document({ action: 'cvm:*' }))).toEqual({ answer: 'unknown', why })
    expect(statementUse(puzzling, 0)).toEqual({ answer: 'unknown', why })
    const denying = document({ action: 'cos:*' }, { effect: 'deny', action: 'cos:*', condition: puzzle })
    expect(noNewAccess(cos, denying)).toEqual({ answer: 'unknown', why })
    expect(equivalent(puzzling, document({ effect: 'deny' }))).toEqual({ answer: 'unknown', why })
  })

  test('matters no more where another place or statement answers', () => {
    expect(overlap(document({ action: 'cos:*', condition: puzzle }, { action: 'cvm:*' }), everything).answer).toBe(
      'yes',
    )
    expect(overlap(document({ action: 'cos:*', condition: puzzle }, { action: 'cos:Get' }), everything).answer).toBe(
      'yes',
    )
    expect(noNewAccess(puzzling, everything)).toEqual({ answer: 'yes' })
    expect(noNewAccess(cos, document({ effect: 'deny', condition: puzzle }, { effect: 'deny' })).answer).toBe('no')
    expect(noNewAccess(everything, puzzling).answer).toBe('no')
  })

  test('keeps a statement that may match open', () => {
    const deny = document({ effect: 'deny', action: 'cos:*', condition: puzzle })
    expect(statementUse(deny, 0)).toEqual({ answer: 'unknown', why })
  })

  test('says why where it is one of tags', () => {
    const unknown = { answer: 'unknown', why: 'tags are compared without regard to the case of letters beyond ASCII' }
    const listed = { string_equal: { 'qcs:tag/a': '1' }, string_equal_ignore_case: { 'qcs:tag': '\u00e9' } }
    const single = {
      'for_all_value:string_equal_ignore_case': { 'qcs:tag/a': '\u00e9' },
      string_equal: { 'qcs:tag': 'a&1' },
    }
    for (const condition of [listed, single]) expect(overlap(document({ condition }), everything)).toEqual(unknown)
  })

  test('says each reason', () => {
    const both = document({ action: 'cos:*', condition: puzzle }, { action: 'cvm:*', condition: letters })
    const found = overlap(both, everything, { steps: 40 })
    expect(found.answer === 'unknown' && found.why.split('; ')).toEqual([why, 'the budget of steps is spent'])
  })
})
