// Text comparisons. Numbers and booleans of a request are compared in their JSON spelling.

import { compileParts, matches, type Pattern } from '../pattern.ts'
import { family, type Operator, plainText } from './family.ts'

const exact = family<string, string>({
  type: 'string',
  variables: true,
  cost: 1,
  want: plainText,
  have: String,
  rows: [{ name: 'string_equal', opposite: 'string_not_equal', holds: (have, want) => have === want }],
})

const ignoringCase = family<string, string>({
  type: 'string',
  variables: true,
  cost: 1,
  want: (parts) => plainText(parts).toLowerCase(),
  have: (value) => String(value).toLowerCase(),
  rows: [
    {
      name: 'string_equal_ignore_case',
      opposite: 'string_not_equal_ignore_case',
      holds: (have, want) => have === want,
    },
  ],
})

const like = family<string, Pattern>({
  type: 'string',
  variables: true,
  cost: 2,
  want: compileParts,
  have: String,
  rows: [{ name: 'string_like', opposite: 'string_not_like', holds: (have, want) => matches(want, have) }],
})

// Three public descriptions of this operator disagree; byte-wise equality is the strictest of them.
const binary = family<string, string>({
  type: 'binary',
  variables: true,
  cost: 1,
  want: plainText,
  have: String,
  rows: [{ name: 'binary_equal', holds: (have, want) => have === want }],
})

export const STRING_OPERATORS: readonly Operator[] = [...exact, ...ignoringCase, ...like, ...binary]
