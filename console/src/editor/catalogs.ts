// The catalogs in the browser, as the engine and the linter ask them. Read only by pages that edit or judge policies.
import type { ActionClass, CatalogAction, Level, ServiceCatalog } from '../../../src/catalog/service.ts'
import { type CatalogVocabulary, vocabularyOf } from '../../../src/catalog/vocabulary.ts'
import file from './catalogs.json'

const classes: readonly ActionClass[] = ['write', 'read', 'list', 'other']
const levels: readonly Level[] = ['service', 'operation', 'resource']
const ips: readonly ServiceCatalog['ip'][] = ['supported', 'partial', 'none']

const one = <V extends string>(values: readonly V[], text: string, otherwise: V): V =>
  values.find((value) => value === text) ?? otherwise

const levelOf = (text: string): Level => one(levels, text, 'operation')

type Product = (typeof file)[number]

function actionOf(row: Product['actions'][number]): CatalogAction {
  const { level, resources, ip, summary } = row
  const requestTags =
    'requestTags' in row && typeof row.requestTags === 'string' ? { requestTags: row.requestTags } : {}
  return { class: one(classes, row.class, 'other'), level: levelOf(level), resources, ip, summary, ...requestTags }
}

function catalogOf(product: Product): ServiceCatalog {
  return {
    service: product.service,
    product: product.product,
    ...('own' in product && product.own === true ? { own: true } : {}),
    console: product.console,
    tags: product.tags,
    level: levelOf(product.level),
    ip: one(ips, product.ip, 'none'),
    updated: product.updated,
    actions: new Map(product.actions.map((row) => [row.name, actionOf(row)])),
  }
}

export const catalogs: readonly ServiceCatalog[] = file.map(catalogOf)
export const vocabulary: CatalogVocabulary = vocabularyOf(catalogs, 'strict')

/** A row by `product:Action`, in any capitals. */
export function catalogAction(action: string): CatalogAction | undefined {
  const [product = '', name = ''] = action.toLowerCase().split(':')
  const rows = catalogs.find(({ service }) => service === product)?.actions ?? new Map<string, CatalogAction>()
  return [...rows].find(([one]) => one.toLowerCase() === name)?.[1]
}

/** Every action in full, in the order of the catalogs. */
export const actionNames: readonly string[] = catalogs.flatMap(({ service, actions }) =>
  [...actions.keys()].map((name) => `${service}:${name}`),
)

/** Forms of the resources that an action is checked on, or all of its product where it is no single one; names left open. */
export function resourcesOf(action: string, account: number): readonly string[] {
  const product = catalogs.find(({ service }) => action.toLowerCase().startsWith(`${service}:`))
  const all = product === undefined ? [] : [...product.actions.values()].flatMap(({ resources }) => resources)
  const templates = catalogAction(action)?.resources ?? all
  return templates.map((text) => text.replaceAll('${uin}', String(account)).replaceAll(/\$\{\w+\}/g, '*'))
}
