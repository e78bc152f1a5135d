// A page per action, with its call as code, and the list of all of them. Derived from the description of the rows. Pure.
import type { CodeCall } from '../../console/src/pages/explorer/code/code-call.ts'
import { languages } from '../../console/src/pages/explorer/code/languages.ts'
import { sampleOf } from '../../console/src/pages/explorer/sample.ts'
import type { ErrorRow } from '../../src/protocol/errors.ts'
import type { ActionDescription, ApiDescription } from '../describe.ts'
import { fieldsTable } from './fields.ts'
import { html, type Markup, prose, tableOf } from './html.ts'
import { codeBlock } from './markdown.ts'
import { actionPath, addressFrom, errorsPath, type Heading, type Page, servicePath } from './page.ts'

type Errors = Readonly<Record<string, ErrorRow>>

/** Where the examples call to: what `npm start` serves. */
const endpoint = 'http://127.0.0.1:8600'
const coloursOf: Readonly<Record<string, string>> = {
  cjs: 'javascript',
  py: 'python',
  go: 'go',
  java: 'java',
  php: 'php',
  cs: 'csharp',
  cpp: 'cpp',
  rb: 'ruby',
  sh: 'bash',
}

export function actionPages(api: ApiDescription, errors: Errors): readonly Page[] {
  return [listPage(api), ...api.actions.map((action) => actionPage(action, api, errors))]
}

function listPage({ actions }: ApiDescription): Page {
  const path = 'actions/index.html'
  const groups = [...new Set(actions.map(({ group }) => group))].sort()
  return {
    path,
    title: 'Actions',
    about: `All ${actions.length} actions of this server, by group.`,
    part: 'Reference',
    headings: groups.map((group) => ({ id: group.toLowerCase(), text: group })),
    words: '',
    body: html`<h1>Actions</h1>
<p>The ${actions.length} actions of this server. Every call is a signed POST or GET to <code>/</code> that names <code>Action</code> and <code>Version</code>; any action can also answer
the <a href="${addressFrom(path, `${errorsPath}#common-codes`)}">common error codes</a>. Rates count per root account. What is marked <span class="mark">newer</span> is known from the SDKs, or is
this server's own, and is not in the published API reference. The same as data: <a href="../source/docs/api.json.html">api.json</a>.</p>
${groups.map(
  (group) => html`<h2 id="${group.toLowerCase()}">${group}</h2>
${tableOf(
  ['Action', 'Product', 'Kind', 'A second', 'What it does'],
  actions
    .filter((action) => action.group === group)
    .map((action) => [
      html`<a href="${addressFrom(path, actionPath(action.product, action.name))}">${action.name}</a>${marksOf(action)}`,
      action.product,
      action.access,
      action.perSecond,
      prose(action.summary),
    ]),
)}`,
)}`,
  }
}

const marksOf = ({ newer, deprecated }: ActionDescription): Markup =>
  html`${newer ? html` <span class="mark">newer</span>` : undefined}${deprecated === undefined ? undefined : html` <span class="mark warn">deprecated</span>`}`

function actionPage(action: ActionDescription, api: ApiDescription, errors: Errors): Page {
  const { name, product, summary, parameters, results } = action
  const path = actionPath(product, name)
  const headings: readonly Heading[] = [
    { id: 'parameters', text: 'Parameters' },
    { id: 'results', text: 'Results' },
    { id: 'errors', text: 'Errors' },
    { id: 'example', text: 'Example' },
  ]
  return {
    path,
    title: name,
    about: summary,
    part: `Actions of ${product}`,
    headings,
    words: [...parameters, ...results].map((field) => field.name).join(' '),
    body: html`<p class="trail"><a href="${addressFrom(path, 'actions/index.html')}">Actions</a> / <a href="${addressFrom(path, servicePath(product))}">${product}</a></p>
<h1>${name}${marksOf(action)}</h1>
<p>${prose(summary)}</p>
${action.deprecated === undefined ? undefined : html`<p class="note"><strong>Deprecated.</strong> ${prose(action.deprecated)}</p>`}
${factsOf(action, path)}
<h2 id="parameters">Parameters</h2>
${parameters.length === 0 ? html`<p>None.</p>` : fieldsTable(path, parameters, true)}
<h2 id="results">Results</h2>
${results.length === 0 ? html`<p>Nothing but its <code>RequestId</code>.</p>` : fieldsTable(path, results, false)}
<h2 id="errors">Errors</h2>
${errorsOf(action, path, errors)}
<h2 id="example">Example</h2>
<p>With what the action requires, filled with example values. Keys come from <code>TENCENTCLOUD_SECRET_ID</code> and <code>TENCENTCLOUD_SECRET_KEY</code>; the address is the one that
<code>npm start</code> serves.</p>
${exampleOf(action, api)}`,
  }
}

function factsOf(action: ActionDescription, path: string): Markup {
  const { product, version, group, access, perSecond, since, newer } = action
  const facts: readonly (readonly [string, Markup | string])[] = [
    ['Product', html`<code>${product}</code>, version <code>${version}</code>`],
    ['Group', html`<a href="${addressFrom(path, `actions/index.html#${group.toLowerCase()}`)}">${group}</a>`],
    ['Kind', access],
    ['Rate', `${perSecond} calls a second and root account`],
    ['Authorised', prose(authorised(action))],
    ['In a policy', html`<code>${product}:${action.name}</code>`],
    ['Since', `release ${since}`],
    [
      'Reference',
      newer ? 'newer than the published API reference, or of this server alone' : 'published API reference',
    ],
  ]
  return html`<dl class="facts">${facts.map(([term, what]) => html`<div><dt>${term}</dt><dd>${what}</dd></div>`)}</dl>`
}

function authorised({ level, fine, unsigned }: ActionDescription): string {
  if (unsigned) return 'not signed: a parameter proves who makes it'
  if (level === 'open') return 'needs no permission'
  if (level === 'names') return 'on the object, under each of its names'
  if (level === 'resource') return 'on the object that it names'
  return fine ? 'on `*`; on the object that it names with `OPENCAM_RESOURCE_LEVEL=fine`' : 'on `*`'
}

function errorsOf({ errors: codes }: ActionDescription, path: string, errors: Errors): Markup {
  const common = html`<a href="${addressFrom(path, `${errorsPath}#common-codes`)}">common codes</a>`
  if (codes.length === 0) return html`<p>None of its own; the ${common} apply.</p>`
  return html`<p>Besides the ${common}:</p>
${tableOf(
  ['Code', 'What it means', 'Message'],
  codes.map((code) => [
    html`<a href="${addressFrom(path, `${errorsPath}#${anchorOf(code)}`)}"><code>${code}</code></a>`,
    prose(errors[code]?.meaning ?? ''),
    errors[code]?.en ?? '',
  ]),
)}`
}

/** The fragment of an error code on the page of errors. */
export const anchorOf = (code: string): string => code.toLowerCase().replaceAll('.', '-')

function exampleOf(action: ActionDescription, { types }: ApiDescription): Markup {
  const members = new Map(types.map((type) => [type.name, type.fields]))
  const { product, version, name } = action
  const params = sampleOf(action, (type) => members.get(type))
  const call: CodeCall = { product, version, action: name, params, region: '', endpoint }
  return html`<div class="tabs">${languages.map(
    ({ id, title, file, make }) => html`<section data-language="${id}" data-title="${title}">
<h3>${title}</h3>
${codeBlock(make(call), coloursOf[file.split('.').at(-1) ?? ''] ?? '')}
</section>
`,
  )}</div>`
}
