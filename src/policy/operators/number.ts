// Numeric comparisons on both JSON numbers and numeric texts. A boolean of a request counts as 1 or 0, because the
// same fact (second factor used) is documented in both spellings.

import type { ContextScalar } from '../types.ts'
import { family, type Operator, plainText } from './family.ts'

export const NUMERAL = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** `undefined` for anything that is not a finite decimal number. */
export function readNumber(value: ContextScalar): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0
  const number = typeof value === 'number' ? value : NUMERAL.test(value.trim()) ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

export const NUMBER_OPERATORS: readonly Operator[] = family<number, number>({
  type: 'number',
  variables: true,
  cost: 2,
  want: (parts) => readNumber(plainText(parts)),
  have: readNumber,
  rows: [
    { name: 'numeric_equal', opposite: 'numeric_not_equal', holds: (have, want) => have === want },
    { name: 'numeric_less_than', holds: (have, want) => have < want },
    { name: 'numeric_less_than_equal', holds: (have, want) => have <= want },
    { name: 'numeric_greater_than', holds: (have, want) => have > want },
    { name: 'numeric_greater_than_equal', holds: (have, want) => have >= want },
  ],
})
