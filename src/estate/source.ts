// One YAML or JSON file on its way in: its value by a shape, or every fault with line and column. What YAML has beyond plain
// values (anchors, tags, merges) is refused: a file means what it says.
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import { readJson } from '../policy/json.ts'
import { positions } from '../policy/position.ts'

/** Line and column count from 1. */
export interface Fault {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** A fault at an offset of a text. */
export function textFault(file: string, text: string, offset: number, message: string): Fault {
  const { line, column } = positions(text)(offset)
  return { file, line, column, message }
}

export interface Source {
  readonly file: string
  /** Where the value at a path begins, or the nearest thing around it. */
  faultAt(path: readonly PropertyKey[], message: string): Fault
}

export type Read<T> = { readonly value: T; readonly source: Source } | { readonly faults: readonly Fault[] }

export function readSource<T>(file: string, text: string, shape: z.ZodType<T>): Read<T> {
  if (file.endsWith('.json')) {
    const json = readJson(text)
    if ('fault' in json) return { faults: [textFault(file, text, json.fault.at, json.fault.message)] }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true })
  const at = (offset: number, message: string): Fault => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), message }
  }
  const wrong = [...document.errors, ...document.warnings].map(({ pos, message }) => at(pos[0], message))
  if (wrong.length > 0) return { faults: wrong }
  const beyond = beyondPlain(document).map(({ offset, message }) => at(offset, message))
  if (beyond.length > 0) return { faults: beyond }
  const source: Source = { file, faultAt: (path, message) => at(offsetOf(document, path), message) }
  // An empty file is one in which everything is left out.
  const read = shape.safeParse(document.contents === null ? undefined : (document.toJS() ?? undefined))
  if (read.success) return { value: read.data, source }
  return { faults: read.error.issues.flatMap((issue) => faultsOf(document, source, at, issue)) }
}

interface Beyond {
  readonly offset: number
  readonly message: string
}

function beyondPlain(document: Document): readonly Beyond[] {
  const found: Beyond[] = []
  visit(document, {
    Alias(_, { range }) {
      found.push({ offset: range?.[0] ?? 0, message: 'an alias cannot be here: write the value out' })
    },
    Node(_, node) {
      const anchor = 'anchor' in node ? node.anchor : undefined
      if (anchor !== undefined && anchor !== '') {
        found.push({ offset: node.range?.[0] ?? 0, message: 'an anchor cannot be here' })
      }
      if (node.tag !== undefined) found.push({ offset: node.range?.[0] ?? 0, message: 'a tag of YAML cannot be here' })
    },
    Pair(_, { key }) {
      const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0
      if (!isScalar(key) || typeof key.value !== 'string') {
        found.push({ offset, message: 'the name of a member must be text: put it in quotes' })
      } else if (key.value === '__proto__') found.push({ offset, message: 'unknown member "__proto__"' })
    },
  })
  return found
}

function faultsOf(
  document: Document,
  source: Source,
  at: (offset: number, message: string) => Fault,
  issue: z.core.$ZodIssue,
): readonly Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => at(keyOffset(document, issue.path, key), `unknown member ${JSON.stringify(key)}`))
  }
  const missing = issue.code === 'invalid_type' && document.getIn(issue.path, true) === undefined
  const last = issue.path.at(-1)
  if (missing && typeof last === 'string') {
    return [source.faultAt(issue.path, `the member ${JSON.stringify(last)} is missing`)]
  }
  const name = typeof last === 'string' ? `${last}: ` : ''
  return [source.faultAt(issue.path, name + issue.message.replace(/^Invalid input: /, ''))]
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range !== undefined && node.range !== null) return node.range[0]
  }
  return 0
}

function keyOffset(document: Document, path: readonly PropertyKey[], key: string): number {
  const map = path.length === 0 ? document.contents : document.getIn(path, true)
  if (!isMap(map)) return offsetOf(document, path)
  for (const pair of map.items) {
    if (isScalar(pair.key) && pair.key.value === key) return pair.key.range?.[0] ?? 0
  }
  return offsetOf(document, path)
}
