// Which attributes of a resource are answered, where a client asks for some or against some. The id and the schemas are
// always there.
import type { RawObject, RawValue } from '../../protocol/call.ts'
import { isObject, listOf } from './filter.ts'

export interface Projection {
  /** Lower-case names, perhaps with a part behind a full stop; `undefined`: all. */
  readonly only: readonly string[] | undefined
  readonly without: readonly string[]
}

const namesMax = 100

export function readProjection(attributes: string | undefined, excluded: string | undefined): Projection {
  const names = (text: string): readonly string[] =>
    text
      .split(',')
      .slice(0, namesMax)
      .map((name) =>
        name
          .trim()
          .toLowerCase()
          .replace(/^urn:.*:/, ''),
      )
  return {
    only: attributes === undefined || attributes.trim() === '' ? undefined : names(attributes),
    without: excluded === undefined ? [] : names(excluded),
  }
}

/** Whether anything of an attribute is answered. */
export function includes({ only, without }: Projection, name: string): boolean {
  const wanted = name.toLowerCase()
  if (without.includes(wanted)) return false
  return only === undefined || only.some((one) => one === wanted || one.startsWith(`${wanted}.`))
}

const always: ReadonlySet<string> = new Set(['schemas', 'id'])

/** The resource, or each of a list. */
export function project(resource: RawObject, projection: Projection): RawObject {
  const { Resources } = resource
  if (Resources !== undefined) {
    return {
      ...resource,
      Resources: listOf(Resources)
        .filter(isObject)
        .map((one) => project(one, projection)),
    }
  }
  const kept = Object.entries(resource)
    .filter(([name]) => always.has(name) || includes(projection, name))
    .map(([name, value]) => [name, always.has(name) ? value : partsOf(name.toLowerCase(), value, projection)] as const)
  return Object.fromEntries(kept)
}

function partsOf(name: string, value: RawValue, { only, without }: Projection): RawValue {
  const whole = only === undefined || only.includes(name)
  const keeps = (part: string): boolean => {
    const path = `${name}.${part.toLowerCase()}`
    return !without.includes(path) && (whole || (only?.includes(path) ?? true))
  }
  const cut = (one: RawValue): RawValue =>
    isObject(one) ? Object.fromEntries(Object.entries(one).filter(([part]) => keeps(part))) : one
  return Array.isArray(value) ? listOf(value).map(cut) : cut(value)
}
