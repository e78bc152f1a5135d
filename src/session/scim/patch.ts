// PATCH (RFC 7644, 3.5.2): operations applied to a resource as it is answered, giving the resource that is wanted. Nothing
// is written here, and the resource given is left as it was. What ends up in it is judged like any other resource.
import type { RawObject, RawValue } from '../../protocol/call.ts'
import { checkUse, emptyResource, partsOf, type Resource, readValue, simpleValue } from './body.ts'
import { fault, shown } from './fault.ts'
import { type Filter, isObject, listOf, matches, type PatchPath, parsePatchPath } from './filter.ts'
import { attributeOf, type ResourceType } from './schema.ts'

export const operationsMax = 100
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:patchop'

type Verb = 'add' | 'replace' | 'remove'
const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['add', 'add'],
  ['replace', 'replace'],
  ['remove', 'remove'],
])

export interface Operation {
  readonly verb: Verb
  /** `undefined`: of the resource as a whole. */
  readonly path: string | undefined
  readonly value: RawValue | undefined
}

/** Reads the body of a PATCH. Names of its members have no case, as some clients write them with a capital. */
export function readOperations(raw: RawValue): readonly Operation[] {
  const body = isObject(raw) ? lowered(raw) : undefined
  if (body === undefined) throw fault('invalidSyntax', 'the body is no JSON object')
  const { schemas, operations } = { schemas: body['schemas'], operations: body['operations'] }
  const isPatch = listOf(schemas).some((urn) => typeof urn === 'string' && urn.toLowerCase() === patchSchema)
  if (!isPatch) throw fault('invalidSyntax', 'schemas must name the PatchOp message')
  const list = listOf(operations)
  if (list.length === 0 || list.length > operationsMax) {
    throw fault('invalidSyntax', `Operations must have 1 to ${operationsMax} entries`)
  }
  return list.map(readOperation)
}

function lowered(raw: RawObject): RawObject {
  const found: Record<string, RawValue> = Object.create(null)
  for (const [name, value] of Object.entries(raw)) {
    const lower = name.toLowerCase()
    if (lower in found) throw fault('invalidSyntax', `${shown(name)} is given twice`)
    found[lower] = value
  }
  return found
}

function readOperation(raw: RawValue): Operation {
  const given = isObject(raw) ? lowered(raw) : undefined
  const { op, path, value } = { op: given?.['op'], path: given?.['path'], value: given?.['value'] }
  const verb = typeof op === 'string' ? verbs.get(op.toLowerCase()) : undefined
  if (verb === undefined) throw fault('invalidSyntax', 'op must be add, replace or remove')
  if (path !== undefined && path !== null && typeof path !== 'string') throw fault('invalidPath', 'path must be a text')
  if (verb === 'remove' && typeof path !== 'string') throw fault('noTarget', 'remove needs a path')
  if (verb !== 'remove' && value === undefined) throw fault('invalidValue', `${verb} needs a value`)
  return { verb, path: path ?? undefined, value }
}

/** The resource after all operations. */
export function applyOperations(type: ResourceType, before: Resource, operations: readonly Operation[]): Resource {
  const resource = Object.assign(emptyResource(), before)
  for (const operation of operations) applyOne(type, resource, operation)
  return resource
}

function applyOne(type: ResourceType, resource: Resource, { verb, path, value }: Operation): void {
  if (path !== undefined && path.trim() !== '') {
    applyAt(type, resource, verb, path, value)
    return
  }
  if (!isObject(value)) throw fault('invalidValue', 'without a path the value must be an object')
  // Each member is a path of its own: some clients send `emails[type eq "work"].value` so. What only the server sets may be
  // among them, as in a whole resource (a client repeats the id), and is left out.
  for (const [name, one] of Object.entries(value)) {
    const readOnly = attributeOf(type, name)?.mutability === 'readOnly'
    if (name.toLowerCase() !== 'schemas' && !readOnly) applyAt(type, resource, verb, name, one)
  }
}

function applyAt(type: ResourceType, resource: Resource, verb: Verb, text: string, value: RawValue | undefined): void {
  const path = parsePatchPath(text, type)
  if (path === undefined) return
  const { attribute, sub, chosen } = path
  checkUse(attribute)
  if (attribute.mutability === 'readOnly') throw fault('mutability', `${attribute.name} cannot be changed`)
  if (!attribute.multiValued) {
    const gone = verb === 'remove' || value === undefined || value === null
    resource[attribute.name] = gone ? null : simpleValue(attribute, value)
    return
  }
  const values = listOf(resource[attribute.name]).filter(isObject)
  if (sub === undefined && chosen === undefined) {
    resource[attribute.name] = wholeValues(path, verb, values, value)
  } else resource[attribute.name] = someValues(path, verb, values, value)
}

/** All values of an attribute are meant, or those that come with a removal. */
function wholeValues(path: PatchPath, verb: Verb, values: readonly RawObject[], value: RawValue | undefined): RawValue {
  const { attribute } = path
  if (verb === 'remove' && (value === undefined || value === null)) return []
  const given = listOf(readValue(attribute, value ?? null)).filter(isObject)
  const named = new Set(given.map((one) => one['value']))
  // A list that comes with a removal says which ones go: to take it for all of them would lose the others.
  if (verb === 'remove') return values.filter((one) => !named.has(one['value']))
  return verb === 'replace' ? given : [...values.filter((one) => !named.has(one['value'])), ...given]
}

/** Some values, or a part of them. */
function someValues(path: PatchPath, verb: Verb, values: readonly RawObject[], value: RawValue | undefined): RawValue {
  const { attribute, sub, chosen } = path
  const isChosen = (one: RawObject): boolean => chosen === undefined || matches(chosen, one)
  if (!values.some(isChosen)) {
    const made = verb === 'remove' ? undefined : madeFrom(chosen)
    if (made === undefined || sub === undefined) {
      // What is to go and is not there has gone.
      if (verb === 'remove') return values
      throw fault('noTarget', `no value of ${attribute.name} is meant by the path`)
    }
    return [...values, { ...made, [sub.name]: simpleValue(sub, value ?? null) }]
  }
  if (sub === undefined && verb === 'remove') return values.filter((one) => !isChosen(one))
  const change = (one: RawObject): RawObject => {
    if (sub === undefined) return { ...one, ...partsOf(attribute, value ?? null) }
    if (sub.mutability !== 'readWrite') throw fault('mutability', `${attribute.name}.${sub.name} cannot be changed`)
    if (verb !== 'remove') return { ...one, [sub.name]: simpleValue(sub, value ?? null) }
    return Object.fromEntries(Object.entries(one).filter(([name]) => name !== sub.name))
  }
  return values.map((one) => (isChosen(one) ? change(one) : one))
}

/** The value that `type eq "work"` speaks of, where there is none yet. */
function madeFrom(chosen: Filter | undefined): RawObject | undefined {
  if (chosen === undefined) return {}
  if (chosen.kind !== 'test' || chosen.operator !== 'eq' || typeof chosen.value !== 'string') return undefined
  return { [chosen.path.attribute.name]: chosen.value }
}
