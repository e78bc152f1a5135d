// SCIM filters (RFC 7644, 3.4.2.2): text to a tree, and a tree over a resource. A filter is never made into SQL or a regular
// expression: it only compares values, so there is nothing in it that could be injected. Its size is bounded.
import { ApiError } from '../../protocol/api-error.ts'
import type { RawObject, RawValue } from '../../protocol/call.ts'
import { readJson } from '../../protocol/json-body.ts'
import { fault, shown } from './fault.ts'
import { type Attribute, attributeOf, type ResourceType, subAttributeOf, withoutSchema } from './schema.ts'

export const filterLengthMax = 2_000
export const filterTestsMax = 50
const depthMax = 20

export interface AttributePath {
  readonly attribute: Attribute
  readonly sub: Attribute | undefined
}

type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'
type Literal = string | number | boolean | null

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'present'; readonly path: AttributePath }
  | { readonly kind: 'test'; readonly path: AttributePath; readonly operator: Operator; readonly value: Literal }
  /** One value of the attribute satisfies all of it. */
  | { readonly kind: 'one'; readonly attribute: Attribute; readonly part: Filter }

/** A path of PATCH: an attribute, perhaps only some of its values, perhaps a part of them. */
export interface PatchPath extends AttributePath {
  readonly chosen: Filter | undefined
}

interface Reader {
  readonly tokens: readonly string[]
  /** Finds the attribute of a name. */
  readonly resolve: (name: string) => AttributePath
  at: number
  depth: number
  tests: number
}

const names: readonly Operator[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']
const operators: ReadonlyMap<string, Operator> = new Map(names.map((name) => [name, name]))
const tokenPattern = /\s*([()[\]]|"(?:[^"\\]|\\.)*"|[^\s()[\]"]+)/y

function tokensOf(text: string): readonly string[] {
  if (text.length > filterLengthMax) throw fault('invalidFilter', `a filter has at most ${filterLengthMax} characters`)
  const tokens: string[] = []
  let at = 0
  while (at < text.length && text.slice(at).trim() !== '') {
    tokenPattern.lastIndex = at
    const token = tokenPattern.exec(text)?.[1]
    if (token === undefined) throw fault('invalidFilter', `the filter cannot be read from ${shown(text.slice(at))} on`)
    tokens.push(token)
    at = tokenPattern.lastIndex
  }
  return tokens
}

/** Reads a filter about resources of the type; throws invalidFilter. */
export function parseFilter(text: string, type: ResourceType): Filter {
  const resolve = (name: string): AttributePath => resolveName(type, name)
  const reader: Reader = { tokens: tokensOf(text), resolve, at: 0, depth: 0, tests: 0 }
  const filter = readOr(reader)
  if (reader.at < reader.tokens.length) throw unexpected(reader)
  return filter
}

function resolveName(type: ResourceType, name: string): AttributePath {
  const [first = '', second, ...more] = (withoutSchema(type, name) ?? name).split('.')
  const attribute = attributeOf(type, first)
  if (attribute === undefined || more.length > 0) throw fault('invalidFilter', `there is no attribute ${shown(name)}`)
  return { attribute, sub: second === undefined ? undefined : resolveSub(attribute, second) }
}

function resolveSub(attribute: Attribute, name: string): Attribute {
  const sub = subAttributeOf(attribute, name)
  if (sub !== undefined) return sub
  // What is not kept has no value; its parts need not be known.
  if (attribute.use === 'ignored') return { ...attribute, name, sub: [] }
  throw fault('invalidFilter', `${attribute.name} has no part ${shown(name)}`)
}

function unexpected({ tokens, at }: Reader): Error {
  const token = tokens[at]
  return fault('invalidFilter', token === undefined ? 'the filter ends too early' : `${shown(token)} is not expected`)
}

function readOr(reader: Reader): Filter {
  return readChain(reader, 'or', (inner) => readChain(inner, 'and', readTerm))
}

function readChain(reader: Reader, word: 'and' | 'or', read: (reader: Reader) => Filter): Filter {
  const first = read(reader)
  const parts = [first]
  while (reader.tokens[reader.at]?.toLowerCase() === word) {
    reader.at += 1
    parts.push(read(reader))
  }
  return parts.length === 1 ? first : { kind: word, parts }
}

function readTerm(reader: Reader): Filter {
  const token = reader.tokens[reader.at]
  if (token?.toLowerCase() === 'not' && reader.tokens[reader.at + 1] === '(') {
    reader.at += 1
    return { kind: 'not', part: readGroup(reader, '(', ')') }
  }
  return token === '(' ? readGroup(reader, '(', ')') : readTest(reader)
}

function readGroup(reader: Reader, open: string, close: string): Filter {
  if (reader.tokens[reader.at] !== open) throw unexpected(reader)
  reader.depth += 1
  if (reader.depth > depthMax) throw fault('invalidFilter', `a filter is nested at most ${depthMax} deep`)
  reader.at += 1
  const filter = readOr(reader)
  if (reader.tokens[reader.at] !== close) throw unexpected(reader)
  reader.at += 1
  reader.depth -= 1
  return filter
}

function readTest(reader: Reader): Filter {
  const name = reader.tokens[reader.at]
  if (name === undefined || !/^[A-Za-z$]/.test(name)) throw unexpected(reader)
  reader.tests += 1
  if (reader.tests > filterTestsMax) throw fault('invalidFilter', `a filter has at most ${filterTestsMax} tests`)
  const path = reader.resolve(name)
  reader.at += 1
  if (reader.tokens[reader.at] === '[') {
    if (path.sub !== undefined || !path.attribute.multiValued) throw unexpected(reader)
    return { kind: 'one', attribute: path.attribute, part: readParts(reader, path.attribute) }
  }
  const word = reader.tokens[reader.at]?.toLowerCase() ?? ''
  if (word === 'pr') {
    reader.at += 1
    return { kind: 'present', path }
  }
  const operator = operators.get(word)
  if (operator === undefined) throw unexpected(reader)
  reader.at += 1
  const value = readLiteral(reader)
  checkComparable(path, operator, value)
  return { kind: 'test', path, operator, value }
}

/** The filter in brackets behind an attribute: its names are the attribute's parts. */
function readParts(reader: Reader, attribute: Attribute): Filter {
  const inner: Reader = {
    ...reader,
    resolve: (name) => ({ attribute: resolveSub(attribute, name), sub: undefined }),
  }
  const part = readGroup(inner, '[', ']')
  reader.at = inner.at
  reader.tests = inner.tests
  return part
}

function readLiteral(reader: Reader): Literal {
  const token = reader.tokens[reader.at]
  if (token === undefined || !/^("|true$|false$|null$|-?\d+(\.\d+)?$)/i.test(token)) throw unexpected(reader)
  const value = literalOf(token.startsWith('"') ? token : token.toLowerCase())
  if (typeof value === 'object' && value !== null) throw unexpected(reader)
  reader.at += 1
  return value
}

function literalOf(token: string): RawValue {
  try {
    return readJson(token)
  } catch (error) {
    if (error instanceof ApiError) throw fault('invalidFilter', `${shown(token)} is no JSON value`)
    throw error
  }
}

function checkComparable({ attribute, sub }: AttributePath, operator: Operator, value: Literal): void {
  const { type, name } = sub ?? attribute
  const ordered = operator !== 'eq' && operator !== 'ne'
  if (ordered && (type === 'boolean' || typeof value !== 'string')) {
    throw fault('invalidFilter', `${name} cannot be compared by ${operator} with that value`)
  }
}

/** Whether the resource satisfies the filter. Pure. */
export function matches(filter: Filter, resource: RawObject): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => matches(part, resource))
    case 'or':
      return filter.parts.some((part) => matches(part, resource))
    case 'not':
      return !matches(filter.part, resource)
    case 'present':
      return valuesAt(filter.path, resource).some((value) => value !== '')
    case 'one':
      return listOf(resource[filter.attribute.name]).some((value) => isObject(value) && matches(filter.part, value))
    case 'test': {
      const { path, operator, value } = filter
      const found = valuesAt(path, resource)
      if (operator === 'ne') return !found.some((one) => compares('eq', one, value, path))
      if (operator === 'eq' && value === null) return found.length === 0
      return found.some((one) => compares(operator, one, value, path))
    }
  }
}

/** What a path names: of a value with parts and no part named, the part `value`. */
export function valuesAt({ attribute, sub }: AttributePath, resource: RawObject): readonly RawValue[] {
  const values = listOf(resource[attribute.name])
  if (attribute.type !== 'complex') return values
  const part = sub?.name ?? 'value'
  return values.flatMap((value) => (isObject(value) ? listOf(value[part]) : []))
}

const isList = (value: RawValue): value is readonly RawValue[] => Array.isArray(value)

/** The values of something that may have one or several or none. */
export function listOf(value: RawValue | undefined): readonly RawValue[] {
  if (value === undefined || value === null) return []
  return isList(value) ? value : [value]
}

export const isObject = (value: unknown): value is RawObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function compares(operator: Operator, have: RawValue, want: Literal, { attribute, sub }: AttributePath): boolean {
  if (typeof have === 'boolean') return operator === 'eq' && String(have) === String(want).toLowerCase()
  if (typeof have !== 'string' || typeof want !== 'string') return operator === 'eq' && have === want
  const { caseExact, type } = sub ?? attribute
  if (type === 'dateTime') return ordered(operator, Date.parse(have) - Date.parse(want))
  const [left, right] = caseExact ? [have, want] : [have.toLowerCase(), want.toLowerCase()]
  if (operator === 'co') return left.includes(right)
  if (operator === 'sw') return left.startsWith(right)
  if (operator === 'ew') return left.endsWith(right)
  return ordered(operator, left < right ? -1 : left > right ? 1 : 0)
}

/** By the sign of a difference; one that is no number satisfies nothing. */
function ordered(operator: Operator, difference: number): boolean {
  switch (operator) {
    case 'eq':
      return difference === 0
    case 'gt':
      return difference > 0
    case 'ge':
      return difference >= 0
    case 'lt':
      return difference < 0
    case 'le':
      return difference <= 0
    default:
      return false
  }
}

/** Reads a path of PATCH; throws invalidPath. `undefined`: it is about something that is ignored. */
export function parsePatchPath(text: string, type: ResourceType): PatchPath | undefined {
  if (text.length > filterLengthMax) throw fault('invalidPath', `a path has at most ${filterLengthMax} characters`)
  const plain = withoutSchema(type, text.trim())
  if (plain === undefined) return undefined
  const form = /^([A-Za-z$][\w$-]*)(?:\[(.*)\])?(?:\.([A-Za-z$][\w$-]*))?$/s.exec(plain)
  const attribute = attributeOf(type, form?.[1] ?? '')
  if (form === null || attribute === undefined) throw fault('invalidPath', `there is nothing at ${shown(text)}`)
  if (attribute.use === 'ignored' && attribute.mutability !== 'readOnly') return undefined
  const [, , choice, part] = form
  const sub = part === undefined ? undefined : subAttributeOf(attribute, part)
  if (part !== undefined && sub === undefined)
    throw fault('invalidPath', `${attribute.name} has no part ${shown(part)}`)
  if (choice === undefined) return { attribute, sub, chosen: undefined }
  if (!attribute.multiValued) throw fault('invalidPath', `${attribute.name} has one value only`)
  const resolve = (name: string): AttributePath => ({ attribute: resolveSub(attribute, name), sub: undefined })
  const reader: Reader = { tokens: ['[', ...tokensOf(choice), ']'], resolve, at: 0, depth: 0, tests: 0 }
  const chosen = readGroup(reader, '[', ']')
  if (reader.at < reader.tokens.length) throw unexpected(reader)
  return { attribute, sub, chosen }
}
