// console/src/editor/catalogs.json: what the catalogs say of products and their actions, for completing, linting and simulating
// policies in the browser. How parameters fill resources is left out: only a server that gets calls needs it. Pure.
import { catalogDigest } from '../../src/catalog/digest.ts'
import type { ServiceCatalog } from '../../src/catalog/service.ts'

/** The text of the file; one action a line. */
export function renderConsoleCatalogs(catalogs: readonly ServiceCatalog[]): string {
  return `[\n${catalogs.map(catalogText).join(',\n')}\n]\n`
}

function catalogText(whole: ServiceCatalog): string {
  const { actions, ...facts } = whole
  const catalog = { ...facts, digest: catalogDigest(whole) }
  const rows = [...actions].map(([name, { fill: _, ...row }]) => `      ${JSON.stringify({ name, ...row })}`)
  const head = Object.entries(catalog).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  return `  {\n${head.join(',\n')},\n    "actions": [\n${rows.join(',\n')}\n    ]\n  }`
}
