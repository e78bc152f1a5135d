// Parameters of a call as somebody types them: `Name=value` by the type that the action's row tells, `Name:=value` as JSON,
// `Info.0.Uid=1` for what lies deeper.
import type { Fields, Shape } from '../../protocol/shape.ts'
import { CommandFailure, harmless } from '../io.ts'

type Json = unknown
type Place = Record<string, Json> | Json[]

/** The parameters of a call. `base` comes from a file. Throws CommandFailure with the argument that is wrong. */
export function readParameters(
  texts: readonly string[],
  fields: Fields | undefined,
  base: Readonly<Record<string, Json>> = {},
): Record<string, Json> {
  const made: Record<string, Json> = structuredClone(base)
  for (const text of texts) {
    const found = /^([A-Za-z_][\w-]*(?:\.[\w-]+)*)(:?=)(.*)$/s.exec(text)
    if (found === null) {
      throw new CommandFailure(`${harmless(text)}: a parameter is Name=value, or Name:=value with a value in JSON`)
    }
    const [, path = '', sign, value = ''] = found
    const steps = path.split('.')
    const shape = fields === undefined ? undefined : shapeAt(fields, steps)
    put(made, steps, sign === ':=' ? asJson(path, value) : asTyped(path, value, shape), path)
  }
  return made
}

function asJson(path: string, value: string): Json {
  try {
    return JSON.parse(value)
  } catch {
    throw new CommandFailure(`${path}: what follows := is no JSON`)
  }
}

/** What the row does not know goes as text: the server judges it. */
function asTyped(path: string, value: string, shape: Shape<unknown> | undefined): Json {
  switch (shape?.data.kind) {
    case 'int':
      if (/^-?\d{1,15}$/.test(value)) return Number(value)
      // Beyond what JSON's readers keep exactly, and what is no number at all, the server judges as it was typed.
      return value
    case 'bool':
      if (value === 'true' || value === 'false') return value === 'true'
      throw new CommandFailure(`${path}: it is true or false`)
    case 'list':
    case 'struct':
      if (/^\s*[[{]/.test(value)) return asJson(path, value)
      if (shape.data.kind === 'list') return value.split(',').map((one) => asTyped(path, one, listed(shape)))
      throw new CommandFailure(`${path}: it has members: ${path}.Member=value, or ${path}:={…}`)
    default:
      return value
  }
}

const listed = ({ data }: Shape<unknown>): Shape<unknown> | undefined => (data.kind === 'list' ? data.of : undefined)

function shapeAt(fields: Fields, steps: readonly string[]): Shape<unknown> | undefined {
  let at: Shape<unknown> | undefined
  let within: Fields | undefined = fields
  for (const step of steps) {
    if (at?.data.kind === 'list') at = at.data.of
    else at = within?.[step]
    within = at?.data.kind === 'struct' ? at.data.fields : undefined
  }
  return at
}

const listMax = 10_000

function put(root: Record<string, Json>, steps: readonly string[], value: Json, path: string): void {
  let place: Place = root
  for (const [index, step] of steps.entries()) {
    if (Array.isArray(place) && !(/^\d{1,5}$/.test(step) && Number(step) < listMax)) {
      throw new CommandFailure(`${path}: ${step} is no place in a list`)
    }
    const holder = place as Record<string, Json>
    if (index === steps.length - 1) {
      define(holder, step, value)
      return
    }
    const next = Object.hasOwn(holder, step) ? holder[step] : undefined
    if (next === undefined) {
      const made: Place = /^\d+$/.test(steps[index + 1] ?? '') ? [] : {}
      define(holder, step, made)
      place = made
    } else if (typeof next === 'object' && next !== null) place = next as Place
    else throw new CommandFailure(`${path}: ${steps.slice(0, index + 1).join('.')} has a value already`)
  }
}

/** A member of that name and nothing else, whatever the name is. */
function define(holder: object, name: string, value: Json): void {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true })
}
