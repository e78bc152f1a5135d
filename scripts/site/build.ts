// The whole site as files in memory: documents of the repository, pages made from the rows, what they look like, and the
// index of the search. Reads the repository, writes nothing.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { actions } from '../../src/actions/index.ts'
import { loadCatalogs } from '../../src/catalog/load.ts'
import { errors } from '../../src/protocol/errors.ts'
import { version } from '../../src/server/version.ts'
import { type ApiDescription, describeActions } from '../describe.ts'
import { actionPages } from './actions.ts'
import { commandPages } from './commands.ts'
import { errorsPage } from './errors.ts'
import { framed, type NavigationPart } from './frame.ts'
import { homePage } from './home.ts'
import { renderDocument } from './markdown.ts'
import { actionPath, addressFrom, type Page } from './page.ts'
import { searchIndex } from './search.ts'
import { folders, replaced, sections } from './sections.ts'
import { servicePages } from './services.ts'
import { folderPage, sourcePage, sourcePath } from './sources.ts'
import { typePages } from './types.ts'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** Every file of the site by its path from the site's root. Throws where a document has no place in it, or a place no document. */
export async function buildSite(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const api = describeActions(actions)
  const sources = new Set<string>()
  const documents = placedDocuments().map((file) => documentPage(file, api, sources))
  const shown = documents.map(({ page, text }) => ({ path: page.path, title: page.title, text }))
  const made = [
    ...actionPages(api, errors),
    ...typePages(api),
    errorsPage(api, errors),
    ...servicePages(api, loadCatalogs().all),
    ...(await commandPages(shown)),
  ]
  const content = [...documents.map(({ page }) => page), ...made]
  sources.add('docs/api.json')
  const navigation = navigationOf(content)
  const pages = [homePage(api, navigation), ...content, ...[...sources].sort().map(readSource)]
  const index = ['assets/search.json', searchIndex(pages.filter(({ part }) => part !== 'Files'))] as const
  return new Map<string, string | Uint8Array>([
    ...pages.map((page) => [page.path, framed(page, navigation, version)] as const),
    index,
    ...assets(),
  ])
}

/** Documents in the order of their parts. */
function placedDocuments(): readonly string[] {
  const listed = sections.flatMap(({ pages }) => pages.filter((page) => page.endsWith('.md')))
  const inFolders = folders.flatMap(({ folder }) => filesIn(folder))
  const placed = [...listed, ...inFolders]
  const missing = [...filesUnder('docs/'), ...filesIn('')].filter(
    (file) => file.endsWith('.md') && !placed.includes(file) && !replaced.has(file),
  )
  if (missing.length > 0) throw new Error(`scripts/site/sections.ts has no place for ${missing.join(', ')}`)
  return placed
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${folder}${entry.name}`)
    .sort()

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(`${folder}${entry.name}/`) : [`${folder}${entry.name}`],
  )

/** Where a document stands on the site. */
const documentPath = (file: string): string => file.replace(/\.md$/, '.html')

interface Placed {
  readonly page: Page
  readonly text: string
}

function documentPage(file: string, api: ApiDescription, sources: Set<string>): Placed {
  const text = readFileSync(path.join(root, file), 'utf8')
  const at = documentPath(file)
  const rendered = renderDocument(text, (target) => addressFrom(at, placeOf(file, target, api, sources)))
  const part = [...sections].find(({ pages }) => pages.includes(file))?.title ?? 'The project'
  return { text, page: { path: at, part, ...rendered } }
}

/** The page that stands for what a document points to; files that are no documents become pages of their own. */
function placeOf(file: string, target: string, { actions: rows }: ApiDescription, sources: Set<string>): string {
  const [where = '', fragment] = target.split('#')
  const found = path.posix.normalize(path.posix.join(path.posix.dirname(file), where))
  const end = fragment === undefined ? '' : `#${fragment}`
  const instead = replaced.get(found)
  if (instead !== undefined) {
    const row = rows.find(({ name }) => name.toLowerCase() === fragment)
    return row === undefined ? `${instead}${end}` : actionPath(row.product, row.name)
  }
  if (found.endsWith('.md')) return `${documentPath(found)}${end}`
  if (!existsSync(path.join(root, found))) throw new Error(`${file} points to ${target}, which is not there`)
  const source = statSync(path.join(root, found)).isDirectory() ? `${found.replace(/\/$/, '')}/` : found
  sources.add(source)
  return sourcePath(source)
}

function readSource(file: string): Page {
  const at = path.join(root, file)
  return file.endsWith('/') ? folderPage(file, readdirSync(at).sort()) : sourcePage(file, readFileSync(at, 'utf8'))
}

function navigationOf(pages: readonly Page[]): readonly NavigationPart[] {
  const titles = new Map(pages.map((page) => [page.path, page.title]))
  const linkTo = (file: string): NavigationPart['links'][number] => {
    const at = documentPath(file)
    const title = titles.get(at)
    if (title === undefined) throw new Error(`scripts/site/sections.ts has ${file}, which is not there`)
    return { path: at, title: at === 'README.html' ? 'About OpenCAM' : title }
  }
  return [
    ...sections.map((section) => ({ title: section.title, links: section.pages.map(linkTo) })),
    ...folders.map(({ folder, title }) => ({ title, links: filesIn(folder).map(linkTo) })),
  ]
}

function assets(): readonly (readonly [string, string | Uint8Array])[] {
  const own = path.join(root, 'scripts/site/assets')
  const icon = path.join(root, 'console/public/icon.svg')
  const search = fileURLToPath(import.meta.resolve('minisearch'))
  return [
    ...readdirSync(own).map((name) => [`assets/${name}`, readFileSync(path.join(own, name), 'utf8')] as const),
    ['assets/icon.svg', readFileSync(icon, 'utf8')],
    ['assets/minisearch.js', readFileSync(search, 'utf8')],
  ]
}
