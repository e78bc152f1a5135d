// The first page: a way in for each kind of reader, and the parts of the site. Pure.
import type { ApiDescription } from '../describe.ts'
import type { NavigationPart } from './frame.ts'
import { html } from './html.ts'
import { codeBlock } from './markdown.ts'
import type { Page } from './page.ts'

const ways = [
  {
    path: 'docs/guides/developers.html',
    title: 'Developers and CI',
    about: 'Test code that calls CAM, STS and services behind them, with no cloud account and with real enforcement.',
  },
  {
    path: 'docs/guides/platform-teams.html',
    title: 'Platform teams',
    about: 'Run it as the identity and access management of a private cloud, on PostgreSQL and several servers.',
  },
  {
    path: 'docs/guides/security-engineers.html',
    title: 'Security engineers',
    about: 'Write, check, explain, compare and shrink policies, and have the answer proven.',
  },
]

export function homePage({ actions, types }: ApiDescription, navigation: readonly NavigationPart[]): Page {
  return {
    path: 'index.html',
    title: 'OpenCAM',
    about: 'The open Cloud Access Management server: its documents.',
    part: 'Start',
    headings: [],
    words: '',
    body: html`<h1>OpenCAM</h1>
<p class="lead">The open Cloud Access Management server: users, groups, roles, keys and policies over the CAM API 3.0 wire protocol, with a policy engine that decides, explains and proves.</p>
${codeBlock('npm start        # installs what is missing, serves on http://127.0.0.1:8600\nnpm test         # everything that is checked', 'bash')}
<div class="cards">${ways.map(({ path, title, about }) => html`<a class="card" href="${path}"><strong>${title}</strong><span>${about}</span></a>`)}</div>
<p>${actions.length} <a href="actions/index.html">actions</a>, ${types.length} <a href="types/index.html">data types</a>, every <a href="errors/index.html">error code</a>,
<a href="commands/index.html">command</a> and <a href="docs/options.html">option</a>, the <a href="services/index.html">services</a> that a catalog is shipped for.</p>
<div class="parts">${navigation.map(({ title, links }) => html`<section><h2>${title}</h2><ul>${links.map((link) => html`<li><a href="${link.path}">${link.title}</a></li>`)}</ul></section>`)}</div>`,
  }
}
