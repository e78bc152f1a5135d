// Reads a JSON object while it arrives and keeps only the members that are asked for. Everything else is checked as
// strictly as `readJson` does (grammar, names given twice, depth, text) and let go: memory does not grow with the body.
import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'
import { type ApiError, apiError } from '../protocol/api-error.ts'
import type { RawObject, RawValue } from '../protocol/call.ts'
import { depthMax, readJson, valuesMax } from '../protocol/json-body.ts'
import { clip } from '../protocol/utf8.ts'
import { TextScan } from './text-scan.ts'

/** Bytes of all members that are kept. */
export const keptBytesMax = 262_144
/** Names that a service can have use for are far shorter. */
const nameBytesMax = 4_096
/** Longer names are remembered by their hash, so that a hostile body cannot fill the memory with them. */
const plainNameMax = 64
const literalBytesMax = 1_024

type Expected = 'first' | 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing'

interface Frame {
  /** Of an object: the names so far. */
  readonly names: Set<string> | undefined
}

/** A member whose value is kept: its bytes of earlier chunks, once the value has begun. */
interface Keeping {
  readonly name: string
  readonly bytes: Uint8Array[]
  begun: boolean
}

const wanting: Readonly<Record<Expected, string>> = {
  first: 'it is not an object',
  value: 'a value is expected',
  'value or end': 'a value is expected',
  name: 'a name in quotes is expected',
  'name or end': 'a name in quotes is expected',
  colon: 'a colon is expected',
  'comma or end': 'a comma or a closing bracket is expected',
  nothing: 'something follows the end of the value',
}

const nothing = new Uint8Array(0)
const literalPattern = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/

/** Feed it with `write`, then ask `end`. Both throw InvalidParameter, after which nothing more may be fed. */
export class MemberPicker {
  readonly #wanted: (name: string) => boolean
  readonly #kept: [name: string, text: string][] = []
  readonly #stack: Frame[] = []
  readonly #text = new TextScan()
  #expected: Expected = 'first'
  /** Bytes of the name, number or word that is being read. */
  #token: number[] | undefined
  #inString = false
  #inName = false
  #openNames = 0
  #keptBytes = 0
  #keeping: Keeping | undefined
  /** Where in this chunk the value that is kept goes on. */
  #keptFrom = 0
  #at = 0
  #before = 0
  #carry: Uint8Array = nothing

  /** `wanted`: which members of the object are kept. */
  constructor(wanted: (name: string) => boolean) {
    this.#wanted = wanted
  }

  write(chunk: Uint8Array): void {
    this.#checkText(chunk)
    this.#keptFrom = 0
    for (this.#at = 0; this.#at < chunk.length; ) {
      if (this.#inString) this.#readString(chunk)
      else if (this.#token !== undefined) this.#readLiteral(chunk)
      else this.#readSign(chunk, chunk[this.#at] ?? 0)
    }
    this.#keep(chunk, chunk.length)
    this.#before += chunk.length
  }

  /** The members kept, in a null-prototype object. */
  end(): RawObject {
    this.#at = 0
    if (this.#carry.length > 0) throw this.#fault('it is not UTF-8')
    if (this.#expected !== 'nothing') throw this.#fault('it ends too early')
    const object: Record<string, RawValue> = Object.create(null)
    for (const [name, text] of this.#kept) object[name] = readJson(text)
    return object
  }

  /** UTF-8 across the borders of chunks: up to three bytes wait for the rest of their character. */
  #checkText(chunk: Uint8Array): void {
    const bytes = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk])
    const whole = bytes.length - unfinished(bytes)
    if (!isUtf8(bytes.subarray(0, whole))) {
      this.#at = 0
      throw apiError('InvalidParameter', { wording: 'encoding', place: 'body', problem: 'it is not UTF-8' })
    }
    this.#carry = whole === bytes.length ? nothing : Uint8Array.from(bytes.subarray(whole))
  }

  #readString(chunk: Uint8Array): void {
    const start = this.#at
    const { end, problem } = this.#text.read(chunk, start)
    this.#at = Math.min(end, chunk.length)
    if (problem !== undefined) throw this.#fault(problem)
    if (this.#inName) this.#growName(chunk, start, this.#at)
    if (end >= chunk.length) return
    this.#at = end + 1
    this.#inString = false
    if (this.#inName) this.#endName()
    else this.#endValue(chunk)
  }

  #growName(chunk: Uint8Array, start: number, end: number): void {
    const token = this.#token
    if (token === undefined) return
    for (let at = start; at < end; at++) token.push(chunk[at] ?? 0)
    if (token.length > nameBytesMax) throw this.#fault(`a name has more than ${nameBytesMax} bytes`)
  }

  #endName(): void {
    const name: unknown = JSON.parse(`"${Buffer.from(this.#token ?? []).toString('utf8')}"`)
    this.#token = undefined
    this.#inName = false
    this.#expected = 'colon'
    const names = this.#stack.at(-1)?.names
    if (typeof name !== 'string' || names === undefined) return
    const short = name.length > plainNameMax ? hash('sha256', name, 'base64') : name
    // Two readers of one document must not see different values: the second could be the one that nobody checked.
    if (names.has(short)) throw this.#fault(`the name \`${clip(name)}\` is given twice`)
    if (++this.#openNames > valuesMax) throw this.#fault(`there are more than ${valuesMax} names`)
    names.add(short)
    if (this.#stack.length === 1 && this.#wanted(name)) this.#keeping = { name, bytes: [], begun: false }
  }

  #readLiteral(chunk: Uint8Array): void {
    const token = this.#token ?? []
    let code = chunk[this.#at]
    while (code !== undefined && isLiteral(code)) {
      token.push(code)
      code = chunk[++this.#at]
    }
    if (token.length > literalBytesMax) throw this.#fault('a value is expected')
    if (code === undefined) return
    this.#token = undefined
    if (!literalPattern.test(String.fromCharCode(...token))) throw this.#fault('a value is expected')
    this.#endValue(chunk)
  }

  #readSign(chunk: Uint8Array, code: number): void {
    if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) this.#at++
    else if (this.#expected === 'first') {
      if (code !== 0x7b) throw this.#fault('it is not an object')
      this.#open(true)
    } else if (code === 0x22) this.#openString()
    else if (this.#expected === 'value' || (this.#expected === 'value or end' && code !== 0x5d)) {
      this.#beginValue(code)
    } else this.#punctuation(chunk, code)
  }

  #openString(): void {
    this.#inName = this.#expected === 'name' || this.#expected === 'name or end'
    if (!this.#inName) this.#atValue()
    else this.#token = []
    this.#inString = true
    this.#at++
  }

  #beginValue(code: number): void {
    this.#atValue()
    if (code === 0x7b || code === 0x5b) this.#open(code === 0x7b)
    else if (isLiteral(code)) this.#token = []
    else throw this.#fault('a value is expected')
  }

  /** A value begins here: it must be one's turn. */
  #atValue(): void {
    if (this.#expected !== 'value' && this.#expected !== 'value or end') throw this.#fault(wanting[this.#expected])
    if (this.#keeping === undefined || this.#stack.length !== 1) return
    this.#keeping.begun = true
    this.#keptFrom = this.#at
  }

  #open(object: boolean): void {
    if (this.#stack.length >= depthMax) throw this.#fault(`objects and lists are nested more than ${depthMax} deep`)
    this.#stack.push({ names: object ? new Set() : undefined })
    this.#expected = object ? 'name or end' : 'value or end'
    this.#at++
  }

  #punctuation(chunk: Uint8Array, code: number): void {
    const frame = this.#stack.at(-1)
    const object = frame?.names !== undefined
    const expected = this.#expected
    const ends = expected === 'comma or end' || expected === 'name or end' || expected === 'value or end'
    this.#at++
    if (expected === 'colon' && code === 0x3a) this.#expected = 'value'
    else if (expected === 'comma or end' && code === 0x2c) this.#expected = object ? 'name' : 'value'
    else if (ends && frame !== undefined && code === (object ? 0x7d : 0x5d)) {
      this.#stack.pop()
      this.#openNames -= frame.names?.size ?? 0
      this.#endValue(chunk)
    } else {
      this.#at--
      throw this.#fault(wanting[expected])
    }
  }

  /** A value ended just before. */
  #endValue(chunk: Uint8Array): void {
    this.#expected = this.#stack.length === 0 ? 'nothing' : 'comma or end'
    if (this.#keeping === undefined || this.#stack.length !== 1) return
    this.#keep(chunk, this.#at)
    this.#kept.push([this.#keeping.name, Buffer.concat(this.#keeping.bytes).toString('utf8')])
    this.#keeping = undefined
  }

  #keep(chunk: Uint8Array, end: number): void {
    if (this.#keeping?.begun !== true) return
    this.#keptBytes += end - this.#keptFrom
    if (this.#keptBytes > keptBytesMax) {
      const problem = `what the call is checked by has more than ${keptBytesMax} bytes`
      throw apiError('InvalidParameter', { wording: 'structure', name: clip(this.#keeping.name), problem })
    }
    // A copy: the chunk itself would be held as a whole.
    this.#keeping.bytes.push(Uint8Array.from(chunk.subarray(this.#keptFrom, end)))
  }

  #fault(problem: string): ApiError {
    const at = this.#before + this.#at + 1
    return apiError('InvalidParameter', { wording: 'json', problem: `${problem} (at byte ${at})` })
  }
}

/** Letters, digits, signs and the point: what numbers and words are made of. */
function isLiteral(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x2b ||
    code === 0x2d ||
    code === 0x2e
  )
}

/** How many bytes at the end begin a character that is not complete. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? back : 0
  }
  return 0
}
