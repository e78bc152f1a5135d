// Text of a policy test as a value, with the place of every member: YAML, of which JSON is a part. What readers of YAML disagree
// about (members written twice, tags, several documents) is a fault.
import { isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode, parseDocument, type Scalar, visit } from 'yaml'
import { readJson } from '../../policy/json.ts'
import { positions } from '../../policy/position.ts'

export interface Place {
  readonly file: string
  /** From one; columns in UTF-16 units. */
  readonly line: number
  readonly column: number
}

export interface Fault extends Place {
  readonly message: string
}

export type Path = readonly PropertyKey[]

export interface Source {
  readonly file: string
  readonly value: unknown
  /** Where a value begins, or the nearest one around it that is there. */
  place(path: Path): Place
  /** Where the name of a member begins. */
  placeOfName(path: Path): Place
}

/** The value of a text, or why it has none. `file` is only named. */
export function readSource(file: string, text: string): Source | { readonly faults: readonly Fault[] } {
  const locate = positions(text)
  const at = (offset: number): Place => {
    const { line, column } = locate(offset)
    return { file, line, column }
  }
  const json = file.endsWith('.json') ? readJson(text) : undefined
  if (json !== undefined && 'fault' in json) {
    return { faults: [{ ...at(json.fault.at), message: `not JSON: ${json.fault.message}` }] }
  }
  const document = parseDocument(text, { prettyErrors: false, version: '1.2' })
  const problems = [...document.errors, ...document.warnings]
  if (problems.length > 0) return { faults: problems.map(({ pos, message }) => ({ ...at(pos[0]), message })) }
  const root = document.contents
  const strange = strangeName(document)
  if (strange !== undefined)
    return { faults: [{ ...at(strange.range?.[0] ?? 0), message: 'no member is called __proto__' }] }
  const value = plainValue(document)
  if (typeof value === 'string') return { faults: [{ ...at(0), message: value }] }
  const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node)
  return {
    file,
    value: value.value,
    place: (path) => at(offsetOf(walk(root, path, resolved).value)),
    placeOfName: (path) => at(offsetOf(walk(root, path, resolved).name)),
  }
}

/** A name that readers of plain values pass over. */
function strangeName(document: ReturnType<typeof parseDocument>): Scalar | undefined {
  let found: Scalar | undefined
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== '__proto__') return undefined
      found = key
      return visit.BREAK
    },
  })
  return found
}

/** The plain value, or why it cannot be made: aliases that multiply. */
function plainValue(document: ReturnType<typeof parseDocument>): { readonly value: unknown } | string {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

interface Found {
  readonly name: unknown
  readonly value: unknown
}

function walk(root: ParsedNode | null, path: Path, resolved: (node: unknown) => unknown): Found {
  let found: Found = { name: root, value: root }
  for (const step of path) {
    const node = resolved(found.value)
    const next = isMap(node) ? memberOf(node.items, step) : isSeq(node) ? itemOf(node.items, step) : undefined
    if (next === undefined) return found
    found = next
  }
  return found
}

function memberOf(items: readonly { readonly key: unknown; readonly value: unknown }[], step: PropertyKey) {
  const found = items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
  return found && { name: found.key, value: found.value ?? found.key }
}

function itemOf(items: readonly unknown[], step: PropertyKey): Found | undefined {
  const node = items[Number(step)]
  return node === undefined ? undefined : { name: node, value: node }
}

const offsetOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0
