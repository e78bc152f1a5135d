// `*` wildcards, compiled once: a `*` covers whatever is there, be it nothing, and does not stop at a `/`.
// No regular expressions and no backtracking, so that a hostile pattern costs no more than a plain one.

import { shared } from './intern.ts'
import { find, type Needle, needle } from './needle.ts'

/** A piece of a pattern. In a literal piece `*` is a character like any other. */
export interface PatternPart {
  readonly text: string
  readonly literal: boolean
}

const NOTHING = -1
const EVERYTHING = 0
const EXACT = 1
const PREFIX = 2
const GENERAL = 3

export interface Pattern {
  readonly kind: typeof NOTHING | typeof EVERYTHING | typeof EXACT | typeof PREFIX | typeof GENERAL
  /** What the text must begin with; for an exact pattern the whole text. */
  readonly prefix: string
  /** What must follow in this order, without overlap. */
  readonly middles: readonly Needle[]
  readonly suffix: string
}

const NO_MIDDLES: readonly Needle[] = []

export const MATCH_ALL: Pattern = { kind: EVERYTHING, prefix: '', middles: NO_MIDDLES, suffix: '' }
export const MATCH_NOTHING: Pattern = { ...MATCH_ALL, kind: NOTHING }

export function compilePattern(text: string): Pattern {
  return text.includes('*') ? wildcard(text, text) : exactly(text)
}

// The same few wildcards (`Describe*`, `instance/*`) occur in most policies; exact texts hardly ever repeat.
const wildcard = shared((text: string) => compileRuns([{ text, literal: false }]))

function exactly(text: string): Pattern {
  return { kind: EXACT, prefix: text, middles: NO_MIDDLES, suffix: '' }
}

/** Compiles pieces of which some are literal: how the value of a policy variable stays free of wildcards. */
export function compileParts(parts: readonly PatternPart[]): Pattern {
  const [only] = parts
  return parts.length === 1 && only?.literal === false ? compilePattern(only.text) : compileRuns(parts)
}

function compileRuns(parts: readonly PatternPart[]): Pattern {
  const runs = ['']
  for (const part of parts) {
    const [first = '', ...rest] = part.literal ? [part.text] : part.text.split('*')
    runs.push((runs.pop() ?? '') + first)
    for (const run of rest) runs.push(run)
  }
  const [prefix = '', ...after] = runs
  const suffix = after.pop()
  if (suffix === undefined) return exactly(prefix)
  const middles = after.filter((run) => run !== '').map(needle)
  if (middles.length > 0 || suffix !== '') return { kind: GENERAL, prefix, middles, suffix }
  return prefix === '' ? MATCH_ALL : { kind: PREFIX, prefix, middles, suffix }
}

/** Whether the part of `text` from `start` to its end matches. Case counts. */
export function matches(pattern: Pattern, text: string, start = 0): boolean {
  switch (pattern.kind) {
    case NOTHING:
      return false
    case EVERYTHING:
      return true
    case EXACT:
      return text.length - start === pattern.prefix.length && text.endsWith(pattern.prefix)
    case PREFIX:
      return text.startsWith(pattern.prefix, start)
    case GENERAL:
      return matchesGeneral(pattern, text, start)
  }
}

// Taking the leftmost place for each run leaves the most text to the following ones, so no other choice can succeed.
function matchesGeneral(pattern: Pattern, text: string, start: number): boolean {
  const end = text.length - pattern.suffix.length
  let from = start + pattern.prefix.length
  if (from > end || !text.startsWith(pattern.prefix, start) || !text.endsWith(pattern.suffix)) return false
  for (const middle of pattern.middles) {
    const found = find(middle, text, from)
    if (found === -1) return false
    from = found + middle.text.length
    if (from > end) return false
  }
  return true
}

/** The one text that the pattern matches; `undefined` when it has a wildcard. */
export function exactText(pattern: Pattern): string | undefined {
  return pattern.kind === EXACT ? pattern.prefix : undefined
}

export function matchesEverything(pattern: Pattern): boolean {
  return pattern.kind === EVERYTHING
}

/** Whether the one pattern surely matches every text that the other one matches. `false` may also mean: not known. */
export function covers(wider: Pattern, pattern: Pattern): boolean {
  if (wider.kind === EVERYTHING || pattern.kind === NOTHING) return true
  if (wider.kind === PREFIX) return pattern.kind !== EVERYTHING && pattern.prefix.startsWith(wider.prefix)
  return wider === pattern
}
