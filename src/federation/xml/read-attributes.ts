// Attributes and namespace declarations of one start tag. A name given twice, an undeclared prefix and a relative namespace
// are refused: canonical forms of those differ between libraries, down to an empty one.

import { type Cursor, readName, type Scope, skipBlanks, splitName, stop, xmlNamespace } from './cursor.ts'
import type { XmlAttribute } from './document.ts'
import { readReferences } from './text.ts'

const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/'
/** Attributes of one element, declarations included. */
const attributesMax = 64
const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/

interface Spelled {
  readonly name: string
  readonly value: string
  readonly at: number
}

export function readAttributes(
  cursor: Cursor,
  outer: Scope,
): { readonly attributes: readonly XmlAttribute[]; readonly scope: Scope } {
  const spelled = readSpelled(cursor)
  const declarations = spelled.filter(({ name }) => name === 'xmlns' || name.startsWith('xmlns:'))
  const scope = declarations.length === 0 ? outer : declare(outer, declarations)
  const attributes: XmlAttribute[] = []
  const seen = new Set<string>()
  for (const one of spelled) {
    if (declarations.includes(one)) continue
    const attribute = resolve(one, scope)
    const key = `${attribute.namespace} ${attribute.local}`
    if (seen.has(key)) stop(`the attribute \`${one.name}\` is given twice`, one.at)
    seen.add(key)
    attributes.push(attribute)
  }
  return { attributes, scope }
}

function readSpelled(cursor: Cursor): readonly Spelled[] {
  const spelled: Spelled[] = []
  const names = new Set<string>()
  for (;;) {
    const blanks = skipBlanks(cursor)
    const at = cursor.at
    const next = cursor.text[at]
    if (next === '>' || next === '/' || next === undefined) return spelled
    if (blanks === 0) stop('a blank is expected before an attribute', at)
    const name = readName(cursor)
    if (names.has(name)) stop(`the attribute \`${name}\` is given twice`, at)
    names.add(name)
    if (names.size > attributesMax) stop(`an element has more than ${attributesMax} attributes`, at)
    skipBlanks(cursor)
    if (cursor.text[cursor.at] !== '=') stop('an equals sign is expected', cursor.at)
    cursor.at += 1
    skipBlanks(cursor)
    spelled.push({ name, value: readValue(cursor), at })
  }
}

function readValue(cursor: Cursor): string {
  const quote = cursor.text[cursor.at]
  if (quote !== '"' && quote !== "'") return stop('a value in quotes is expected', cursor.at)
  const start = cursor.at + 1
  const end = cursor.text.indexOf(quote, start)
  if (end < 0) stop('the value of an attribute has no end', cursor.at)
  const raw = cursor.text.slice(start, end)
  if (raw.includes('<')) stop('`<` is not permitted in the value of an attribute', start)
  const value = readReferences(raw.replaceAll(/\r\n|[\t\r\n]/g, ' '))
  if (value === undefined) return stop('only the five predefined entities and characters by number are known', start)
  cursor.at = end + 1
  return value
}

function declare(outer: Scope, declarations: readonly Spelled[]): Scope {
  const scope = new Map(outer)
  for (const { name, value, at } of declarations) {
    const prefix = name === 'xmlns' ? '' : name.slice('xmlns:'.length)
    if (prefix === 'xml' || prefix === 'xmlns') stop(`the prefix \`${prefix}\` may not be declared`, at)
    if (value === xmlNamespace || value === xmlnsNamespace) stop('a reserved namespace may not be declared', at)
    if (value === '' && prefix === '') scope.delete('')
    else if (absolute.test(value)) scope.set(prefix, value)
    else stop('a namespace must be an absolute URI', at)
  }
  return scope
}

function resolve({ name, value, at }: Spelled, scope: Scope): XmlAttribute {
  const [prefix, local] = splitName(name)
  if (prefix === '') return { name, local, namespace: '', value }
  const namespace = scope.get(prefix)
  if (namespace === undefined) return stop(`the prefix \`${prefix}\` is not declared`, at)
  return { name, local, namespace, value }
}
