// The documents of the repository as pages: headings with the same anchors as where the repository is read, code in colours,
// links led to the page that stands for the file. Pure.
import GithubSlugger from 'github-slugger'
import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import cpp from 'highlight.js/lib/languages/cpp'
import csharp from 'highlight.js/lib/languages/csharp'
import go from 'highlight.js/lib/languages/go'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import yaml from 'highlight.js/lib/languages/yaml'
import MarkdownIt from 'markdown-it'
import anchors from 'markdown-it-anchor'
import { escaped, html, type Markup, raw } from './html.ts'
import type { Heading } from './page.ts'

const languages = { bash, cpp, csharp, go, java, javascript, json, php, python, ruby, sql, typescript, yaml }
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language)
/** Names in fences that the library has under another. */
const others: Readonly<Record<string, string>> = { sh: 'bash', js: 'javascript', mjs: 'javascript', ts: 'typescript' }

/** A text in the colours of its language; one that is not known stays plain. */
export function coloured(text: string, language: string): Markup {
  const name = others[language] ?? language
  return raw(
    hljs.getLanguage(name) === undefined
      ? escaped(text)
      : hljs.highlight(text, { language: name, ignoreIllegals: true }).value,
  )
}

/** A block of code that can be scrolled by keyboard and copied. */
export const codeBlock = (text: string, language: string): Markup =>
  html`<div class="code"><pre tabindex="0"><code>${coloured(text, language)}</code></pre></div>`

export interface Document {
  readonly title: string
  /** The first paragraph, as plain text. */
  readonly about: string
  readonly body: Markup
  readonly headings: readonly Heading[]
  readonly words: string
}

/** Makes a page of a document; `lead` says where a link that is not to another site leads to. */
export function renderDocument(text: string, lead: (target: string) => string): Document {
  const slugger = new GithubSlugger()
  const renderer = new MarkdownIt({ html: true, highlight: (code, info) => coloured(code, languageOf(info)).markup })
  renderer.use(anchors, { slugify: (heading) => slugger.slug(heading), tabIndex: false })
  const fence = renderer.renderer.rules.fence
  renderer.renderer.rules.fence = (...given) =>
    `${named(given[0][given[1]]?.info)}<div class="code">${fence?.(...given).replace('<pre>', '<pre tabindex="0">')}</div>`
  renderer.renderer.rules.table_open = () => '<div class="wide"><table>'
  renderer.renderer.rules.table_close = () => '</table></div>'
  const tokens = renderer.parse(text, {})
  const headings: (Heading & { readonly level: string })[] = []
  let about = ''
  for (const [at, token] of tokens.entries()) {
    for (const child of token.children ?? []) {
      const href = child.type === 'link_open' ? String(child.attrGet('href') ?? '') : ''
      if (href !== '' && !/^(?:[a-z]+:|#)/.test(href)) child.attrSet('href', lead(decodeURI(href)))
    }
    const inline = tokens[at + 1]
    const plain = plainText(inline?.children ?? [])
    if (token.type === 'heading_open') {
      headings.push({ id: String(token.attrGet('id') ?? ''), text: plain, level: token.tag })
    } else if (token.type === 'paragraph_open' && about === '') about = plain
  }
  return {
    title: headings[0]?.text ?? '',
    about,
    body: raw(renderer.renderer.render(tokens, renderer.options, {})),
    headings: headings.filter(({ level }) => level === 'h2'),
    words: [...new Set(headings.map((heading) => heading.text).concat(wordsIn(tokens)))].join(' '),
  }
}

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number]

/** The language of a fence, which may also name a file. */
const languageOf = (info: string): string => info.trim().split(/\s+/)[0] ?? ''

/** The name of the file that a fence is. */
function named(info = ''): string {
  const [, file] = info.trim().split(/\s+/)
  return file === undefined ? '' : html`<p class="file">${file}</p>`.markup
}

const plainText = (tokens: readonly Token[]): string =>
  tokens
    .map(({ type, content }) => (type === 'softbreak' ? ' ' : content))
    .join('')
    .trim()

const wordsIn = (tokens: readonly Token[]): readonly string[] =>
  tokens.flatMap(({ type, children }) => (type === 'inline' ? plainText(children ?? []).split(/\s+/) : []))
