// The catalogs in the browser, as the engine and the linter ask them: those that the console brings along, and in their place
// or beside them those of the server that differ. Read only by pages that edit, judge or list actions.
import type { ActionClass, CatalogAction, Fill, Level, ServiceCatalog } from '../../../src/catalog/service.ts'
import { type CatalogVocabulary, vocabularyOf } from '../../../src/catalog/vocabulary.ts'
import { furtherCatalogs, type ToldCatalog } from '../api/catalogs.ts'
import { chinese } from '../text/words.ts'
import file from './catalogs.json'

export interface Known {
  /** In order of the abbreviation. */
  readonly catalogs: readonly ServiceCatalog[]
  readonly vocabulary: CatalogVocabulary
  /** Every action in full, in the order of the catalogs. */
  readonly actionNames: readonly string[]
  /** Those that came from the server, because the console did not bring them. */
  readonly further: readonly ServiceCatalog[]
}

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

function catalogTold(told: ToldCatalog): ServiceCatalog {
  return {
    service: told.Service,
    product: told.ProductName,
    ...(told.Own ? { own: true } : {}),
    console: told.Console,
    tags: told.Tags,
    level: levelOf(told.Level),
    ip: one(ips, told.Ip, 'none'),
    updated: told.Updated,
    ...(told.Versions.length > 0 && { versions: told.Versions }),
    actions: new Map(told.Actions.map((row) => [row.Name, actionTold(row)])),
  }
}

function actionTold(row: ToldCatalog['Actions'][number]): CatalogAction {
  const fill = row.Fill.map(({ Hole, Parameter, Type, Absent }): readonly [string, Fill] => [
    Hole,
    {
      parameter: Parameter,
      type: Type === 'integer' ? 'integer' : 'text',
      absent: Absent === 'class' ? 'class' : 'refuse',
      assumed: false,
    },
  ])
  return {
    class: one(classes, row.Class, 'other'),
    level: levelOf(row.Level),
    resources: row.Resources,
    ip: row.Ip,
    summary: row.Summary,
    fill: new Map(fill),
    ...(row.RequestTags !== null && { requestTags: row.RequestTags }),
  }
}

function knowing(catalogs: readonly ServiceCatalog[], further: readonly ServiceCatalog[]): Known {
  const replaced = new Map([...catalogs, ...further].map((catalog) => [catalog.service, catalog]))
  const all = [...replaced.values()].sort((a, b) => (a.service < b.service ? -1 : 1))
  return {
    catalogs: all,
    vocabulary: vocabularyOf(all, 'strict'),
    actionNames: all.flatMap(({ service, actions }) => [...actions.keys()].map((name) => `${service}:${name}`)),
    further,
  }
}

const brought = file.map(catalogOf)
const digests: ReadonlyMap<string, string> = new Map(file.map(({ service, digest }) => [service, digest]))
let known = knowing(brought, [])

/** What is known now: all that the console brings along, until `learnCatalogs` has asked the server. */
export const knownCatalogs = (): Known => known

/** Asks the server which catalogs it has. Throws Fault; what is known then stays as it is. */
export async function learnCatalogs(): Promise<Known> {
  const further = (await furtherCatalogs(digests)).map(catalogTold)
  known = chinese ? await inChinese(brought, further) : knowing(brought, further)
  return known
}

/** Our own actions say in Chinese what they do; catalogs have one language. */
async function inChinese(catalogs: readonly ServiceCatalog[], further: readonly ServiceCatalog[]): Promise<Known> {
  const { actionsInChinese } = await import('../text/actions-zh.ts')
  const said = (catalog: ServiceCatalog): ServiceCatalog => {
    if (catalog.own !== true) return catalog
    const rows = [...catalog.actions].map(
      ([name, row]) => [name, { ...row, summary: actionsInChinese.get(name) ?? row.summary }] as const,
    )
    return { ...catalog, actions: new Map(rows) }
  }
  return knowing(catalogs.map(said), further.map(said))
}

/** A row by `product:Action`, in any capitals. */
export function catalogAction(action: string): CatalogAction | undefined {
  const [product = '', name = ''] = action.toLowerCase().split(':')
  const rows = known.catalogs.find(({ service }) => service === product)?.actions ?? new Map<string, CatalogAction>()
  return [...rows].find(([one]) => one.toLowerCase() === name)?.[1]
}

/** Forms of the resources that an action is checked on, or all of its product where it is no single one; names left open. */
export function resourcesOf(action: string, account: number): readonly string[] {
  const product = known.catalogs.find(({ service }) => action.toLowerCase().startsWith(`${service}:`))
  const all = product === undefined ? [] : [...product.actions.values()].flatMap(({ resources }) => resources)
  const templates = catalogAction(action)?.resources ?? all
  return templates.map((text) => text.replaceAll('${uin}', String(account)).replaceAll(/\$\{\w+\}/g, '*'))
}
