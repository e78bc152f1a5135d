// The index that the search of the site reads: made when the site is built, so that a browser only loads it. Pure.
import MiniSearch from 'minisearch'
import type { Page } from './page.ts'

/** The same options build the index and load it. */
export const searchOptions = {
  fields: ['title', 'headings', 'about', 'words'],
  storeFields: ['title', 'about', 'part'],
  idField: 'path',
}

export function searchIndex(pages: readonly Page[]): string {
  const index = new MiniSearch<Record<string, string>>(searchOptions)
  index.addAll(
    pages.map(({ path, title, about, part, headings, words }) => ({
      path,
      title,
      about,
      part,
      words,
      headings: headings.map(({ text }) => text).join(' '),
    })),
  )
  return JSON.stringify(index)
}
