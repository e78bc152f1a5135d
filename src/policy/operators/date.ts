// Points in time: ISO 8601 with `Z` or an offset, or `YYYY-MM-DD[ T]hh:mm:ss` read as UTC. Blanks around the `T` and
// the zone, which vendor samples contain, are ignored. Impossible dates are not readable; there is no local time.

import type { ContextScalar } from '../types.ts'
import { family, type Operator, plainText } from './family.ts'

const DATE =
  /^\s*(\d{4})-(\d\d)-(\d\d)(?:\s*T\s*|\s+)(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s*(?:(Z)|([+-])(\d\d):?(\d\d))?\s*$/

// Longer than any date with a few blanks, short enough for the expression's worst case to be nothing.
const DATE_LENGTH_MAX = 64

/** Milliseconds since 1970 in UTC; `undefined` when the text is no point in time. */
export function readDate(text: string): number | undefined {
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
