// Points in time: ISO 8601 with `Z` or an offset, or `YYYY-MM-DD[ T]hh:mm:ss` read as UTC. Blanks around the `T` and
// the zone, which vendor samples contain, are ignored. Impossible dates are not readable; there is no local time.

import type { ContextScalar } from '../types.ts'
import { family, type Operator, plainText } from './family.ts'

export const DATE =
  /^\s*(\d{4})-(\d\d)-(\d\d)(?:\s*T\s*|\s+)(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s*(?:(Z)|([+-])(\d\d):?(\d\d))?\s*$/

// Longer than any date with a few blanks, short enough for the expression's worst case to be nothing.
const DATE_LENGTH_MAX = 64

/** Milliseconds since 1970 in UTC; `undefined` when the text is no point in time. */
export function readDate(text: string): number | undefined {
  return readCommon(text) ?? readAny(text)
}

const COMMON = '0000-00-00T00:00:00Z'

/** Reads the spelling of nearly all requests (`COMMON`) without an expression; `undefined` for anything unusual. */
export function readCommon(text: string): number | undefined {
  if (text.length !== COMMON.length) return undefined
  for (let at = 0; at < COMMON.length; at += 1) {
    const code = text.charCodeAt(at)
    const wanted = COMMON.charCodeAt(at)
    if (wanted === 0x30 ? code < 0x30 || code > 0x39 : code !== wanted) return undefined
  }
  const [year, month, day] = [twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 5), twoDigits(text, 8)]
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)]
  // A day that not every month has is left to the careful reader.
  const usual = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 28
  if (!usual || hour > 23 || minute > 59 || second > 59) return undefined
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 0x30 * 11
}

function readAny(text: string): number | undefined {
  const found = text.length > DATE_LENGTH_MAX ? null : DATE.exec(text)
  if (found === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number)
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const offsetHours = Number(found[10] ?? 0)
  const offsetMinutes = Number(found[11] ?? 0)
  if (offsetHours > 23 || offsetMinutes > 59) return undefined
  const ahead = (offsetHours * 60 + offsetMinutes) * (found[9] === '-' ? -1 : 1)
  const fractionMs = Number(`0.${found[7] ?? 0}`) * 1000
  // Date.UTC would move the years 0 to 99 into the twentieth century.
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getTime() + ((hour * 60 + minute - ahead) * 60 + second) * 1000 + fractionMs
}

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

// The clock of one request is compared many times; a text already read costs one comparison of strings.
let lastText = ''
let lastTime: number | undefined

function readTime(value: ContextScalar): number | undefined {
  if (typeof value !== 'string') return undefined
  if (value !== lastText) {
    lastTime = readDate(value)
    lastText = value
  }
  return lastTime
}

export const DATE_OPERATORS: readonly Operator[] = family<number, number>({
  type: 'date',
  variables: false,
  cost: 3,
  want: (parts) => readDate(plainText(parts)),
  have: readTime,
  rows: [
    { name: 'date_equal', opposite: 'date_not_equal', holds: (have, want) => have === want },
    { name: 'date_less_than', holds: (have, want) => have < want },
    { name: 'date_less_than_equal', holds: (have, want) => have <= want },
    { name: 'date_greater_than', holds: (have, want) => have > want },
    { name: 'date_greater_than_equal', holds: (have, want) => have >= want },
  ],
})
