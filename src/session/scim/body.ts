// A resource as a client sends it, brought into the form of the schema: names in their own spelling, values of the right
// type, what is ignored left out. A name that the schema does not have is refused, so that nobody sets by this way what
// it does not offer: numbers, accounts, passwords, policies.
import type { RawValue } from '../../protocol/call.ts'
import { fault, shown } from './fault.ts'
import { isObject, listOf } from './filter.ts'
import { type Attribute, attributeOf, isSchemaOf, type ResourceType, subAttributeOf, withoutSchema } from './schema.ts'

export const valuesPerAttributeMax = 1_000
const textLengthMax = 1_024

/** Attributes by their own names. What is absent was not sent; null or an empty list takes away. */
export type Resource = Record<string, RawValue>

export const emptyResource = (): Resource => Object.create(null)

/** Reads a resource that is to be made or put in place of another. What only the server sets is left out. */
export function readResource(type: ResourceType, raw: RawValue): Resource {
  if (!isObject(raw)) throw fault('invalidSyntax', 'the body is no JSON object')
  const resource = emptyResource()
  for (const [name, value] of Object.entries(raw)) {
    if (name.toLowerCase() === 'schemas') checkSchemas(type, value)
    else {
      const attribute = attributeNamed(type, name)
      if (attribute === undefined || attribute.mutability === 'readOnly') continue
      if (attribute.name in resource) throw fault('invalidSyntax', `${attribute.name} is given twice`)
      resource[attribute.name] = readValue(attribute, value)
    }
  }
  return resource
}

function checkSchemas(type: ResourceType, value: RawValue): void {
  for (const one of listOf(value)) {
    if (typeof one !== 'string' || !isSchemaOf(type, one)) {
      throw fault('invalidSyntax', `${shown(String(one))} is no schema of a ${type.name}`)
    }
  }
}

/** The attribute that a member of a body means; `undefined`: one that is ignored. */
function attributeNamed(type: ResourceType, name: string): Attribute | undefined {
  if (isSchemaOf(type, name)) return undefined
  const plain = withoutSchema(type, name)
  if (plain === undefined) return undefined
  const attribute = attributeOf(type, plain)
  if (attribute === undefined) throw fault('invalidSyntax', `a ${type.name} has no attribute ${shown(name)}`)
  checkUse(attribute)
  return attribute.use === 'ignored' ? undefined : attribute
}

export function checkUse({ name, use }: Attribute): void {
  if (use === 'refused') throw fault('mutability', `${name} cannot be set by SCIM`)
}

/** A value in the form of its attribute; null for one that is taken away. */
export function readValue(attribute: Attribute, value: RawValue): RawValue {
  if (value === null) return attribute.multiValued ? [] : null
  if (attribute.multiValued) {
    const values = listOf(value)
    if (values.length > valuesPerAttributeMax) {
      throw fault('invalidValue', `${attribute.name} has at most ${valuesPerAttributeMax} values in one request`)
    }
    return values.map((one) => partsOf(attribute, one))
  }
  return simpleValue(attribute, value)
}

/** One of the values of an attribute that has parts. */
export function partsOf(attribute: Attribute, value: RawValue): Resource {
  if (!isObject(value)) throw fault('invalidValue', `each of ${attribute.name} must be an object`)
  const parts = emptyResource()
  for (const [name, part] of Object.entries(value)) {
    const sub = subAttributeOf(attribute, name)
    if (sub === undefined) throw fault('invalidValue', `${attribute.name} has no part ${shown(name)}`)
    if (sub.use === 'kept' && sub.mutability !== 'readOnly' && part !== null) parts[sub.name] = simpleValue(sub, part)
  }
  return parts
}

/** Some clients write the words of booleans as texts, with a capital. */
const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])

export function simpleValue({ name, type }: Attribute, value: RawValue): RawValue {
  if (type === 'boolean') {
    const read =
      typeof value === 'boolean' || typeof value === 'string' ? booleans.get(String(value).toLowerCase()) : undefined
    if (read === undefined) throw fault('invalidValue', `${name} must be true or false`)
    return read
  }
  if (typeof value !== 'string') throw fault('invalidValue', `${name} must be a text`)
  if (value.length > textLengthMax || /[\p{Cc}]/u.test(value) || !value.isWellFormed()) {
    throw fault(
      'invalidValue',
      `${name} must have at most ${textLengthMax} characters, none of them a control character`,
    )
  }
  return value
}

/** The text at a name: `undefined` not sent, empty where it was taken away. */
export function textAt(resource: Resource, name: string): string | undefined {
  const value = resource[name]
  return value === undefined ? undefined : typeof value === 'string' ? value : ''
}
