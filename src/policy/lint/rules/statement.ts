// Rules about whole statements and what they say together: too much, nothing, or the same twice. Statements are only
// called covered where one of them covers the other for every request.

import type { Statement } from '../../document.ts'
import { templateText } from '../../variables.ts'
import { type CheckedRule, everyStatement } from '../check.ts'
import { actionCovers, conditionImplies, coveredItems, isOpen, resourceCovers, statementCovers } from '../contain.ts'
import { dropItem } from '../edit.ts'
import type { Facts, StatementPart } from '../facts.ts'

export const STATEMENT_RULES: readonly CheckedRule[] = [
  {
    id: 'allow-everything',
    severity: 'warning',
    check: everyStatement(({ form, ...place }, { facts, add }) => {
      if (facts.options.purpose === 'trust' || form.effect !== 'allow' || !saysEverything(form)) return
      const under = form.conditions.length === 0 ? '' : ' under a condition'
      add(place, `allows every action on every resource${under}`)
    }),
  },
  {
    id: 'deny-everything',
    severity: 'warning',
    check: everyStatement(({ form, ...place }, { facts, add }) => {
      if (facts.options.purpose === 'trust' || form.effect !== 'deny' || !saysEverything(form)) return
      if (form.conditions.length === 0) add(place, 'denies every action on every resource')
    }),
  },
  {
    id: 'deny-only',
    severity: 'notice',
    check: ({ statements, root }, add) => {
      if (statements.some(({ form }) => form.effect === 'allow')) return
      add({ node: root, path: '$', statement: undefined }, 'the document has no allow, so it grants nothing')
    },
  },
  {
    id: 'duplicate-statement',
    severity: 'warning',
    check: (facts, add) => {
      for (const [one, other] of coveredOf(facts)) {
        if (!statementCovers(one.form, other.form)) continue
        add(one, `says the same as statement ${other.index}`, dropItem(facts, one, 'safe'))
      }
    },
  },
  {
    id: 'shadowed-statement',
    severity: 'warning',
    check: (facts, add) => {
      for (const [narrow, wide] of coveredOf(facts)) {
        if (statementCovers(narrow.form, wide.form)) continue
        add(narrow, `is covered by statement ${wide.index}`, dropItem(facts, narrow, 'safe'))
      }
    },
  },
  {
    id: 'allow-covered-by-deny',
    severity: 'warning',
    check: (facts, add) => {
      for (const [allow, deny] of deadAllows(facts)) {
        if (deny.index > allow.index) add(allow, `gives nothing: statement ${deny.index} denies all of it`)
      }
    },
  },
  {
    id: 'exception-after-deny',
    severity: 'warning',
    check: (facts, add) => {
      for (const [allow, deny] of deadAllows(facts)) {
        if (deny.index < allow.index)
          add(allow, `is no exception: statement ${deny.index} denies all of it all the same`)
      }
    },
  },
  {
    id: 'idle-deny',
    severity: 'notice',
    check: ({ statements, options }, add) => {
      const allows = statements.filter(({ form }) => form.effect === 'allow')
      if (options.purpose === 'trust' || allows.length === 0) return
      for (const deny of statements.filter(({ form }) => form.effect === 'deny')) {
        if (allows.every(({ form }) => areApart(form, deny.form))) add(deny, 'denies what no statement here allows')
      }
    },
  },
  {
    id: 'mergeable-statements',
    severity: 'notice',
    check: ({ statements }, add) => {
      for (const [index, statement] of statements.entries()) {
        const other = statements.slice(0, index).find((before) => differInActions(before.form, statement.form))
        if (other !== undefined) add(statement, `could be one with statement ${other.index}`)
      }
    },
  },
]

/** Every action on every resource. Six segments that are all open count, too. */
export function saysEverything({ actions, resources }: Statement): boolean {
  return (
    actions.some(({ product, name }) => /^\*+$/.test(product) && /^\*+$/.test(name)) &&
    resources.some((resource) => {
      if (resource.every) return true
      return resource.service === '' && isOpen(resource.region) && /^\*+$/.test(templateText(resource.content))
    })
  )
}

function coveredOf({ statements }: Facts): readonly (readonly [StatementPart, StatementPart])[] {
  return coveredItems(
    statements,
    (wide, narrow) => wide.form.effect === narrow.form.effect && statementCovers(wide.form, narrow.form),
  )
}

function deadAllows({ statements }: Facts): readonly (readonly [allow: StatementPart, deny: StatementPart])[] {
  return statements.flatMap((allow) => {
    if (allow.form.effect !== 'allow') return []
    const deny = statements.find(({ form }) => form.effect === 'deny' && statementCovers(form, allow.form))
    return deny === undefined ? [] : [[allow, deny] as const]
  })
}

/** No call is about both: their actions begin differently, or their resources are of different products. */
function areApart(one: Statement, other: Statement): boolean {
  return one.actions.every((a) =>
    other.actions.every((b) => startsApart(a.product, b.product) || startsApart(a.name, b.name)),
  )
}

/** No text matches both patterns, as their literal beginnings differ or they are two different texts. */
function startsApart(one: string, other: string): boolean {
  const [a = '', b = ''] = [one, other].map((pattern) => pattern.split('*')[0])
  if (one.includes('*') && other.includes('*')) return !a.startsWith(b) && !b.startsWith(a)
  if (one.includes('*')) return !other.startsWith(a)
  return other.includes('*') ? !one.startsWith(b) : one !== other
}

function differInActions(one: Statement, other: Statement): boolean {
  const sameResources = (a: Statement, b: Statement): boolean =>
    a.resources.every((narrow) => b.resources.some((wide) => resourceCovers(wide, narrow, one.effect)))
  const implied = (a: Statement, b: Statement): boolean =>
    b.conditions.every((wide) => a.conditions.some((narrow) => conditionImplies(narrow, wide)))
  const related = one.actions.some((a) => other.actions.some((b) => a.product === b.product))
  const apart = one.actions.every((a) => other.actions.every((b) => !actionCovers(a, b) && !actionCovers(b, a)))
  return (
    one.effect === other.effect &&
    one.principals.length + other.principals.length === 0 &&
    related &&
    apart &&
    sameResources(one, other) &&
    sameResources(other, one) &&
    implied(one, other) &&
    implied(other, one)
  )
}
