// An answer against the tables of the reference: names, types, lists and nulls, all the way down. Looks at our rows
// only to see which members are newer than the reference, and where we differ from it on purpose.
import type { ActionRow } from '../../src/actions/define.ts'
import type { Fields, Shape } from '../../src/protocol/shape.ts'
import { camApi, type ReferenceField } from './cam-api.ts'
import { differences } from './differences.ts'

export interface CheckOptions {
  /** The answer went through the models of a client library, which show absent members as null. */
  readonly nullIsAbsent?: boolean
}

/** What is wrong with an answer (RequestId included) of an action that the reference has; empty when it fits. */
export function checkOutput(row: ActionRow, answer: unknown, options: CheckOptions = {}): readonly string[] {
  const reference = camApi.actions[row.name]
  if (reference === undefined) return [`${row.name}: not in the reference`]
  return members({ name: row.name, theirs: reference.output, ours: row.returns, options }, answer, row.name)
}

interface Table {
  /** Action or type that owns the members. */
  readonly name: string
  readonly theirs: readonly ReferenceField[]
  readonly ours: Fields
  readonly options: CheckOptions
}

function members(table: Table, value: unknown, path: string): readonly string[] {
  if (!isObject(value)) return [`${path}: ${shown(value)} is no object`]
  const known = table.theirs.flatMap((field) => member(table, field, value[field.name], `${path}.${field.name}`))
  const unknown = Object.keys(value)
    .filter((name) => table.theirs.every((field) => field.name !== name))
    .filter((name) => !(Object.hasOwn(table.ours, name) && table.ours[name]?.data.newer === true))
    .map((name) => `${path}.${name}: not in the reference`)
  return [...known, ...unknown]
}

function member(table: Table, field: ReferenceField, value: unknown, path: string): readonly string[] {
  const ours = Object.hasOwn(table.ours, field.name) ? table.ours[field.name] : undefined
  const differs = Object.hasOwn(differences, `${table.name}.output.${field.name}`)
  if (value === undefined || (value === null && table.options.nullIsAbsent === true)) {
    if (value === null && (field.nullable === true || (differs && ours?.nullable === true))) return []
    return differs && ours?.required === false ? [] : [`${path}: missing`]
  }
  if (value === null) return field.nullable === true || (differs && ours?.nullable === true) ? [] : [`${path}: null`]
  if (!field.array) return one(table, field, ours, value, path)
  if (!Array.isArray(value)) return [`${path}: ${shown(value)} is no list`]
  const entry = ours?.data.kind === 'list' ? ours.data.of : undefined
  return value.flatMap((each, index) => one(table, field, entry, each, `${path}.${index}`))
}

/** Forms of the values that are not types of their own. */
const forms: Readonly<Record<string, (value: unknown) => boolean>> = {
  Integer: (value) => Number.isSafeInteger(value),
  Boolean: (value) => typeof value === 'boolean',
  String: (value) => typeof value === 'string',
  Timestamp: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value),
  Date: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
}

function one(
  { options }: Table,
  { type }: ReferenceField,
  ours: Shape<unknown> | undefined,
  value: unknown,
  path: string,
): readonly string[] {
  const form = Object.hasOwn(forms, type) ? forms[type] : undefined
  if (form !== undefined) return form(value) ? [] : [`${path}: ${shown(value)} is no ${type}`]
  const theirs = camApi.types[type]?.fields
  if (theirs === undefined) return [`${path}: the reference has no type ${type}`]
  const fields = ours?.data.kind === 'struct' ? ours.data.fields : {}
  return members({ name: type, theirs, ours: fields, options }, value, path)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const shown = (value: unknown): string => JSON.stringify(value) ?? 'undefined'
