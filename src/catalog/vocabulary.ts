// What the catalogs tell whoever reads policies: names, levels, resources, which conditions a call can carry. Names are
// compared without regard to case. It says what there is; it never decides.
import { type CatalogFlags, withheld } from './passes.ts'
import { knows, products } from './products.ts'
import type { Level, ServiceCatalog } from './service.ts'
import { servicePrincipals } from './service-principals.ts'

/** What the reader and the linter of policies ask. */
export interface CatalogVocabulary {
  /** `undefined` when no catalog is loaded for the product. */
  service(product: string): CatalogWords | undefined
  /** Whether the product exists by name, with or without a catalog. */
  knows(product: string): boolean
  /** Every product that is known, with or without a catalog, in order of the abbreviation. */
  readonly services: readonly NamedService[]
  /** Domains by which trust policies may name products, in lowercase. */
  readonly servicePrincipals: readonly string[]
}

/** A product; without a catalog its abbreviation is all the name that it has. */
export interface NamedService {
  readonly service: string
  readonly product: string
}

export interface CatalogWords {
  hasAction(action: string): boolean
  /** Level at which the action is checked; `undefined` when there is no such action. */
  granularity(action: string): Level | undefined
  /** Why calls of the action never carry a condition key; `undefined` where they may, or there is no such action. */
  withheld(action: string, key: string): string | undefined
  /** Whether calls of the action only read; `undefined` where the product does not say. */
  access(action: string): 'read' | 'write' | undefined
  /**
   * Templates of the resources of the action. `undefined` for our own products too: their calls name one thing in several
   * forms, of which the catalog prints one.
   */
  resources(action: string): readonly string[] | undefined
  /** Whether resources of the product can carry tags. */
  readonly tags: boolean
  /** In the order of the catalog. */
  readonly actions: readonly { readonly name: string; readonly summary: string }[]
}

/** The words of finished catalogs, one per service. `flags`: what is told of keys that the calls of a product do not carry. */
export function vocabularyOf(catalogs: readonly ServiceCatalog[], flags: CatalogFlags): CatalogVocabulary {
  const words = new Map(catalogs.map((catalog) => [catalog.service, wordsOf(catalog, flags)]))
  return {
    service: (product) => words.get(product.toLowerCase()),
    knows: (product) => words.has(product.toLowerCase()) || knows(product),
    services: servicesOf(new Map(catalogs.map(({ service, product }) => [service, product]))),
    servicePrincipals,
  }
}

function servicesOf(productNames: ReadonlyMap<string, string>): readonly NamedService[] {
  const names = [...new Set([...productNames.keys(), ...products])].sort()
  return names.map((service) => ({ service, product: productNames.get(service) ?? service }))
}

function wordsOf(catalog: ServiceCatalog, flags: CatalogFlags): CatalogWords {
  const rows = new Map([...catalog.actions].map(([name, action]) => [name.toLowerCase(), action]))
  return {
    hasAction: (action) => rows.has(action.toLowerCase()),
    granularity: (action) => rows.get(action.toLowerCase())?.level,
    withheld(action, key) {
      const row = rows.get(action.toLowerCase())
      return row && withheld(catalog, row, key, flags)
    },
    access(action) {
      const row = rows.get(action.toLowerCase())
      if (row === undefined || row.class === 'other') return undefined
      return row.class === 'write' ? 'write' : 'read'
    },
    resources(action) {
      return catalog.own === true ? undefined : rows.get(action.toLowerCase())?.resources
    },
    tags: catalog.tags,
    actions: [...catalog.actions].map(([name, { summary }]) => ({ name, summary })),
  }
}
