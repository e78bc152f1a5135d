// Edits of a document's text, made from the nodes that they replace. An edit touches nothing but its node and, where
// something is taken out, the comma that goes with it.

import type { JsonNode } from '../json.ts'
import type { Facts, Member } from './facts.ts'
import type { Fix } from './finding.ts'

type Kind = Fix['kind']
type Text = Pick<Facts, 'text'>

/** Offset behind a node. */
export function endOf(text: string, node: JsonNode): number {
  switch (node.kind) {
    case 'string':
      return endOfString(text, node.at)
    case 'number':
      return node.at + node.text.length
    case 'word':
      return node.at + String(node.value).length
    case 'array': {
      const last = node.items.at(-1)
      return text.indexOf(']', last === undefined ? node.at : endOf(text, last)) + 1
    }
    case 'object': {
      const last = node.members.at(-1)
      return text.indexOf('}', last === undefined ? node.at : endOf(text, last.value)) + 1
    }
  }
}

function endOfString(text: string, at: number): number {
  let end = at + 1
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  return end + 1
}

function between(kind: Kind, from: number, to: number, replacement = ''): Fix {
  return { kind, offset: from, length: to - from, replacement }
}

/** Puts JSON text in place of a node. */
export function replaceNode({ text }: Text, node: JsonNode, json: string, kind: Kind): Fix {
  return between(kind, node.at, endOf(text, node), json)
}

/** Writes another string in place of a node. */
export function rewrite(facts: Text, { node }: { readonly node: JsonNode }, value: string, kind: Kind): Fix {
  return replaceNode(facts, node, JSON.stringify(value), kind)
}

/** Gives a member another name; `undefined` where the object has one of that name. */
export function rename({ text }: Text, member: Member, name: string, kind: Kind): Fix | undefined {
  if (member.owner.members.some((other) => other.name.trim() === name && other.at !== member.at)) return undefined
  return between(kind, member.at, endOfString(text, member.at), JSON.stringify(name))
}

/** Takes an item out of its list; `undefined` where it stands alone or in no list. */
export function dropItem(
  { text }: Text,
  { list, index }: { readonly list: { readonly items: readonly JsonNode[] } | undefined; readonly index: number },
  kind: Kind,
): Fix | undefined {
  return list === undefined
    ? undefined
    : drop(
        text,
        kind,
        list.items.map((item) => [item.at, item]),
        index,
      )
}

/** Takes a member out of its object; `undefined` where it is the only one. */
export function dropMember({ text }: Text, { owner, index }: Member, kind: Kind): Fix | undefined {
  return drop(
    text,
    kind,
    owner.members.map(({ at, value }) => [at, value]),
    index,
  )
}

function drop(text: string, kind: Kind, entries: readonly [at: number, node: JsonNode][], index: number) {
  const [one, before, after] = [entries[index], entries[index - 1], entries[index + 1]]
  if (one === undefined) return undefined
  if (after !== undefined) return between(kind, one[0], after[0])
  return before === undefined ? undefined : between(kind, endOf(text, before[1]), endOf(text, one[1]))
}

/** The text after an edit. */
export function applyFix(text: string, { offset, length, replacement }: Fix): string {
  return text.slice(0, offset) + replacement + text.slice(offset + length)
}
