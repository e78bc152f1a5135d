// Rules about single actions: names that exist, wildcards that reach further than they look, and what is said twice.

import type { ActionForm } from '../../document.ts'
import { type Covered, coverage, doubtsOf } from '../../warnings.ts'
import { actionForms, type CheckedRule, everyAction, everyStatement, some } from '../check.ts'
import { actionCovers, coveredItems } from '../contain.ts'
import { dropItem, rewrite } from '../edit.ts'
import type { Facts, Part } from '../facts.ts'
import { distance, nearest } from '../near.ts'

const READING = /^(?:describe|get|list|query|check|head|inquir|lookup|search|download|options)/

/** Actions whose answer is itself a secret, or opens one. */
const SECRETS = actionForms(
  'cam:GetApiKey cam:QueryApiKey cam:QueryCollApiKey cam:GetProjectKey cam:QueryProjectKeyList cam:GetCustomMFATokenInfo ' +
    'sts:QueryApiKey account:QueryKeyBySecretId ssm:GetSecretValue ssm:GetSSHKeyPairValue kms:Decrypt ' +
    'kms:AsymmetricSm2Decrypt kms:AsymmetricRsaDecrypt tke:DescribeClusterKubeconfig tke:DescribeClusterSecurity',
)

export const ACTION_RULES: readonly CheckedRule[] = [
  {
    id: 'unknown-product',
    severity: 'warning',
    needs: 'catalog',
    check: everyAction((action, { facts, add }) => {
      const { vocabulary } = facts.options
      if (coverage(action.form, vocabulary) !== 'unknown') return
      const names = (vocabulary.services ?? []).map(({ service }) => service)
      const near = nearest(action.form.product, names)
      const fixed = near && action.text.replace(/[^:/]*(?=:)/, near)
      const fix = fixed === undefined ? undefined : rewrite(facts, action, fixed, 'suggestion')
      add(action, `nobody knows the product of "${action.text}"${fixed ? `; is "${fixed}" meant?` : ''}`, fix)
    }),
  },
  {
    id: 'unknown-action',
    severity: 'warning',
    needs: 'catalog',
    check: everyStatement((statement, { facts, add }) => {
      for (const action of statement.actions) {
        const covered = coveredBy(action, facts)
        if (covered === undefined || covered.names.length > 0) continue
        const near = nearestPrefix(action.form.name, covered)
        const fixed = near && `${action.text.slice(0, action.text.indexOf(':') + 1)}${near}*`
        const fix = fixed === undefined ? undefined : rewrite(facts, action, fixed, 'suggestion')
        add(action, `"${action.text}" names no known action${fixed ? `; is "${fixed}" meant?` : ''}`, fix)
      }
    }),
  },
  {
    id: 'wildcard-product',
    severity: 'warning',
    check: everyAction((action, { statement, add }) => {
      const { product, name } = action.form
      if (statement.form.effect === 'deny' || !product.includes('*') || /^\*+$/.test(product + name)) return
      add(action, `"${action.text}" reaches every product whose abbreviation fits`)
    }),
  },
  {
    id: 'wildcard-reaches-writes',
    severity: 'warning',
    needs: 'catalog',
    check: everyAction((action, { facts, statement, add }) => {
      const { name } = action.form
      if (statement.form.effect === 'deny' || !name.includes('*') || !READING.test(name.replace(/^\*+/, ''))) return
      const covered = coveredBy(action, facts)
      if (covered === undefined) return
      const writes = covered.names.filter((one) => covered.service.access?.(one) === 'write')
      const shown = some(writes.map((one) => spelling(one, covered)))
      if (writes.length > 0) add(action, `"${action.text}" also covers what writes: ${shown}`)
    }),
  },
  {
    id: 'whole-product',
    severity: 'notice',
    check: everyAction((action, { statement, add }) => {
      const { product, name } = action.form
      const { effect, resources, conditions } = statement.form
      if (effect === 'deny' || product.includes('*') || !/^\*+$/.test(name) || conditions.length > 0) return
      if (resources.some(({ every }) => every)) add(action, `"${action.text}" on every resource is all of ${product}`)
    }),
  },
  {
    id: 'wildcard-for-one',
    severity: 'notice',
    needs: 'catalog',
    check: everyAction((action, { facts, statement, add }) => {
      const { name } = action.form
      const covered = coveredBy(action, facts)
      if (covered === undefined || statement.form.effect === 'deny' || !name.includes('*')) return
      const [only, ...more] = covered.names
      if (only === undefined || more.length > 0) return
      const fixed = action.text.slice(0, action.text.indexOf(':') + 1) + spelling(only, covered)
      add(action, `"${action.text}" covers "${fixed}" alone`, rewrite(facts, action, fixed, 'suggestion'))
    }),
  },
  {
    id: 'repeated-action',
    severity: 'notice',
    check: everyStatement(({ actions }, { facts, add }) => {
      for (const [narrow, wide] of coveredItems(actions, (a, b) => actionCovers(a.form, b.form))) {
        add(narrow, `"${narrow.text}" is covered by "${wide.text}"`, dropItem(facts, narrow, 'safe'))
      }
    }),
  },
  {
    id: 'reads-secrets',
    severity: 'warning',
    check: everyAction((action, { statement, add }) => {
      const { product, name } = action.form
      if (statement.form.effect === 'deny' || product.includes('*') || /^\*+$/.test(name)) return
      const read = SECRETS.filter((secret) => actionCovers(action.form, secret))
      if (read.length > 0) add(action, `"${action.text}" gives secrets away: ${some(read.map(({ text }) => text))}`)
    }),
  },
  {
    id: 'operation-level-resource',
    severity: 'warning',
    needs: 'catalog',
    check: everyStatement((statement, { facts, add }) => {
      for (const { code, action, message } of doubtsOf(statement.form, facts.options.vocabulary)) {
        if (code !== 'warning.operation-level-resource') continue
        add(statement.actions.find(({ form }) => form === action) ?? statement, message)
      }
    }),
  },
  {
    id: 'service-level-action',
    severity: 'warning',
    needs: 'catalog',
    check: everyAction((action, { facts, add }) => {
      if (/^\*+$/.test(action.form.name)) return
      const covered = coveredBy(action, facts)
      if (covered === undefined || covered.names.length === 0) return
      if (!covered.names.every((name) => covered.service.granularity?.(name) === 'service')) return
      add(action, `"${action.text}" counts for nothing: ${action.form.product} is granted as a whole or not at all`)
    }),
  },
]

function coveredBy(action: Part<ActionForm>, facts: Facts): Covered | undefined {
  const covered = coverage(action.form, facts.options.vocabulary)
  return typeof covered === 'string' ? undefined : covered
}

/** A name of a catalog as the catalog writes it. */
function spelling(name: string, { service }: Covered): string {
  return service.actions?.find((action) => action.name.toLowerCase() === name)?.name ?? name
}

/** For `Descibe*`: the beginning of a known name that differs from it by one slip. */
function nearestPrefix(name: string, { service }: Covered): string | undefined {
  const prefix = /^([^*]{3,})\*$/.exec(name)?.[1]
  if (prefix === undefined) return undefined
  const names = (service.actions ?? []).map((action) => action.name)
  for (const length of [prefix.length, prefix.length + 1, prefix.length - 1]) {
    const starts = names.filter((one) => one.length >= length).map((one) => one.slice(0, length))
    const near = starts.find((start) => distance(start.toLowerCase(), prefix, 2) === 1)
    if (near !== undefined) return near
  }
  return undefined
}
