// A page per data type, with everything that uses it, and the list of all of them. Pure.
import type { ApiDescription, FieldDescription, TypeDescription } from '../describe.ts'
import { fieldsTable } from './fields.ts'
import { html, type Markup, prose, tableOf } from './html.ts'
import { actionPath, addressFrom, type Page, typePath } from './page.ts'

export function typePages(api: ApiDescription): readonly Page[] {
  return [listPage(api), ...api.types.map((type) => typePage(type, api))]
}

function listPage({ types }: ApiDescription): Page {
  const path = 'types/index.html'
  return {
    path,
    title: 'Data types',
    about: `All ${types.length} data types of parameters and results.`,
    part: 'Reference',
    headings: [],
    words: '',
    body: html`<h1>Data types</h1>
<p>The ${types.length} structures that parameters and results are made of.</p>
${tableOf(
  ['Type', 'What it is'],
  types.map(({ name, about }) => [html`<a href="${addressFrom(path, typePath(name))}">${name}</a>`, prose(about)]),
)}`,
  }
}

function typePage({ name, about, fields }: TypeDescription, { actions, types }: ApiDescription): Page {
  const path = typePath(name)
  const uses = (list: readonly FieldDescription[]): boolean => list.some((field) => field.type === name)
  const takers = actions.filter(({ parameters }) => uses(parameters))
  const givers = actions.filter(({ results }) => uses(results))
  const holders = types.filter((type) => uses(type.fields))
  const actionLinks = listOf(path, (one: (typeof actions)[number]) => actionPath(one.product, one.name))
  const typeLinks = listOf(path, (one: TypeDescription) => typePath(one.name))
  return {
    path,
    title: name,
    about,
    part: 'Data types',
    headings: [
      { id: 'members', text: 'Members' },
      { id: 'used', text: 'Where it is used' },
    ],
    words: fields.map((field) => field.name).join(' '),
    body: html`<p class="trail"><a href="index.html">Data types</a></p>
<h1>${name}</h1>
<p>${prose(about)}</p>
<h2 id="members">Members</h2>
${fieldsTable(path, fields, isSent(name, actions, types))}
<h2 id="used">Where it is used</h2>
${actionLinks('Sent to', takers)}${actionLinks('Answered by', givers)}${typeLinks('Part of', holders)}`,
  }
}

const listOf =
  <T extends { readonly name: string }>(path: string, target: (one: T) => string) =>
  (title: string, list: readonly T[]): Markup | undefined =>
    list.length === 0
      ? undefined
      : html`<p>${title}: ${list.map((one, at) => html`${at === 0 ? '' : ', '}<a href="${addressFrom(path, target(one))}">${one.name}</a>`)}.</p>\n`

/** Whether some parameter has the type, or a type that has it as a member. */
function isSent(
  name: string,
  actions: ApiDescription['actions'],
  types: ApiDescription['types'],
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (seen.has(name)) return false
  const uses = (list: readonly FieldDescription[]): boolean => list.some((field) => field.type === name)
  if (actions.some(({ parameters }) => uses(parameters))) return true
  return types.some((type) => uses(type.fields) && isSent(type.name, actions, types, new Set([...seen, name])))
}
