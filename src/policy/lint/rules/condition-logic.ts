// Rules about what conditions say together, and about requests that lack the key: the two places where a condition most
// often means the opposite of what was wanted.

import { compileCondition, conditionHolds } from '../../condition.ts'
import type { ConditionForm } from '../../document.ts'
import { readDate } from '../../operators/date.ts'
import { type Block, readBlock } from '../../operators/ip.ts'
import { readNumber } from '../../operators/number.ts'
import type { ContextValue } from '../../types.ts'
import { hasVariable, templateText } from '../../variables.ts'
import { type CheckedRule, everyCondition, everyStatement } from '../check.ts'
import { blockCovers } from '../contain.ts'
import { rename } from '../edit.ts'
import type { ConditionPart, StatementPart } from '../facts.ts'
import { byKey, isTagList, keyRow } from '../keys.ts'

export const CONDITION_LOGIC_RULES: readonly CheckedRule[] = [
  {
    id: 'deny-passes-missing-key',
    severity: 'warning',
    check: everyCondition(({ form, operator, key }, { facts, statement, add }) => {
      if (statement.form.effect !== 'deny' || !form.operator.operator.negated || form.operator.ifExists) return
      if (keyRow(form.key)?.always === true) return
      const alone = key.owner.members.length === 1
      const fix = alone ? rename(facts, operator, `${form.operator.text}_if_exist`, 'suggestion') : undefined
      add(key, `a request without "${form.key}" is not denied`, fix)
    }),
  },
  {
    id: 'allow-refuses-missing-key',
    severity: 'notice',
    check: everyCondition(({ form, key }, { statement, add }) => {
      if (statement.form.effect !== 'allow' || !form.operator.operator.negated || form.operator.ifExists) return
      if (keyRow(form.key)?.always !== true) add(key, `a request without "${form.key}" is not allowed`)
    }),
  },
  {
    id: 'allow-if-exist',
    severity: 'warning',
    check: everyCondition(({ form, operator, key }, { statement, add }) => {
      if (statement.form.effect !== 'allow' || !form.operator.ifExists || !form.key.startsWith('qcs:')) return
      const asks = statement.conditions.some(
        (other) => other.form.operator.text === 'null_equal' && other.form.key === form.key,
      )
      if (!asks) add(key, `"${operator.name.trim()}" also allows requests without "${form.key}"`)
    }),
  },
  {
    id: 'needless-if-exist',
    severity: 'notice',
    check: everyCondition(({ form, key }, { statement, add }) => {
      if (statement.form.effect !== 'deny' || !form.operator.ifExists || form.key === 'qcs:ip') return
      if (keyRow(form.key)?.always === true) add(key, `every request carries "${form.key}"`)
    }),
  },
  {
    id: 'null-equal-both',
    severity: 'warning',
    check: everyCondition(({ form, key, values }, { add }) => {
      const texts = values.map(({ text }) => text)
      if (form.operator.operator.type !== 'null' || !texts.includes('true') || !texts.includes('false')) return
      add(key, `"null_equal" of "${form.key}" always holds`)
    }),
  },
  {
    id: 'null-equal-contradiction',
    severity: 'warning',
    check: everyStatement((statement, { add }) => {
      for (const [key, conditions] of byKey(statement.conditions)) {
        const missing = conditions.find(({ form }) => isNull(form, 'true'))
        const empties: readonly (ContextValue | undefined)[] = [undefined, '']
        if (missing === undefined || hasOpenValue(conditions)) continue
        if (!empties.some((value) => allHold(conditions, key, value))) {
          add(missing.key, `"${key}" cannot be missing and hold the other conditions`)
        }
      }
    }),
  },
  {
    id: 'contradictory-values',
    severity: 'warning',
    check: everyStatement((statement, { add }) => {
      for (const [key, conditions] of byKey(statement.conditions)) {
        const named = conditions.find(namesItsValues)
        if (named === undefined || isTagList(key) || hasOpenValue(conditions)) continue
        if (conditions.some(({ form }) => isNull(form, 'true'))) continue
        const texts = conditions.filter(({ form }) => form.operator.operator.type === 'string')
        const candidates: (ContextValue | undefined)[] = named.values.map(({ text }) => text)
        if (conditions.every(({ form }) => form.operator.ifExists)) candidates.push(undefined)
        if (!candidates.some((value) => allHold(texts, key, value))) {
          add(named.key, `no single value of "${key}" satisfies all conditions of the statement`)
        }
      }
    }),
  },
  {
    id: 'empty-range',
    severity: 'warning',
    check: everyStatement((statement, { add }) => {
      for (const [key, conditions] of byKey(statement.conditions)) {
        const [first] = conditions
        if (first === undefined) continue
        if (!isEmptyRange(conditions, 'date') && !isEmptyRange(conditions, 'number')) continue
        add(first.key, `the range of "${key}" is empty`)
      }
    }),
  },
  {
    id: 'disjoint-addresses',
    severity: 'warning',
    check: everyStatement((statement, { add }) => {
      for (const [key, conditions] of byKey(statement.conditions)) {
        const blocks = conditions.filter(({ form }) => form.operator.operator.type === 'ip' && !form.operator.ifExists)
        const inside = blocks.filter(({ form }) => !form.operator.operator.negated)
        const outside = blocks
          .filter(({ form }) => form.operator.operator.negated)
          .flatMap(({ form }) => blocksOf(form))
        const [first, second] = inside
        if (first === undefined) continue
        const free = (form: ConditionForm): boolean =>
          blocksOf(form).some((block) => !outside.some((other) => blockCovers(other, block)))
        const apart = second !== undefined && !meet(blocksOf(first.form), blocksOf(second.form))
        if (apart || inside.some(({ form }) => !free(form)))
          add(first.key, `no address satisfies all conditions on "${key}"`)
      }
    }),
  },
  {
    id: 'deny-needs-all-values',
    severity: 'warning',
    check: everyCondition(({ form, key }, { statement, add }) => {
      const { quantifier, operator, ifExists } = form.operator
      if (statement.form.effect !== 'deny' || quantifier !== 'all' || operator.negated || ifExists) return
      if (isTagList(form.key))
        add(key, `a request with a further value of "${form.key}", or without any, is not denied`)
    }),
  },
  {
    id: 'all-values-is-no-intersection',
    severity: 'notice',
    check: everyCondition(({ form, key, values }, { statement, add }) => {
      const { quantifier, operator } = form.operator
      if (statement.form.effect !== 'allow' || quantifier !== 'all' || operator.negated || values.length < 2) return
      if (isTagList(form.key)) add(key, `one of the values of "${form.key}" is enough`)
    }),
  },
  {
    id: 'any-value-differs',
    severity: 'warning',
    check: everyCondition(({ form, key, operator }, { facts, add }) => {
      const { quantifier, operator: judged, text } = form.operator
      if (!judged.negated || quantifier !== 'any' || !isTagList(form.key)) return
      const alone = key.owner.members.length === 1
      const name = `for_all_value:${text.replace('for_any_value:', '')}`
      const fix = alone ? rename(facts, operator, name, 'suggestion') : undefined
      add(key, `holds for "${form.key}" as soon as one of its values is another`, fix)
    }),
  },
  {
    id: 'excluded-value',
    severity: 'notice',
    check: everyStatement((statement, { add }) => partlyExcluded(statement, add)),
  },
]

function isNull({ operator, values }: ConditionForm, wanted: string): boolean {
  return operator.operator.type === 'null' && values.every((value) => templateText(value) === wanted)
}

function hasOpenValue(conditions: readonly ConditionPart[]): boolean {
  return conditions.some(({ form }) => form.values.some(hasVariable))
}

/** A condition that names all values for which it holds, each in one spelling. */
function namesItsValues({ form }: ConditionPart): boolean {
  return form.operator.operator.name === 'string_equal'
}

function allHold(conditions: readonly ConditionPart[], key: string, value: ContextValue | undefined): boolean {
  const context = new Map(value === undefined ? [] : [[key, value]])
  return conditions.every(({ form }) => conditionHolds(compileCondition(form, undefined), context, 'deny'))
}

/** An end of a range; `strict` where it does not belong to it. */
interface Bound {
  readonly value: number
  readonly strict: boolean
}

/** Whether the comparisons of times, or of numbers, leave nothing between them. */
function isEmptyRange(conditions: readonly ConditionPart[], type: 'date' | 'number'): boolean {
  const own = conditions.filter(({ form }) => form.operator.operator.type === type && !form.operator.ifExists)
  const lower = own.flatMap((condition) => boundOf(condition, '_greater_') ?? [])
  const upper = own.flatMap((condition) => boundOf(condition, '_less_') ?? [])
  return lower.some((from) =>
    upper.some((to) => from.value > to.value || (from.value === to.value && (from.strict || to.strict))),
  )
}

/** Of several values one is enough, so the one that leaves most counts. */
function boundOf({ form, values }: ConditionPart, order: '_greater_' | '_less_'): Bound | undefined {
  const { type, name } = form.operator.operator
  const read = values.map(({ text }) => (type === 'date' ? readDate(text) : readNumber(text)))
  const numbers = read.flatMap((one) => one ?? [])
  if (!name.includes(order) || numbers.length < read.length) return undefined
  const value = order === '_less_' ? Math.max(...numbers) : Math.min(...numbers)
  return { value, strict: !name.endsWith('_equal') }
}

function blocksOf({ values }: ConditionForm): readonly Block[] {
  return values.flatMap((value) => readBlock(templateText(value)) ?? [])
}

function meet(some: readonly Block[], others: readonly Block[]): boolean {
  return some.some((a) => others.some((b) => blockCovers(a, b) || blockCovers(b, a)))
}

function partlyExcluded(statement: StatementPart, add: Parameters<CheckedRule['check']>[1]): void {
  for (const [key, conditions] of byKey(statement.conditions)) {
    const named = conditions.find(namesItsValues)
    const excluding = conditions.find(({ form }) => form.operator.operator.name === 'string_not_equal')
    if (named === undefined || excluding === undefined || isTagList(key) || hasOpenValue(conditions)) continue
    const excluded = excluding.values.map(({ text }) => text)
    const lost = named.values.filter(({ text }) => excluded.includes(text))
    if (lost.length === named.values.length) continue
    for (const value of lost) add(value, `"${value.text}" is excluded by "string_not_equal" of the same key`)
  }
}
