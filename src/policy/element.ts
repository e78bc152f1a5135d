// Elements of a document: a JSON node together with where it stands, and the shapes that several elements share.
// Reports what does not fit; decides nothing about meaning.

import type { JsonNode } from './json.ts'
import { type Problem, quote, type Report, type Spot } from './problem.ts'

/** A node and where it stands. */
export interface Element {
  readonly node: JsonNode
  readonly path: string
  /** Index of the statement around it. */
  readonly statement: Problem['statement']
}

export function spotOf(element: Element): Spot {
  return { at: element.node.at, path: element.path, statement: element.statement }
}

/** The path of a member, in brackets where its name is not a plain word. */
export function memberPath(path: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`
}

/**
 * The known elements of an object by their lowercase name. The same element in both spellings is a fault of the
 * document: two readers could pick different ones.
 */
export function readElements(
  parent: Element,
  known: readonly string[],
  report: Report,
  unknown: (name: string, spot: Spot) => void,
): ReadonlyMap<string, Element> {
  const elements = new Map<string, Element>()
  if (parent.node.kind !== 'object') return elements
  for (const member of parent.node.members) {
    const name = member.name.slice(0, 1).toLowerCase() + member.name.slice(1)
    const path = memberPath(parent.path, member.name)
    const spot = { at: member.at, path, statement: parent.statement }
    if (!known.includes(name)) unknown(member.name, spot)
    else if (elements.has(name)) {
      const message = `the element ${quote(name)} appears in two spellings`
      report.add('InvalidParameter.PolicyDocumentError', spot, message)
    } else elements.set(name, { node: member.value, path, statement: parent.statement })
  }
  return elements
}

/** A text or a list of one or more texts; `undefined` for any other shape, and what is wrong with it is reported. */
export function readTexts(element: Element, refuse: (spot: Spot, message: string) => void): readonly TextAt[] {
  const { node, path, statement } = element
  if (node.kind === 'string') return [{ value: node.value, spot: spotOf(element) }]
  if (node.kind !== 'array' || node.items.length === 0) {
    refuse(spotOf(element), 'a text or a list of one or more texts is expected')
    return []
  }
  return node.items.flatMap((item, index) => {
    const spot = { at: item.at, path: `${path}[${index}]`, statement }
    if (item.kind === 'string') return [{ value: item.value, spot }]
    refuse(spot, `a text is expected, not a JSON ${item.kind}`)
    return []
  })
}

export interface TextAt {
  readonly value: string
  readonly spot: Spot
}
