// Other texts for the same value. Where a key is compared as a text and as a typed value as well, a value of a cell
// must be found that is spelled like none of the wanted texts.

import { readDate } from '../operators/date.ts'
import { readAddress } from '../operators/ip.ts'
import { readNumber } from '../operators/number.ts'
import type { ContextScalar } from '../types.ts'

/** As many as a number needs. */
const SPELLINGS = 2
const LETTERS_MAX = 6

/**
 * Texts that mean the same as a value and are not taken, whatever their case; fewer than two where there are no more
 * (or none was found).
 */
export function spellings(value: ContextScalar, taken: ReadonlySet<string>): readonly string[] {
  const found: string[] = []
  for (const text of spelled(String(value), taken.size + SPELLINGS)) {
    if (!taken.has(text.toLowerCase()) && !found.includes(text)) found.push(text)
    if (found.length === SPELLINGS) break
  }
  return found
}

function* spelled(text: string, count: number): Generator<string> {
  yield text
  if (readNumber(text) !== undefined) {
    const sign = /^[+-]/.test(text) ? 1 : 0
    for (let zeros = 1; zeros <= count; zeros += 1) yield text.slice(0, sign) + '0'.repeat(zeros) + text.slice(sign)
  } else if (readAddress(text) !== undefined) {
    yield* text.includes(':') ? spelled6(text) : spelled4(text)
  } else if (readDate(text) !== undefined) {
    const place = text.search(/[T ]/)
    for (let blanks = 1; blanks <= count; blanks += 1) {
      const spaced = text.slice(0, place) + ' '.repeat(blanks) + text.slice(place)
      if (readDate(spaced) !== undefined) yield spaced
    }
  } else {
    for (let more = 1; more <= count; more += 1) yield text + 'x'.repeat(more)
  }
}

const ZEROS = ['0', '00', '000', '0000']

function* spelled4(text: string): Generator<string> {
  yield `::ffff:${text}`
  for (const zero of ZEROS) yield `${zero}::ffff:${text}`
  for (const zero of ZEROS) for (const other of ZEROS) yield `${zero}:${other}::ffff:${text}`
}

/** Eight groups, some of them filled up with zeros: each group that is shorter than four digits doubles the number. */
function* spelled6(text: string): Generator<string> {
  const groups = text.split(':')
  if (groups.includes('')) return
  for (let chosen = 1; chosen < 256; chosen += 1) {
    yield groups.map((group, at) => ((chosen >> at) & 1 ? group.padStart(4, '0') : group)).join(':')
  }
}

/**
 * Texts that differ from one in case only. Every one where few letters are in it; no longer text means anything but
 * itself in both cases, and then there is one among these that is not among `taken` others.
 */
export function caseVariants(text: string, taken: number): readonly string[] {
  const lower = text.toLowerCase()
  const places = [...lower.matchAll(/[a-z]/g)].map(({ index }) => index)
  const variants = new Set([lower, text.toUpperCase()])
  if (places.length <= LETTERS_MAX) {
    for (let chosen = 0; chosen < 1 << places.length; chosen += 1) {
      variants.add(
        withCapitals(
          lower,
          places.filter((_, bit) => (chosen >> bit) & 1),
        ),
      )
    }
    for (const at of places) if (lower[at] === 'k') variants.add(`${lower.slice(0, at)}\u212a${lower.slice(at + 1)}`)
  } else for (const at of places.slice(0, taken + 1)) variants.add(withCapitals(lower, [at]))
  return [...variants].filter((variant) => variant.toLowerCase() === lower)
}

function withCapitals(text: string, places: readonly number[]): string {
  return [...places].reduce(
    (done, at) => done.slice(0, at) + done.slice(at, at + 1).toUpperCase() + done.slice(at + 1),
    text,
  )
}
