// The element `resource`: `*`, or six segments `qcs:<project>:<product>:<region>:<account>:<content>`. Each segment
// has its own fault. Contents keep their case; everything in front of them is normalised.

import { readAccountForm } from './account.ts'
import type { AccountForm, ActionForm, ResourceForm } from './document.ts'
import { type Element, readTexts, spotOf } from './element.ts'
import { type ProblemCode, quote, type Report, type Spot } from './problem.ts'
import type { ReadOptions } from './read-options.ts'
import { longRegion } from './regions.ts'
import type { Vocabulary } from './types.ts'
import { hasVariable, parseTemplate, type Template } from './variables.ts'

export function readResources(
  parent: Element,
  element: Element | undefined,
  actions: readonly ActionForm[],
  options: ReadOptions,
  report: Report,
): readonly ResourceForm[] {
  const code = 'InvalidParameter.ResourceError'
  if (options.purpose === 'trust') return readTrustResource(element, report)
  if (element === undefined) {
    report.add(code, spotOf(parent), 'the element "resource" is missing')
    return []
  }
  const closed = namesOnlyCatalogued(actions, options.vocabulary)
  const texts = readTexts(element, (spot, message) => report.add(code, spot, message))
  return texts.flatMap(({ value, spot }) => {
    if (value === '*') return [{ text: value, every: true as const }]
    return readSegments(value, { spot, options, report, closed }) ?? []
  })
}

/** A trust policy is about the role that carries it: another resource than `*` would be a restriction without effect. */
function readTrustResource(element: Element | undefined, report: Report): readonly ResourceForm[] {
  const all = element?.node.kind === 'string' && element.node.value === '*'
  if (element !== undefined && !all) {
    report.add('InvalidParameter.ResourceError', spotOf(element), 'a trust policy has no resource')
  }
  return [{ text: '*', every: true }]
}

interface SegmentContext {
  readonly spot: Spot
  readonly options: ReadOptions
  readonly report: Report
  /** Every action of the statement belongs to a product with a loaded catalog. */
  readonly closed: boolean
}

export const PROJECT = /^(?:\*|id\/\*|id\/0)?$/
export const SERVICE = /^[a-z0-9_-]*$/
export const REGION = /^[a-z0-9*-]*$/
/** An operation without an object, and `*` written out as name and value: both mean `*`, resources without a slash too. */
const EVERY_CONTENT: readonly string[] = ['', '*/*']

function readSegments(text: string, context: SegmentContext): ResourceForm | undefined {
  const segments = splitSegments(text)
  if (segments === undefined) {
    const message = `${quote(text)} is not of the form qcs:project:product:region:account:resource`
    context.report.add('InvalidParameter.ResourceQcsError', context.spot, message)
    return undefined
  }
  const [project, serviceText, region, accountText, contentText] = segments
  checkSegment(context, 'ResourceProjectError', 'project', project, PROJECT)
  const service = serviceText === '*' ? '' : serviceText.toLowerCase()
  if (checkSegment(context, 'ResourceServiceNotExist', 'product', service, SERVICE)) checkProduct(context, service)
  checkSegment(context, 'ResourceRegionError', 'region', region, REGION)
  const account = readAccount(context, accountText)
  const content = readContent(context, service, contentText)
  if (account === undefined || content === undefined) return undefined
  return { text, every: false, service, region: longRegion(region), account, content }
}

type Segments = readonly [project: string, service: string, region: string, account: string, content: string]

/** Cuts a text at five colons; any colon after those is part of the sixth segment. */
function splitSegments(text: string): Segments | undefined {
  const found = /^qcs:([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(text)
  if (found === null) return undefined
  const [, project = '', service = '', region = '', account = '', content = ''] = found
  return [project, service, region, account, content]
}

type SegmentFault = 'ResourceProjectError' | 'ResourceServiceNotExist' | 'ResourceRegionError' | 'ResourceUinError'

function checkSegment(
  context: SegmentContext,
  fault: SegmentFault,
  name: string,
  segment: string,
  legal: RegExp,
): boolean {
  return legal.test(segment) || refuseSegment(context, fault, name, segment)
}

function refuseSegment(context: SegmentContext, fault: SegmentFault, name: string, segment: string): false {
  const variable = segment.includes('${')
  const code: ProblemCode = variable ? 'InvalidParameter.ResourceContentError' : `InvalidParameter.${fault}`
  const reason = variable ? 'a policy variable can only stand in the last segment' : `illegal ${name}`
  context.report.add(code, context.spot, `${reason}: ${quote(segment)}`)
  return false
}

/** Products are judged by name only where a catalog already says which products the statement is about. */
function checkProduct(context: SegmentContext, service: string): void {
  const { vocabulary } = context.options
  if (service === '' || !context.closed || vocabulary.knows === undefined) return
  if (vocabulary.knows(service) || vocabulary.service(service) !== undefined) return
  context.report.add('InvalidParameter.NotSupportProduct', context.spot, `unknown product ${quote(service)}`)
}

function namesOnlyCatalogued(actions: readonly ActionForm[], vocabulary: Vocabulary): boolean {
  return actions.length > 0 && actions.every(({ product }) => vocabulary.service(product) !== undefined)
}

function readAccount(context: SegmentContext, text: string): AccountForm | undefined {
  const form = readAccountForm(text)
  if (form !== undefined && (form.kind !== 'evaluated' || context.options.purpose === 'preset')) return form
  refuseSegment(context, 'ResourceUinError', 'account', text)
  return undefined
}

function readContent(context: SegmentContext, service: string, text: string): Template | undefined {
  const refuse = (message: string): undefined => {
    context.report.add('InvalidParameter.ResourceContentError', context.spot, `${message}: ${quote(text)}`)
    return undefined
  }
  if (/[\u0000-\u001f\u007f]/.test(text)) return refuse('a resource cannot contain control characters')
  const parsed = parseTemplate(EVERY_CONTENT.includes(text) ? '*' : text)
  if ('unknown' in parsed) return refuse(`unknown policy variable ${quote(parsed.unknown)}`)
  if (service === 'cos' && hasVariable(objectPath(parsed.template))) {
    return refuse('the path of a COS object cannot contain a policy variable')
  }
  return parsed.template
}

/** What follows the bucket: `<bucket>/<path>`, or in the old form `prefix//<appid>/<bucket>/<path>`. */
function objectPath(content: Template): Template {
  const first = content[0]
  const old = first !== undefined && 'text' in first && first.text.startsWith('prefix//')
  let slashes = old ? 4 : 1
  const path: Template[number][] = []
  for (const part of content) {
    if (slashes <= 0) path.push(part)
    else if ('text' in part) slashes -= part.text.split('/').length - 1
  }
  return path
}
