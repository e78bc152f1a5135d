// Marks: what the content of a resource must have at one place, as one number, so that most contents are told apart
// without comparing texts. A mark only ever rules out; whether a content matches is for the pattern to say.

import type { Pattern } from './pattern.ts'

/** Any content may match. */
export const NO_MARK = -1
/** Characters behind so many are not marked. */
export const MARKED_LENGTH_MAX = 64

/** The last two characters of what a content must begin with: ids differ at their ends. */
export function markOf({ prefix }: Pattern): number {
  const place = Math.min(prefix.length, MARKED_LENGTH_MAX) - 1
  return place < 0 ? NO_MARK : textMark(place, prefix, 0)
}

/** Where a mark is looked for. */
export function placeOf(mark: number): number {
  return mark >>> 16
}

/** The mark of a content at a place, by its characters. */
export function markAt(place: number, characters: Uint16Array): number {
  return written(place, place === 0 ? 0 : (characters[place - 1] ?? 0), characters[place] ?? 0)
}

export function mayMatch(mark: number, characters: Uint16Array): boolean {
  return mark < 0 || markAt(placeOf(mark), characters) === mark
}

/** The same for the rest of a text. */
export function restMayMatch(mark: number, text: string, from: number): boolean {
  return mark < 0 || textMark(placeOf(mark), text, from) === mark
}

function textMark(place: number, text: string, from: number): number {
  return written(place, place === 0 ? 0 : text.charCodeAt(from + place - 1), text.charCodeAt(from + place))
}

function written(place: number, before: number, last: number): number {
  return (place << 16) | ((before * 31 + last) & 0xffff)
}
