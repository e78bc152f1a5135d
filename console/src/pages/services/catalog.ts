// The catalogs as rows: the server's own actions and those of other products, from the very files that the server reads and
// that its documents are made from. Fetched by the page that shows them, and no sooner.

export type Kind = 'read' | 'write' | 'list' | 'other'
export type Level = 'service' | 'operation' | 'resource'

export interface CatalogRow {
  readonly service: string
  readonly product: string
  readonly action: string
  readonly kind: Kind
  readonly level: Level
  /** Empty: everything, `*`. */
  readonly resources: readonly string[]
  readonly address: boolean
  readonly tags: boolean
  readonly summary: string
  /** Whether it can be called, and not only named. */
  readonly served: boolean
}

interface CatalogFile {
  readonly service: string
  readonly product: string
  readonly tags: boolean
  readonly actions: Readonly<Record<string, CatalogAction>>
}
interface CatalogAction {
  readonly class: Kind
  readonly level: Level
  readonly resources: readonly string[]
  readonly ip: boolean
  readonly summary: string
}

const files = import.meta.glob<CatalogFile>('../../../../src/catalog/services/*.json', { import: 'default' })

export async function loadCatalog(): Promise<readonly CatalogRow[]> {
  const [own, ...others] = await Promise.all([
    loadOwn(),
    ...Object.values(files).map(async (load) => rowsOfFile(await load(), () => true)),
  ])
  return [...own, ...others.flat()]
}

async function loadOwn(): Promise<readonly CatalogRow[]> {
  const { actions } = (await import('../../../../docs/api.json')).default
  const { ownCatalogs } = await import('../../../../src/catalog/own.ts')
  const handled = actions.flatMap(({ name, product, access, summary }) =>
    (product === 'cam' || product === 'sts' || product === 'tag' || product === 'cloudaudit') && (access === 'read' || access === 'write')
      ? [{ name, product, access, summary } as const]
      : [],
  )
  const names = new Set(handled.map(({ name }) => name))
  return ownCatalogs(handled).flatMap((catalog) =>
    rowsOfFile({ ...catalog, actions: Object.fromEntries(catalog.actions) }, (name) => names.has(name)),
  )
}

function rowsOfFile(
  { service, product, tags, actions }: CatalogFile,
  isServed: (action: string) => boolean,
): readonly CatalogRow[] {
  return Object.entries(actions).map(([action, row]) => ({
    service,
    product,
    action,
    kind: row.class,
    level: row.level,
    resources: row.resources,
    address: row.ip,
    tags,
    summary: row.summary,
    served: isServed(action),
  }))
}
