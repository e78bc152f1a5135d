// A short name for a state of an account: two models have the same digest exactly when nothing in them differs.
import { createHash } from 'node:crypto'
import { type Estate, ordered } from './model.ts'

/** Members by name, so that the way in which an object was made leaves no trace. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return entries.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([name, one]) => [name, canonical(one)])
}

/** SHA-256 in hexadecimal digits. */
export const digestOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(value)))
    .digest('hex')

export const estateDigest = (estate: Estate): string => digestOf(ordered(estate))
