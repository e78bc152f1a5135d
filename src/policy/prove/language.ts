// Sets of texts as automata that read one character at a time. Every pattern of the policy language is a text cut at
// its wildcards, so a state is how much of that text has been seen, and there are no more states than characters.

import { exactText, type Pattern } from '../pattern.ts'

/** A set of texts. Compared by identity: make each one once. */
export interface Language {
  /** What stands between the wildcards, joined. */
  readonly text: string
  /** Without wildcards only `text` itself is in the set. */
  readonly starred: boolean
  /** Characters of `text` before the first wildcard. */
  readonly prefix: number
  /** From here on `text` is lowercase and the case of what is read does not count. */
  readonly foldFrom: number
  /** For a state behind the prefix: where its run begins and ends in `text`. */
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** For a state: length of the longest border of what was seen of its run (Knuth, Morris, Pratt). */
  readonly borders: readonly number[]
}

/** The state in which nothing that may follow brings the text into the set. */
export const DEAD = -1

const KELVIN_SIGN = 0x212a

/** The texts of a pattern, with something in front of them. Not for the pattern that matches nothing. */
export function patternLanguage(pattern: Pattern, before = ''): Language {
  const prefix = before + pattern.prefix
  if (exactText(pattern) !== undefined) return exactLanguage(prefix)
  return runsLanguage(prefix, [...pattern.middles.map(({ text }) => text), pattern.suffix])
}

export function exactLanguage(text: string): Language {
  return { text, starred: false, prefix: text.length, foldFrom: text.length, from: [], to: [], borders: [] }
}

/** Texts that become `lower` when they are turned to lower case, with an exact text in front of them. */
export function foldedLanguage(lower: string, before = ''): Language {
  return { ...exactLanguage(before + lower), foldFrom: before.length }
}

/**
 * Whether the case of a text can be handled character by character. Letters beyond ASCII cannot: some become several
 * characters, and some depend on their neighbours.
 */
export function foldsSimply(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const letter = text[at] ?? ''
    // U+0307 is what the lower case of a dotted capital I ends with.
    if (code >= 0x80 && (letter.toLowerCase() !== letter.toUpperCase() || code === 0x307)) return false
    if (code >= 0xd800 && code <= 0xdfff) return false
  }
  return true
}

function runsLanguage(prefix: string, runs: readonly string[]): Language {
  const from: number[] = []
  const to: number[] = []
  const borders: number[] = []
  let text = prefix
  for (const run of runs) {
    const start = text.length
    text += run
    let border = 0
    for (let at = 0; at <= run.length; at += 1) {
      from[start + at] = start
      to[start + at] = text.length
      if (at > 1) {
        while (border > 0 && run[border] !== run[at - 1]) border = borders[start + border] ?? 0
        if (run[border] === run[at - 1]) border += 1
      }
      borders[start + at] = border
    }
  }
  return { text, starred: true, prefix: prefix.length, foldFrom: text.length, from, to, borders }
}

/** The state after one more character. */
export function step(language: Language, state: number, code: number): number {
  if (state === DEAD) return DEAD
  const { text, starred, prefix, from, to, borders } = language
  if (!starred || state < prefix) return reads(language, state, code) ? state + 1 : DEAD
  const start = from[state] ?? 0
  const end = to[state] ?? 0
  let at = state
  while (at >= end || text.charCodeAt(at) !== code) {
    if (at === start) return start
    at = start + (borders[at] ?? 0)
  }
  return at + 1
}

function reads({ text, foldFrom }: Language, at: number, code: number): boolean {
  if (at >= text.length) return false
  const wanted = text.charCodeAt(at)
  return wanted === code || (at >= foldFrom && wanted === lowerCase(code))
}

function lowerCase(code: number): number {
  if (code === KELVIN_SIGN) return 0x6b
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code
}

export function accepts({ text }: Language, state: number): boolean {
  return state === text.length
}

/** Whatever follows, the text is in the set. */
export function acceptsAll({ text, starred, from }: Language, state: number): boolean {
  return starred && state === text.length && from[state] === state
}

/** Characters that are told apart in a state; all others lead to one and the same state. */
export function addCharacters(
  { text, starred, prefix, foldFrom, from, to, borders }: Language,
  state: number,
  into: Set<number>,
): void {
  if (state === DEAD) return
  if (!starred || state < prefix) {
    if (state >= text.length) return
    const code = text.charCodeAt(state)
    into.add(code)
    if (state < foldFrom) return
    if (code >= 0x61 && code <= 0x7a) into.add(code - 0x20)
    if (code === 0x6b) into.add(KELVIN_SIGN)
    return
  }
  const start = from[state] ?? 0
  const end = to[state] ?? 0
  for (let at = state; ; at = start + (borders[at] ?? 0)) {
    if (at < end) into.add(text.charCodeAt(at))
    if (at === start) return
  }
}
