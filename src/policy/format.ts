// A document in the one form that people compare: two spaces deep, members in the order of reading, numbers as they were
// spelled. It says nothing about whether the document is a policy.

import { type JsonMember, type JsonNode, printJson, readJson } from './json.ts'

const WIDTH_MAX = 100
const INDENT = '  '

/** Members that come first, in this order; all others keep theirs. */
const ORDER = ['version', 'sid', 'effect', 'principal', 'action', 'notaction', 'resource', 'notresource', 'condition']

/** The text in that form with a line end, or `undefined` where it is no JSON. */
export function format(text: string): string | undefined {
  const result = readJson(text)
  return 'fault' in result ? undefined : `${printed(result.node, '', 0)}\n`
}

/** `taken`: columns of the line before the node. */
function printed(node: JsonNode, indent: string, taken: number): string {
  if (node.kind !== 'array' && node.kind !== 'object') return printJson(node)
  const [open, close] = node.kind === 'array' ? ['[', ']'] : ['{', '}']
  const parts = node.kind === 'array' ? node.items : ordered(node.members)
  if (parts.length === 0) return open + close
  const flat = node.kind === 'array' ? flatList(node.items) : undefined
  if (flat !== undefined && taken + flat.length <= WIDTH_MAX) return flat
  const inner = indent + INDENT
  const lines = parts.map((part) => {
    const name = 'name' in part ? `${JSON.stringify(part.name)}: ` : ''
    const value = 'name' in part ? part.value : part
    return inner + name + printed(value, inner, inner.length + name.length)
  })
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}

/** Lists of plain values stand in one line where they fit. */
function flatList(items: readonly JsonNode[]): string | undefined {
  if (items.some(({ kind }) => kind === 'array' || kind === 'object')) return undefined
  return `[${items.map(printJson).join(', ')}]`
}

function ordered(members: readonly JsonMember[]): readonly JsonMember[] {
  const place = ({ name }: JsonMember): number => {
    const found = ORDER.indexOf(name.toLowerCase())
    return found === -1 ? ORDER.length : found
  }
  return members.toSorted((a, b) => place(a) - place(b))
}
