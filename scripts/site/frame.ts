// What stands around a page: the bar with the search, the parts of the site on the left, the headings of the page on the
// right. Pure.
import { html, type Markup } from './html.ts'
import { addressFrom, type Page } from './page.ts'

export interface NavigationPart {
  readonly title: string
  readonly links: readonly { readonly path: string; readonly title: string }[]
}

/** More headings than this are a list of their own, not a help. */
const headingsMax = 40

/** The whole text of a page. */
export function framed(page: Page, navigation: readonly NavigationPart[], version: string): string {
  const { path, title, about, body, headings } = page
  const at = (target: string): string => addressFrom(path, target)
  const isListed = headings.length >= 2 && headings.length <= headingsMax
  return html`<!doctype html>
<html lang="en" data-root="${at('').replace(/\/?$/, '/')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}${title === 'OpenCAM' ? '' : ' · OpenCAM'}</title>
<meta name="description" content="${about}">
<link rel="icon" href="${at('assets/icon.svg')}">
<link rel="stylesheet" href="${at('assets/site.css')}">
<script type="module" src="${at('assets/site.js')}"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header>
<a class="home" href="${at('index.html')}"><img src="${at('assets/icon.svg')}" alt="" width="24" height="24">OpenCAM <span>${version}</span></a>
<form role="search"><label for="search">Search</label><input id="search" type="search" placeholder="Search: action, error, option, word" autocomplete="off" aria-controls="found"></form>
<button id="parts" type="button" aria-expanded="false" aria-controls="navigation">Contents</button>
</header>
<div id="found" role="region" aria-label="Found" aria-live="polite" hidden></div>
<div class="columns${isListed ? '' : ' broad'}">
<nav id="navigation" aria-label="Contents">
${navigation.map((part) => navigationPart(part, page))}</nav>
<main id="content">
${body}
</main>
${isListed ? beside(headings) : undefined}
</div>
</body>
</html>
`.markup
}

function navigationPart({ title, links }: NavigationPart, { path }: Page): Markup {
  const folder = path.slice(0, path.indexOf('/') + 1)
  const current = links.find((link) => link.path === path) ?? links.find((link) => link.path === `${folder}index.html`)
  return html`<details${current === undefined ? undefined : html` open`}><summary>${title}</summary><ul>
${links.map(
  (link) =>
    html`<li><a href="${addressFrom(path, link.path)}"${link === current ? html` aria-current="page"` : undefined}>${link.title}</a></li>\n`,
)}</ul></details>
`
}

const beside = (headings: Page['headings']): Markup =>
  html`<aside class="beside" aria-label="On this page"><p>On this page</p><ul>${headings.map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li>`)}</ul></aside>`
