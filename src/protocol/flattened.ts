// Flattened parameters to nested ones: `Info.0.Uid=1` is the member Uid of the first entry of the list Info. Indexes only order;
// they never size anything, so that `A.999999999` cannot claim memory.
import { type ApiError, apiError } from './api-error.ts'
import type { RawObject, RawValue } from './call.ts'
import { depthMax } from './json-body.ts'
import { clip } from './utf8.ts'

/** Largest index accepted in a list. */
export const indexMax = 99_999

/** A list or object that is still growing; which of the two its first part decides. */
interface Growing {
  readonly indexed: boolean
  readonly parts: Map<string, Growing | Leaf>
}
interface Leaf {
  readonly value: RawValue
}

const indexPattern = /^(?:0|[1-9]\d*)$/

/** Nested parameters of flattened pairs. InvalidParameter for names that contradict each other. */
export function nest(pairs: readonly (readonly [name: string, value: RawValue])[]): RawObject {
  const parameters: Record<string, RawValue> = Object.create(null)
  const growing = new Map<string, Growing>()
  for (const [name, value] of pairs) {
    const dot = name.indexOf('.')
    const head = dot === -1 ? name : name.slice(0, dot)
    if (head === '') throw fault(name, 'a part of the name is empty')
    if (dot === -1) {
      if (name in parameters || growing.has(name)) throw fault(name, 'it is given twice')
      parameters[name] = value
    } else {
      if (head in parameters) throw fault(name, `\`${clip(head)}\` has a value of its own`)
      grow(growing, head, name, value)
    }
  }
  for (const [head, node] of growing) parameters[head] = grown(node)
  return parameters
}

function grow(heads: Map<string, Growing>, head: string, name: string, value: RawValue): void {
  // One part more than allowed is enough to tell.
  const parts = name.split('.', depthMax + 1)
  if (parts.length > depthMax) throw fault(name, `it has more than ${depthMax} parts`)
  let node = heads.get(head)
  if (node === undefined) {
    node = { indexed: isIndex(parts[1] ?? '', name), parts: new Map() }
    heads.set(head, node)
  }
  for (let depth = 1; depth < parts.length; depth++) {
    const part = parts[depth] ?? ''
    if (isIndex(part, name) !== node.indexed) throw fault(name, 'list indexes and names are mixed')
    const next = node.parts.get(part)
    if (depth === parts.length - 1) {
      if (next !== undefined) throw fault(name, 'it is given twice')
      node.parts.set(part, { value })
    } else if (next === undefined) {
      const child: Growing = { indexed: isIndex(parts[depth + 1] ?? '', name), parts: new Map() }
      node.parts.set(part, child)
      node = child
    } else if ('value' in next) throw fault(name, 'a part of it has a value of its own')
    else node = next
  }
}

function isIndex(part: string, name: string): boolean {
  if (part === '') throw fault(name, 'a part of the name is empty')
  if (!indexPattern.test(part)) return false
  if (part.length > 5 || Number(part) > indexMax) throw fault(name, `a list index is over ${indexMax}`)
  return true
}

/** Lists in the order of their indexes, gaps closed. */
function grown(node: Growing): RawValue {
  if (node.indexed) {
    const entries = [...node.parts].sort(([a], [b]) => Number(a) - Number(b))
    return entries.map(([, part]) => ('value' in part ? part.value : grown(part)))
  }
  const object: Record<string, RawValue> = Object.create(null)
  for (const [name, part] of node.parts) object[name] = 'value' in part ? part.value : grown(part)
  return object
}

function fault(name: string, problem: string): ApiError {
  return apiError('InvalidParameter', { wording: 'structure', name: clip(name), problem })
}
