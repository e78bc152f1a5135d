// The element `action`: `*`, `product:Name` with wildcards, optionally behind `name/`. A literal name is checked
// against the catalog of its product where one is loaded; a pattern is never checked.

import { withoutApiPrefix } from './action.ts'
import type { ActionForm } from './document.ts'
import { type Element, readTexts, spotOf } from './element.ts'
import { quote, type Report, type Spot } from './problem.ts'
import type { ReadOptions } from './read-options.ts'

export function readActions(
  parent: Element,
  element: Element | undefined,
  options: ReadOptions,
  report: Report,
): readonly ActionForm[] {
  if (element === undefined) {
    report.add('InvalidParameter.ActionMiss', spotOf(parent), 'the element "action" is missing')
    return []
  }
  const texts = readTexts(element, (spot, message) => report.add('InvalidParameter.ActionError', spot, message))
  return texts.flatMap(({ value, spot }) => readAction(value, spot, options, report) ?? [])
}

// Characters of a product's abbreviation and of an API's name; `__proto__` is made of them and is a name like others.
export const PRODUCT = /^[a-z0-9_*-]+$/
export const NAME = /^[a-z0-9_.*-]+$/

function readAction(text: string, spot: Spot, options: ReadOptions, report: Report): ActionForm | undefined {
  const trimmed = trimBlanks(text)
  if (trimmed === '*') return { text, product: '*', name: '*' }
  // Named sets of APIs are tables of the vendor that are not public: no set is known here.
  if (/^(?:actionName|permid)\/[^/:?]+$/.test(trimmed)) {
    report.add('InvalidParameter.ActionNotExist', spot, `there is no feature set ${quote(trimmed)}`)
    return undefined
  }
  const pieces = withoutApiPrefix(trimmed).split(':')
  const [product = '', name = ''] = pieces.map((piece) => trimBlanks(piece).toLowerCase())
  if (pieces.length !== 2 || product === '' || !NAME.test(name) || !isPlain(product)) {
    report.add('InvalidParameter.ActionError', spot, `${quote(text)} is not of the form product:Action`)
    return undefined
  }
  if (!PRODUCT.test(product)) {
    report.add('InvalidParameter.ActionServiceNotExist', spot, `there is no product ${quote(product)}`)
    return undefined
  }
  checkNames(product, name, spot, options, report)
  return { text, product, name }
}

function checkNames(product: string, name: string, spot: Spot, options: ReadOptions, report: Report): void {
  if (product.includes('*') || name.includes('*')) return
  const { vocabulary } = options
  const service = vocabulary.service(product)
  if (service !== undefined) {
    if (service.hasAction(name)) return
    report.add('InvalidParameter.ActionNotExist', spot, `the product ${quote(product)} has no action ${quote(name)}`)
  } else if (options.strictActionServices === true && vocabulary.knows?.(product) !== true) {
    report.add('InvalidParameter.ActionServiceNotExist', spot, `there is no product ${quote(product)}`)
  }
}

/** Vendor samples contain blanks behind the colon. No regular expression: blanks are not counted, so there may be many. */
function trimBlanks(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isBlank(text.charCodeAt(from))) from += 1
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1
  return text.slice(from, to)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}

/** Free of what belongs to another kind of text: blanks, control characters, `?` and `/`. */
function isPlain(product: string): boolean {
  return !/[\s\u0000-\u001f\u007f?/]/.test(product)
}
