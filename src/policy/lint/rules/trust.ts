// Rules about trust policies: who may use a role, and by which call. For other documents they find nothing.

import { readRequestAction } from '../../action.ts'
import type { Principal, Statement } from '../../document.ts'
import { hasVariable, templateText } from '../../variables.ts'
import { type Check, type CheckedRule, everyCondition, everyStatement } from '../check.ts'
import { actionCovers, coveredItems } from '../contain.ts'
import { dropItem, rewrite } from '../edit.ts'
import type { StatementPart } from '../facts.ts'
import { nearest } from '../near.ts'

const EXTERNAL_ID = 'sts:external_id'
/** A shorter one can be guessed. */
const EXTERNAL_ID_LENGTH_MIN = 8
const CALLS = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity']

export const TRUST_RULES: readonly CheckedRule[] = [
  {
    id: 'foreign-root-without-external-id',
    severity: 'warning',
    needs: 'account',
    check: ofAllows(({ form, principals }, { facts, add }) => {
      const foreign = principals.find(({ form: one }) => 'account' in one && one.account !== facts.options.account)
      if (foreign === undefined || foreign.form.kind === 'provider') return
      if (!asksFor(form, EXTERNAL_ID)) add(foreign, `"${foreign.text}" is trusted without "${EXTERNAL_ID}"`)
    }),
  },
  {
    id: 'short-external-id',
    severity: 'notice',
    check: everyCondition(({ form, values }, { facts, add }) => {
      if (facts.options.purpose !== 'trust' || form.key !== EXTERNAL_ID) return
      const short = values.find(({ text, form: one }) => !hasVariable(one) && text.length < EXTERNAL_ID_LENGTH_MIN)
      if (short !== undefined) add(short, `"${short.text}" has fewer than ${EXTERNAL_ID_LENGTH_MIN} characters`)
    }),
  },
  {
    id: 'saml-audience-missing',
    severity: 'notice',
    check: ofAllows(({ form, principals }, { add }) => {
      const saml = principals.find(({ form: one }) => one.kind === 'provider' && one.protocol === 'saml')
      if (saml !== undefined && !asksFor(form, 'saml:aud'))
        add(saml, `"${saml.text}" is trusted whatever "saml:aud" is`)
    }),
  },
  {
    id: 'oidc-subject-missing',
    severity: 'warning',
    check: ofAllows(({ form, principals }, { add }) => {
      const oidc = principals.find(({ form: one }) => one.kind === 'provider' && one.protocol === 'oidc')
      if (oidc !== undefined && !asksFor(form, 'oidc:sub')) add(oidc, `"${oidc.text}" is trusted whoever "oidc:sub" is`)
    }),
  },
  {
    id: 'oidc-subject-open',
    severity: 'warning',
    check: everyCondition(({ form, values }, { facts, add }) => {
      if (facts.options.purpose !== 'trust' || form.key !== 'oidc:sub') return
      if (form.operator.operator.name !== 'string_like') return
      const open = values.find(({ form: one }) => /^\*+$/.test(templateText(one)))
      if (open !== undefined) add(open, 'every subject fits "*"')
    }),
  },
  {
    id: 'unknown-service-principal',
    severity: 'warning',
    needs: 'catalog',
    check: ofAllows(({ principals }, { facts, add }) => {
      const { servicePrincipals } = facts.options.vocabulary
      if (servicePrincipals === undefined) return
      for (const principal of principals) {
        const name = principal.form.kind === 'service' ? principal.form.name.toLowerCase() : undefined
        if (name === undefined || servicePrincipals.includes(name)) continue
        const near = nearest(name, servicePrincipals)
        const fix = near === undefined ? undefined : rewrite(facts, principal, near, 'suggestion')
        add(principal, `no known product is "${principal.text}"${near ? `; is "${near}" meant?` : ''}`, fix)
      }
    }),
  },
  {
    id: 'wide-trust-action',
    severity: 'notice',
    check: ofAllows(({ actions }, { add }) => {
      for (const action of actions) if (action.text.includes('*')) add(action, `"${action.text}" is more than one call`)
    }),
  },
  {
    id: 'trust-call-mismatch',
    severity: 'warning',
    check: ofAllows(({ form, principals }, { add }) => {
      for (const principal of principals) {
        const call = callOf(principal.form)
        if (!covers(form, call)) add(principal, `"${principal.text}" would need ${call}`)
      }
    }),
  },
  {
    id: 'foreign-call',
    severity: 'warning',
    check: ofAllows(({ actions }, { add }) => {
      for (const action of actions) {
        const isCall = CALLS.some((call) => covers({ actions: [action.form] }, call))
        if (!isCall) add(action, `no role is used by "${action.text}"`)
      }
    }),
  },
  {
    id: 'repeated-principal',
    severity: 'notice',
    check: everyStatement(({ principals }, { facts, add }) => {
      for (const [narrow, wide] of coveredItems(principals, (a, b) => principalCovers(a.form, b.form))) {
        const fix = narrow.list === wide.list ? dropItem(facts, narrow, 'safe') : undefined
        add(narrow, `"${narrow.text}" is covered by "${wide.text}"`, fix)
      }
    }),
  },
]

/** Allow statements of trust policies. */
function ofAllows(judge: Parameters<typeof everyStatement>[0]): Check {
  return everyStatement((statement, scene) => {
    if (scene.facts.options.purpose === 'trust' && statement.form.effect === 'allow') judge(statement, scene)
  })
}

function asksFor({ conditions }: StatementPart['form'], key: string): boolean {
  return conditions.some(
    ({ key: asked, operator }) => asked === key && !operator.ifExists && !operator.operator.negated,
  )
}

function covers({ actions }: Pick<Statement, 'actions'>, call: string): boolean {
  const asked = readRequestAction(call)
  return asked !== undefined && actions.some((action) => actionCovers(action, { text: call, ...asked }))
}

function callOf(principal: Principal): string {
  if (principal.kind !== 'provider') return 'sts:AssumeRole'
  return principal.protocol === 'saml' ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity'
}

function principalCovers(wide: Principal, narrow: Principal): boolean {
  if (JSON.stringify(wide) === JSON.stringify(narrow)) return true
  const person = narrow.kind === 'user' || narrow.kind === 'role'
  return wide.kind === 'root' && person && wide.account === narrow.account
}
