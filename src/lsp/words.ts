// What actions, keys and resources are, in a few lines for people who write policies.
import type { Node } from 'jsonc-parser'
import type { Catalogs } from '../catalog/load.ts'
import type { CatalogAction, ServiceCatalog } from '../catalog/service.ts'
import { keyRow } from '../policy/lint/keys.ts'
import { compilePattern, matches } from '../policy/pattern.ts'
import { memberOf } from './spot.ts'

const classes: Readonly<Record<CatalogAction['class'], string>> = {
  write: 'writes',
  read: 'reads',
  list: 'lists',
  other: 'does something else',
}

export interface ActionWords {
  readonly short: string
  readonly about: string
}

/** `undefined` where no catalog has the action. */
export function actionWords(product: string, name: string, { get }: Catalogs): ActionWords | undefined {
  const catalog = get(product)
  const found = catalog && [...catalog.actions].find(([one]) => one.toLowerCase() === name.toLowerCase())
  if (catalog === undefined || found === undefined) return undefined
  const [spelled, row] = found
  const short = `${classes[row.class]}; ${levelText(row)}`
  const head = `**${catalog.service}:${spelled}** (${catalog.product}): ${classes[row.class]}`
  return {
    short,
    about: [head, ...(row.summary === '' ? [] : [row.summary]), ...placeLines(row), keyLine(catalog, row)].join('\n\n'),
  }
}

function levelText({ level }: CatalogAction): string {
  if (level === 'service') return 'granted with its whole product only'
  return level === 'operation' ? 'on `*` only' : 'on single resources'
}

function placeLines(row: CatalogAction): readonly string[] {
  const forms = row.resources.map((one) => `- \`${one}\``)
  return [`Granted ${levelText(row).replace(/^granted /, '')}.`, ...(forms.length === 0 ? [] : [forms.join('\n')])]
}

function keyLine({ tags, own }: ServiceCatalog, row: CatalogAction): string {
  const keys = [
    ...(own === true || row.ip ? ['`qcs:ip`'] : []),
    ...(tags && own !== true && row.level === 'resource' ? ['`qcs:resource_tag`'] : []),
    ...(tags && own !== true && row.requestTags !== undefined ? ['`qcs:request_tag`'] : []),
  ]
  const always = '`qcs:current_time`, `qcs:uin`, `qcs:owner_uin`, `qcs:mfa`'
  return `Condition keys: ${[...keys, always].join(', ')}.`
}

/** Which known actions a pattern covers. */
export function patternWords(text: string, { get, all }: Catalogs): string | undefined {
  const [product = '', name = ''] = text.toLowerCase().split(':')
  const products = compilePattern(product)
  const names = compilePattern(name === '' && product === '*' ? '*' : name)
  const shown = product.includes('*') ? all.filter(({ service }) => matches(products, service)) : [get(product)]
  const found = shown.flatMap((catalog) =>
    [...(catalog?.actions.keys() ?? [])]
      .filter((one) => matches(names, one.toLowerCase()))
      .map((one) => `${catalog?.service}:${one}`),
  )
  if (shown.every((one) => one === undefined)) return undefined
  const listedMax = 8
  const listed = found.slice(0, listedMax).map((one) => `- ${one}`)
  const more = found.length > listedMax ? [`- and ${found.length - listedMax} more`] : []
  return [`Covers ${found.length} known actions${found.length === 0 ? '.' : ':'}`, [...listed, ...more].join('\n')]
    .join('\n\n')
    .trim()
}

/** Kinds of values, and whether every request has the key. */
export function keyWords(key: string): string | undefined {
  const row = keyRow(key)
  if (row === undefined) return undefined
  const often = row.always === true ? 'Every request has it.' : 'Not every request has it.'
  const several = row.several === true ? ' A request can have several values, `key&value` each.' : ''
  const compared = `Judged by operators of the type ${row.types.join(', ')}.`
  return `**${key}** ${compared} ${often}${several}`
}

export interface ResourcePattern {
  readonly text: string
  readonly snippet?: string
  readonly detail?: string
}

const hole = /\$\{([A-Za-z][A-Za-z0-9_]*)\}/g

/** The resources that the actions of a statement are decided on, as a policy writes them. */
export function resourceForms(statement: Node | undefined, catalogs: Catalogs): readonly ResourcePattern[] {
  const forms = new Map<string, ResourcePattern>()
  for (const action of textsOf(memberOf(statement, 'action'))) {
    const [product = '', name = ''] = action
      .toLowerCase()
      .replace(/^name\//, '')
      .split(':')
    const pattern = compilePattern(name)
    for (const [spelled, { resources }] of catalogs.get(product)?.actions ?? []) {
      if (!matches(pattern, spelled.toLowerCase())) continue
      for (const template of resources) {
        const form = formOf(template)
        if (!forms.has(form.text)) forms.set(form.text, { ...form, detail: spelled })
      }
    }
  }
  return [...forms.values()]
}

/** The account stays open, which is the one that makes the policy; every other hole is all there is, or to be filled in. */
function formOf(template: string): { readonly text: string; readonly snippet: string } {
  const owned = template.replace('uin/${uin}', '').replace(':uin/:', '::')
  let places = 0
  const snippet = owned.replace(hole, (_, name: string) => {
    places += 1
    return name === 'region' ? `\${${places}}` : `\${${places}:*}`
  })
  return { text: owned.replace(hole, (_, name: string) => (name === 'region' ? '' : '*')), snippet }
}

/** A text, or the texts of a list. */
export function textsOf(node: Node | undefined): readonly string[] {
  const nodes = node?.type === 'array' ? (node.children ?? []) : node === undefined ? [] : [node]
  return nodes.flatMap(({ type, value }) => (type === 'string' ? [String(value)] : []))
}
