// Which row of the action table a call means. Knows nothing of what the row does.
import type { ActionRow } from '../actions/define.ts'
import { apiError } from '../protocol/api-error.ts'
import type { Call } from '../protocol/call.ts'
import type { Known } from './stages.ts'

/** Rows by product, version and exact name; Maps, so that no name resolves to something inherited. */
export interface ActionTable {
  readonly products: ReadonlyMap<string, { readonly version: string; readonly actions: ReadonlyMap<string, ActionRow> }>
}

/** Version of the API that each product is served in. */
export const versions: ReadonlyMap<string, string> = new Map([
  ['cam', '2019-01-16'],
  ['sts', '2018-08-13'],
  ['tag', '2018-08-13'],
  ['cloudaudit', '2019-03-19'],
])

export function actionTable(rows: readonly ActionRow[]): ActionTable {
  const products = new Map<string, { version: string; actions: Map<string, ActionRow> }>()
  for (const [product, version] of versions) products.set(product, { version, actions: new Map() })
  for (const row of rows) products.get(row.product)?.actions.set(row.name, row)
  return { products }
}

/** The product that has this version and action, for endpoints whose host names none. */
export function productOf(table: ActionTable, version: string, action: string): string | undefined {
  for (const [product, entry] of table.products)
    if (entry.version === version && entry.actions.has(action)) return product
  for (const [product, entry] of table.products) if (entry.version === version) return product
  return undefined
}

/** NoSuchProduct, NoSuchVersion or InvalidAction where there is no row. */
export function find(table: ActionTable, call: Call): Known {
  const product = table.products.get(call.product)
  if (product === undefined || product.actions.size === 0) throw apiError('NoSuchProduct', { product: call.product })
  if (product.version !== call.version) {
    throw apiError('NoSuchVersion', { version: call.version, service: call.product })
  }
  const row = product.actions.get(call.action)
  if (row === undefined) throw apiError('InvalidAction')
  return { call, row }
}
