// Files of the repository that documents point to and that are no documents: each as a page, folders as lists. Pure.
import { html } from './html.ts'
import { codeBlock } from './markdown.ts'
import type { Page } from './page.ts'

export const sourcePath = (file: string): string => `source/${file}${file.endsWith('/') ? 'index' : ''}.html`

const languages: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mjs: 'javascript',
  json: 'json',
  yaml: 'yaml',
  sh: 'bash',
}

export function sourcePage(file: string, text: string): Page {
  const language = languages[file.split('.').at(-1) ?? ''] ?? ''
  return page(file, html`<h1>${file}</h1>\n${codeBlock(text, text.length > 200_000 ? '' : language)}`)
}

/** A folder, whose name ends with a stroke. */
export function folderPage(folder: string, names: readonly string[]): Page {
  return page(folder, html`<h1>${folder}</h1>\n<ul>${names.map((name) => html`<li><code>${name}</code></li>`)}</ul>`)
}

const page = (file: string, body: Page['body']): Page => ({
  path: sourcePath(file),
  title: file,
  about: `${file} of the repository.`,
  part: 'Files',
  headings: [],
  words: '',
  body,
})
