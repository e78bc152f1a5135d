// Finds the end of a JSON string that arrives in pieces, and what is wrong in it. Keeps nothing of the text.

const quote = 0x22
const backslash = 0x5c
const halfProblem = 'a string has a NUL or half a surrogate pair'

/** `end`: where the closing quote is, or the length of the chunk where it is not in it. */
export interface Scanned {
  readonly end: number
  readonly problem: string | undefined
}

/** For one string after another; between two of them it is as new. */
export class TextScan {
  /** 0: outside of an escape; 1: after the backslash; 2 to 5: before the digits of a `\\u`. */
  #escape = 0
  #unit = 0
  /** The first half of a surrogate pair was just spelled. */
  #half = false

  /** Goes on at `start`, which is after the opening quote or at the beginning of a further chunk. */
  read(chunk: Uint8Array, start: number): Scanned {
    let at = start
    while (at < chunk.length) {
      const code = chunk[at] ?? 0
      if (this.#escape > 0) {
        const problem = this.#readEscape(code)
        if (problem !== undefined) return { end: at, problem }
        at++
        continue
      }
      if (code === backslash) {
        this.#escape = 1
        at++
        continue
      }
      if (this.#half) return { end: at, problem: halfProblem }
      if (code === quote) return { end: at, problem: undefined }
      if (code < 0x20) return { end: at, problem: 'a string has a control character' }
      at = endOfRun(chunk, at + 1)
    }
    return { end: at, problem: undefined }
  }

  #readEscape(code: number): string | undefined {
    if (this.#escape === 1) {
      if (code === 0x75) {
        this.#escape = 2
        this.#unit = 0
        return undefined
      }
      this.#escape = 0
      if (this.#half) return halfProblem
      return simpleEscapes.has(code) ? undefined : 'a string has an unknown escape'
    }
    const digit = Number.parseInt(String.fromCharCode(code), 16)
    if (Number.isNaN(digit)) return 'a string has an unknown escape'
    this.#unit = this.#unit * 16 + digit
    this.#escape = this.#escape === 5 ? 0 : this.#escape + 1
    return this.#escape === 0 ? this.#endUnit() : undefined
  }

  #endUnit(): string | undefined {
    const high = this.#unit >= 0xd800 && this.#unit < 0xdc00
    const low = this.#unit >= 0xdc00 && this.#unit < 0xe000
    if (this.#unit === 0 || low !== this.#half) return halfProblem
    this.#half = high
    return undefined
  }
}

const simpleEscapes: ReadonlySet<number> = new Set(Buffer.from('"\\/bfnrt'))

/** The next byte that means something in a string. */
function endOfRun(chunk: Uint8Array, start: number): number {
  let at = start
  let code = chunk[at]
  while (code !== undefined && code !== quote && code !== backslash && code >= 0x20) code = chunk[++at]
  return at
}
