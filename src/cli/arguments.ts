// Arguments that several commands take.
import { InvalidArgumentError } from 'commander'

export function number(text: string): number {
  const value = Number(text)
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(value)) return value
  throw new InvalidArgumentError('It must be a whole number.')
}

/** A moment in milliseconds; without a zone it would mean another one on another machine. */
export function moment(text: string): number {
  const value = Date.parse(text)
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(value))
    return value
  throw new InvalidArgumentError('It must be a time with its zone, such as 2026-01-02T03:04:05Z.')
}
