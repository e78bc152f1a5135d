// Questions about whole documents with the answers that an argument gives, not a program. A new case needs no code.

import { expect, test } from 'vitest'
import {
  canAllow,
  equivalent,
  type Granularity,
  noNewAccess,
  overlap,
  PROOF_SUBJECT,
  type ProofOptions,
  readPolicy,
  statementUses,
} from '../../src/policy/index.ts'
import cases from './prove.json' with { type: 'json' }

interface ProofCase {
  readonly name: string
  readonly because: string
  readonly question: string
  readonly first: readonly object[]
  readonly second?: readonly object[]
  readonly pattern?: { readonly action: string; readonly resource: string; readonly context?: object }
  readonly uin?: null
  readonly granularities?: readonly string[]
  readonly answer: string | readonly string[]
}

function answerTo(one: ProofCase): string | readonly string[] {
  const first = textOf(one.first)
  const second = textOf(one.second ?? [])
  const options: ProofOptions = {
    subject: one.uin === null ? { ...PROOF_SUBJECT, uin: undefined } : PROOF_SUBJECT,
    granularities: (one.granularities ?? ['service', 'operation', 'resource']) as readonly Granularity[],
  }
  switch (one.question) {
    case 'equivalent':
      return equivalent(first, second, options).answer
    case 'noNewAccess':
      return noNewAccess(first, second, options).answer
    case 'overlap':
      return overlap(first, second, options).answer
    case 'canAllow': {
      const { action = '', resource = '', context = {} } = one.pattern ?? {}
      return canAllow(first, { action, resource, context: new Map(Object.entries(context)) }, options).answer
    }
    default:
      return statementUses(first, options).map((use) => (use.answer === 'dead' ? use.because : use.answer))
  }
}

function textOf(statements: readonly object[]): string {
  return JSON.stringify({ version: '2.0', statement: statements })
}

const all: readonly ProofCase[] = cases as unknown as readonly ProofCase[]

test.each(all)('$question: $name ($because)', (one) => {
  expect(answerTo(one)).toEqual(one.answer)
})

test('every document of a case is one that the reader accepts', () => {
  const options = { purpose: 'identity', vocabulary: { service: () => undefined } } as const
  for (const { name, first, second = [] } of all) {
    expect(readPolicy(textOf(first), options).problems, name).toEqual([])
    if (second.length > 0) expect(readPolicy(textOf(second), options).problems, name).toEqual([])
  }
})

test('a case is known by its name', () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
})
