// What the explorer knows of actions: their rows, as written into api.json or told by the server, and how they are found by a
// few letters. Pure.
import type { ServiceCatalog } from '../../../../src/catalog/service.ts'
import { catalogued } from './catalogued.ts'

export interface Limits {
  readonly min?: number
  readonly max?: number
  readonly maxBytes?: number
  readonly oneOf?: readonly (string | number)[]
  readonly pattern?: string
}

export interface Field {
  readonly name: string
  /** A scalar (Integer, String, Boolean, Timestamp or Date), otherwise the name of a type. */
  readonly type: string
  readonly list?: boolean
  readonly about: string
  readonly required: boolean
  readonly default?: unknown
  readonly secret?: boolean
  readonly newer?: boolean
  /** Of the value, or of each entry of a list. */
  readonly limits?: Limits
  readonly entries?: { readonly min?: number; readonly max?: number }
}

export interface ActionRow {
  readonly name: string
  readonly product: string
  readonly version: string
  readonly group: string
  readonly summary: string
  readonly newer?: boolean
  /** Why new programs do not call it. */
  readonly deprecated?: string
  readonly access: string
  readonly perSecond: number
  readonly unsigned?: boolean
  /** A catalog tells no shapes: the parameters are written as JSON. */
  readonly free?: boolean
  readonly parameters: readonly Field[]
  readonly errors: readonly string[]
}

export interface Api {
  readonly actions: readonly ActionRow[]
  readonly types: readonly { readonly name: string; readonly about: string; readonly fields: readonly Field[] }[]
}

/** Members of a type by its name; `undefined`: a scalar. */
export type FieldsOf = (type: string) => readonly Field[] | undefined

export function fieldsOf({ types }: Api): FieldsOf {
  const byName = new Map(types.map(({ name, fields }) => [name, fields]))
  return (type) => byName.get(type)
}

/** With the actions of further catalogs, which stand for those of the same product; our own products have rows that know more. */
export function withCatalogs(api: Api, further: readonly ServiceCatalog[]): Api {
  const others = further.filter(({ own }) => own !== true)
  if (others.length === 0) return api
  const replaced = new Set(others.map(({ service }) => service))
  const kept = api.actions.filter(({ product }) => !replaced.has(product))
  const added = others.flatMap((catalog) => [...catalog.actions].map(([name, row]) => catalogued(catalog, name, row)))
  return { ...api, actions: [...kept, ...added] }
}

export function findAction({ actions }: Api, product: string, name: string): ActionRow | undefined {
  return actions.find((row) => row.product === product && row.name === name)
}

/** An action that is in no list, as of a service without a catalog: its version is typed too. */
export function unlisted(product: string, name: string): ActionRow {
  return {
    name,
    product,
    version: '',
    group: '',
    summary: '',
    access: 'write',
    perSecond: 0,
    free: true,
    parameters: [],
    errors: [],
  }
}

/** What `product:Action` names. */
export function named(typed: string): { readonly product: string; readonly name: string } | undefined {
  const [, product, name] = /^\s*([a-z][a-z0-9]*)[:/]([A-Za-z]\w*)\s*$/.exec(typed) ?? []
  return product === undefined || name === undefined ? undefined : { product, name }
}

export const isWrite = ({ access }: ActionRow): boolean => access === 'write'

/** Actions that fit all the words, best first: by the beginning of the name, then its letters, then anything said of it. */
export function search({ actions }: Api, typed: string): readonly ActionRow[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return actions
  const rated = actions.map((row) => ({ row, rank: rankOf(row, words) })).filter(({ rank }) => rank < never)
  return rated.sort((a, b) => a.rank - b.rank).map(({ row }) => row)
}

const never = 100

function rankOf({ name, product, group, summary }: ActionRow, words: readonly string[]): number {
  const lower = name.toLowerCase()
  const capitals = name.replaceAll(/[^A-Z]/g, '').toLowerCase()
  const ranks = words.map((word) => {
    if (lower === word) return 0
    if (lower.startsWith(word)) return 1
    if (capitals.startsWith(word)) return 2
    if (lower.includes(word)) return 3
    if (product === word) return 4
    return `${product} ${group} ${summary}`.toLowerCase().includes(word) ? 5 : never
  })
  return Math.max(...ranks)
}
