// A strict reader of XML 1.0 with namespaces, for documents from outside. It refuses what readers disagree about or can be
// harmed by: document types, entities, processing instructions, relative namespaces, depth, size. It never throws.
import {
  type Cursor,
  readName,
  type Scope,
  Stop,
  skipBlanks,
  splitName,
  stop,
  type XmlFault,
  type XmlLimits,
  xmlNamespace,
} from './cursor.ts'
import type { XmlElement } from './document.ts'
import { readAttributes } from './read-attributes.ts'
import { illegalAt, readReferences } from './text.ts'

export type XmlResult = { readonly root: XmlElement } | { readonly fault: XmlFault }

/** Reads exactly one document. The first fault ends the reading. */
export function readXml(text: string, limits: XmlLimits): XmlResult {
  try {
    return { root: readDocument(text, limits) }
  } catch (error) {
    if (error instanceof Stop) return { fault: error.fault }
    throw error
  }
}

function readDocument(text: string, limits: XmlLimits): XmlElement {
  if (text.length > limits.charactersMax) stop(`the document has more than ${limits.charactersMax} characters`, 0)
  if (text.startsWith('\ufeff')) stop('the document begins with a byte order mark', 0)
  const illegal = illegalAt(text)
  if (illegal !== undefined) stop('the document has a character that XML does not know', illegal)
  const cursor: Cursor = { text, limits, at: 0, elements: 0 }
  skipDeclaration(cursor)
  skipAround(cursor)
  if (text[cursor.at] !== '<') stop('an element is expected', cursor.at)
  const root = readElement(cursor, new Map([['xml', xmlNamespace]]), 1)
  skipAround(cursor)
  if (cursor.at < text.length) stop('something follows the end of the document element', cursor.at)
  return root
}

const declaration =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.0\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])([A-Za-z][\w.-]*)\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\4)?[ \t\r\n]*\?>/

function skipDeclaration(cursor: Cursor): void {
  if (!cursor.text.startsWith('<?xml')) return
  const match = declaration.exec(cursor.text)
  const encoding = match === null ? stop('the XML declaration is not of XML 1.0', 0) : (match[3] ?? 'UTF-8')
  // The text was decoded already; a declaration that says otherwise would make another reader see another text.
  if (!/^(?:utf-8|us-ascii)$/i.test(encoding)) stop('the encoding must be UTF-8', 0)
  cursor.at = match?.[0].length ?? 0
}

/** Blanks and comments before and after the document element. */
function skipAround(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor)
    if (!cursor.text.startsWith('<!', cursor.at) && !cursor.text.startsWith('<?', cursor.at)) return
    skipComment(cursor)
  }
}

function skipComment(cursor: Cursor): void {
  const { text, at } = cursor
  if (text.startsWith('<!DOCTYPE', at)) stop('a document type is not permitted', at)
  if (text.startsWith('<?', at)) stop('a processing instruction is not permitted', at)
  if (!text.startsWith('<!--', at)) stop('a declaration is not permitted', at)
  const end = text.indexOf('--', at + 4)
  if (end < 0) stop('a comment has no end', at)
  if (text[end + 2] !== '>') stop('a comment has two hyphens inside', end)
  cursor.at = end + 3
}

function readElement(cursor: Cursor, outer: Scope, depth: number): XmlElement {
  const start = cursor.at
  if (depth > cursor.limits.depthMax) stop(`elements are nested more than ${cursor.limits.depthMax} deep`, start)
  cursor.elements += 1
  if (cursor.elements > cursor.limits.elementsMax)
    stop(`there are more than ${cursor.limits.elementsMax} elements`, start)
  cursor.at += 1
  const name = readName(cursor)
  const { attributes, scope } = readAttributes(cursor, outer)
  const [prefix, local] = splitName(name)
  const namespace = scope.get(prefix)
  if (namespace === undefined && prefix !== '') stop(`the prefix \`${prefix}\` is not declared`, start)
  const head = { name, local, namespace: namespace ?? '', attributes }
  if (cursor.text.startsWith('/>', cursor.at)) {
    cursor.at += 2
    return { ...head, children: [] }
  }
  if (cursor.text[cursor.at] !== '>') stop('the end of a tag is expected', cursor.at)
  cursor.at += 1
  return { ...head, children: readContent(cursor, scope, name, depth) }
}

/** What stands between the tags, and the closing tag. */
function readContent(cursor: Cursor, scope: Scope, name: string, depth: number): XmlElement['children'] {
  const children: (XmlElement | string)[] = []
  let run = ''
  const flush = (): void => {
    if (run !== '') children.push(run)
    run = ''
  }
  for (;;) {
    run += readText(cursor)
    const { text, at } = cursor
    if (at >= text.length) stop(`the element \`${name}\` has no end`, at)
    if (text.startsWith('</', at)) break
    if (text.startsWith('<![CDATA[', at)) run += readCdata(cursor)
    else if (text.startsWith('<!', at) || text.startsWith('<?', at)) skipComment(cursor)
    else {
      flush()
      children.push(readElement(cursor, scope, depth + 1))
    }
  }
  flush()
  cursor.at += 2
  const closing = readName(cursor)
  if (closing !== name) stop(`\`${name}\` is closed as \`${closing}\``, cursor.at - closing.length)
  skipBlanks(cursor)
  if (cursor.text[cursor.at] !== '>') stop('the end of a tag is expected', cursor.at)
  cursor.at += 1
  return children
}

function readText(cursor: Cursor): string {
  const next = cursor.text.indexOf('<', cursor.at)
  const end = next < 0 ? cursor.text.length : next
  const raw = cursor.text.slice(cursor.at, end)
  if (raw.includes(']]>')) stop('`]]>` is not permitted in text', cursor.at)
  const value = readReferences(raw.replaceAll(/\r\n?/g, '\n'))
  if (value === undefined)
    return stop('only the five predefined entities and characters by number are known', cursor.at)
  cursor.at = end
  return value
}

function readCdata(cursor: Cursor): string {
  const start = cursor.at + 9
  const end = cursor.text.indexOf(']]>', start)
  if (end < 0) stop('a CDATA section has no end', cursor.at)
  cursor.at = end + 3
  return cursor.text.slice(start, end).replaceAll(/\r\n?/g, '\n')
}
