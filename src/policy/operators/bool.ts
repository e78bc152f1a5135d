// Boolean comparison. Policies write `"true"` and `"false"`; requests may also carry JSON booleans, 1 and 0.

import type { ContextScalar } from '../types.ts'
import { family, type Operator, plainText } from './family.ts'

function readBoolean(value: ContextScalar): boolean | undefined {
  switch (value) {
    case true:
    case 'true':
    case 1:
    case '1':
      return true
    case false:
    case 'false':
    case 0:
    case '0':
      return false
    default:
      return undefined
  }
}

function readWord(word: string): boolean | undefined {
  return word === 'true' || word === 'false' ? word === 'true' : undefined
}

export const BOOL_OPERATORS: readonly Operator[] = family<boolean, boolean>({
  type: 'bool',
  variables: false,
  cost: 1,
  want: (parts) => readWord(plainText(parts)),
  have: readBoolean,
  rows: [{ name: 'bool_equal', holds: (have, want) => have === want }],
})
