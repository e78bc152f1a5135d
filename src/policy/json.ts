// A strict JSON reader (RFC 8259) that remembers where every node stands. It refuses what parsers disagree about:
// duplicate members, lone surrogates, excessive depth. One pass, linear time; it never throws.

/** Deeper nesting than this is refused: the policy grammar needs seven levels, a call stack has limits. */
export const JSON_DEPTH_MAX = 64

export interface JsonString {
  readonly kind: 'string'
  /** Offset of the first character of the node, here the opening quote. */
  readonly at: number
  readonly value: string
}

export interface JsonNumber {
  readonly kind: 'number'
  readonly at: number
  /** As spelled in the text; printing keeps it. */
  readonly text: string
}

export interface JsonWord {
  readonly kind: 'word'
  readonly at: number
  readonly value: boolean | null
}

export interface JsonArray {
  readonly kind: 'array'
  readonly at: number
  readonly items: readonly JsonNode[]
}

export interface JsonMember {
  readonly name: string
  /** Offset of the name's opening quote. */
  readonly at: number
  readonly value: JsonNode
}

export interface JsonObject {
  readonly kind: 'object'
  readonly at: number
  /** In the order of the text, names unique. A list, so that `__proto__` is a name like any other. */
  readonly members: readonly JsonMember[]
}

export type JsonNode = JsonString | JsonNumber | JsonWord | JsonArray | JsonObject

export interface JsonFault {
  readonly message: string
  /** Offset of the first character that cannot be accepted. */
  readonly at: number
}

export type JsonResult = { readonly node: JsonNode } | { readonly fault: JsonFault }

interface Cursor {
  readonly text: string
  at: number
  depth: number
  fault: JsonFault | undefined
}

/** Reads exactly one JSON value; anything but blanks around it is a fault. The first fault ends the reading. */
export function readJson(text: string): JsonResult {
  const cursor: Cursor = { text, at: 0, depth: 0, fault: undefined }
  const node = readValue(cursor)
  if (node !== undefined) {
    skipBlanks(cursor)
    if (cursor.at === text.length) return { node }
    refuse(cursor, 'unexpected text after the end of the document')
  }
  return { fault: cursor.fault ?? { message: 'not a JSON document', at: cursor.at } }
}

/** Compact text of a node: order and number spellings kept, slashes not escaped. */
export function printJson(node: JsonNode): string {
  switch (node.kind) {
    case 'string':
      return JSON.stringify(node.value)
    case 'number':
      return node.text
    case 'word':
      return String(node.value)
    case 'array':
      return `[${node.items.map(printJson).join(',')}]`
    case 'object':
      return `{${node.members.map((member) => `${JSON.stringify(member.name)}:${printJson(member.value)}`).join(',')}}`
  }
}

/** The text without insignificant blanks, equal in every value; `undefined` when it is not strict JSON. */
export function minify(text: string): string | undefined {
  const result = readJson(text)
  return 'node' in result ? printJson(result.node) : undefined
}

function refuse(cursor: Cursor, message: string, at = cursor.at): undefined {
  cursor.fault ??= { message, at }
  return undefined
}

function skipBlanks(cursor: Cursor): void {
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
    cursor.at += 1
  }
}

function readValue(cursor: Cursor): JsonNode | undefined {
  skipBlanks(cursor)
  const at = cursor.at
  switch (cursor.text[at]) {
    case undefined:
      return refuse(cursor, 'the document ends where a value is expected')
    case '{':
      return nested(cursor, readObject)
    case '[':
      return nested(cursor, readArray)
    case '"': {
      const value = readString(cursor)
      return value === undefined ? undefined : { kind: 'string', at, value }
    }
    default:
      return readNumber(cursor) ?? readWord(cursor)
  }
}

function nested(cursor: Cursor, read: (cursor: Cursor) => JsonNode | undefined): JsonNode | undefined {
  if (cursor.depth === JSON_DEPTH_MAX) return refuse(cursor, `nested deeper than ${JSON_DEPTH_MAX} levels`)
  cursor.depth += 1
  const node = read(cursor)
  cursor.depth -= 1
  return node
}

function readArray(cursor: Cursor): JsonArray | undefined {
  const at = cursor.at
  const items: JsonNode[] = []
  cursor.at += 1
  skipBlanks(cursor)
  if (take(cursor, ']')) return { kind: 'array', at, items }
  for (;;) {
    const item = readValue(cursor)
    if (item === undefined) return undefined
    items.push(item)
    skipBlanks(cursor)
    if (take(cursor, ']')) return { kind: 'array', at, items }
    if (!take(cursor, ',')) return refuse(cursor, 'expected "," or "]"')
  }
}

function readObject(cursor: Cursor): JsonObject | undefined {
  const at = cursor.at
  const members: JsonMember[] = []
  const names = new Set<string>()
  cursor.at += 1
  skipBlanks(cursor)
  if (take(cursor, '}')) return { kind: 'object', at, members }
  for (;;) {
    const member = readMember(cursor, names)
    if (member === undefined) return undefined
    members.push(member)
    skipBlanks(cursor)
    if (take(cursor, '}')) return { kind: 'object', at, members }
    if (!take(cursor, ',')) return refuse(cursor, 'expected "," or "}"')
  }
}

function readMember(cursor: Cursor, names: Set<string>): JsonMember | undefined {
  skipBlanks(cursor)
  const at = cursor.at
  if (cursor.text[at] !== '"') return refuse(cursor, 'expected the name of a member in double quotes')
  const name = readString(cursor)
  if (name === undefined) return undefined
  if (names.has(name)) return refuse(cursor, `member ${JSON.stringify(name)} appears twice`, at)
  names.add(name)
  skipBlanks(cursor)
  if (!take(cursor, ':')) return refuse(cursor, 'expected ":"')
  const value = readValue(cursor)
  return value === undefined ? undefined : { name, at, value }
}

function take(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false
  cursor.at += 1
  return true
}

function readNumber(cursor: Cursor): JsonNumber | undefined {
  const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y
  number.lastIndex = cursor.at
  const text = number.exec(cursor.text)?.[0]
  if (text === undefined) return undefined
  const at = cursor.at
  cursor.at += text.length
  return { kind: 'number', at, text }
}

function readWord(cursor: Cursor): JsonWord | undefined {
  const at = cursor.at
  for (const value of [true, false, null]) {
    const word = String(value)
    if (!cursor.text.startsWith(word, at)) continue
    cursor.at += word.length
    return { kind: 'word', at, value }
  }
  return refuse(cursor, 'expected a value')
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

function readString(cursor: Cursor): string | undefined {
  const start = cursor.at
  const stop = /["\\\u0000-\u001f]/g
  let value = ''
  let from = start + 1
  for (;;) {
    stop.lastIndex = from
    const found = stop.exec(cursor.text)
    if (found === null) return refuse(cursor, 'a string is not closed', start)
    value += cursor.text.slice(from, found.index)
    cursor.at = found.index
    if (found[0] === '"') break
    if (found[0] !== '\\') return refuse(cursor, 'a control character in a string must be escaped')
    const decoded = readEscape(cursor)
    if (decoded === undefined) return undefined
    value += decoded
    from = cursor.at
  }
  cursor.at += 1
  // A surrogate without its partner has no UTF-8 form: stores and other readers would change it silently.
  return value.isWellFormed() ? value : refuse(cursor, 'a string contains a lone surrogate', start)
}

function readEscape(cursor: Cursor): string | undefined {
  const letter = cursor.text[cursor.at + 1] ?? ''
  const simple = ESCAPES.get(letter)
  if (simple !== undefined) {
    cursor.at += 2
    return simple
  }
  const digits = cursor.text.slice(cursor.at + 2, cursor.at + 6)
  if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) return refuse(cursor, 'unknown escape in a string')
  cursor.at += 6
  return String.fromCharCode(Number.parseInt(digits, 16))
}
