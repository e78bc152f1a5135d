import { describe, expect, test } from 'vitest'
import { decide } from '../decide.ts'
import { assemble } from '../program.ts'
import type { ListedRequest } from '../types.ts'
import { canAllow, equivalent, noNewAccess, overlap, PROOF_SUBJECT, statementUse, statementUses } from './prove.ts'

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

function allows(text: string, request: ListedRequest): boolean {
  const source = {
    policyId: 1,
    policyName: 'p',
    versionId: 1,
    preset: false,
    creator: PROOF_SUBJECT.account,
    document: text,
  }
  const identity = [{ ...source, via: { kind: 'direct' as const } }]
  const program = assemble({ ...PROOF_SUBJECT, kind: 'user', identity, boundary: undefined, session: undefined })
  return decide(program, request).effect === 'allow'
}

const everything = document({})
const reading = document({ action: 'cos:Get*' })

describe('noNewAccess', () => {
  test('is so for what is a part', () => {
    expect(noNewAccess(reading, everything)).toEqual({ answer: 'yes' })
  })

  test('shows a request that only the first allows', () => {
    const proof = noNewAccess(everything, reading)
    if (proof.answer !== 'no') throw new Error(proof.answer)
    expect([everything, reading].map((text) => allows(text, proof.counterexample))).toEqual([true, false])
  })

  test('takes several policies that are in force together', () => {
    const denying = document({ effect: 'deny', action: 'cos:GetBucket*' })
    expect(noNewAccess([everything, denying], everything).answer).toBe('yes')
    expect(noNewAccess(everything, [everything, denying]).answer).toBe('no')
  })

  test('takes presets and policies of other accounts for what they are', () => {
    const own = document({ resource: 'qcs::cos:::*' })
    const text = own.replace('cos:::', 'cos::uin/-1:')
    expect(equivalent({ document: text, preset: true }, own)).toEqual({ answer: 'yes' })
    expect(canAllow(text, { action: 'cos:*', resource: '*' })).toEqual({ answer: 'no' })
    expect(noNewAccess({ document: own, creator: 7 }, document({ effect: 'deny' })).answer).toBe('no')
    expect(canAllow({ document: own, creator: 7 }, { action: 'cos:*', resource: '*' }).answer).toBe('no')
  })

  test('a document that cannot be read allows nothing, as everywhere', () => {
    expect(noNewAccess('{', document({ effect: 'deny' }))).toEqual({ answer: 'yes' })
  })
})

test('equivalent says which of the two allows more', () => {
  expect(equivalent(reading, everything)).toMatchObject({ answer: 'no', allowedBy: 'second' })
  expect(equivalent(everything, reading)).toMatchObject({ answer: 'no', allowedBy: 'first' })
})

describe('overlap', () => {
  test('shows a request that both allow', () => {
    const found = overlap(reading, document({ action: 'cos:*Object' }))
    if (found.answer !== 'yes') throw new Error(found.answer)
    expect(found.example.action).toBe('cos:getobject')
  })

  test('there is none between what excludes each other', () => {
    const inside = document({ condition: { ip_equal: { 'qcs:ip': '10.0.0.0/8' } } })
    const outside = document({ condition: { 'for_all_value:ip_not_equal': { 'qcs:ip': '10.0.0.0/8' } } })
    expect(overlap(inside, outside)).toEqual({ answer: 'no' })
  })
})

describe('canAllow', () => {
  const guarded = document({}, { effect: 'deny', action: 'cam:*', condition: { string_equal_if_exist: { mfa: '0' } } })

  test('takes the context as it is given and leaves the rest open', () => {
    const pattern = { action: 'cam:Delete*', resource: '*' }
    expect(canAllow(guarded, pattern).answer).toBe('yes')
    expect(canAllow(guarded, { ...pattern, context: new Map([['mfa', '0']]) })).toEqual({ answer: 'no' })
    const found = canAllow(guarded, {
      ...pattern,
      context: new Map([
        ['mfa', '1'],
        ['k:other', 'seen'],
      ]),
    })
    if (found.answer !== 'yes') throw new Error(found.answer)
    expect([...found.example.context]).toEqual([
      ['mfa', '1'],
      ['k:other', 'seen'],
    ])
  })

  test('who gives one tag gives all of them', () => {
    const tagged = document({ condition: { string_equal: { 'qcs:resource_tag/env': 'test' } } })
    const pattern = { action: 'cos:*', resource: '*' }
    expect(canAllow(tagged, { ...pattern, context: new Map([['qcs:tag', ['env&test']]]) }).answer).toBe('yes')
    expect(canAllow(tagged, { ...pattern, context: new Map([['qcs:resource_tag', ['env&prod']]]) }).answer).toBe('no')
  })

  test('a question that is none is not answered', () => {
    expect(canAllow(guarded, { action: 'cam', resource: '*' })).toMatchObject({
      answer: 'unknown',
      why: expect.stringContaining('the question cannot be read'),
    })
  })

  test('the levels of requests can be limited', () => {
    const single = document({ action: 'cos:GetObject' })
    const pattern = { action: 'cos:*', resource: '*' }
    expect(canAllow(single, pattern, { granularities: ['service'] }).answer).toBe('no')
    expect(canAllow(single, pattern, { granularities: ['operation'] })).toMatchObject({
      example: { granularity: 'operation' },
    })
  })
})

describe('statementUses', () => {
  test('tells what decides from what does not, and why', () => {
    const text = document(
      { action: 'cos:*' },
      { action: 'cos:Get*' },
      { effect: 'deny', action: 'cos:Delete*' },
      { effect: 'deny', action: 'cvm:*' },
      { action: 'cam:*', resource: 'qcs::cam::uin/7:*' },
      {
        action: 'cos:*',
        condition: { numeric_less_than: { 'k:n': 'x'.length }, 'for_all_value:numeric_greater_than': { 'k:n': 1 } },
      },
    )
    expect(statementUses(text).map((use) => (use.answer === 'dead' ? use.because : use.answer))).toEqual([
      'used',
      'shadowed',
      'used',
      'shadowed',
      'matches nothing',
      'matches nothing',
    ])
  })

  test('the only statement of a document is used if anything is allowed by it', () => {
    expect(statementUses(everything)).toMatchObject([{ answer: 'used' }])
    expect(statementUse(document({ effect: 'deny' }), 0)).toEqual({ answer: 'dead', because: 'shadowed' })
  })

  test('knows of no statement that is not there', () => {
    expect(statementUse(everything, 1)).toEqual({ answer: 'unknown', why: 'there is no statement 1' })
  })
})

describe('a question that costs too much', () => {
  const letters = [...'abcdefghij']
  const entangled = document({ action: letters.map((letter, at) => `*${letter}*${letters[at + 1] ?? 'k'}*:x`) })

  test('is not answered', () => {
    expect(noNewAccess(everything, entangled, { steps: 1000 })).toEqual({
      answer: 'unknown',
      why: 'the budget of steps is spent',
    })
  })

  test('is not answered yes by any lack of steps', () => {
    for (let steps = 0; steps < 3000; steps += 37) {
      expect(noNewAccess(everything, reading, { steps }).answer, String(steps)).not.toBe('yes')
    }
  })
})

describe('a boundary and a session policy', () => {
  const cos = document({ action: 'cos:*' })
  const noDeletes = document({}, { effect: 'deny', action: '*:Delete*' })

  test('are intersected with the policies', () => {
    const bounded = { policies: [everything], boundary: cos, session: noDeletes }
    expect(equivalent(bounded, document({ action: 'cos:*' }, { effect: 'deny', action: 'cos:Delete*' }))).toEqual({
      answer: 'yes',
    })
    expect(noNewAccess(everything, bounded)).toMatchObject({ answer: 'no' })
    expect(canAllow(bounded, { action: 'cvm:*', resource: '*' })).toEqual({ answer: 'no' })
  })

  test('grant nothing', () => {
    expect(canAllow({ policies: [], boundary: everything }, { action: '*', resource: '*' })).toEqual({ answer: 'no' })
    expect(overlap({ policies: [reading], session: cos }, cos).answer).toBe('yes')
  })
})

test('the general policies hold on both sides', () => {
  const unbinding = document({ action: 'account:UnbindToken' })
  const without = { action: 'account:*', resource: '*', context: new Map([['mfa', '0']]) }
  expect(canAllow(unbinding, without)).toEqual({ answer: 'no' })
  expect(canAllow(unbinding, { ...without, context: new Map([['mfa', '1']]) }).answer).toBe('yes')
})

test('only roles are used across accounts', () => {
  const foreign = { resource: 'qcs::cam::uin/7:roleName/*' }
  expect(canAllow(document(foreign), { action: '*', resource: '*' })).toMatchObject({
    example: { action: 'sts:assumerole' },
  })
  expect(canAllow(document({ ...foreign, action: 'cam:*' }), { action: '*', resource: '*' })).toEqual({ answer: 'no' })
})

test('a variable without value opens no allow and lifts no deny', () => {
  const own = document({ resource: 'qcs::cmqtopic:::topicName/uin/${uin}/*' })
  const nobody = { subject: { ...PROOF_SUBJECT, uin: undefined } }
  expect(canAllow(own, { action: '*', resource: '*' }).answer).toBe('yes')
  expect(canAllow(own, { action: '*', resource: '*' }, nobody)).toEqual({ answer: 'no' })
  const denied = document({}, { effect: 'deny', resource: 'qcs::cmqtopic:::topicName/uin/${uin}/*' })
  const elsewhere = { action: 'cmqtopic:*', resource: 'qcs::cmqtopic:::elsewhere' }
  expect(canAllow(denied, elsewhere).answer).toBe('yes')
  expect(canAllow(denied, elsewhere, nobody)).toEqual({ answer: 'no' })
})
