// What the catalogs tell, as rows of the table.
import type { CatalogAction, ServiceCatalog } from '../../../../src/catalog/service.ts'

export interface CatalogRow extends CatalogAction {
  readonly service: string
  readonly product: string
  readonly name: string
  readonly tags: boolean
  /** Whether it can be called, and not only named. */
  readonly served: boolean
}

export function catalogRows(catalogs: readonly ServiceCatalog[]): readonly CatalogRow[] {
  return catalogs.flatMap(({ service, product, own, tags, actions }) =>
    [...actions].map(([name, row]) => ({
      ...row,
      service,
      product,
      name,
      tags,
      // Names of ours without a handler are known from policies only, and nobody has written what they do.
      served: own !== true || row.summary !== '',
    })),
  )
}
