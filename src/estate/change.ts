// One change of an account is one call. Its parameters name things; numbers come in only when it is made, since some are not
// known before.
import type { Product } from './calls.ts'
import { type Kind, type Numbers, withNumbers } from './names.ts'

/** Values of parameters. `$`: what stands for something that only the account knows. */
export type Value = string | number | boolean | readonly Value[] | { readonly [member: string]: Value }
export type Parameters = { readonly [name: string]: Value }

/** The number of something, as a number. */
export const numbered = (kind: Kind, name: string): Value => ({ $number: [kind, name] })
/** A policy document with names in it. */
export const documented = (text: string): Value => ({ $document: text })
/** The six-segment description that tags are kept under. */
export const described = (kind: 'user' | 'policy', name: string): Value => ({ $resource: [kind, name] })

export interface Change {
  /** The object and what of it: unique in a plan. */
  readonly id: string
  /** Such as `user alice`. */
  readonly object: string
  readonly verb: 'create' | 'update' | 'delete'
  /** What happens, for people. */
  readonly text: string
  readonly product: Product
  readonly action: string
  readonly parameters: Parameters
  /** Changes of the same plan that must be made before; where one fails, this one is not made. */
  readonly needs: readonly string[]
  /** Those of a lower stage come first where nothing else says so. */
  readonly stage: number
  /** The number that the answer gives a new thing. */
  readonly learns?: { readonly kind: Kind; readonly name: string; readonly member: string }
  /** Made with a document that allows nothing, since its own names what is made later. */
  readonly provisional?: true
  /** What a person has to do afterwards, since no file carries secrets. */
  readonly next?: string
}

export class NameUnknown extends Error {}

/** The parameters with numbers. Throws `NameUnknown`. */
export function bind(value: Parameters, numbers: Numbers): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, bound(one, numbers)]))
}

function bound(value: Value, numbers: Numbers): unknown {
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((one: Value) => bound(one, numbers))
  const members = value as Parameters
  const { $number, $document, $resource } = members
  if (typeof $document === 'string') return textWith(numbers, $document)
  if (Array.isArray($number)) return Number(lookedUp(numbers, $number))
  if (Array.isArray($resource)) {
    const kind = $resource[0] === 'user' ? 'uin' : 'policy'
    return `qcs::cam::uin/${numbers.account}:${kind}/${lookedUp(numbers, $resource)}`
  }
  return bind(members, numbers)
}

function textWith(numbers: Numbers, document: string): string {
  const { text, missing } = withNumbers(document, numbers)
  const [first] = missing
  if (first !== undefined) throw new NameUnknown(`nothing is known of ${first.kind} ${first.name}`)
  return text
}

function lookedUp(numbers: Numbers, [kind, name]: readonly Value[]): string {
  const number = numbers.numberOf(kind as Kind, String(name))
  if (number === undefined) throw new NameUnknown(`nothing is known of ${kind} ${name}`)
  return number
}
