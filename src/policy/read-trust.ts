// What the elements of an allow statement of a trust policy must have to do with each other, once each of them is
// right by itself. A deny needs none of it: it can only narrow.

import { actionMatches, compileAction, type RequestAction } from './action.ts'
import type { ConditionForm, Statement } from './document.ts'
import { type Element, spotOf } from './element.ts'
import { quote, type Report } from './problem.ts'

const WITH_SAML: RequestAction = { product: 'sts', name: 'assumerolewithsaml' }
const WITH_TOKEN: RequestAction = { product: 'sts', name: 'assumerolewithwebidentity' }

/** Values that `oidc:sub` may have in one statement. */
const SUBJECTS_MAX = 10

/** `condition` is the element of that name, where there is one. Reports nothing that an element alone is to blame for. */
export function checkTrust(
  parent: Element,
  condition: Element | undefined,
  statement: Statement,
  report: Report,
): void {
  const { effect, principals } = statement
  if (effect !== 'allow') return
  const federated = principals.filter((principal) => principal.kind === 'provider')
  if (federated.length === 0 && isForProvidersOnly(statement)) {
    const message = 'calls by way of an identity provider need a principal of the kind federated'
    report.add('InvalidParameter.PrincipalError', spotOf(parent), message)
  }
  const byToken = federated.some(({ protocol }) => protocol === 'oidc') && covers(statement, WITH_TOKEN)
  if (byToken) checkToken(condition ?? parent, statement.conditions, report)
}

/** Every action is one of the two calls that nobody but an identity provider's user can make. */
function isForProvidersOnly({ actions }: Statement): boolean {
  return actions.every(({ product, name }) => product === 'sts' && [WITH_SAML.name, WITH_TOKEN.name].includes(name))
}

function covers({ actions }: Statement, call: RequestAction): boolean {
  return actions.some((action) => actionMatches(compileAction(action), call, 'resource'))
}

/** A token says who issued it and for whom: without both, tokens meant for somebody else would open the role. */
function checkToken(place: Element, conditions: readonly ConditionForm[], report: Report): void {
  for (const key of ['oidc:iss', 'oidc:aud']) {
    const uses = conditions.filter((condition) => condition.key === key)
    if (uses.length === 0) {
      report.add('InvalidParameter.ConditionError', spotOf(place), `the condition key ${quote(key)} is missing`)
    }
    for (const { operator } of uses) {
      if (operator.text === 'string_equal') continue
      const message = `${quote(key)} needs the operator "string_equal", not ${quote(operator.text)}`
      report.add('InvalidParameter.ConditionTypeError', spotOf(place), message)
    }
  }
  checkSubjects(place, conditions, report)
}

function checkSubjects(place: Element, conditions: readonly ConditionForm[], report: Report): void {
  const uses = conditions.filter(({ key }) => key === 'oidc:sub')
  for (const { operator } of uses) {
    if (operator.operator.type === 'string') continue
    const message = `"oidc:sub" needs an operator for texts, not ${quote(operator.text)}`
    report.add('InvalidParameter.ConditionTypeError', spotOf(place), message)
  }
  const values = uses.reduce((sum, use) => sum + use.values.length, 0)
  if (values <= SUBJECTS_MAX) return
  const message = `"oidc:sub" has ${values} values, at most ${SUBJECTS_MAX} are allowed`
  report.add('InvalidParameter.ConditionContentError', spotOf(place), message)
}
