// Every element, kind of principal and operator has words, and nothing else has.
import { expect, test } from 'vitest'
import { OPERATORS } from './operators/index.ts'
import { PRINCIPAL_KINDS } from './read-principal.ts'
import { STATEMENT_ELEMENTS } from './read-statement.ts'
import { DOCUMENT_ELEMENTS } from './validate.ts'
import { ELEMENT_WORDS, OPERATOR_WORDS, operatorWords, PRINCIPAL_WORDS } from './words.ts'

test('names are those of the reader', () => {
  expect([...ELEMENT_WORDS.keys()].sort()).toEqual([...new Set([...DOCUMENT_ELEMENTS, ...STATEMENT_ELEMENTS])].sort())
  expect([...OPERATOR_WORDS.keys()].sort()).toEqual([...OPERATORS.keys()].sort())
  expect([...PRINCIPAL_WORDS.keys()]).toEqual([...PRINCIPAL_KINDS.keys()])
})

test('an operator is told with what stands around its name', () => {
  expect(operatorWords('for_all_value:string_like_if_exist')).toBe(
    'The text fits one of these patterns; `*` stands for any characters. Of several values every one must pass. A request without the key passes (`_if_exist`).',
  )
  expect(operatorWords('ip_equal')).toBe(
    'The address lies in one of these blocks. A request without the key does not pass.',
  )
  expect(operatorWords('null_equal')).toBe(OPERATOR_WORDS.get('null_equal'))
  expect(operatorWords('string_equals')).toBeUndefined()
})
