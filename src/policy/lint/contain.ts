// Whether one part of a policy covers another: everything that the narrow one matches, the wide one matches too. Sound
// and not complete: where it answers false, nothing is said. Variables are texts that nobody knows, the same in both.

import { accountKey, type PolicyHome } from '../account.ts'
import { readConditionKey } from '../condition.ts'
import type { AccountForm, ActionForm, ConditionForm, ResourceForm, Statement } from '../document.ts'
import { readDate } from '../operators/date.ts'
import { type Block, readBlock } from '../operators/ip.ts'
import { readNumber } from '../operators/number.ts'
import { compilePattern, matches } from '../pattern.ts'
import type { Effect } from '../types.ts'
import { hasVariable, type Template, templateText, type VariableName } from '../variables.ts'

// Characters that no pattern of a policy contains stand for what is unknown in the narrow one.
const ANY_RUN = '\u0001'
const OPAQUE: Readonly<Record<VariableName, string>> = { uin: '\u0002', owner_uin: '\u0003', app_id: '\u0004' }
const MARKS = /[\u0001-\u0004]/

/** Whether a pattern with `*` covers another: a run of the narrow one is only ever swallowed by a run of the wide one. */
export function patternCovers(wide: string, narrow: string): boolean {
  if (MARKS.test(wide + narrow)) return wide === narrow
  return matches(compilePattern(wide), narrow.replaceAll('*', ANY_RUN))
}

export function actionCovers(wide: ActionForm, narrow: ActionForm): boolean {
  return patternCovers(wide.product, narrow.product) && patternCovers(wide.name, narrow.name)
}

/** `effect` is that of the narrow one: there a variable without a value matches nothing in an allow, in a deny everything. */
export function resourceCovers(wide: ResourceForm, narrow: ResourceForm, effect: Effect): boolean {
  // The bare `*` is also about resources of other accounts, so nothing but itself covers it.
  if (wide.every) return true
  if (narrow.every) return false
  return (
    (wide.service === '' || wide.service === narrow.service) &&
    regionCovers(wide.region, narrow.region) &&
    sameAccount(wide.account, narrow.account) &&
    contentCovers(wide.content, narrow.content, effect)
  )
}

export function isOpen(region: string): boolean {
  return region === '' || region === '*'
}

function regionCovers(wide: string, narrow: string): boolean {
  return isOpen(wide) || (!isOpen(narrow) && patternCovers(wide, narrow))
}

// Who made a policy is not known here, but it is one account, and no account has this number.
const HOME: PolicyHome = { preset: false, creator: Number.MAX_SAFE_INTEGER }

function sameAccount(one: AccountForm, other: AccountForm): boolean {
  return accountKey(one, HOME) === accountKey(other, HOME)
}

function contentCovers(wide: Template, narrow: Template, effect: Effect): boolean {
  const known = variablesOf(wide)
  const everything = /^\*+$/.test(templateText(wide))
  const spreads = effect === 'deny' && variablesOf(narrow).some((name) => !known.includes(name))
  if (spreads && !everything) return false
  return matches(compilePattern(marked(wide, '*')), marked(narrow, ANY_RUN))
}

function variablesOf(template: Template): readonly VariableName[] {
  return template.flatMap((part) => ('variable' in part ? [part.variable] : []))
}

function marked(template: Template, run: string): string {
  return template.map((part) => ('text' in part ? part.text.replaceAll('*', run) : OPAQUE[part.variable])).join('')
}

export function blockCovers(wide: Block, narrow: Block): boolean {
  if (wide.family !== narrow.family) return false
  return [0, 1, 2, 3].every((at) => {
    const mask = wide.mask[at] ?? 0
    return ((narrow.mask[at] ?? 0) & mask) === mask && ((narrow.words[at] ?? 0) & mask) === wide.words[at]
  })
}

/** Whether every value of a request for which the narrow wanted value holds satisfies the wide one. */
export function valueCovers({ operator }: ConditionForm['operator'], wide: Template, narrow: Template): boolean {
  const [one, other] = [templateText(wide), templateText(narrow)]
  if (one === other) return true
  if (hasVariable(wide) || hasVariable(narrow)) return false
  switch (operator.type) {
    case 'string':
      if (operator.name.endsWith('_like')) return patternCovers(one, other)
      return operator.name.endsWith('_ignore_case') && one.toLowerCase() === other.toLowerCase()
    case 'ip': {
      const [wideBlock, narrowBlock] = [readBlock(one), readBlock(other)]
      return wideBlock !== undefined && narrowBlock !== undefined && blockCovers(wideBlock, narrowBlock)
    }
    case 'number':
      return orderCovers(operator.name, readNumber(one), readNumber(other))
    case 'date':
      return orderCovers(operator.name, readDate(one), readDate(other))
    default:
      return false
  }
}

function orderCovers(operator: string, wide: number | undefined, narrow: number | undefined): boolean {
  if (wide === undefined || narrow === undefined) return false
  if (operator.includes('_less_')) return narrow <= wide
  return operator.includes('_greater_') ? narrow >= wide : narrow === wide
}

/** Whether a condition that holds makes another one hold. */
export function conditionImplies(narrow: ConditionForm, wide: ConditionForm): boolean {
  const [one, other] = [narrow.operator, wide.operator]
  if (one.operator !== other.operator || one.quantifier !== other.quantifier) return false
  if (readConditionKey(narrow.key).name !== readConditionKey(wide.key).name) return false
  if (one.ifExists && !other.ifExists) return false
  const [some, within] = one.operator.negated ? [wide.values, narrow.values] : [narrow.values, wide.values]
  return some.every((value) => within.some((wanted) => valueCovers(one, wanted, value)))
}

/** Whether a statement matches wherever another one does. */
export function statementCovers(wide: Statement, narrow: Statement): boolean {
  return (
    narrow.actions.every((action) => wide.actions.some((other) => actionCovers(other, action))) &&
    narrow.resources.every((one) => wide.resources.some((other) => resourceCovers(other, one, narrow.effect))) &&
    wide.conditions.every((condition) => narrow.conditions.some((one) => conditionImplies(one, condition))) &&
    narrow.principals.every((one) => wide.principals.some((other) => JSON.stringify(other) === JSON.stringify(one)))
  )
}

/** The items that another one covers, each with that one. Of items that cover each other the first is not among them. */
export function coveredItems<Item>(
  items: readonly Item[],
  covers: (wide: Item, narrow: Item) => boolean,
): readonly (readonly [narrow: Item, wide: Item])[] {
  return items.flatMap((narrow, index) => {
    const wide = items.find((other, place) => covers(other, narrow) && (place < index || !covers(narrow, other)))
    return wide === undefined ? [] : [[narrow, wide] as const]
  })
}
