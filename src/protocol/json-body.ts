// A strict JSON reader for bodies from outside. Unlike JSON.parse it refuses a name given twice, bounds depth and size, gives
// null-prototype objects, and keeps an integer that a number cannot hold as its text instead of rounding it.
import { type ApiError, apiError } from './api-error.ts'
import type { RawObject, RawValue } from './call.ts'
import { clip } from './utf8.ts'

export const depthMax = 32
/** Values of all kinds in one request. */
export const valuesMax = 50_000

interface Reader {
  readonly text: string
  at: number
  values: number
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const colon = 0x3a
const braceOpen = 0x7b
const braceClose = 0x7d
const bracketOpen = 0x5b
const bracketClose = 0x5d

/**
 * Reads a whole JSON text. InvalidParameter with the position of the first fault.
 * An integer outside ±(2^53-1) comes back as its text: a parameter of type String keeps it exactly, one of type Integer refuses it.
 */
export function readJson(text: string): RawValue {
  const reader: Reader = { text, at: 0, values: 0 }
  skipBlanks(reader)
  const value = readValue(reader, 0)
  skipBlanks(reader)
  if (reader.at < text.length) throw fault(reader, 'something follows the end of the value')
  return value
}

function fault(reader: Reader, problem: string): ApiError {
  return apiError('InvalidParameter', { wording: 'json', problem: `${problem} (at character ${reader.at + 1})` })
}

function skipBlanks(reader: Reader): void {
  const { text } = reader
  let { at } = reader
  let code = text.charCodeAt(at)
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt(++at)
  reader.at = at
}

function readValue(reader: Reader, depth: number): RawValue {
  if (++reader.values > valuesMax) throw fault(reader, `there are more than ${valuesMax} values`)
  switch (reader.text.charCodeAt(reader.at)) {
    case quote:
      return readString(reader)
    case braceOpen:
      return readObject(reader, depth + 1)
    case bracketOpen:
      return readList(reader, depth + 1)
    case 0x74:
      return readWord(reader, 'true', true)
    case 0x66:
      return readWord(reader, 'false', false)
    case 0x6e:
      return readWord(reader, 'null', null)
    default:
      return readNumber(reader)
  }
}

function readWord<T>(reader: Reader, word: string, value: T): T {
  if (!reader.text.startsWith(word, reader.at)) throw fault(reader, 'a value is expected')
  reader.at += word.length
  return value
}

function readObject(reader: Reader, depth: number): RawObject {
  if (depth > depthMax) throw fault(reader, `objects and lists are nested more than ${depthMax} deep`)
  const object: Record<string, RawValue> = Object.create(null)
  reader.at++
  skipBlanks(reader)
  if (reader.text.charCodeAt(reader.at) === braceClose) {
    reader.at++
    return object
  }
  for (;;) {
    if (reader.text.charCodeAt(reader.at) !== quote) throw fault(reader, 'a name in quotes is expected')
    const name = readString(reader)
    // Two readers of one document must not see different values: the second could be the one that nobody checked.
    if (name in object) throw fault(reader, `the name \`${clip(name)}\` is given twice`)
    skipBlanks(reader)
    if (reader.text.charCodeAt(reader.at) !== colon) throw fault(reader, 'a colon is expected')
    reader.at++
    skipBlanks(reader)
    object[name] = readValue(reader, depth)
    skipBlanks(reader)
    const code = reader.text.charCodeAt(reader.at)
    if (code !== comma && code !== braceClose) throw fault(reader, 'a comma or a closing brace is expected')
    reader.at++
    if (code === braceClose) return object
    skipBlanks(reader)
  }
}

function readList(reader: Reader, depth: number): RawValue[] {
  if (depth > depthMax) throw fault(reader, `objects and lists are nested more than ${depthMax} deep`)
  const list: RawValue[] = []
  reader.at++
  skipBlanks(reader)
  if (reader.text.charCodeAt(reader.at) === bracketClose) {
    reader.at++
    return list
  }
  for (;;) {
    list.push(readValue(reader, depth))
    skipBlanks(reader)
    const code = reader.text.charCodeAt(reader.at)
    if (code !== comma && code !== bracketClose) throw fault(reader, 'a comma or a closing bracket is expected')
    reader.at++
    if (code === bracketClose) return list
    skipBlanks(reader)
  }
}

function readString(reader: Reader): string {
  const { text } = reader
  const start = reader.at + 1
  let at = start
  let escaped = false
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === quote) break
    if (code === backslash) {
      escaped = true
      at += 2
    } else if (code >= 0x20) at++
    else {
      reader.at = at
      throw fault(reader, at >= text.length ? 'a string has no end' : 'a string has a control character')
    }
    // charCodeAt past the end is NaN, which is neither a quote nor at least 0x20.
  }
  reader.at = at + 1
  return escaped ? readEscaped(reader, start, at) : text.slice(start, at)
}

/** A string with escapes. Those can spell what the bytes cannot: NUL and halves of surrogate pairs. */
function readEscaped(reader: Reader, start: number, end: number): string {
  let string: unknown
  try {
    string = JSON.parse(reader.text.slice(start - 1, end + 1))
  } catch {
    reader.at = start
    throw fault(reader, 'a string has an unknown escape')
  }
  if (typeof string !== 'string' || string.includes('\0') || !string.isWellFormed()) {
    reader.at = start
    throw fault(reader, 'a string has a NUL or half a surrogate pair')
  }
  return string
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const integerPattern = /^-?\d+$/

function readNumber(reader: Reader): RawValue {
  numberPattern.lastIndex = reader.at
  const spelled = numberPattern.exec(reader.text)?.[0]
  if (spelled === undefined) throw fault(reader, 'a value is expected')
  reader.at += spelled.length
  const number = Number(spelled)
  return Number.isSafeInteger(number) || !integerPattern.test(spelled) ? number : spelled
}
