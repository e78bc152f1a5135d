// A form as a value: what was typed for each parameter of an action, made from parameters and made into them. Nothing is
// kept back: what does not fit is sent all the same, since the server's own answer is what one came to see. Pure.
import type { Field, FieldsOf, Limits } from './rows.ts'

/** What was typed for one value. */
export type Draft =
  | { readonly kind: 'scalar'; readonly text: string; readonly sent: boolean }
  | { readonly kind: 'list'; readonly entries: readonly Draft[]; readonly sent: boolean }
  | { readonly kind: 'struct'; readonly members: Drafts; readonly sent: boolean }

export type Drafts = Readonly<Record<string, Draft>>

export interface Problem {
  readonly word:
    | 'missing'
    | 'integer'
    | 'least'
    | 'most'
    | 'shortest'
    | 'longest'
    | 'bytes'
    | 'form'
    | 'oneOf'
    | 'count'
  readonly bound: string | number
}

type Params = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A form with nothing typed. */
export function blank(fields: readonly Field[], types: FieldsOf): Drafts {
  return Object.fromEntries(fields.map((field) => [field.name, blankOf(field, types)]))
}

function blankOf(field: Field, types: FieldsOf): Draft {
  return field.list === true ? { kind: 'list', entries: [], sent: false } : entryOf(field, types, field.required)
}

/** One more entry of a list, or the value itself where there is no list. */
export function entryOf({ type }: Field, types: FieldsOf, sent: boolean): Draft {
  const members = types(type)
  if (members === undefined) return { kind: 'scalar', text: '', sent: false }
  return { kind: 'struct', members: blank(members, types), sent }
}

/** The form with given parameters filled in; members that the action does not have are left out. */
export function filled(fields: readonly Field[], params: Params, types: FieldsOf): Drafts {
  return Object.fromEntries(
    fields.map((field) => {
      const value = Object.hasOwn(params, field.name) ? params[field.name] : undefined
      if (value === undefined || value === null) return [field.name, blankOf(field, types)]
      if (field.list !== true) return [field.name, draftOf(field, value, types)]
      const entries = (Array.isArray(value) ? value : [value]).map((entry) => draftOf(field, entry, types))
      return [field.name, { kind: 'list', entries, sent: true } as const]
    }),
  )
}

function draftOf({ type }: Field, value: unknown, types: FieldsOf): Draft {
  const members = types(type)
  if (members !== undefined) {
    return { kind: 'struct', members: filled(members, isObject(value) ? value : {}, types), sent: true }
  }
  return { kind: 'scalar', text: typeof value === 'object' ? JSON.stringify(value) : String(value), sent: true }
}

/** The parameters as they are sent. */
export function paramsOf(fields: readonly Field[], drafts: Drafts, types: FieldsOf): Params {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const draft = drafts[field.name]
      return draft === undefined || !isSent(draft) ? [] : [[field.name, wireValue(field, draft, types)] as const]
    }),
  )
}

/** Whether the parameter is sent at all. */
export function isSent(draft: Draft): boolean {
  if (draft.kind === 'list') return draft.sent || draft.entries.length > 0
  return draft.sent
}

function wireValue(field: Field, draft: Draft, types: FieldsOf): unknown {
  if (draft.kind === 'list') return draft.entries.map((entry) => wireValue(field, entry, types))
  if (draft.kind === 'struct') return paramsOf(types(field.type) ?? [], draft.members, types)
  const { text } = draft
  if (field.type === 'Integer' && /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text)
  if (field.type === 'Boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

/** What the server will most likely say of the value; `undefined`: nothing. Lists and structures are asked entry by entry. */
export function problemOf(field: Field, draft: Draft): Problem | undefined {
  if (!isSent(draft)) return field.required ? { word: 'missing', bound: '' } : undefined
  if (draft.kind === 'list') return countProblem(field, draft.entries.length)
  if (draft.kind === 'struct') return undefined
  const { text } = draft
  const { limits = {}, type } = field
  if (limits.oneOf !== undefined && !limits.oneOf.some((one) => String(one) === text)) {
    return { word: 'oneOf', bound: limits.oneOf.join(', ') }
  }
  if (type === 'Integer') return integerProblem(text, limits)
  return type === 'String' ? textProblem(text, limits) : undefined
}

function countProblem({ entries = {} }: Field, count: number): Problem | undefined {
  const { min, max } = entries
  if ((min === undefined || count >= min) && (max === undefined || count <= max)) return undefined
  return { word: 'count', bound: `${min ?? 0}–${max ?? '∞'}` }
}

function integerProblem(text: string, { min, max }: Limits): Problem | undefined {
  if (!/^-?\d+$/.test(text)) return { word: 'integer', bound: '' }
  if (min !== undefined && Number(text) < min) return { word: 'least', bound: min }
  if (max !== undefined && Number(text) > max) return { word: 'most', bound: max }
  return undefined
}

function textProblem(text: string, { min, max, maxBytes, pattern }: Limits): Problem | undefined {
  const letters = [...text].length
  if (min !== undefined && letters < min) return { word: 'shortest', bound: min }
  if (max !== undefined && letters > max) return { word: 'longest', bound: max }
  if (maxBytes !== undefined && new TextEncoder().encode(text).length > maxBytes) {
    return { word: 'bytes', bound: maxBytes }
  }
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) return { word: 'form', bound: pattern }
  return undefined
}

/** The parameters without what is secret, for what is remembered. */
export function withoutSecrets(fields: readonly Field[], params: Params, types: FieldsOf): Params {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = Object.hasOwn(params, field.name) ? params[field.name] : undefined
      if (value === undefined || field.secret === true) return []
      const members = types(field.type)
      if (members === undefined) return [[field.name, value] as const]
      const cleaned = (one: unknown): unknown => (isObject(one) ? withoutSecrets(members, one, types) : undefined)
      return [[field.name, Array.isArray(value) ? value.map(cleaned) : cleaned(value)] as const]
    }),
  )
}
