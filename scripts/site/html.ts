// Pages as text, safe by construction: whatever is put into a template is escaped unless it is markup already. Pure.

/** A piece of a page. */
export interface Markup {
  readonly markup: string
}

type Piece = Markup | string | number | undefined | readonly Piece[]

/** Text as it may stand between tags and in attributes. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export const raw = (markup: string): Markup => ({ markup })

/** A template whose holes are escaped; lists are put one after the other, `undefined` is nothing. */
export function html(texts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return raw(texts.map((text, at) => text + (at < pieces.length ? written(pieces[at]) : '')).join(''))
}

function written(piece: Piece): string {
  if (piece === undefined) return ''
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece))
  return 'markup' in piece ? piece.markup : piece.map(written).join('')
}

/** A table; cells are text or markup. */
export function tableOf(headings: readonly string[], rows: readonly (readonly Piece[])[]): Markup {
  return html`<div class="wide"><table>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>
${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`
}

/** Text of our rows: what stands between backquotes is code. */
export function prose(text: string): Markup {
  const parts = text.split(/(`[^`]+`)/)
  return html`${parts.map((part) => (/^`.+`$/.test(part) ? html`<code>${part.slice(1, -1)}</code>` : part))}`
}
