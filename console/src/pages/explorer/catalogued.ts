// An action of a catalog as the explorer shows it. A catalog tells no shapes, only which parameters a call is decided on. Pure.
import type { CatalogAction, ServiceCatalog } from '../../../../src/catalog/service.ts'
import type { ActionRow } from './rows.ts'

export function catalogued(
  { service, product, versions }: ServiceCatalog,
  name: string,
  row: CatalogAction,
): ActionRow {
  return {
    name,
    product: service,
    version: versions?.at(-1) ?? '',
    group: product,
    summary: row.summary,
    access: row.class === 'read' || row.class === 'list' ? 'read' : 'write',
    perSecond: 0,
    free: true,
    parameters: [...(row.fill ?? [])].map(([hole, { parameter, type, absent }]) => ({
      name: parameter,
      type: type === 'integer' ? 'Integer' : 'String',
      about: `Names the object that the call is decided on (${hole}).`,
      required: absent === 'refuse',
    })),
    errors: [],
  }
}
