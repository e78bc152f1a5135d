// Tables of Markdown from any text: nothing in a cell can end it or be taken for markup by accident. Pure.

/** Text for a cell. Code spans stay as they are. */
export const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('<', '&lt;').replaceAll('\n', '<br>')

/** A code span in a cell. */
export const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``

/** A table of cells that were made with `cell` or `code`. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n')
}

/** First line of a generated document. */
export const generatedFrom = (source: string): string =>
  `<!-- Written by scripts/documents.ts from ${source}; do not edit. -->`
