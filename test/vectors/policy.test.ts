// Runs the policy vectors through the engine and the reference. A new case needs no code.

import { describe, expect, test } from 'vitest'
import { assemble, decide, explain, PROBLEM_CODES, readPolicy, WARNING_CODES } from '../../src/policy/index.ts'
import { referenceDecide } from '../../src/policy/reference.ts'
import {
  DECISION_CASES,
  DOCUMENT_CASES,
  policySource,
  requestOf,
  subjectOf,
  textOf,
  VOCABULARY,
} from './policy-cases.ts'

describe('decisions', () => {
  test.each(DECISION_CASES)('$source: $name', (vector) => {
    const program = assemble(subjectOf(vector))
    expect(decide(program, requestOf(vector))).toMatchObject(vector.expect)
    expect(explain(program, requestOf(vector)).decision).toMatchObject(vector.expect)
    expect(referenceDecide(subjectOf(vector), requestOf(vector))).toEqual(vector.expect)
  })

  test('every policy of a vector is a document that the reader accepts', () => {
    for (const { name, policies, boundary, session } of DECISION_CASES) {
      for (const policy of [...policies, boundary ?? [], session ?? []].flat()) {
        const purpose = policy.preset === true ? 'preset' : 'identity'
        const vocabulary = { service: () => undefined }
        expect(readPolicy(policySource(policy, 1).document, { purpose, vocabulary }).problems, name).toEqual([])
      }
    }
  })
})

describe('documents', () => {
  test.each(DOCUMENT_CASES)('$source: $name', (vector) => {
    const text = textOf(vector)
    const result = readPolicy(text, { purpose: 'identity', vocabulary: VOCABULARY, ...vector.options })
    expect(result.problems.map((problem) => problem.code)).toEqual(vector.codes)
    expect(result.document === undefined).toBe(vector.codes.some((code) => !code.startsWith('warning.')))
    for (const { offset, message, path } of result.problems) {
      expect(offset).toBeLessThanOrEqual(text.length)
      expect([message, path]).not.toContain('')
    }
  })

  test('every code has a vector', () => {
    const seen = new Set(DOCUMENT_CASES.flatMap((vector) => vector.codes))
    expect([...PROBLEM_CODES, ...WARNING_CODES].filter((code) => !seen.has(code))).toEqual([])
  })
})
