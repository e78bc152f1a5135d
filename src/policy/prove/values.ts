// The values of one condition key: finds one that passes and fails given tests. Keys that are compared as texts are
// decided by automata, keys with typed values by trying one value of every cell. A key that is compared in both ways
// is decided where its texts are wanted as a whole; with wildcards on top it may stay open.

import type { Condition } from '../condition.ts'
import type { OperandType } from '../operators/family.ts'
import { readNumber } from '../operators/number.ts'
import type { ContextScalar } from '../types.ts'
import { joinParts, type VariableValues } from '../variables.ts'
import { addressCells, numberCells, timeCells } from './cells.ts'
import type { Effort, Found } from './effort.ts'
import { foldsSimply } from './language.ts'
import { caseVariants, spellings } from './spellings.ts'
import { operatorOf, textClauses, type ValueLiteral, wantedParts } from './value-test.ts'
import { findWord } from './word.ts'

/** The values that a key can have, as far as the conditions on it tell them apart. */
export interface Values {
  /** Types other than text by which the key is compared. */
  readonly typed: boolean
  readonly listed: readonly ContextScalar[]
  /** Each combination of answers that typed tests can give is given by a listed value. */
  readonly completeTyped: boolean
  /** So it is with those of tests of texts together with them. */
  readonly complete: boolean
}

/** `conditions` are all on that key that the question is about. */
export function valuesFor(conditions: readonly Condition[], variables: VariableValues): Values {
  const wanted = wantedByType(conditions, variables)
  const exact = wanted.get('string') ?? []
  const typed = TYPES.some((type) => wanted.has(type))
  const times = timeCells(wanted.get('date') ?? [])
  const cells: readonly ContextScalar[] = [...typedCells(wanted), ...times.texts, 'x']
  const taken = new Set(exact.map((text) => text.toLowerCase()))
  // Only a key that is compared in more than one way can tell spellings apart.
  const mixed = wanted.size > 1
  const spelled = mixed ? cells.map((cell) => spellings(cell, taken)) : []
  const listed = new Set<ContextScalar>([...cells, ...spelled.flat(), '', ...exact])
  for (const text of exact) for (const variant of caseVariants(text, exact.length)) listed.add(variant)
  // Of an address all spellings may be taken.
  const allSpelled = spelled.every((texts) => texts.length > 0)
  const plain = !conditions.some((condition) => hasWildcards(condition, variables)) && exact.every(foldsSimply)
  return { typed, listed: [...listed], completeTyped: times.complete, complete: times.complete && allSpelled && plain }
}

/** A value of which every literal is true. */
export function findValue(values: Values, literals: readonly ValueLiteral[], effort: Effort): Found<ContextScalar> {
  if (!values.typed) {
    const clauses = textClauses(literals)
    if (clauses !== undefined) return findWord(clauses, 'last', effort)
  }
  const isFit = (value: ContextScalar): boolean => literals.every(({ test, passes }) => test.holds(value) === passes)
  const value = values.listed.find(isFit)
  if (value !== undefined) return { value }
  if (values.typed && values.complete) return 'none'
  return findMixed(values, literals, isFit, effort)
}

/** What no text can be, or what no typed value can be, cannot be both. */
function findMixed(
  values: Values,
  literals: readonly ValueLiteral[],
  isFit: (value: ContextScalar) => boolean,
  effort: Effort,
): Found<ContextScalar> {
  const textual = literals.filter(({ test }) => test.onTexts('') !== undefined)
  const word = findWord(textClauses(textual) ?? [], 'last', effort)
  if (word === 'none') return 'none'
  if (word !== 'open' && isFit(word.value)) return word
  const others = literals.filter((literal) => !textual.includes(literal))
  const typedOnly = others.every(({ test }) => test.isTyped)
  if (values.completeTyped && typedOnly && !values.listed.some((value) => passesAll(others, value))) return 'none'
  effort.open.add('a condition key is compared as a text with wildcards or foreign letters and as a typed value')
  return 'open'
}

function passesAll(literals: readonly ValueLiteral[], value: ContextScalar): boolean {
  return literals.every(({ test, passes }) => test.holds(value) === passes)
}

const TYPES: readonly OperandType[] = ['number', 'date', 'ip', 'bool']

/** Wanted values by type of operator; those with wildcards are left out, those compared as bytes are texts. */
function wantedByType(
  conditions: readonly Condition[],
  variables: VariableValues,
): ReadonlyMap<OperandType, readonly string[]> {
  const wanted = new Map<OperandType, string[]>()
  for (const condition of conditions) {
    const type = operatorOf(condition)?.type ?? 'null'
    if (type === 'null') continue
    const kind = type === 'binary' ? 'string' : type
    const texts = wanted.get(kind) ?? []
    wanted.set(kind, texts)
    if (hasWildcards(condition, variables)) continue
    for (const parts of wantedParts(condition, variables)) if (parts !== undefined) texts.push(joinParts(parts))
  }
  return wanted
}

function hasWildcards(condition: Condition, variables: VariableValues): boolean {
  if (operatorOf(condition)?.name.includes('like') !== true) return false
  const parts = wantedParts(condition, variables).flatMap((wanted) => wanted ?? [])
  return parts.some(({ text, literal }) => !literal && text.includes('*'))
}

function typedCells(wanted: ReadonlyMap<OperandType, readonly string[]>): readonly ContextScalar[] {
  const numbers = (wanted.get('number') ?? []).flatMap((text) => readNumber(text) ?? [])
  const isBool = wanted.has('bool')
  return [
    ...(wanted.has('number') || isBool ? numberCells(isBool ? [...numbers, 0, 1] : numbers) : []),
    ...(wanted.has('ip') ? addressCells(wanted.get('ip') ?? []) : []),
    ...(wanted.size > 1 || isBool ? [true, false, 'true', 'false'] : []),
  ]
}
