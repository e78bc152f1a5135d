// `null_equal`: whether a key is there at all. `"true"` holds without the key and with nothing but empty values,
// `"false"` when the key is present, with whatever value. It has neither `_if_exist` nor a set quantifier.

import { FALSE, type Operator, plainText, TRUE } from './family.ts'

/** The test of this operator is asked about presence: it receives 'absent', 'empty' or 'present'. */
export type Presence = 'absent' | 'empty' | 'present'

export const NULL_EQUAL: Operator = {
  name: 'null_equal',
  type: 'null',
  negated: false,
  variables: false,
  cost: 1,
  accepts: (value) => value === 'true' || value === 'false',
  compile: (wanted) => {
    const texts = wanted.map((parts) => (parts === undefined ? '' : plainText(parts)))
    const whenNull = texts.includes('true')
    const whenPresent = texts.includes('false')
    return (presence) => ((presence !== 'present' && whenNull) || (presence !== 'absent' && whenPresent) ? TRUE : FALSE)
  },
}
