// console/src/pages/explorer/api.json: every action that the explorer knows, ours with their parameters and those of the
// shipped catalogs with what their rows tell. Derived from the description of the actions and the catalogs. Pure.
import { catalogued } from '../../console/src/pages/explorer/catalogued.ts'
import type { ServiceCatalog } from '../../src/catalog/service.ts'
import type { ActionDescription, ApiDescription, FieldDescription, TypeDescription } from '../describe.ts'

type OwnAction = Omit<ActionDescription, 'results' | 'level' | 'fine' | 'since'>

/** The text of console/src/pages/explorer/api.json. */
export function renderConsoleExplorer({ actions, types }: ApiDescription, catalogs: readonly ServiceCatalog[]): string {
  const own = actions.map(({ results: _, level: __, fine: ___, since: ____, ...action }): OwnAction => action)
  const others = catalogs.flatMap((catalog) =>
    [...catalog.actions].map(([name, row]) => catalogued(catalog, name, row)),
  )
  const api = { actions: [...own, ...others], types: usedTypes(actions, types) }
  return `${JSON.stringify(api, null, 1)}\n`
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
