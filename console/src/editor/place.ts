// Where in a policy a cursor stands: which member, below which others, and whether a name or a value is being written.
import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'

export interface Place {
  /** Names of the members around, from outside; lists leave no trace. */
  readonly path: readonly string[]
  /** The name of a member is being written, not a value. */
  readonly naming: boolean
  /** The text between the quotes. */
  readonly from: number
  readonly to: number
  /** The object around, innermost. */
  readonly object: SyntaxNode | undefined
}

/** `undefined` where no text between quotes is being written. */
export function placeAt(state: EditorState, at: number): Place | undefined {
  const node = syntaxTree(state).resolveInner(at, -1)
  if (node.name !== 'String' && node.name !== 'PropertyName') return undefined
  const end = state.sliceDoc(node.to - 1, node.to) === '"' && node.to - node.from > 1 ? node.to - 1 : node.to
  if (at <= node.from || at > end) return undefined
  const naming = node.name === 'PropertyName'
  const path: string[] = []
  let object: SyntaxNode | undefined
  let around = naming ? (node.parent?.parent ?? null) : node.parent
  while (around !== null) {
    if (around.name === 'Object') object ??= around
    const name = around.name === 'Property' ? around.getChild('PropertyName') : null
    if (name !== null) path.unshift(state.sliceDoc(name.from + 1, name.to - 1))
    around = around.parent
  }
  return { path, naming, from: node.from + 1, to: end, object }
}

/** Texts of a member of an object: one or a list. */
export function textsOf(state: EditorState, object: SyntaxNode, member: string): readonly string[] {
  const found = object.getChildren('Property').find((property) => {
    const name = property.getChild('PropertyName')
    return name !== null && state.sliceDoc(name.from + 1, name.to - 1).toLowerCase() === member
  })
  const list = found?.getChild('Array')
  const nodes = list === null || list === undefined ? (found?.getChildren('String') ?? []) : list.getChildren('String')
  return nodes.map(({ from, to }) => state.sliceDoc(from + 1, to - 1))
}
