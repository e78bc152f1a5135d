// What a statement may say without any effect. None of it keeps a document from being accepted: a product may add an API
// or a key tomorrow, and a policy may be written before.

import type { ActionForm, ConditionForm, ResourceForm, Statement } from './document.ts'
import { type Element, spotOf } from './element.ts'
import { compilePattern, matches } from './pattern.ts'
import { quote, type Report, type WarningCode } from './problem.ts'
import type { ServiceVocabulary, Vocabulary } from './types.ts'

/** The nodes of a statement that warnings point at. */
export interface StatementNodes {
  readonly statement: Element
  readonly action: Element | undefined
  readonly condition: Element | undefined
}

/** One thing that a statement says without effect. */
export interface Doubt {
  readonly code: WarningCode
  readonly message: string
  readonly action: ActionForm
  /** Of doubts about a condition. */
  readonly condition?: ConditionForm
}

/** Judges one statement by what the catalogs of its products say. Products without a catalog are not judged. */
export function warn(nodes: StatementNodes, statement: Statement, vocabulary: Vocabulary, report: Report): void {
  // A statement with errors is refused; what else it might not do is no news.
  if (report.isFaulty(statement.index)) return
  for (const { code, message } of doubtsOf(statement, vocabulary)) {
    report.add(code, spotOf(placeOf(code, nodes) ?? nodes.statement), message)
  }
}

function placeOf(code: WarningCode, { action, condition, statement }: StatementNodes): Element | undefined {
  if (code === 'warning.operation-level-resource') return statement
  return code === 'warning.unknown-action' ? action : condition
}

/** Everything that a statement says without effect, action by action. */
export function doubtsOf(statement: Statement, vocabulary: Vocabulary): readonly Doubt[] {
  return statement.actions.flatMap((action) => {
    const covered = coverage(action, vocabulary)
    if (covered === 'unjudged') return []
    if (covered === 'unknown' || covered.names.length === 0) {
      const message = `${quote(action.text)} names no action that this server knows`
      return [{ code: 'warning.unknown-action' as const, message, action }]
    }
    const ofKeys = statement.conditions.flatMap((condition) => doubtOfKey(action, condition, covered) ?? [])
    return [...(doubtOfLevel(statement, action, covered) ?? []), ...ofKeys]
  })
}

/** The actions of a product that an element covers, in lowercase. */
export interface Covered {
  readonly service: ServiceVocabulary
  readonly names: readonly string[]
}

/** `unknown`: nobody knows the product. `unjudged`: it has no catalog, or the name is refused elsewhere. */
export function coverage({ product, name }: ActionForm, vocabulary: Vocabulary): Covered | 'unknown' | 'unjudged' {
  if (product.includes('*')) return 'unjudged'
  const service = vocabulary.service(product)
  if (service === undefined) return vocabulary.knows?.(product) === false ? 'unknown' : 'unjudged'
  // A literal name that the product lacks is an error of its own.
  if (!name.includes('*')) return service.hasAction(name) ? { service, names: [name] } : 'unjudged'
  if (service.actions === undefined) return 'unjudged'
  const pattern = compilePattern(name)
  const names = service.actions.map((action) => action.name.toLowerCase())
  return { service, names: names.filter((one) => matches(pattern, one)) }
}

/** A concrete resource on an API that is only checked as a whole: an allow grants nothing, a deny stops nothing. */
function doubtOfLevel({ resources }: Statement, action: ActionForm, { service, names }: Covered): [Doubt] | undefined {
  if (resources.length === 0 || resources.some(coversWholeProduct)) return undefined
  if (!names.every((name) => service.granularity?.(name) === 'operation')) return undefined
  const message = `${quote(action.text)} is checked for the resource * only; no resource of this statement covers it`
  return [{ code: 'warning.operation-level-resource', message, action }]
}

/** Whether a resource covers the resource `*` of a call that is checked as a whole. */
export function coversWholeProduct(resource: ResourceForm): boolean {
  if (resource.every) return true
  const [content] = resource.content
  const open = resource.content.length === 1 && content !== undefined && 'text' in content && /^\*+$/.test(content.text)
  return open && (resource.region === '' || resource.region === '*')
}

/** A condition on a key that none of the calls carries: what it says never depends on the call. */
function doubtOfKey(action: ActionForm, condition: ConditionForm, { service, names }: Covered): [Doubt] | undefined {
  const { key, operator } = condition
  const reasons = names.map((name) => service.withheld?.(name, key))
  const [reason] = reasons
  if (reason === undefined || reasons.includes(undefined)) return undefined
  const code = key === 'qcs:ip' ? 'warning.ip-not-passed' : 'warning.tag-not-passed'
  const subject = `${quote(action.text)} ${reason}`
  const message = `${subject}, so that ${quote(operator.text)} of ${quote(key)} judges a missing key`
  return [{ code, message, action, condition }]
}
