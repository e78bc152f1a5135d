// A page per service: those of the shipped catalogs with every API and what decides it, and our own products. Pure.
import type { CatalogAction, Fill, ServiceCatalog } from '../../src/catalog/service.ts'
import type { ApiDescription } from '../describe.ts'
import { marksText } from '../documents/services.ts'
import { html, type Markup, prose, tableOf } from './html.ts'
import { actionPath, addressFrom, type Page, servicePath } from './page.ts'

export function servicePages(api: ApiDescription, catalogs: readonly ServiceCatalog[]): readonly Page[] {
  const products = [...new Set(api.actions.map(({ product }) => product))].sort()
  return [
    listPage(api, products, catalogs),
    ...products.map((product) => ownPage(product, api)),
    ...catalogs.map(cataloguedPage),
  ]
}

const listPath = 'services/index.html'

function listPage(api: ApiDescription, products: readonly string[], catalogs: readonly ServiceCatalog[]): Page {
  const link = (service: string): Markup =>
    html`<a href="${addressFrom(listPath, servicePath(service))}">${service}</a>`
  return {
    path: listPath,
    title: 'Services',
    about: 'The products of this server, and the services that a catalog is shipped for.',
    part: 'Reference',
    headings: [],
    words: '',
    body: html`<h1>Services</h1>
<p>Products that this server answers itself, and services that it stands in front of: their APIs are in the shipped catalogs, and the
<a href="${addressFrom(listPath, 'docs/gateway.html')}">gateway</a> decides each call. A <a href="${addressFrom(listPath, 'docs/catalogs.html')}">catalog of your own</a> adds a service.</p>
${tableOf(
  ['Service', 'What it is', 'APIs', 'Kind'],
  [
    ...products.map((product) => [
      link(product),
      'answered by this server',
      api.actions.filter((action) => action.product === product).length,
      'own',
    ]),
    ...catalogs.map(({ service, product, actions }) => [link(service), product, actions.size, 'catalogued']),
  ],
)}`,
  }
}

function ownPage(product: string, { actions }: ApiDescription): Page {
  const path = servicePath(product)
  const own = actions.filter((action) => action.product === product)
  return {
    path,
    title: product,
    about: `The ${own.length} actions of product ${product}, answered by this server.`,
    part: 'Services',
    headings: [],
    words: '',
    body: html`<p class="trail"><a href="index.html">Services</a></p>
<h1>${product}</h1>
<p>Version <code>${own[0]?.version}</code>, answered by this server.</p>
${tableOf(
  ['Action', 'Kind', 'What it does'],
  own.map(({ name, access, summary }) => [
    html`<a href="${addressFrom(path, actionPath(product, name))}">${name}</a>`,
    access,
    prose(summary),
  ]),
)}`,
  }
}

const addresses: Readonly<Record<ServiceCatalog['ip'], string>> = {
  supported: 'calls carry the address (`qcs:ip`)',
  partial: 'calls carry the address (`qcs:ip`) except where the table says no address',
  none: 'calls carry no address: a condition on `qcs:ip` decides nothing here',
}

function cataloguedPage(catalog: ServiceCatalog): Page {
  const { service, product, actions, tags, ip, updated, versions = [] } = catalog
  const path = servicePath(service)
  return {
    path,
    title: product,
    about: `${actions.size} APIs of ${service}, and what a call to each is decided on.`,
    part: 'Services',
    headings: [{ id: 'apis', text: 'APIs' }],
    words: [...actions.keys(), service].join(' '),
    body: html`<p class="trail"><a href="index.html">Services</a></p>
<h1>${product}</h1>
<dl class="facts">
<div><dt>Service</dt><dd><code>${service}</code>${versions.length === 0 ? '' : html`, version ${versions.join(', ')}`}</dd></div>
<div><dt>APIs</dt><dd>${actions.size}, as described on ${updated.slice(0, 10)}</dd></div>
<div><dt>Address</dt><dd>${prose(addresses[ip])}</dd></div>
<div><dt>Tags</dt><dd>${tags ? 'calls carry tags' : 'calls carry no tags'}</dd></div>
</dl>
<p>An API without a resource is checked on <code>*</code>: a statement that names a smaller resource does not reach it. Of several resources every one must be allowed.
<a href="${addressFrom(path, 'docs/services.html')}">How to read the holes</a>.</p>
<h2 id="apis">APIs</h2>
${tableOf(
  ['API', 'Kind', 'Resources', 'Filled from', 'What it does'],
  [...actions].map(([name, row]) => [
    html`<code id="${name.toLowerCase()}">${name}</code>`,
    row.class,
    resourcesOf(row),
    fillsOf(row),
    prose(row.summary),
  ]),
)}`,
  }
}

function resourcesOf({ resources }: CatalogAction): Markup {
  if (resources.length === 0) return html`<code>*</code>`
  return html`${resources.map((resource) => html`<code class="resource">${resource}</code>`)}`
}

function fillsOf({ fill, requestTags, ip }: CatalogAction): Markup {
  const parts = [
    ...[...(fill?.values() ?? [])].map(fillOf),
    ...(requestTags === undefined ? [] : [html`tags of the request: <code>${requestTags}</code>`]),
    ...(ip ? [] : [html`no address`]),
  ]
  return html`${parts.map((part, at) => html`${at === 0 ? '' : '; '}${part}`)}`
}

const fillOf = (fill: Fill): Markup => html`<code>${fill.parameter}</code>${marksText(fill)}`
