// What condition operators have in common. A family says how values of its type are read; a row of it is a name and a
// comparison. Negation, `_if_exist` and the set quantifiers are applied outside, never written as rows.

import type { PatternPart } from '../pattern.ts'
import type { ContextScalar } from '../types.ts'
import { joinParts } from '../variables.ts'

/** Outcome of a comparison. UNKNOWN: a side has no readable value; a deny then holds and an allow does not. */
export const FALSE = 0
export const TRUE = 1
export const UNKNOWN = 2
export type Truth = typeof FALSE | typeof TRUE | typeof UNKNOWN

/** Judges one value of the request. */
export type Test = (have: ContextScalar) => Truth

/** A wanted value with its variables filled in; `undefined` where a variable has no value. */
export type Wanted = readonly PatternPart[] | undefined

export type OperandType = 'string' | 'number' | 'date' | 'ip' | 'bool' | 'binary' | 'null'

export interface Operator {
  readonly name: string
  readonly type: OperandType
  /** The comparison is turned round: true where the row's comparison is false. */
  readonly negated: boolean
  /** Whether policy variables may stand in its values: only where a number or a text is compared. */
  readonly variables: boolean
  /** Relative price of a test; cheap conditions are asked first. */
  readonly cost: number
  /** Whether a policy may ask for this value. */
  accepts(value: string): boolean
  /** True if the value equals (is below, lies in, …) at least one of the wanted ones; negated: if it does so with none. */
  compile(wanted: readonly Wanted[]): Test
}

export interface Row<Have, Want> {
  readonly name: string
  /** Name of the opposite operator, where the language has one. */
  readonly opposite?: string
  readonly holds: (have: Have, want: Want) => boolean
}

export interface FamilyOptions<Have, Want> {
  readonly type: OperandType
  readonly variables: boolean
  readonly cost: number
  /** Reads a value of the policy; `undefined` refuses it. */
  readonly want: (parts: readonly PatternPart[]) => Want | undefined
  /** Reads a value of the request; `undefined`: unreadable. */
  readonly have: (value: ContextScalar) => Have | undefined
  readonly rows: readonly Row<Have, Want>[]
}

export function family<Have, Want>(options: FamilyOptions<Have, Want>): readonly Operator[] {
  return options.rows.flatMap((row) => {
    const operator = (name: string, negated: boolean): Operator => ({
      name,
      negated,
      type: options.type,
      variables: options.variables,
      cost: options.cost,
      accepts: (value) => options.want([{ text: value, literal: false }]) !== undefined,
      compile: (wanted) => compileTest(options, row, negated, wanted),
    })
    const positive = operator(row.name, false)
    return row.opposite === undefined ? [positive] : [positive, operator(row.opposite, true)]
  })
}

function compileTest<Have, Want>(
  options: FamilyOptions<Have, Want>,
  row: Row<Have, Want>,
  negated: boolean,
  wanted: readonly Wanted[],
): Test {
  const { have: read } = options
  const { holds } = row
  const wants = wanted.flatMap((parts) => (parts === undefined ? [] : (options.want(parts) ?? [])))
  const found = negated ? FALSE : TRUE
  const notFound = negated ? TRUE : FALSE
  // A wanted value that is not known could have been the one.
  const otherwise = wants.length === wanted.length ? notFound : UNKNOWN
  return (value) => {
    const have = read(value)
    if (have === undefined) return UNKNOWN
    for (const want of wants) if (holds(have, want)) return found
    return otherwise
  }
}

/** Reader for families whose policy values are plain texts. */
export function plainText(parts: readonly PatternPart[]): string {
  return joinParts(parts)
}
