// docs/services.md: every API of the shipped catalogs, with what decides a call to it. Derived from the catalogs. Pure.
import type { CatalogAction, Fill, ServiceCatalog } from '../../src/catalog/service.ts'
import { cell, code, generatedFrom, table } from './markdown.ts'

/** The text of docs/services.md. */
export function renderServices(catalogs: readonly ServiceCatalog[]): string {
  return `${generatedFrom('src/catalog/services')}
# Catalogued services

What a call to each API is decided on. An API without a resource is checked on \`*\`: a statement that names a smaller resource does not
reach it. Of several resources every one must be allowed. \`\${uin}\` is the root account (so is an empty \`uin/\`), \`\${region}\` the
common parameter Region; the other holes are filled from the parameters named, where a list means one resource for each
element. [catalogs.md](catalogs.md) tells how such a file is written, and the form of it is [a JSON Schema](../src/catalog/schema.json).

- **or the class**: the API can do without the parameter. A call without it is about all resources of the kind, \`*\` in the hole.
- **assumed**: no public model of the API confirms the parameter; it is the one that the resource names.
- **no address**: calls carry no \`qcs:ip\`, unless \`OPENCAM_CATALOG_FLAGS\` says otherwise.

${catalogs.map(renderService).join('\n\n')}
`
}

const addresses: Readonly<Record<ServiceCatalog['ip'], string>> = {
  supported: 'calls carry the address',
  partial: 'calls carry the address except where the table says no address',
  none: 'calls carry no address',
}

function renderService({ service, product, actions, tags, ip, updated, versions = [] }: ServiceCatalog): string {
  const facts = [
    `${actions.size} APIs of \`${service}\``,
    ...(versions.length === 0 ? [] : [`version ${versions.join(', ')}`]),
    addresses[ip],
    tags ? 'calls carry tags' : 'calls carry no tags',
    `as described on ${updated.slice(0, 10)}`,
  ]
  return `## ${product}

${facts.join('; ')}.

${table(
  ['API', 'Kind', 'Resources', 'Filled from', 'What it does'],
  [...actions].map(([name, row]) => [
    code(name),
    row.class,
    row.resources.length === 0 ? code('*') : row.resources.map(code).join('<br>'),
    fillText(row),
    cell(row.summary),
  ]),
)}`
}

function fillText({ fill, requestTags, ip }: CatalogAction): string {
  const parts = [...(fill?.values() ?? [])].map(oneFill)
  if (requestTags !== undefined) parts.push(`tags of the request: ${code(requestTags)}`)
  if (!ip) parts.push('no address')
  return parts.join('; ')
}

function oneFill({ parameter, absent, assumed }: Fill): string {
  return `${code(parameter)}${marksText({ absent, assumed })}`
}

/** What else is to be known of a parameter that fills a hole, in brackets; empty where nothing is. */
export function marksText({ absent, assumed }: Pick<Fill, 'absent' | 'assumed'>): string {
  const marks = [...(absent === 'class' ? ['or the class'] : []), ...(assumed ? ['assumed'] : [])]
  return marks.length === 0 ? '' : ` (${marks.join(', ')})`
}
