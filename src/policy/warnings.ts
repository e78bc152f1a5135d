// What a statement may say without any effect. None of it keeps a document from being accepted: a product may add an API
// or a key tomorrow, and a policy may be written before.

import type { ActionForm, ConditionForm, ResourceForm, Statement } from './document.ts'
import { type Element, spotOf } from './element.ts'
import { compilePattern, matches } from './pattern.ts'
import { quote, type Report } from './problem.ts'
import type { ServiceVocabulary, Vocabulary } from './types.ts'

/** The nodes of a statement that warnings point at. */
export interface StatementNodes {
  readonly statement: Element
  readonly action: Element | undefined
  readonly condition: Element | undefined
}

/** Judges one statement by what the catalogs of its products say. Products without a catalog are not judged. */
export function warn(nodes: StatementNodes, statement: Statement, vocabulary: Vocabulary, report: Report): void {
  // A statement with errors is refused; what else it might not do is no news.
  if (report.isFaulty(statement.index)) return
  for (const action of statement.actions) {
    const covered = coverage(action, vocabulary)
    if (covered === 'unjudged') continue
    if (covered === 'unknown' || covered.names.length === 0) {
      const message = `${quote(action.text)} names no action that this server knows`
      report.add('warning.unknown-action', spotOf(nodes.action ?? nodes.statement), message)
    } else {
      warnOfLevel(nodes, statement, action, covered, report)
      for (const condition of statement.conditions) warnOfKey(nodes, action, condition, covered, report)
    }
  }
}

/** The actions of a product that an element covers. */
interface Covered {
  readonly service: ServiceVocabulary
  readonly names: readonly string[]
}

function coverage({ product, name }: ActionForm, vocabulary: Vocabulary): Covered | 'unknown' | 'unjudged' {
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
function warnOfLevel(
  { statement }: StatementNodes,
  { resources }: Statement,
  { text }: ActionForm,
  { service, names }: Covered,
  report: Report,
): void {
  if (resources.length === 0 || resources.some(coversWholeProduct)) return
  if (!names.every((name) => service.granularity?.(name) === 'operation')) return
  const message = `${quote(text)} is checked for the resource * only; no resource of this statement covers it`
  report.add('warning.operation-level-resource', spotOf(statement), message)
}

function coversWholeProduct(resource: ResourceForm): boolean {
  if (resource.every) return true
  const [content] = resource.content
  const open = resource.content.length === 1 && content !== undefined && 'text' in content && /^\*+$/.test(content.text)
  return open && (resource.region === '' || resource.region === '*')
}

/** A condition on a key that none of the calls carries: what it says never depends on the call. */
function warnOfKey(
  { statement, condition: node }: StatementNodes,
  { text }: ActionForm,
  { key, operator }: ConditionForm,
  { service, names }: Covered,
  report: Report,
): void {
  const reasons = names.map((name) => service.withheld?.(name, key))
  const [reason] = reasons
  if (reason === undefined || reasons.includes(undefined)) return
  const code = key === 'qcs:ip' ? 'warning.ip-not-passed' : 'warning.tag-not-passed'
  const message = `${quote(text)} ${reason}, so that ${quote(operator.text)} of ${quote(key)} judges a missing key`
  report.add(code, spotOf(node ?? statement), message)
}
