// Every condition operator by name, and how a name in a policy is taken apart: quantifier, operator, `_if_exist`.

import { BOOL_OPERATORS } from './bool.ts'
import { DATE_OPERATORS } from './date.ts'
import type { Operator } from './family.ts'
import { IP_OPERATORS } from './ip.ts'
import { NULL_EQUAL } from './null.ts'
import { NUMBER_OPERATORS } from './number.ts'
import { STRING_OPERATORS } from './string.ts'

export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  [...STRING_OPERATORS, ...NUMBER_OPERATORS, ...DATE_OPERATORS, ...BOOL_OPERATORS, ...IP_OPERATORS, NULL_EQUAL].map(
    (operator) => [operator.name, operator],
  ),
)

/** An operator as a policy uses it. */
export interface OperatorUse {
  /** The full name, such as `for_any_value:string_equal_if_exist`. */
  readonly text: string
  readonly operator: Operator
  /** Which of several values of a key must pass; a plain operator means `any`. */
  readonly quantifier: 'any' | 'all'
  /** True when the key is missing. */
  readonly ifExists: boolean
}

export const QUANTIFIERS = [
  { prefix: 'for_any_value:', quantifier: 'any' },
  { prefix: 'for_all_value:', quantifier: 'all' },
] as const

/** Ends an operator that lets requests without the key pass. */
export const IF_EXIST = '_if_exist'

/** `undefined` when the language has no such operator. Names are case-sensitive. */
export function readOperator(text: string): OperatorUse | undefined {
  const set = QUANTIFIERS.find(({ prefix }) => text.startsWith(prefix))
  const ifExists = text.endsWith(IF_EXIST)
  const name = text.slice(set?.prefix.length ?? 0, ifExists ? -IF_EXIST.length : undefined)
  const operator = OPERATORS.get(name)
  if (operator === undefined) return undefined
  if (operator.type === 'null' && (ifExists || set !== undefined)) return undefined
  return { text, operator, quantifier: set?.quantifier ?? 'any', ifExists }
}
