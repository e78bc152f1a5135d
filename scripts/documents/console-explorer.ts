// console/src/pages/explorer/api.json: every action that the explorer knows, ours with their parameters and those of the
// shipped catalogs with what their rows tell. Derived from the description of the actions and the catalogs. Pure.
import type { CatalogAction, ServiceCatalog } from '../../src/catalog/service.ts'
import type { ActionDescription, ApiDescription, FieldDescription, TypeDescription } from '../describe.ts'

type ExplorerAction = Omit<ActionDescription, 'results' | 'level' | 'fine'> & {
  /** A catalog tells no shapes: the parameters are what is written. */
  readonly free?: true
}

/** The text of console/src/pages/explorer/api.json. */
export function renderConsoleExplorer({ actions, types }: ApiDescription, catalogs: readonly ServiceCatalog[]): string {
  const own = actions.map(({ results: _, level: __, fine: ___, ...action }): ExplorerAction => action)
  const others = catalogs.flatMap((catalog) =>
    [...catalog.actions].map(([name, row]) => catalogued(catalog, name, row)),
  )
  const api = { actions: [...own, ...others], types: usedTypes(actions, types) }
  return `${JSON.stringify(api, null, 1)}\n`
}

function catalogued({ service, product, versions }: ServiceCatalog, name: string, row: CatalogAction): ExplorerAction {
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

/** Types that some parameter has, or a member of one. */
function usedTypes(
  actions: readonly ActionDescription[],
  types: readonly TypeDescription[],
): readonly TypeDescription[] {
  const byName = new Map(types.map((type) => [type.name, type]))
  const used = new Set<TypeDescription>()
  const visit = (fields: readonly FieldDescription[]): void => {
    for (const { type } of fields) {
      const found = byName.get(type)
      if (found === undefined || used.has(found)) continue
      used.add(found)
      visit(found.fields)
    }
  }
  for (const { parameters } of actions) visit(parameters)
  return types.filter((type) => used.has(type))
}
