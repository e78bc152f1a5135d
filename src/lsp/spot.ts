// Where in a policy the cursor stands, also while the text is not JSON yet. The tree is a tolerant one; what it says is only good
// for proposals and words about them, never for verdicts.
import { getLocation, type Node, parseTree } from 'jsonc-parser'
import { DOCUMENT_ELEMENTS } from '../policy/validate.ts'
import type { Purpose, Text } from './knowledge.ts'

/** What may stand at a place. */
export type Kind =
  | 'document-element'
  | 'statement-element'
  | 'version'
  | 'effect'
  | 'action'
  | 'resource'
  | 'operator'
  | 'key'
  | 'value'
  | 'principal-kind'
  | 'principal'

export interface Spot {
  readonly kind: Kind
  /** The text at the place, without quotes; as far as it goes. */
  readonly text: string
  /** What a proposal replaces, quotes included. */
  readonly from: number
  readonly to: number
  /** A name of a member that has its colon already. */
  readonly hasValue: boolean
  /** The operator and the key around it, where there are any. */
  readonly operator: string | undefined
  readonly key: string | undefined
  /** Kind of principal around it. */
  readonly principal: string | undefined
  /** The statement around it. */
  readonly statement: Node | undefined
}

/** A tree of whatever can be made out. */
export const treeOf = (text: string): Node | undefined => parseTree(text, [], { allowTrailingComma: true })

/** Names of elements begin with either letter. */
export const elementName = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1)

export function memberOf(node: Node | undefined, name: string): Node | undefined {
  const members = node?.type === 'object' ? (node.children ?? []) : []
  return members.find(({ children }) => elementName(String(children?.[0]?.value)) === name)?.children?.[1]
}

export function namesIn(node: Node | undefined): readonly string[] {
  const members = node?.type === 'object' ? (node.children ?? []) : []
  return members.map(({ children }) => String(children?.[0]?.value))
}

/** The statements of a document in order. */
export function statementsIn(tree: Node | undefined): readonly Node[] {
  const node = memberOf(tree, 'statement')
  return node?.type === 'array' ? (node.children ?? []) : node === undefined ? [] : [node]
}

export function spotAt(text: string, offset: number): Spot | undefined {
  const location = getLocation(text, offset)
  const path = location.path.map((step, index) => (typeof step === 'string' && index < 3 ? elementName(step) : step))
  const found = kindAt(path, location.isAtPropertyKey)
  if (found === undefined) return undefined
  const replaced = replacedAt(text, offset)
  const statement = statementsIn(treeOf(text)).find(
    (node) => node.offset <= offset && offset <= node.offset + node.length,
  )
  const hasValue = location.isAtPropertyKey && /^\s*:/.test(text.slice(replaced.to))
  return { ...found, ...replaced, hasValue, statement }
}

type Named = Pick<Spot, 'kind' | 'operator' | 'key' | 'principal'>

function kindAt(path: readonly (string | number)[], isName: boolean): Named | undefined {
  const [first, ...rest] = path
  if (first === 'statement') {
    const inner = typeof rest[0] === 'number' ? rest.slice(1) : rest
    return inStatement(inner, isName)
  }
  if (first === 'principal' && rest.length > 0) return inPrincipal(rest, isName)
  if (path.length > 1) return undefined
  if (isName) return only('document-element')
  return first === 'version' ? only('version') : undefined
}

function inStatement(path: readonly (string | number)[], isName: boolean): Named | undefined {
  const [element, ...rest] = path
  if (path.length === 1 && isName) return only('statement-element')
  const single = rest.length === 0 || (rest.length === 1 && typeof rest[0] === 'number')
  switch (element) {
    case 'effect':
      return rest.length === 0 ? only('effect') : undefined
    case 'action':
      return single ? only('action') : undefined
    case 'resource':
      return single ? only('resource') : undefined
    case 'principal':
      return rest.length > 0 ? inPrincipal(rest, isName) : undefined
    case 'condition':
      return inCondition(rest, isName)
    default:
      return undefined
  }
}

function inCondition([operator, key, ...rest]: readonly (string | number)[], isName: boolean): Named | undefined {
  if (typeof operator !== 'string') return undefined
  if (key === undefined) return isName ? only('operator') : undefined
  if (typeof key !== 'string' || rest.length > 1) return undefined
  const around = { operator: operator.trim(), key: isName ? undefined : key.trim(), principal: undefined }
  if (isName) return rest.length === 0 ? { ...around, kind: 'key' } : undefined
  return { ...around, kind: 'value' }
}

function inPrincipal([kind, ...rest]: readonly (string | number)[], isName: boolean): Named | undefined {
  if (typeof kind !== 'string' || rest.length > 1) return undefined
  if (isName) return rest.length === 0 ? only('principal-kind') : undefined
  return { kind: 'principal', operator: undefined, key: undefined, principal: kind }
}

const only = (kind: Kind): Named => ({ kind, operator: undefined, key: undefined, principal: undefined })

/** The text in hand: from its opening quote to its closing one, or to the cursor where it is not closed yet. */
function replacedAt(text: string, offset: number): Pick<Spot, 'text' | 'from' | 'to'> {
  const lineFrom = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
  const quote = openQuote(text, lineFrom, offset)
  if (quote === undefined) {
    const [word = ''] = /[\w:*-]*$/.exec(text.slice(lineFrom, offset)) ?? []
    const [more = ''] = /^[\w*]*/.exec(text.slice(offset)) ?? []
    // Behind a closing quote nothing of the string is replaced.
    return { text: word + more, from: offset - word.length, to: offset + more.length }
  }
  const rest = /^(?:[^"\\\n\r,[\]{}]|\\.)*"/.exec(text.slice(offset))
  const closed = rest !== null && !/^"\s*["\w]/.test(text.slice(offset + rest[0].length - 1))
  const to = closed ? offset + rest[0].length : offset
  return { text: text.slice(quote + 1, closed ? to - 1 : to), from: quote, to }
}

/** Where the string begins that the cursor is in; strings do not go over lines. */
function openQuote(text: string, from: number, offset: number): number | undefined {
  let open: number | undefined
  for (let at = from; at < offset; at += 1) {
    if (text[at] === '\\' && open !== undefined) at += 1
    else if (text[at] === '"') open = open === undefined ? at : undefined
  }
  return open
}

/** Whether a document is a policy, or shall become one: by its language, its name, or what it says. */
export function isPolicy({ uri, languageId, text }: Text): boolean {
  if (languageId === 'opencam-policy' || /[.-]policy\.json$/.test(uri)) return true
  const tree = treeOf(text)
  const names = namesIn(tree).map(elementName)
  // A document that is only begun has nothing but beginnings of our elements.
  const begun = names.every((name) => DOCUMENT_ELEMENTS.some((element) => element.startsWith(name)))
  return names.includes('statement') || (begun && (tree === undefined || tree.type === 'object'))
}

/** What a policy is for, as it shows itself: who names principals trusts them. */
export function purposeOf({ text }: Text): Purpose {
  const tree = treeOf(text)
  return [tree, ...statementsIn(tree)].some((node) => memberOf(node, 'principal') !== undefined) ? 'trust' : 'identity'
}
