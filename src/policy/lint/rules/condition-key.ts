// Rules about condition keys and the operators that judge them.

import { readBlock } from '../../operators/ip.ts'
import { doubtsOf } from '../../warnings.ts'
import { type CheckedRule, everyCondition, everyStatement } from '../check.ts'
import { rename } from '../edit.ts'
import type { ConditionPart, Facts, StatementPart } from '../facts.ts'
import type { Fix } from '../finding.ts'
import { baseOf, isTagList, KEYS, keyRow } from '../keys.ts'
import { nearest } from '../near.ts'

const OLD_TAG_KEY = 'qcs:tag'

export const CONDITION_KEY_RULES: readonly CheckedRule[] = [
  {
    id: 'unknown-general-key',
    severity: 'warning',
    check: everyCondition(({ form, key }, { facts, add }) => {
      if (!/^qcs:/i.test(form.key) || keyRow(form.key) !== undefined || sameInOtherCase(form.key) !== undefined) return
      const general = [...KEYS.keys()].filter((name) => name.startsWith('qcs:'))
      const base = baseOf(form.key)
      const near = KEYS.has(base) ? undefined : nearest(base, general)
      const fix = near === undefined ? undefined : rekeyed(facts, { form, key }, near + form.key.slice(base.length))
      add(key, `there is no general key "${form.key}"${near ? `; is "${near}" meant?` : ''}`, fix)
    }),
  },
  {
    id: 'key-case',
    severity: 'warning',
    check: everyCondition(({ form, key }, { facts, add }) => {
      const known = sameInOtherCase(form.key)
      if (known === undefined) return
      const spelled = known + form.key.slice(baseOf(form.key).length)
      add(key, `"${form.key}" is spelled "${spelled}"`, rekeyed(facts, { form, key }, spelled))
    }),
  },
  {
    id: 'unlisted-key',
    severity: 'notice',
    check: everyCondition(({ form, key }, { add }) => {
      if (/^qcs:/i.test(form.key) || keyRow(form.key) !== undefined || sameInOtherCase(form.key) !== undefined) return
      add(key, `no document describes the key "${form.key}"`)
    }),
  },
  {
    id: 'old-tag-key',
    severity: 'notice',
    check: everyCondition(({ form, key }, { facts, add }) => {
      if (baseOf(form.key) !== OLD_TAG_KEY) return
      const name = `qcs:resource_tag${form.key.slice(OLD_TAG_KEY.length)}`
      add(key, `"${form.key}" is now called "${name}"`, rename(facts, key, name, 'safe'))
    }),
  },
  {
    id: 'key-type',
    severity: 'warning',
    check: everyCondition(({ form, operator, key }, { add }) => {
      const { type } = form.operator.operator
      const types = keyRow(form.key)?.types
      if (types === undefined || type === 'null' || types.includes(type)) return
      add(key, `"${operator.name.trim()}" does not fit "${form.key}", whose values are of the kind ${types[0]}`)
    }),
  },
  {
    id: 'address-as-text',
    severity: 'warning',
    check: everyCondition((condition, { facts, add }) => {
      if (condition.form.key !== 'qcs:ip' || condition.form.operator.operator.type !== 'string') return
      const addresses = condition.values.every(({ text }) => readBlock(text) !== undefined)
      const fix = addresses ? use(facts, condition, 'ip_equal', 'suggestion') : undefined
      add(condition.key, '"qcs:ip" is compared as text', fix)
    }),
  },
  {
    id: 'binary-operator',
    severity: 'notice',
    check: everyCondition((condition, { facts, add }) => {
      if (condition.form.operator.operator.type !== 'binary') return
      const fix = use(facts, condition, 'string_equal', 'safe')
      if (condition.key.index === 0) add(condition.operator, '"binary_equal" compares texts', fix)
    }),
  },
  {
    id: 'set-operator-on-single',
    severity: 'notice',
    check: everyCondition(({ form, key, operator }, { add }) => {
      const row = keyRow(form.key)
      if (row === undefined || row.several === true || !form.operator.text.startsWith('for_')) return
      if (!form.key.includes('/')) add(key, `"${operator.name.trim()}" asks about several values of "${form.key}"`)
    }),
  },
  {
    id: 'ip-not-passed',
    severity: 'warning',
    needs: 'catalog',
    check: everyStatement((statement, { facts, add }) => passed(statement, facts, 'warning.ip-not-passed', add)),
  },
  {
    id: 'tag-not-passed',
    severity: 'warning',
    needs: 'catalog',
    check: everyStatement((statement, { facts, add }) => passed(statement, facts, 'warning.tag-not-passed', add)),
  },
  {
    id: 'factor-value',
    severity: 'warning',
    check: everyCondition(({ form, values }, { add }) => {
      const known = FACTOR.get(form.key)
      if (known === undefined || form.operator.operator.type !== 'string') return
      for (const value of values) {
        if (!known.includes(value.text) && !value.text.includes('*')) {
          add(value, `"${form.key}" is never the text "${value.text}" but ${known.join(' or ')}`)
        }
      }
    }),
  },
  {
    id: 'always-present',
    severity: 'warning',
    check: everyCondition(({ form, key }, { add }) => {
      if (form.operator.operator.type !== 'null' || keyRow(form.key)?.always !== true || form.key === 'qcs:ip') return
      add(key, `every request carries "${form.key}"`)
    }),
  },
  {
    id: 'tag-authorisation-operator',
    severity: 'notice',
    check: everyCondition(({ form, key, operator }, { statement, add }) => {
      const { quantifier, operator: judged } = form.operator
      if (quantifier !== 'all' || judged.negated || statement.form.effect === 'deny') return
      if (isTagList(form.key) && form.key !== 'qcs:request_tag') {
        add(key, `"${operator.name.trim()}" refuses resources that have further tags`)
      }
    }),
  },
]

const FACTOR: ReadonlyMap<string, readonly string[]> = new Map([
  ['mfa', ['0', '1']],
  ['qcs:mfa', ['false', 'true']],
])

function sameInOtherCase(key: string): string | undefined {
  const lower = baseOf(key).toLowerCase()
  return KEYS.has(baseOf(key)) ? undefined : [...KEYS.keys()].find((name) => name.toLowerCase() === lower)
}

/** Another key in place of one, where the operator can judge it. */
function rekeyed(facts: Facts, { form, key }: Pick<ConditionPart, 'form' | 'key'>, name: string): Fix | undefined {
  const { type } = form.operator.operator
  const types = keyRow(name)?.types ?? []
  const fits = type === 'null' || (name === 'qcs:ip' ? type === 'ip' : types.includes(type))
  return fits ? rename(facts, key, name, 'suggestion') : undefined
}

/** Another operator in place of one that judges this key alone, with its quantifier and suffix. */
export function use(facts: Facts, condition: ConditionPart, name: string, kind: Fix['kind']): Fix | undefined {
  const { operator, form, key } = condition
  if (key.owner.members.length > 1) return undefined
  return rename(facts, operator, form.operator.text.replace(form.operator.operator.name, name), kind)
}

type Add = Parameters<CheckedRule['check']>[1]

function passed(statement: StatementPart, facts: Facts, wanted: string, add: Add): void {
  for (const { code, message, condition } of doubtsOf(statement.form, facts.options.vocabulary)) {
    if (code !== wanted) continue
    add(statement.conditions.find(({ form }) => form === condition)?.key ?? statement, message)
  }
}
