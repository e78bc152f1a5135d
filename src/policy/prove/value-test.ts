// What a condition asks of a single value of its key: as the engine's own test, and, where it looks at the value's
// text only, as sets of texts. What cannot be known counts as the effect of the statement wants it.

import type { Condition } from '../condition.ts'
import { TRUE, UNKNOWN } from '../operators/family.ts'
import { type OperatorUse, readOperator } from '../operators/index.ts'
import { compileParts, type PatternPart } from '../pattern.ts'
import type { ContextScalar, Effect } from '../types.ts'
import { joinParts, parseTemplate, substitute, type VariableValues } from '../variables.ts'
import { exactLanguage, foldedLanguage, foldsSimply, type Language, patternLanguage } from './language.ts'
import type { Clause } from './word.ts'

/** Texts that are in one of these sets, or, where `inside` is false, in none of them. */
export interface TextTest {
  readonly languages: readonly Language[]
  readonly inside: boolean
}

/** Judges one value. */
export interface ValueTest {
  readonly holds: (value: ContextScalar) => boolean
  /** Looks at what the value means as a number, a time, an address or a boolean. */
  readonly isTyped: boolean
  /** The same for texts, with something in front of each; `undefined` where sets of texts cannot say it. */
  readonly onTexts: (before: string) => TextTest | undefined
}

/** A test that a value must pass, or must not pass. */
export interface ValueLiteral {
  readonly test: ValueTest
  readonly passes: boolean
}

export const IS_EMPTY: ValueTest = {
  holds: (value) => value === '',
  isTyped: false,
  onTexts: (before) => ({ languages: [exactLanguage(before)], inside: true }),
}

/** The wanted values of a condition with the variables filled in; `undefined` where one has no value. */
export function wantedParts(condition: Condition, variables: VariableValues): (readonly PatternPart[] | undefined)[] {
  return condition.wanted.map((text) => {
    const parsed = parseTemplate(text)
    return 'template' in parsed ? substitute(parsed.template, variables) : undefined
  })
}

/** How the operator of a condition was written. A compiled condition has an operator that exists. */
export function operatorOf(condition: Condition): OperatorUse['operator'] | undefined {
  return readOperator(condition.operator)?.operator
}

/** The test of a condition on one value, for a statement of that effect. */
export function valueTest(condition: Condition, effect: Effect, variables: VariableValues): ValueTest {
  const made = new Map<string, TextTest | undefined>()
  const type = operatorOf(condition)?.type
  return {
    isTyped: type !== 'string' && type !== 'binary',
    holds: (value) => {
      const truth = condition.test(value)
      return truth === TRUE || (truth === UNKNOWN && effect === 'deny')
    },
    onTexts: (before) => {
      if (!made.has(before)) made.set(before, textTest(condition, effect, variables, before))
      return made.get(before)
    },
  }
}

function textTest(
  condition: Condition,
  effect: Effect,
  variables: VariableValues,
  before: string,
): TextTest | undefined {
  const operator = operatorOf(condition)
  if (operator === undefined || (operator.type !== 'string' && operator.type !== 'binary')) return undefined
  const languages: Language[] = []
  let unknown = false
  for (const parts of wantedParts(condition, variables)) {
    const language = parts === undefined ? undefined : wantedLanguage(operator.name, parts, before)
    if (parts === undefined) unknown = true
    else if (language === undefined) return undefined
    else languages.push(language)
  }
  // A wanted value that is not known could have been the one: then every text that is not found is a maybe.
  const maybe = unknown && effect === 'deny'
  if (operator.negated) return unknown && !maybe ? { languages: [], inside: true } : { languages, inside: false }
  return maybe ? { languages: [], inside: false } : { languages, inside: true }
}

function wantedLanguage(name: string, parts: readonly PatternPart[], before: string): Language | undefined {
  if (name.includes('like')) return patternLanguage(compileParts(parts), before)
  if (!name.includes('ignore_case')) return exactLanguage(before + joinParts(parts))
  const lower = joinParts(parts).toLowerCase()
  return foldsSimply(lower) ? foldedLanguage(lower, before) : undefined
}

/** What a text must be for all of the literals to be true of it; `undefined` where one of them looks beyond texts. */
export function textClauses(literals: readonly ValueLiteral[]): readonly Clause[] | undefined {
  const clauses: Clause[] = []
  for (const { test, passes } of literals) {
    const texts = test.onTexts('')
    if (texts === undefined) return undefined
    clauses.push(...clausesOf(texts, passes))
  }
  return clauses
}

function clausesOf({ languages, inside }: TextTest, passes: boolean): readonly Clause[] {
  if (inside === passes) return [{ in: languages, out: [] }]
  return languages.map((language) => ({ in: [], out: [language] }))
}

/**
 * The same for a text with something in front, where it has that: `open` is the set of all texts that begin so, and
 * texts outside of it may be anything.
 */
export function tailClauses(
  { test, passes }: ValueLiteral,
  before: string,
  open: Language,
): readonly Clause[] | undefined {
  const texts = test.onTexts(before)
  if (texts === undefined) return undefined
  if (texts.inside === passes) return [{ in: texts.languages, out: [open] }]
  return texts.languages.map((language) => ({ in: [], out: [language] }))
}
