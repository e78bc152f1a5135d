// The parameter language: what a value may be, as data. Wire validation, limits, result checks, documents, the command
// line and generated tests all read these same rows. Reading never throws on a client's input except as `ApiError`.
import { ApiError, apiError } from './api-error.ts'
import type { ErrorCode } from './errors.ts'

declare const typed: unique symbol

interface Common {
  /** What the value is, in a short sentence of our own. */
  readonly about: string
  /** Known from the SDKs only, not from the API reference. */
  readonly newer?: true
  /** Code for a value outside its limits; without it the action's own (see `ReadOptions`). */
  readonly fault?: ErrorCode
}
export interface IntRules extends Common {
  readonly min?: number
  readonly max?: number
  readonly oneOf?: readonly number[]
  /** May pass 2^53 and is kept as its decimal digits. */
  readonly wide?: true
}
export interface TextRules extends Common {
  /** Code points. */
  readonly min?: number
  readonly max?: number
  /** Bytes of UTF-8. */
  readonly maxBytes?: number
  readonly oneOf?: readonly string[]
  readonly pattern?: RegExp
  /** Never shown in logs, audit events or explanations. */
  readonly secret?: true
}
export interface ListRules extends Common {
  readonly min?: number
  readonly max?: number
}
/** How a text of the wire is to be read; all travel as strings. */
export type TextForm = 'String' | 'Timestamp' | 'Date'

export type ShapeData =
  | ({ readonly kind: 'int' } & IntRules)
  | ({ readonly kind: 'text'; readonly form: TextForm } & TextRules)
  | ({ readonly kind: 'bool' } & Common)
  | ({ readonly kind: 'list'; readonly of: Shape<unknown> } & ListRules)
  | ({ readonly kind: 'struct'; readonly name: string; readonly fields: Fields } & Common)

export interface Shape<T> {
  readonly data: ShapeData
  readonly required: boolean
  readonly nullable: boolean
  /** Value of an optional parameter that was left out. */
  readonly fallback: T | undefined
  readonly [typed]: T
}
export type Fields = { readonly [name: string]: Shape<unknown> }
export type Infer<S> = S extends Shape<infer T> ? T : never
/** Every field is present; one that was left out and has no default is `undefined`. */
export type InferFields<F extends Fields> = { readonly [K in keyof F]: Infer<F[K]> }
/** The same seen from the writer's side: fields that may be `undefined` may be missing. */
export type ResultOf<F extends Fields> = InferFields<F>

function make<T>(data: ShapeData): Shape<T> {
  return { data, required: true, nullable: false, fallback: undefined } as Shape<T>
}

export const int = (rules: IntRules): Shape<number> => make({ kind: 'int', ...rules })
/** An integer that may pass 2^53, such as the id of a role: read as its decimal digits, of which there are at most 19. */
export const wideInt = (rules: Common): Shape<string> => make({ kind: 'int', wide: true, ...rules })
export const text = (rules: TextRules): Shape<string> => make({ kind: 'text', form: 'String', ...rules })
export const timestamp = (rules: TextRules): Shape<string> => make({ kind: 'text', form: 'Timestamp', ...rules })
export const date = (rules: TextRules): Shape<string> => make({ kind: 'text', form: 'Date', ...rules })
export const bool = (rules: Common): Shape<boolean> => make({ kind: 'bool', ...rules })
/** `name` is the wire's name of the type; rows that share a type share one constant. */
export const struct = <const F extends Fields>(name: string, fields: F, rules: Common): Shape<InferFields<F>> =>
  make({ kind: 'struct', name, fields, ...rules })
export const list = <T>(of: Shape<T>, rules: ListRules): Shape<readonly T[]> => make({ kind: 'list', of, ...rules })

/** A parameter that may be left out. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined>
export function optional<T>(shape: Shape<T>, fallback: NoInfer<T>): Shape<T>
export function optional<T>(shape: Shape<T>, fallback?: T): Shape<T | undefined> {
  return { ...shape, required: false, fallback } as Shape<T | undefined>
}
/** A result field that may be null. */
export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return { ...shape, nullable: true } as Shape<T | null>
}
/** A result field that is left out unless there is something to say. */
export function sometimes<T>(shape: Shape<T>): Shape<T | undefined> {
  return { ...shape, required: false } as Shape<T | undefined>
}

export interface ReadOptions {
  /** Code for a value outside its limits where the field names none. */
  readonly valueFault: ErrorCode
}

/** The wire's name of a shape's type, as the reference prints it. */
export function wireType(shape: Shape<unknown>): { readonly type: string; readonly array: boolean } {
  const { data } = shape
  switch (data.kind) {
    case 'int':
      return { type: 'Integer', array: false }
    case 'text':
      return { type: data.form, array: false }
    case 'bool':
      return { type: 'Boolean', array: false }
    case 'struct':
      return { type: data.name, array: false }
    case 'list':
      return { type: wireType(data.of).type, array: true }
  }
}

/**
 * Reads an action's parameters. `raw` has null for absent; nothing in it is trusted.
 * Faults in this order: an unknown name (UnknownParameter), then field by field as declared: missing
 * (MissingParameter), wrong type (InvalidParameter), value outside its limits (the field's or the action's code).
 */
export function readFields<F extends Fields>(fields: F, raw: unknown, options: ReadOptions): InferFields<F> {
  return readStruct(fields, raw, '', options) as InferFields<F>
}

function readStruct(fields: Fields, raw: unknown, path: string, options: ReadOptions): object {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw typeFault(path)
  const given = raw as Readonly<Record<string, unknown>>
  const prefix = path === '' ? '' : `${path}.`
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name) && given[name] !== null) throw unknownFault(`${prefix}${name}`)
  }
  const read: Record<string, unknown> = {}
  for (const name of Object.keys(fields)) {
    const shape = fields[name]
    if (shape === undefined) continue
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (value !== undefined && value !== null) read[name] = readValue(shape.data, value, `${prefix}${name}`, options)
    else if (shape.required) throw apiError('MissingParameter', { name: `${prefix}${name}` })
    else read[name] = shape.fallback
  }
  return read
}

function readValue(data: ShapeData, value: unknown, path: string, options: ReadOptions): unknown {
  switch (data.kind) {
    case 'int':
      return data.wide === true ? readWideInt(value, path) : readInt(data, value, path, options)
    case 'text':
      return readText(data, value, path, options)
    case 'bool':
      return readBool(value, path)
    case 'struct':
      return readStruct(data.fields, value, path, options)
    case 'list': {
      if (!Array.isArray(value)) throw typeFault(path)
      if (value.length < (data.min ?? 0)) throw valueFault(data, path, `${value.length} entries`, options)
      if (data.max !== undefined && value.length > data.max)
        throw valueFault(data, path, `${value.length} entries`, options)
      return value.map((entry, index) => readValue(data.of.data, entry, `${path}.${index}`, options))
    }
  }
}

function readInt(data: IntRules, value: unknown, path: string, options: ReadOptions): number {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^-?\d{1,17}$/.test(value)
        ? Number(value)
        : Number.NaN
  if (!Number.isSafeInteger(number)) throw typeFault(path)
  const outside =
    (data.min !== undefined && number < data.min) ||
    (data.max !== undefined && number > data.max) ||
    (data.oneOf !== undefined && !data.oneOf.includes(number))
  if (outside) throw valueFault(data, path, String(value), options)
  return number
}

/** Integers beyond 2^53 reach this as their text, which is exact; leading zeros would make two spellings of one. */
function readWideInt(value: unknown, path: string): string {
  const digits = Number.isSafeInteger(value) ? String(value) : value
  if (typeof digits !== 'string' || !/^(?:0|[1-9]\d{0,18})$/.test(digits)) throw typeFault(path)
  return digits
}

function readText(data: TextRules, value: unknown, path: string, options: ReadOptions): string {
  // A client library may send an identifier as a number; anything but an integer would change its spelling.
  const string = typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : undefined
  if (string === undefined) throw typeFault(path)
  if (!string.isWellFormed() || string.includes('\0')) throw typeFault(path)
  // The cheap length first: code points are counted only where they can matter.
  const tooLong = data.max !== undefined && string.length > data.max && [...string].length > data.max
  const outside =
    tooLong ||
    (data.min !== undefined && [...string].length < data.min) ||
    (data.maxBytes !== undefined && Buffer.byteLength(string) > data.maxBytes) ||
    (data.oneOf !== undefined && !data.oneOf.includes(string)) ||
    (data.pattern !== undefined && !data.pattern.test(string))
  if (outside) throw valueFault(data, path, data.secret === true ? '***' : string, options)
  return string
}

/** Booleans as clients spell them; Python writes `True` into a form. */
const booleans: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  ['true', true],
  ['True', true],
  [1, true],
  ['1', true],
  [false, false],
  ['false', false],
  ['False', false],
  [0, false],
  ['0', false],
])

function readBool(value: unknown, path: string): boolean {
  const read = booleans.get(value)
  if (read === undefined) throw typeFault(path)
  return read
}

function typeFault(parameter: string): ApiError {
  return new ApiError('InvalidParameter', { wording: 'type', name: parameter })
}
function unknownFault(parameter: string): ApiError {
  return apiError('UnknownParameter', { name: clip(parameter) })
}
function valueFault(rules: Common, parameter: string, value: string, options: ReadOptions): ApiError {
  const shown = clip(value)
  const problem = `the value \`${shown}\` of the parameter \`${parameter}\` is outside its limits`
  // The texts of the codes differ in their holes; each takes what it has a hole for.
  return new ApiError(rules.fault ?? options.valueFault, {
    problem,
    name: parameter,
    value: shown,
    limit: limitOf(rules),
  })
}
/** The bound of a row, for the codes whose text names it. */
function limitOf(rules: Common & { readonly max?: number; readonly maxBytes?: number }): string {
  return String(rules.max ?? rules.maxBytes ?? '')
}
const clip = (value: string): string => (value.length > 100 ? `${value.slice(0, 100)}…` : value)

/** Why a result does not fit its row, or `undefined`. Used on every answer, so that a wrong one is never sent. */
export function misfit(fields: Fields, value: unknown, path = ''): string | undefined {
  if (typeof value !== 'object' || value === null) return `${path} is no object`
  const given = value as Readonly<Record<string, unknown>>
  for (const name in given) {
    if (given[name] !== undefined && !Object.hasOwn(fields, name)) return `${path}${name} is not declared`
  }
  for (const name in fields) {
    const shape = fields[name]
    const fault = shape === undefined ? undefined : misfitValue(shape, given[name], `${path}${name}`)
    if (fault !== undefined) return fault
  }
  return undefined
}

function misfitValue(shape: Shape<unknown>, value: unknown, path: string): string | undefined {
  if (value === undefined) return shape.required ? `${path} is missing` : undefined
  if (value === null) return shape.nullable ? undefined : `${path} is null`
  const { data } = shape
  switch (data.kind) {
    case 'int':
      return Number.isSafeInteger(value) ? undefined : `${path} is no integer`
    case 'text':
      return typeof value === 'string' ? undefined : `${path} is no text`
    case 'bool':
      return typeof value === 'boolean' ? undefined : `${path} is no boolean`
    case 'struct':
      return misfit(data.fields, value, `${path}.`)
    case 'list': {
      if (!Array.isArray(value)) return `${path} is no list`
      for (let index = 0; index < value.length; index++) {
        const fault = misfitValue(data.of, value[index], `${path}.${index}`)
        if (fault !== undefined) return fault
      }
      return undefined
    }
  }
}

/** The parameters with every secret replaced, for audit events and explanations. */
export function redact(fields: Fields, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const shown: Record<string, unknown> = {}
  for (const [name, entry] of Object.entries(value)) {
    const data = Object.hasOwn(fields, name) ? fields[name]?.data : undefined
    if (data === undefined || entry === undefined) continue
    if (data.kind === 'text' && data.secret === true) shown[name] = '***'
    else if (data.kind === 'struct') shown[name] = redact(data.fields, entry)
    else if (data.kind === 'list' && data.of.data.kind === 'struct' && Array.isArray(entry)) {
      const inner = data.of.data.fields
      shown[name] = entry.map((one) => redact(inner, one))
    } else shown[name] = entry
  }
  return shown
}
