// Values of condition keys that are worth trying: what policies ask for, and what lies next to it. Whether one helps is
// for the conditions to say.

import { readDate } from '../operators/date.ts'
import { readNumber } from '../operators/number.ts'
import type { ContextScalar } from '../types.ts'

/** Addresses that hardly any list of blocks has all of. Documentation ranges, so that nobody is named. */
const ADDRESSES = ['192.0.2.1', '203.0.113.1', '10.0.0.1', '2001:db8::1']

const valuesMax = 60

/** From the texts that conditions want; `undefined`: no value at all. Those wanted come first. */
export function valuesNear(wanted: readonly string[]): readonly (ContextScalar | undefined)[] {
  const texts = [...new Set(wanted)].slice(0, valuesMax)
  const numbers = texts.flatMap((text) => readNumber(text) ?? []).toSorted((a, b) => a - b)
  const times = texts.flatMap((text) => readDate(text) ?? []).toSorted((a, b) => a - b)
  const addresses = texts.some((text) => /[.:]/.test(text)) ? ADDRESSES : []
  return [
    ...texts.map((text) => text.replaceAll('*', '')),
    ...texts,
    ...texts.map((text) => text.split('/', 1)[0] ?? ''),
    ...['1', '0', 'true', 'false'],
    ...around(numbers, 1),
    ...around(times, 1000).map((ms) => new Date(ms).toISOString()),
    ...['x', ''],
    ...addresses,
    undefined,
  ]
}

/** Just below, between and just above. */
function around(sorted: readonly number[], step: number): readonly number[] {
  return sorted.flatMap((one, index) => {
    const next = sorted[index + 1]
    return [one - step, one + step, ...(next === undefined ? [] : [(one + next) / 2])]
  })
}
