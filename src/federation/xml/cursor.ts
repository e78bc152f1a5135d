// Where the XML reader stands, and the small steps that all of its parts take.

export interface XmlFault {
  readonly message: string
  /** Offset of the first character that cannot be accepted. */
  readonly at: number
}

export interface XmlLimits {
  readonly charactersMax: number
  readonly depthMax: number
  readonly elementsMax: number
}

export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'

/** Namespace by prefix; the default one has the empty prefix. */
export type Scope = ReadonlyMap<string, string>

export interface Cursor {
  readonly text: string
  readonly limits: XmlLimits
  at: number
  elements: number
}

/** Ends the reading; caught by `readXml` only. */
export class Stop extends Error {
  readonly fault: XmlFault
  constructor(fault: XmlFault) {
    super(fault.message)
    this.fault = fault
  }
}

export function stop(message: string, at: number): never {
  throw new Stop({ message, at })
}

export function skipBlanks(cursor: Cursor): number {
  const blanks = /[ \t\r\n]*/y
  blanks.lastIndex = cursor.at
  const length = blanks.exec(cursor.text)?.[0].length ?? 0
  cursor.at += length
  return length
}

const part = '[A-Za-z_\\u00c0-\\ud7ff\\uf900-\\ufdcf][\\w.\\-\\u00b7\\u00c0-\\ud7ff\\uf900-\\ufdcf]*'
const namePattern = new RegExp(`${part}(?::${part})?`, 'y')

/** A name, perhaps with a prefix. */
export function readName(cursor: Cursor): string {
  namePattern.lastIndex = cursor.at
  const name = namePattern.exec(cursor.text)?.[0]
  if (name === undefined) return stop('a name is expected', cursor.at)
  cursor.at += name.length
  return name
}

/** Prefix and rest of a name. */
export function splitName(name: string): readonly [prefix: string, local: string] {
  const colon = name.indexOf(':')
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)]
}
