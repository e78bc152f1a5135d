// The actions as data, derived from their rows: what docs/api.json holds and what command line, console and documents
// read. Pure; knows no action by name.
import type { ActionRow } from '../src/actions/define.ts'
import { versions } from '../src/dispatch/find.ts'
import { type Fields, type Shape, type ShapeData, wireType } from '../src/protocol/shape.ts'

/** Everything about a parameter or a member of a result. What does not hold is left out. */
export interface FieldDescription {
  readonly name: string
  /** A scalar (Integer, String, Boolean, Timestamp or Date), otherwise the name of an entry of `types`. */
  readonly type: string
  readonly list?: true
  readonly about: string
  /** Of a parameter: it must be sent. Of a result: it is always there. */
  readonly required: boolean
  /** Of a result: it may be null. */
  readonly nullable?: true
  readonly default?: unknown
  readonly secret?: true
  readonly newer?: true
  readonly limits?: Limits
  /** Number of entries of a list; `limits` are then those of each entry. */
  readonly entries?: { readonly min?: number; readonly max?: number }
}

export interface Limits {
  readonly min?: number
  readonly max?: number
  readonly maxBytes?: number
  readonly oneOf?: readonly (string | number)[]
  readonly pattern?: string
}

export interface ActionDescription {
  readonly name: string
  readonly product: string
  readonly version: string
  readonly group: string
  readonly summary: string
  readonly newer?: true
  /** First release that had it. */
  readonly since: string
  /** Why new programs do not call it, and what they call. */
  readonly deprecated?: string
  readonly access: 'read' | 'write'
  /** Calls per second and account. */
  readonly perSecond: number
  /** Where the call is checked: on `*`, always on the object named (under any of its names), or not at all. */
  readonly level: 'operation' | 'resource' | 'names' | 'open'
  /** Nobody signs it: a parameter proves who makes it. */
  readonly unsigned?: true
  /** Checked on the object named where the operator asks for it (OPENCAM_RESOURCE_LEVEL=fine). */
  readonly fine?: true
  readonly parameters: readonly FieldDescription[]
  readonly results: readonly FieldDescription[]
  readonly errors: readonly string[]
}

export interface TypeDescription {
  readonly name: string
  readonly about: string
  readonly fields: readonly FieldDescription[]
}

export interface ApiDescription {
  readonly actions: readonly ActionDescription[]
  readonly types: readonly TypeDescription[]
}

/** What a row means that says nothing of releases. */
const firstRelease = '0.1.0'

type Types = Map<string, TypeDescription>

/** Describes the rows, actions and types by name. Throws where one name of a type stands for two. */
export function describeActions(rows: readonly ActionRow[]): ApiDescription {
  const types: Types = new Map()
  const actions = rows.map((row) => describeAction(row, types))
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1)
  return { actions: actions.sort(byName), types: [...types.values()].sort(byName) }
}

function describeAction(row: ActionRow, types: Types): ActionDescription {
  const {
    name,
    product,
    group,
    summary,
    newer,
    since = firstRelease,
    deprecated,
    access,
    perSecond,
    resource,
    errors,
  } = row
  const version = versions.get(product)
  if (version === undefined) throw new Error(`${product} has no version`)
  return {
    name,
    product,
    version,
    group,
    summary,
    ...(newer && { newer }),
    since,
    ...(deprecated !== undefined && { deprecated }),
    access,
    perSecond,
    level: resource.level,
    ...(row.unsigned !== undefined && { unsigned: true as const }),
    ...(resource.level === 'operation' && resource.fine !== undefined && { fine: true }),
    parameters: describeFields(row.params, types),
    results: describeFields(row.returns, types),
    errors: [...errors].sort(),
  }
}

function describeFields(fields: Fields, types: Types): readonly FieldDescription[] {
  return Object.entries(fields).map(([name, shape]) => describeField(name, shape, types))
}

function describeField(name: string, shape: Shape<unknown>, types: Types): FieldDescription {
  const { data, required, nullable, fallback } = shape
  const { type, array } = wireType(shape)
  const entry = data.kind === 'list' ? data.of.data : data
  noteType(entry, types)
  const limits = limitsOf(entry)
  return {
    name,
    type,
    ...(array && { list: true }),
    about: data.about,
    required,
    ...(nullable && { nullable: true }),
    ...(fallback !== undefined && { default: fallback }),
    ...(data.kind === 'text' && data.secret && { secret: true }),
    ...(data.newer && { newer: true }),
    ...(limits !== undefined && { limits }),
    ...(data.kind === 'list' && entriesOf(data)),
  }
}

function entriesOf({ min, max }: { readonly min?: number; readonly max?: number }): Pick<FieldDescription, 'entries'> {
  if (min === undefined && max === undefined) return {}
  return { entries: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) } }
}

function limitsOf(data: ShapeData): Limits | undefined {
  if (data.kind !== 'int' && data.kind !== 'text') return undefined
  const { min, max, oneOf } = data
  const text = data.kind === 'text' ? data : undefined
  const limits: Limits = {
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(text?.maxBytes !== undefined && { maxBytes: text.maxBytes }),
    ...(oneOf !== undefined && { oneOf }),
    ...(text?.pattern !== undefined && { pattern: text.pattern.source }),
  }
  return Object.keys(limits).length === 0 ? undefined : limits
}

/** Adds the type of a member, and those inside it. Documents and programs know a type by its name alone. */
function noteType(data: ShapeData, types: Types): void {
  if (data.kind !== 'struct') return
  const { name, about, fields } = data
  const made: TypeDescription = { name, about, fields: describeFields(fields, types) }
  const known = types.get(name)
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(made)) {
    throw new Error(`the type ${name} stands for two: give one of them another name`)
  }
  types.set(name, made)
}

/** The text of docs/api.json. */
export function renderApi(rows: readonly ActionRow[]): string {
  return `${JSON.stringify(describeActions(rows), null, 2)}\n`
}
