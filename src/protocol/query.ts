// A query string or form body as pairs of decoded text, in the order received. Nothing is decoded twice or leniently.
import { apiError } from './api-error.ts'
import { clip } from './utf8.ts'

export type Pair = readonly [name: string, value: string]

export const pairsMax = 10_000

/** Pairs of `a=1&b=2`; blanks as `+` or `%20`. InvalidParameter for what has no `=`, is badly encoded or comes twice. */
export function readPairs(text: string, place: 'query' | 'body'): Pair[] {
  const pairs: Pair[] = []
  const names = new Set<string>()
  let at = 0
  while (at < text.length) {
    const ampersand = text.indexOf('&', at)
    const end = ampersand === -1 ? text.length : ampersand
    if (end > at) {
      const equals = text.indexOf('=', at)
      if (equals === -1 || equals >= end) throw apiError('InvalidParameter', { wording: 'query' })
      const name = decode(text.slice(at, equals), place)
      if (names.has(name)) throw structureFault(name, 'it is given twice')
      if (pairs.length === pairsMax) throw structureFault(name, `there are more than ${pairsMax} parameters`)
      names.add(name)
      pairs.push([name, decode(text.slice(equals + 1, end), place)])
    }
    at = end + 1
  }
  return pairs
}

function structureFault(name: string, problem: string) {
  return apiError('InvalidParameter', { wording: 'structure', name: clip(name), problem })
}

const encodedPattern = /[%+\0]/

/** Percent-decoding into strict UTF-8. */
function decode(text: string, place: string): string {
  if (!encodedPattern.test(text)) return text
  let decoded: string
  try {
    // decodeURIComponent refuses malformed sequences, overlong forms and encoded surrogates.
    decoded = decodeURIComponent(text.replace(/\+/g, ' '))
  } catch {
    const problem = `\`${clip(text)}\` is no percent-encoded UTF-8`
    throw apiError('InvalidParameter', { wording: 'encoding', place, problem })
  }
  if (!decoded.includes('\0')) return decoded
  throw apiError('InvalidParameter', { wording: 'encoding', place, problem: 'it contains a NUL' })
}
