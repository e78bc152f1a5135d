// Which characters of a policy's text each statement takes.
import { readJson } from '../../../src/policy/json.ts'
import { endOf } from '../../../src/policy/lint/edit.ts'

export interface Span {
  readonly from: number
  readonly to: number
}

/** Statements of a document in order; none while it is no JSON. */
export function statementSpans(text: string): readonly Span[] {
  const read = readJson(text)
  if (!('node' in read) || read.node.kind !== 'object') return []
  const node = read.node.members.find(({ name }) => name.toLowerCase() === 'statement')?.value
  const nodes = node === undefined ? [] : node.kind === 'array' ? node.items : [node]
  return nodes.map((one) => ({ from: one.at, to: endOf(text, one) }))
}
