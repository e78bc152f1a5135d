// Arguments that several commands take.
import { InvalidArgumentError } from 'commander'

export function number(text: string): number {
  const value = Number(text)
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(value)) return value
  throw new InvalidArgumentError('It must be a whole number.')
}
