// One statement of a document: which elements it has and what each of them must be. Element names may begin with a
// capital letter; an element that would restrict a grant and is not understood is refused, never dropped.

import type { Principal, Statement } from './document.ts'
import { type Element, readElements, spotOf } from './element.ts'
import { quote, type Report } from './problem.ts'
import { readActions } from './read-action.ts'
import { readConditions } from './read-condition.ts'
import type { ReadOptions } from './read-options.ts'
import { readPrincipals } from './read-principal.ts'
import { readResources } from './read-resource.ts'
import { checkTrust } from './read-trust.ts'
import type { Effect } from './types.ts'
import { warn } from './warnings.ts'

export interface StatementContext {
  readonly options: ReadOptions
  readonly report: Report
  /** Principals that the document has for all statements; `undefined` when it has no such element. */
  readonly outerPrincipals: readonly Principal[] | undefined
}

/** Elements of a statement, each in this spelling or with a capital letter. `sid` and `id` may be anything. */
export const STATEMENT_ELEMENTS = ['effect', 'action', 'resource', 'condition', 'principal', 'sid', 'id']

/** Effects as documents spell them. */
export const EFFECTS: ReadonlyMap<string, Effect> = new Map([
  ['allow', 'allow'],
  ['Allow', 'allow'],
  ['deny', 'deny'],
  ['Deny', 'deny'],
])

/** `undefined` when the node is no statement at all or its effect cannot be read. */
export function readStatement(element: Element, context: StatementContext): Statement | undefined {
  const { report, options } = context
  if (element.node.kind !== 'object') {
    report.add('InvalidParameter.StatementError', spotOf(element), 'a statement must be a JSON object')
    return undefined
  }
  const elements = readElements(element, STATEMENT_ELEMENTS, report, (name, spot) =>
    report.add('InvalidParameter.StatementError', spot, `unknown element ${quote(name)}`),
  )
  const effect = readEffect(element, elements.get('effect'), report)
  const actions = readActions(element, elements.get('action'), options, report)
  const resources = readResources(element, elements.get('resource'), actions, options, report)
  const condition = elements.get('condition')
  const conditions = readConditions(condition, report)
  const principals = readStatementPrincipals(element, elements.get('principal'), context)
  if (effect === undefined) return undefined
  const statement = { index: element.statement ?? 0, effect, actions, resources, conditions, principals }
  if (options.purpose === 'trust' && options.principalAllowed !== true && !isFaulty(element, report)) {
    checkTrust(element, condition, statement, report)
  }
  warn({ statement: element, action: elements.get('action'), condition }, statement, options.vocabulary, report)
  return statement
}

function isFaulty({ statement }: Element, report: Report): boolean {
  return report.isFaulty(statement) || report.isFaulty(undefined)
}

function readEffect(parent: Element, effect: Element | undefined, report: Report): Effect | undefined {
  const code = 'InvalidParameter.EffectError'
  if (effect === undefined) {
    report.add(code, spotOf(parent), 'the element "effect" is missing')
    return undefined
  }
  const value = effect.node.kind === 'string' ? effect.node.value : undefined
  const read = value === undefined ? undefined : EFFECTS.get(value)
  if (read !== undefined) return read
  const shown = value === undefined ? `a JSON ${effect.node.kind}` : quote(value)
  report.add(code, spotOf(effect), `effect must be "allow" or "deny", not ${shown}`)
  return undefined
}

function readStatementPrincipals(
  parent: Element,
  own: Element | undefined,
  context: StatementContext,
): readonly Principal[] {
  const { options, report, outerPrincipals } = context
  if (own !== undefined) {
    if (outerPrincipals !== undefined) {
      const message = 'the document already has a principal for all statements'
      report.add('InvalidParameter.PrincipalError', spotOf(own), message)
    }
    return readPrincipals(own, options, report)
  }
  if (options.purpose === 'trust' && outerPrincipals === undefined) {
    report.add('InvalidParameter.PrincipalError', spotOf(parent), 'the element "principal" is missing')
  }
  return outerPrincipals ?? []
}
