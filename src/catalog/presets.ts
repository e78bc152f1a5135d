// The preset (QCS) policies: the same for every root account, never edited, deleted or versioned. Rows are data in
// `presets.json`; their documents are written out here once, at start.
//
// Ids below 9000001 and the two service roles above 13 million are those in public use. 9000001 to 9099999 is the
// project's own range for presets known by name only: an id there is written in the data, never reused or reassigned.
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Catalogs } from './load.ts'
import { products } from './products.ts'

export interface Preset {
  readonly policyId: number
  /** Exact spelling, irregular ones included (`QCloud…`, `…ReadonlyAccess`). */
  readonly name: string
  readonly description: string
  /** JSON text. */
  readonly document: string
  /** Product that it belongs to, `cooperator` for policies of service roles, empty where it spans products. */
  readonly serviceType: string
  readonly serviceLinked: boolean
  readonly createMode: number
  readonly addedMs: number
  readonly updatedMs: number
}

export interface PresetTable {
  /** Newest first: by descending id. */
  readonly all: readonly Preset[]
  byId(id: number): Preset | undefined
  /** By exact name; spelling and case matter. */
  byName(name: string): Preset | undefined
}

const presetFile = new URL('./presets.json', import.meta.url)
/** Made from policy text, as the newest public answers print presets. */
const createMode = 2
const readVerbs = ['Describe', 'Get', 'List', 'Query']

const product = z.string().regex(/^[a-z][a-z0-9-]*$/)
const texts = z.array(z.string().min(1)).min(1)
const statement = z.strictObject({
  effect: z.enum(['allow', 'deny']),
  action: z.union([z.string().min(1), texts]),
  resource: z.union([z.string().min(1), texts]),
})
const recipe = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('statements'), statements: z.array(statement).min(1) }),
  /** Every action of these products. */
  z.strictObject({ kind: z.literal('full'), products: z.array(product).min(1) }),
  /** Every action of all known products but these. A deny would also take away what other policies grant. */
  z.strictObject({ kind: z.literal('full-except'), products: z.array(product).min(1) }),
  /** Actions of these products whose names begin like a reading one. */
  z.strictObject({ kind: z.literal('read'), products: z.array(product).min(1) }),
  /** Paying for one product. */
  z.strictObject({ kind: z.literal('finance'), product }),
  /** The actions that the product's catalog groups as reading or listing. */
  z.strictObject({ kind: z.literal('catalog-read'), product }),
])
const time = z.iso.datetime()
const row = z.strictObject({
  id: z.int().min(1),
  name: z.string().regex(/^[A-Za-z0-9]{1,128}$/),
  description: z.string().min(1).max(300),
  service: z.string(),
  linked: z.boolean().default(false),
  added: time.optional(),
  updated: time.optional(),
  document: recipe,
})
const file = z.strictObject({ timesDefault: time, presets: z.array(row).min(1) })

type Recipe = z.infer<typeof recipe>
type Statement = z.infer<typeof statement>

/** The table of presets. `catalogs` must hold the products whose documents are made from catalogs; throws otherwise. */
export function loadPresets(catalogs: Pick<Catalogs, 'all' | 'get'>): PresetTable {
  const data = file.parse(JSON.parse(readFileSync(presetFile, 'utf8')))
  return tableOf(data.presets.map((entry) => presetOf(entry, data.timesDefault, catalogs)))
}

/** The look-ups over finished presets. Ids and names must be unique. */
export function tableOf(presets: readonly Preset[]): PresetTable {
  const all = presets.toSorted((a, b) => b.policyId - a.policyId)
  const byId = new Map(all.map((preset) => [preset.policyId, preset]))
  const byName = new Map(all.map((preset) => [preset.name, preset]))
  if (byId.size !== all.length || byName.size !== all.length) throw new Error('presets: an id or a name occurs twice')
  return { all, byId: (id) => byId.get(id), byName: (name) => byName.get(name) }
}

function presetOf(entry: z.infer<typeof row>, timesDefault: string, catalogs: Pick<Catalogs, 'all' | 'get'>): Preset {
  const added = entry.added ?? timesDefault
  return {
    policyId: entry.id,
    name: entry.name,
    description: entry.description,
    document: JSON.stringify({ version: '2.0', statement: statementsOf(entry.document, catalogs) }),
    serviceType: entry.service,
    serviceLinked: entry.linked,
    createMode,
    addedMs: Date.parse(added),
    updatedMs: Date.parse(entry.updated ?? added),
  }
}

function statementsOf(from: Recipe, catalogs: Pick<Catalogs, 'all' | 'get'>): readonly Statement[] {
  switch (from.kind) {
    case 'statements':
      return from.statements
    case 'full':
      return [allow(from.products.map((name) => `${name}:*`))]
    case 'full-except':
      return [allow(everyProduct(catalogs, from.products).map((name) => `${name}:*`))]
    case 'read':
      return [allow(from.products.flatMap((name) => readVerbs.map((verb) => `${name}:${verb}*`)))]
    case 'finance':
      return [{ effect: 'allow', action: ['finance:*'], resource: `qcs::${from.product}:::*` }]
    case 'catalog-read':
      return [allow(readingActions(catalogs, from.product))]
  }
}

const allow = (action: string[]): Statement => ({ effect: 'allow', action, resource: '*' })

function everyProduct(catalogs: Pick<Catalogs, 'all'>, without: readonly string[]): string[] {
  const all = new Set([...products, ...catalogs.all.map((catalog) => catalog.service)])
  for (const name of without) all.delete(name)
  return [...all].sort()
}

/**
 * A reading verb stands for all its actions where the catalog groups every one of them as reading; other actions are
 * named one by one. So the document stays within the length of a policy and never covers a catalogued write.
 */
function readingActions(catalogs: Pick<Catalogs, 'get'>, service: string): string[] {
  const catalog = catalogs.get(service)
  if (catalog === undefined) throw new Error(`presets: no catalog is loaded for ${service}`)
  const rows = [...catalog.actions].map(([name, { class: group }]) => ({
    name,
    reads: group === 'read' || group === 'list',
  }))
  const verbs = readVerbs.filter((verb) => {
    const same = rows.filter(({ name }) => name.startsWith(verb))
    return same.length > 1 && same.every(({ reads }) => reads)
  })
  const single = rows.filter(({ name, reads }) => reads && !verbs.some((verb) => name.startsWith(verb)))
  return [...verbs.map((verb) => `${verb}*`), ...single.map(({ name }) => name).sort()].map(
    (name) => `${service}:${name}`,
  )
}
